"""Accounts by the page, by `web_profile_info`, by number."""

from typing import Any

import pytest
from web_makers import (
    BY_ID,
    ERROR_ROUTE,
    INFO,
    PAGE_ID,
    Instagram,
    answered,
    instagram,
    page,
    profile_page,
    user,
)

from instagramapi.catalog.models import Profile
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.web import WebProvider

pytestmark = pytest.mark.anyio

MARA = AccountRef(handle="mara.films")
INFO_USER = {
    "id": "42",
    "username": "mara.films",
    "edge_owner_to_timeline_media": {"count": 137},
    "category_name": "Film director",
}
STATED = '<meta property="og:description" content="1,200 Followers, 0 Following, {} Posts - See">'


async def ask(web: WebProvider, account: AccountRef = MARA) -> Profile:
    answer = await web.answer(GetProfile(account=account))
    assert isinstance(answer, Profile)
    return answer


async def test_the_id_is_the_accounts_and_not_the_pages() -> None:
    async with instagram({"/mara.films/": profile_page(user())}) as (web, _):
        profile = await ask(web)

    assert (profile.id, profile.username) == ("42", "mara.films")
    assert PAGE_ID not in profile.model_dump_json()
    assert (profile.followers, profile.following) == (1200, 0)
    assert profile.external_url == "https://mara.example/"


async def test_a_number_of_posts_that_nobody_tells_stays_unknown() -> None:
    async with instagram({"/mara.films/": profile_page(user())}) as (web, _):
        assert (await ask(web)).posts is None


async def test_web_profile_info_tells_the_number_of_posts_and_fills_gaps() -> None:
    script = {"/mara.films/": profile_page(user()), INFO: answered({"data": {"user": INFO_USER}})}
    async with instagram(script) as (web, site):
        profile = await ask(web)

    assert (profile.posts, profile.category, profile.followers) == (137, "Film director", 1200)
    assert site.asked[-1].target.endswith("?username=mara.films")


@pytest.mark.parametrize(("written", "posts"), [("1,667", 1667), ("0", 0), ("12.5K", None)])
async def test_a_number_that_the_page_writes_out_is_taken(written: str, posts: int | None) -> None:
    answer = profile_page(user(), head=STATED.format(written))
    async with instagram({"/mara.films/": answer}) as (web, site):
        assert (await ask(web)).posts == posts

    assert (INFO in site.opened()) is (posts is None)


async def test_web_profile_info_is_left_alone_for_an_hour_after_it_refused() -> None:
    script = {"/mara.films/": profile_page(user()), INFO: answered({"status": "fail"}, 400)}
    async with instagram(script) as (web, site):
        await ask(web)
        await ask(web)

    assert site.opened() == ["/mara.films/", INFO, "/mara.films/"]


@pytest.mark.parametrize(
    "told",
    [
        answered({"status": "fail"}, 404),
        answered({"data": {"user": None}, "status": "ok"}),
        answered({"data": {"user": {"handle": "new"}}, "status": "ok"}),
    ],
)
async def test_web_profile_info_that_knows_nothing_changes_nothing(told: Any) -> None:
    script = {"/mara.films/": profile_page(user()), INFO: told}
    async with instagram(script) as (web, site):
        profile = await ask(web)
        await ask(web)

    assert (profile.id, profile.posts) == ("42", None)
    assert len(site.of(INFO)) == 2


async def test_a_page_about_something_else_is_a_wrong_shape() -> None:
    other = page("x", {"xig_polaris_media": None})
    call = ListProfilePosts(account=MARA)
    async with instagram({"/mara.films/": other}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(call)

    assert raised.value.reason == "shape"


async def test_a_page_of_another_shape_is_replaced_by_web_profile_info() -> None:
    odd = profile_page({"username": "mara.films", "handle": "new"})
    script = {"/mara.films/": odd, INFO: answered({"data": {"user": INFO_USER}})}
    async with instagram(script) as (web, _):
        assert (await ask(web)).posts == 137


async def test_a_page_of_another_shape_is_a_wrong_shape_where_nobody_else_knows() -> None:
    async with instagram({"/mara.films/": profile_page({"handle": "new"})}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await ask(web)

    assert raised.value.reason == "shape"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (profile_page(user(is_private=True)), "private"),
        (profile_page(None), None),
        (page(ERROR_ROUTE), None),
    ],
)
async def test_what_is_not_public_is_not_found(answer: Any, reason: str | None) -> None:
    async with instagram({"/mara.films/": answer}) as (web, site):
        with pytest.raises(NotFound) as raised:
            await ask(web)

    assert raised.value.reason == reason
    assert site.opened() == ["/mara.films/"]


async def test_an_account_by_number_is_asked_on_the_older_endpoint() -> None:
    told = {**user(media_count=None), "account_type": 3, "category": "Artist"}
    async with instagram({BY_ID: answered({"data": {"user": told}, "status": "ok"})}) as (
        web,
        site,
    ):
        profile = await ask(web, AccountRef(id="42"))

    assert (profile.id, profile.account_type, profile.category) == ("42", "creator", "Artist")
    (asked,) = site.of(BY_ID)
    assert asked.target == "/graphql/query"
    assert asked.variables["id"] == "42"


NOBODY = answered({"data": {"viewer": {}, "user": None}, "status": "ok"})


async def test_no_account_by_number_is_a_wrong_shape_while_the_query_is_not_proven() -> None:
    async with instagram({BY_ID: NOBODY}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await ask(web, AccountRef(id="1"))

    assert raised.value.reason == "shape"


async def test_no_account_by_number_is_not_found_once_the_query_has_found_one() -> None:
    found = answered({"data": {"user": user()}, "status": "ok"})
    async with instagram({BY_ID: [found, NOBODY]}) as (web, _):
        await ask(web, AccountRef(id="42"))
        with pytest.raises(NotFound):
            await ask(web, AccountRef(id="1"))


async def test_a_visitor_says_who_it_is_and_sends_no_cookie() -> None:
    async with instagram({"/mara.films/": profile_page(user())}) as (web, site):
        await ask(web)

    sent = _sent(site)
    assert sent["user-agent"].startswith("instagramapi/")
    assert sent["sec-fetch-mode"] == "navigate"
    assert "cookie" not in sent


async def test_the_operator_says_who_is_asking() -> None:
    script = {"/mara.films/": profile_page(user())}
    async with instagram(script, user_agent="Museum (mail@museum.example)") as (web, site):
        await ask(web)

    assert _sent(site)["user-agent"] == "museum (mail@museum.example)"


def _sent(site: Instagram) -> Any:
    return site.asked[0].headers
