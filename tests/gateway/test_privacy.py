"""Whoever asked not to be served is not: not asked for, not kept, not read back, not handed on."""

from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.models import Comment, Page, Post, UserShort
from makers import Api, Scripted, StoppedClock, a_page, a_profile, open_api, requests_logged

pytestmark = pytest.mark.anyio

LEFT_OUT = "What belongs to accounts that asked not to be served is left out."
PROFILE = "/v1/profile?handle=nike"
NIKE = UserShort(id="787132", username="nike")
OTHER = UserShort(id="2", username="other")


def a_post(owner: UserShort | None, shortcode: str = "B") -> Post:
    return Post(id="1", shortcode=shortcode, owner=owner)


def comments(*users: UserShort) -> Page[Comment]:
    items = tuple(Comment(id=str(at), user=user) for at, user in enumerate(users, 1))
    return Page[Comment](items=items, next_cursor="next", total=len(users))


async def suppress(api: Api, kind: Any = "handle", value: str = "nike") -> None:
    await api.service.suppression.suppress(kind, value)


@pytest.mark.parametrize("question", ["handle=nike", "handle=@NIKE", "id=787132"])
@pytest.mark.parametrize("endpoint", ["profile", "profile/posts", "profile/followers"])
async def test_nobody_is_asked_about_them(endpoint: str, question: str, tmp_path: Path) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        await suppress(api)
        await suppress(api, "id", "787132")

        answer = await api.get(f"/v1/{endpoint}?{question}")

        assert (answer.status_code, answer.json()["error"]["code"]) == (451, "suppressed")
        assert answer.headers["x-credits-charged"] == "0"
        assert provider.asked == []


async def test_a_copy_from_before_is_not_read_back(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_profile("nike"))) as api:
        by_id = "/v1/profile?id=787132"
        assert (await api.get(by_id)).status_code == 200
        await suppress(api)

        for url in (by_id, by_id + "&only_cached=true", by_id + "&max_age=9999"):
            assert (await api.get(url)).status_code == 451


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("/v1/profile?id=787132", a_profile("nike")),
        ("/v1/profile?handle=oldname", a_profile("nike")),
        ("/v1/post?shortcode=B", a_post(NIKE)),
    ],
    ids=["by its other name", "renamed", "post"],
)
async def test_an_answer_that_turns_out_to_be_theirs_is_refused_free_and_not_kept(
    url: str, answer: Any, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted(answer)) as api:
        await suppress(api)

        refused = await api.get(url)

        assert (refused.status_code, refused.headers["x-credits-charged"]) == (451, "0")
        assert "nike" not in refused.text
        assert await api.balance() == 100
        usage = await api.usage(refused.headers["x-request-id"])
        assert usage
        assert (usage["code"], usage["queried"]) == ("suppressed", 1)
        await api.service.suppression.lift("handle", "nike")
        assert (await api.get(url + "&only_cached=true")).json()["error"]["reason"] == "not_cached"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("/v1/post/comments?shortcode=B", comments(OTHER, NIKE)),
        ("/v1/search/users?query=nike", a_page("nike", "other", next_cursor="next")),
        ("/v1/profile/followers?handle=third", a_page("other", "nike", next_cursor="next")),
        (
            "/v1/hashtag/top?tag=run",
            Page[Post](items=(a_post(NIKE), a_post(OTHER)), next_cursor="next"),
        ),
    ],
    ids=["comments", "search", "followers", "posts"],
)
async def test_in_a_list_they_are_left_out_and_the_list_goes_on(
    url: str, page: Any, tmp_path: Path
) -> None:
    async with open_api(tmp_path, provider := Scripted(page)) as api:
        whole = (await api.get(url)).json()
        await suppress(api)
        cached, fresh = await api.get(url), await api.get(url + "&max_age=0")

        for answer in (cached, fresh):
            body = answer.json()
            assert len(body["data"]["items"]) == len(whole["data"]["items"]) - 1
            assert "nike" not in str(body["data"]["items"])
            assert body["meta"]["warnings"] == [LEFT_OUT]
        assert fresh.headers["x-credits-charged"] != "0"
        following = await api.get(f"{url}&cursor={cached.json()['meta']['next_cursor']}")
        assert following.status_code == 200
        assert provider.asked[-1].cursor_text == "next"


async def test_a_test_key_does_not_reach_them_either(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        post = "/v1/post?shortcode=DRqAYKuAIUx"
        assert (await api.get(post, api.test)).status_code == 200
        await suppress(api)

        assert (await api.get(post, api.test)).status_code == 451
        assert (await api.get(PROFILE, api.test)).status_code == 451


async def test_what_is_lifted_is_served_again(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await suppress(api)
        await api.service.suppression.lift("handle", "nike")

        assert (await api.get(PROFILE)).status_code == 200


async def test_no_copy_outlives_the_retention_whatever_the_caller_accepts(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_api(tmp_path, Scripted(), clock=clock, retention_s=3600) as api:
        await api.get(PROFILE)
        clock.advance(3600)
        kept = await api.get(PROFILE + "&max_age=31536000&only_cached=true")
        clock.advance(1)
        over = await api.get(PROFILE + "&max_age=31536000&only_cached=true")

        assert kept.status_code == 200
        assert over.json()["error"]["reason"] == "not_cached"


async def test_the_log_and_the_books_do_not_tell_who_was_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True) as api:
        await suppress(api)
        with requests_logged(api, capsys) as lines:
            refused = await api.get(PROFILE)
            await api.get("/v1/profile?handle=other")

        assert all("nike" not in str(line) and "other" not in str(line) for line in lines)
        named = [line["subject"] for line in lines]
        assert len(set(named)) == 2
        usage = await api.usage(refused.headers["x-request-id"])
        assert usage
        assert usage["subject"] == named[0]


async def test_an_operator_may_have_the_log_say_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_api(tmp_path, Scripted(), access_log=True, log_subjects=True) as api:
        with requests_logged(api, capsys) as lines:
            await api.get(PROFILE)

        assert lines[0]["subject"] == "@nike"
