"""Posts by themselves, their gates, their comments."""

import json
from typing import Any

import pytest
from web_makers import (
    COMMENTS,
    ERROR_ROUTE,
    OWNER,
    POST,
    ROUTE,
    Reply,
    answered,
    comment,
    connection,
    data,
    gated,
    home,
    instagram,
    media,
    page,
)

from instagramapi.catalog.models import Comment, Page, Post
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.web import WebProvider

pytestmark = pytest.mark.anyio

SUBJECT = PostRef(id="3999310043081137024")
PK = int(SUBJECT.id)
PAGE = f"/p/{SUBJECT.shortcode}/"
CURSOR = json.dumps({"server_cursor": "QVFE", "is_server_cursor_inverse": True})
EXECUTION_ERROR = answered({"errors": [{"message": "execution error"}], "data": None})
AGE = {"gating_type": 3, "title": "Age-restricted content", "description": "Based on your age."}
REGION = {"gating_type": 7, "title": "Not available in your region", "description": ""}
Script = dict[str, Reply | list[Reply]]


async def ask(web: WebProvider) -> Post:
    answer = await web.answer(GetPost(post=SUBJECT))
    assert isinstance(answer, Post)
    return answer


async def comments(web: WebProvider, **options: Any) -> Page[Comment]:
    answer = await web.answer(ListPostComments(post=SUBJECT, **options))
    assert isinstance(answer, Page)
    return answer


def post_page(media_told: Any) -> Reply:
    return page(ROUTE.format("Post"), {"xig_polaris_media": media_told})


async def test_a_post_is_asked_for_by_its_number_with_the_tokens_of_a_page() -> None:
    async with instagram({POST: data(xig_polaris_media=media(PK))}) as (web, site):
        post = await ask(web)

    assert (post.id, post.shortcode, post.like_count) == (SUBJECT.id, SUBJECT.shortcode, 7)
    start, asked = site.asked
    assert start.key == "/"
    assert asked.variables == {"media_id": SUBJECT.id}
    assert (asked.form["lsd"], asked.headers["x-fb-lsd"]) == ("lsd-1", "lsd-1")
    assert asked.headers["x-csrftoken"] == "csrf-1"
    # What else the page wants its visitor to be known by is not kept.
    assert asked.headers["cookie"] == "csrftoken=csrf-1"


async def test_tokens_are_kept_for_the_next_query() -> None:
    async with instagram({POST: data(xig_polaris_media=media(PK))}) as (web, site):
        await ask(web)
        await ask(web)

    assert len(site.of("/")) == 1


async def test_new_tokens_are_fetched_after_the_old_ones_were_refused() -> None:
    refused = answered({"errors": [{"message": "x", "code": 1675002}], "data": None})
    script: Script = {
        "/": [home(), home("lsd-2", "csrf-2")],
        POST: [refused, data(xig_polaris_media=media(PK))],
        PAGE: Reply(status=302, headers={"location": "/accounts/login/"}),
    }
    async with instagram(script) as (web, site):
        with pytest.raises(UpstreamError):
            await ask(web)
        await ask(web)

    assert site.asked[-1].headers["x-csrftoken"] == "csrf-2"


async def test_hidden_likes_are_unknown_and_said_to_be_hidden() -> None:
    hidden = media(PK, like_count=-1, like_and_view_counts_disabled=True)
    async with instagram({POST: data(xig_polaris_media=hidden)}) as (web, _):
        post = await ask(web)

    assert (post.like_count, post.like_count_hidden) == (None, True)


async def test_missing_null_and_zero_are_three_things() -> None:
    told = media(PK, comment_count=0, caption=None, like_count=2_147_483_647)
    del told["if_not_gated_logged_out"]["product_type"]
    async with instagram({POST: data(xig_polaris_media=told)}) as (web, _):
        post = await ask(web)

    assert post.comment_count == 0
    assert (post.caption, post.hashtags) == (None, ())
    assert "caption" in post.model_fields_set
    # 32 bits are full: there are more, but nobody says how many.
    assert post.like_count is None
    assert "product_type" not in post.model_fields_set


@pytest.mark.parametrize("answer", [EXECUTION_ERROR, data(xig_polaris_media=None)])
async def test_the_page_tells_what_an_old_query_does_not(answer: Reply) -> None:
    async with instagram({POST: answer, PAGE: post_page(media(PK))}) as (web, site):
        assert (await ask(web)).id == SUBJECT.id

    assert site.opened() == [POST, PAGE]


@pytest.mark.parametrize("answer", [post_page(None), page(ERROR_ROUTE), Reply(status=404)])
async def test_null_is_not_found_only_where_the_page_says_so_too(answer: Reply) -> None:
    async with instagram({POST: data(xig_polaris_media=None), PAGE: answer}) as (web, _):
        with pytest.raises(NotFound) as raised:
            await ask(web)

    assert raised.value.reason is None


