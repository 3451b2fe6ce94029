"""The lists of an account: posts and reels."""

from typing import Any

import pytest
from web_makers import (
    PAGE_ID,
    POST,
    POSTS_MORE,
    REELS,
    Reply,
    clips,
    connection,
    data,
    instagram,
    media,
    node,
    profile_page,
    timeline,
    user,
)

from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import BadParameter, NotFound, UpstreamError
from instagramapi.upstream.providers.web import WebIds, WebProvider

pytestmark = pytest.mark.anyio

MARA = AccountRef(handle="mara.films")
TWELVE = [node(pk) for pk in range(112, 100, -1)]
Script = dict[str, Reply | list[Reply]]


def further(nodes: list[Any], end_cursor: str | None = None) -> Reply:
    tab = {"polaris_ordered_timeline_connection": connection(nodes, end_cursor)}
    return data(node={"id": PAGE_ID, **tab})


async def posts(web: WebProvider, **options: Any) -> Page[Post]:
    return await _list(web, ListProfilePosts(account=MARA, **options))


async def reels(web: WebProvider, **options: Any) -> Page[Post]:
    return await _list(web, ListProfileReels(account=MARA, **options))


async def _list(web: WebProvider, call: Any) -> Page[Post]:
    answer = await web.answer(call)
    assert isinstance(answer, Page)
    return answer


def ids(page: Page[Post]) -> list[str]:
    return [item.id for item in page.items]


async def test_the_first_posts_come_with_the_page_and_lack_time_and_counts() -> None:
    async with instagram({"/mara.films/": profile_page(user(), timeline(TWELVE))}) as (web, site):
        page = await posts(web)

    assert len(page.items) == 12
    assert page.next_cursor is None
    first = page.items[0]
    assert (first.taken_at, first.like_count, first.comment_count) == (None, None, None)
    assert "not told" in page.warnings[0]
    assert site.opened() == ["/mara.films/"]


async def test_further_posts_are_asked_for_by_the_pages_own_id() -> None:
    script: Script = {
        "/mara.films/": profile_page(user(), timeline(TWELVE, "c1")),
        POSTS_MORE: [further([node(100)], "c2"), further([node(99)])],
    }
    async with instagram(script) as (web, site):
        first = await posts(web)
        second = await posts(web, cursor=first.next_cursor)
        third = await posts(web, cursor=second.next_cursor)

    assert (ids(second), ids(third), third.next_cursor) == (["100"], ["99"], None)
    assert [one.variables["after"] for one in site.of(POSTS_MORE)] == ["c1", "c2"]
    assert {one.variables["id"] for one in site.of(POSTS_MORE)} == {PAGE_ID}
    assert {one.target for one in site.of(POSTS_MORE)} == {"/api/graphql"}


async def test_a_small_limit_loses_nothing_and_repeats_nothing() -> None:
    script: Script = {
        "/mara.films/": profile_page(user(), timeline(TWELVE, "c1")),
        POSTS_MORE: further([node(100), node(99)]),
    }
    found: list[str] = []
    cursor = None
    async with instagram(script) as (web, _):
        for _turn in range(4):
            page = await posts(web, cursor=cursor, limit=5)
            found += ids(page)
            cursor = page.next_cursor

    assert cursor is None
    assert found == [str(pk) for pk in range(112, 98, -1)]


async def test_a_post_that_is_published_meanwhile_repeats_nothing() -> None:
    later = profile_page(user(), timeline([node(200), *TWELVE]))
    script: Script = {"/mara.films/": [profile_page(user(), timeline(TWELVE)), later]}
    async with instagram(script) as (web, _):
        first = await posts(web, limit=5)
        second = await posts(web, limit=5, cursor=first.next_cursor)

    assert ids(second) == ["107", "106", "105", "104", "103"]


async def test_a_co_authored_post_belongs_to_its_own_owner() -> None:
    other = {"pk": "77", "username": "sea.legs", "id": "17841400000000077"}
    shared = profile_page(user(), timeline([node(1, user=other)]))
    async with instagram({"/mara.films/": shared}) as (web, _):
        owner = (await posts(web)).items[0].owner

    assert owner is not None
    assert (owner.id, owner.username) == ("77", "sea.legs")


async def test_an_account_without_posts_has_an_empty_list_with_a_reason() -> None:
    async with instagram({"/mara.films/": profile_page(user(), timeline([]))}) as (web, _):
        page = await posts(web)

    assert (page.items, page.empty_reason, page.warnings) == ((), "no_posts", ())


@pytest.mark.parametrize("listing", [posts, reels])
async def test_a_private_account_is_not_found(listing: Any) -> None:
    script: Script = {
        "/mara.films/": profile_page(user(is_private=True), timeline([])),
        REELS: data(xig_user_by_username=clips([])),
    }
    async with instagram(script) as (web, _):
        with pytest.raises(NotFound) as raised:
            await listing(web)

    assert raised.value.reason == "private"


async def test_a_page_without_the_tab_is_a_wrong_shape() -> None:
    async with instagram({"/mara.films/": profile_page(user())}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await posts(web)

    assert raised.value.reason == "shape"


async def test_a_list_that_begins_anew_is_a_wrong_shape() -> None:
    async with instagram({REELS: data(xig_user_by_username=clips([node(1)], "c1"))}) as (web, _):
        first = await reels(web)
        with pytest.raises(UpstreamError) as raised:
            await reels(web, cursor=first.next_cursor)

    assert raised.value.reason == "shape"


@pytest.mark.parametrize("dates", [{"since": 1}, {"until": 2}])
@pytest.mark.parametrize("listing", [posts, reels])
async def test_dates_are_refused_without_asking(listing: Any, dates: dict[str, int]) -> None:
    async with instagram({}) as (web, site):
        with pytest.raises(UpstreamError) as raised:
            await listing(web, **dates)

    assert raised.value.reason == "not_supported"
    assert site.asked == []


async def test_enriched_posts_know_their_time_and_counts_and_keep_what_the_list_said() -> None:
    script: Script = {
        REELS: data(xig_user_by_username=clips([node(1, play_count=900)])),
        POST: data(xig_polaris_media=media(1)),
    }
    async with instagram(script, enrich=True) as (web, _):
        page = await reels(web)

    assert (page.items[0].like_count, page.items[0].play_count) == (7, 900)
    assert page.items[0].taken_at is not None
    assert page.warnings == ()


async def test_an_enriched_list_honours_dates_and_stops_when_it_has_passed_them() -> None:
    script: Script = {
        "/mara.films/": profile_page(user(), timeline([node(3), node(2), node(1)], "c1")),
        POST: [data(xig_polaris_media=media(pk)) for pk in (3, 2, 1)],
    }
    async with instagram(script, enrich=True) as (web, _):
        page = await posts(web, since=1_790_000_002, until=1_790_000_003)

    assert (ids(page), page.next_cursor) == (["2"], None)


async def test_a_post_that_is_gone_when_it_is_enriched_stays_thin() -> None:
    script: Script = {
        "/mara.films/": profile_page(user(), timeline([node(1)])),
        POST: data(xig_polaris_media=None),
    }
    async with instagram(script, enrich=True) as (web, _):
        page = await posts(web)
        dated = await posts(web, since=1)

    assert (page.items[0].id, page.items[0].taken_at) == ("1", None)
    assert dated.items == ()


async def test_reels_tell_their_plays_and_go_on_by_the_handle() -> None:
    script: Script = {
        REELS: [
            data(xig_user_by_username=clips([node(2, media_type=2, play_count=12)], "c1")),
            data(xig_user_by_username=clips([node(1, media_type=2, play_count=0)])),
        ]
    }
    async with instagram(script) as (web, site):
        first = await reels(web)
        second = await reels(web, cursor=first.next_cursor)

    assert [item.play_count for item in first.items + second.items] == [12, 0]
    assert [one.variables["after"] for one in site.of(REELS)] == [None, "c1"]
    assert second.next_cursor is None


async def test_reels_go_on_by_the_pages_id_where_that_query_is_known() -> None:
    more = data(node=clips([node(1)]))
    script: Script = {
        REELS: data(xig_user_by_username=clips([node(2)], "c1")),
        f"{REELS}_connection": more,
    }
    async with instagram(script, ids=WebIds(reels_more="123")) as (web, site):
        first = await reels(web)
        second = await reels(web, cursor=first.next_cursor)

    assert ids(second) == ["1"]
    (asked,) = site.of(f"{REELS}_connection")
    assert (asked.variables["id"], asked.form["doc_id"]) == (PAGE_ID, "123")


async def test_no_reels_of_an_account_that_is_there_is_an_empty_list() -> None:
    script: Script = {
        REELS: data(xig_user_by_username=clips([])),
        "/mara.films/": profile_page(user()),
    }
    async with instagram(script) as (web, _):
        assert (await reels(web)).empty_reason == "no_reels"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(profile_page(user()), UpstreamError), (profile_page(None), NotFound)],
)
async def test_null_reels_are_judged_by_the_page(answer: Reply, problem: type[Exception]) -> None:
    script: Script = {REELS: data(xig_user_by_username=None), "/mara.films/": answer}
    async with instagram(script) as (web, _):
        with pytest.raises(problem):
            await reels(web)


async def test_a_cursor_of_another_make_is_refused() -> None:
    async with instagram({}) as (web, _):
        with pytest.raises(BadParameter):
            await posts(web, cursor="offset:12")