async def test_another_post_than_the_one_asked_for_is_a_wrong_shape() -> None:
    async with instagram({POST: data(xig_polaris_media=media(5))}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await ask(web)

    assert raised.value.reason == "shape"


async def test_a_page_with_other_data_is_a_wrong_shape() -> None:
    other = page(ROUTE.format("Post"), {"xig_user_by_username": None})
    async with instagram({POST: data(xig_polaris_media=None), PAGE: other}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await ask(web)

    assert raised.value.reason == "shape"


@pytest.mark.parametrize(("ruling", "reason"), [(AGE, "age_gated"), (REGION, None)])
async def test_a_gate_that_says_why_is_not_found(ruling: Any, reason: str | None) -> None:
    errors = [{"message": "A server error field_exception occured."}]
    body = {"data": {"xig_polaris_media": gated(PK, ruling)}, "errors": errors}
    async with instagram({POST: answered(body)}) as (web, _):
        with pytest.raises(NotFound) as raised:
            await ask(web)

    assert raised.value.reason == reason
    assert ruling["title"] in raised.value.message


async def test_a_gate_that_does_not_say_why_may_be_a_log_in_wall() -> None:
    async with instagram({POST: data(xig_polaris_media=gated(PK, None))}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await ask(web)

    assert raised.value.reason == "login_required"


async def test_a_post_of_a_private_account_is_not_found() -> None:
    private = media(PK, user={**OWNER, "is_private": True})
    async with instagram({POST: data(xig_polaris_media=private)}) as (web, _):
        with pytest.raises(NotFound) as raised:
            await ask(web)

    assert raised.value.reason == "private"


async def test_the_first_comments_come_with_the_post() -> None:
    told = media(PK, connection([comment(1), comment(2)], CURSOR))
    more = data(xig_polaris_media={"comments_connection": connection([comment(3)])})
    async with instagram({POST: data(xig_polaris_media=told), COMMENTS: more}) as (web, site):
        first = await comments(web)
        second = await comments(web, cursor=first.next_cursor)

    assert [one.text for one in first.items] == ["Comment 1", "Comment 2"]
    assert (first.total, first.warnings) == (3, ())
    assert first.items[0].post_id == SUBJECT.id
    assert first.items[0].reply_count is None
    assert [one.id for one in second.items] == ["3"]
    assert second.next_cursor is None
    assert "only a part" in second.warnings[0]
    # The cursor is JSON inside a text, and goes back as it came.
    assert site.of(COMMENTS)[0].variables["after"] == CURSOR


async def test_comments_that_do_not_come_with_the_post_are_asked_for() -> None:
    more = data(xig_polaris_media={"comments_connection": connection([comment(1)], CURSOR)})
    script: Script = {POST: data(xig_polaris_media=media(PK)), COMMENTS: more}
    async with instagram(script) as (web, site):
        first = await comments(web)

    assert len(first.items) == 1
    assert site.of(COMMENTS)[0].variables["after"] is None


async def test_a_small_limit_loses_no_comment() -> None:
    told = media(PK, connection([comment(pk) for pk in (1, 2, 3)]))
    async with instagram({POST: data(xig_polaris_media=told)}) as (web, _):
        first = await comments(web, limit=2)
        second = await comments(web, limit=2, cursor=first.next_cursor)

    assert [one.id for one in first.items + second.items] == ["1", "2", "3"]
    assert second.next_cursor is None


async def test_replies_are_left_out_of_the_top_level() -> None:
    told = media(PK, connection([comment(1), comment(2, parent_comment_id="1")]))
    async with instagram({POST: data(xig_polaris_media=told)}) as (web, _):
        assert [one.id for one in (await comments(web)).items] == ["1"]


@pytest.mark.parametrize("told", [connection([]), None])
async def test_a_post_without_comments_is_an_empty_list_with_a_reason(told: Any) -> None:
    empty = {**media(PK, comment_count=0), "comments_connection": told}
    async with instagram({POST: data(xig_polaris_media=empty)}) as (web, _):
        page = await comments(web)

    assert (page.items, page.total, page.empty_reason) == ((), 0, "no_comments")
    assert page.warnings == ()


async def test_all_comments_need_no_warning() -> None:
    told = media(PK, connection([comment(pk) for pk in (1, 2, 3)]))
    async with instagram({POST: data(xig_polaris_media=told)}) as (web, _):
        assert (await comments(web)).warnings == ()


async def test_the_newest_comments_first_are_refused_without_asking() -> None:
    async with instagram({}) as (web, site):
        with pytest.raises(UpstreamError) as raised:
            await comments(web, sort="newest")

    assert raised.value.reason == "not_supported"
    assert site.asked == []


@pytest.mark.parametrize(("post_told", "problem"), [(media(PK), UpstreamError), (None, NotFound)])
async def test_null_comments_are_judged_by_the_post(
    post_told: Any, problem: type[Exception]
) -> None:
    first = data(xig_polaris_media=media(PK, connection([comment(1)], CURSOR)))
    script: Script = {
        POST: [first, data(xig_polaris_media=post_told)],
        COMMENTS: data(xig_polaris_media=None),
    }
    async with instagram(script) as (web, _):
        cursor = (await comments(web)).next_cursor
        with pytest.raises(problem):
            await comments(web, cursor=cursor)
