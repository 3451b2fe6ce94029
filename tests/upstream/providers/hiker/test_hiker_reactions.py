"""Replies to a comment, who likes it, and what surrounds an account."""

from typing import Any

import pytest
from hiker_makers import BAKER, BY_NAME, app_post, flat_account, flat_user, playing

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.post import ListCommentLikers, ListCommentReplies
from instagramapi.catalog.profile import ListProfileSimilar, ListProfileTagged
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import NotFound

pytestmark = pytest.mark.anyio

REPLIES, LIKERS = "/v2/media/comments/replies", "/gql/comment/likers/chunk"
TAGGED, SIMILAR = "/v2/user/tag/medias", "/v2/user/suggested/profiles"
POST, COMMENT_ID = PostRef(id="3740000000000001001"), "17900000000000001"


def replies(**changes: Any) -> dict[str, Any]:
    """Replies, with more of them in the direction in which lists are asked for."""
    reply = {
        "pk": "17900000000000002",
        "text": "@eve It is rye.",
        "created_at_utc": 1_754_749_800,
        "comment_like_count": 2,
        "parent_comment_id": COMMENT_ID,
        "user": {"pk": 7001, "username": "tilda.bakes"},
    }
    return {
        "child_comments": [reply],
        "child_comment_count": 6,
        "has_more_head_child_comments": True,
        "has_more_tail_child_comments": False,
        "next_min_child_cursor": "m1",
        "parent_comment": {"pk": COMMENT_ID, "text": "Which flour?"},
        "status": "ok",
        **changes,
    }


async def test_replies_page_by_page() -> None:
    call = ListCommentReplies(post=POST, comment_id=COMMENT_ID)
    async with playing({REPLIES: replies()}) as stage:
        page = await stage.answer(call)
        await stage.answer(
            ListCommentReplies(post=POST, comment_id=COMMENT_ID, cursor=page.next_cursor)
        )

        about = {"media_id": POST.id, "comment_id": COMMENT_ID}
        assert stage.asked == [(REPLIES, about), (REPLIES, about | {"min_id": "m1"})]
    (reply,) = page.items
    assert (reply.id, reply.parent_id, reply.post_id) == (
        "17900000000000002",
        COMMENT_ID,
        POST.id,
    )
    assert (reply.text, reply.like_count, reply.mentions) == ("@eve It is rye.", 2, ("eve",))
    assert (page.total, page.next_cursor) == (6, "m1|0")


@pytest.mark.parametrize(
    "changes", [{"has_more_head_child_comments": False}, {"next_min_child_cursor": None}]
)
async def test_the_last_replies(changes: dict[str, Any]) -> None:
    async with playing({REPLIES: replies(**changes)}) as stage:
        page = await stage.answer(ListCommentReplies(post=POST, comment_id=COMMENT_ID))

    assert (len(page.items), page.next_cursor) == (1, None)


async def test_accounts_that_like_a_comment() -> None:
    async with playing({LIKERS: [[flat_user(1), flat_user(2)], "QVFC"]}) as stage:
        page = await stage.answer(ListCommentLikers(post=POST, comment_id=COMMENT_ID))
        call = ListCommentLikers(post=POST, comment_id=COMMENT_ID, cursor=page.next_cursor)
        await stage.answer(call)

        about = {"media_id": POST.id, "comment_id": COMMENT_ID}
        assert stage.asked == [(LIKERS, about), (LIKERS, about | {"end_cursor": "QVFC"})]
    assert [user.username for user in page.items] == ["fan1", "fan2"]


async def test_posts_of_others_in_which_an_account_is_tagged() -> None:
    def by(name: str, *, is_private: bool) -> dict[str, Any]:
        return {"pk": 9, "username": name, "is_private": is_private}

    shy = app_post(2, user=by("shy", is_private=True))
    items = [app_post(3, user=by("eve", is_private=False)), shy]
    raw = {"response": {"items": items, "more_available": True}, "next_page_id": "p2"}
    async with playing({BY_NAME: flat_account(), TAGGED: raw}) as stage:
        page = await stage.answer(ListProfileTagged(account=BAKER))
        await stage.answer(ListProfileTagged(account=BAKER, cursor=page.next_cursor))

        assert stage.asked[1:] == [
            (TAGGED, {"user_id": "7001"}),
            (TAGGED, {"user_id": "7001", "page_id": "p2"}),
        ]
        assert stage.provider.requests_billed == {"profile/tagged": 3}
    assert [post.owner.username for post in page.items] == ["eve"]


async def test_accounts_like_this_one_in_pages_of_ours() -> None:
    raw = {"users": [flat_user(number) for number in range(1, 4)], "is_backup": False}
    async with playing({BY_NAME: flat_account(), SIMILAR: raw}) as stage:
        page = await stage.answer(ListProfileSimilar(account=BAKER, limit=2))
        rest = await stage.answer(
            ListProfileSimilar(account=BAKER, limit=2, cursor=page.next_cursor)
        )

        assert stage.asked[-1] == (SIMILAR, {"user_id": "7001"})
    assert [user.id for user in (*page.items, *rest.items)] == ["1", "2", "3"]
    assert (rest.next_cursor, page.total) == (None, None)


@pytest.mark.parametrize(
    ("call", "path", "raw", "reason"),
    [
        (
            ListCommentReplies(post=POST, comment_id=COMMENT_ID),
            REPLIES,
            replies(child_comments=[], child_comment_count=0, next_min_child_cursor=None),
            "no_replies",
        ),
        (ListCommentLikers(post=POST, comment_id=COMMENT_ID), LIKERS, [[], None], "no_likes"),
        (ListProfileTagged(account=BAKER), TAGGED, {"response": {"items": []}}, "no_posts"),
        (ListProfileSimilar(account=BAKER), SIMILAR, {"users": []}, "no_suggestions"),
    ],
)
async def test_where_there_is_none(call: Call, path: str, raw: Any, reason: str) -> None:
    async with playing({BY_NAME: flat_account(), path: raw}) as stage:
        page = await stage.answer(call)

    assert (page.items, page.empty_reason, page.next_cursor) == ((), reason, None)


@pytest.mark.parametrize("endpoint", [ListProfileTagged, ListProfileSimilar])
async def test_nothing_is_asked_about_a_private_account(endpoint: Any) -> None:
    async with playing({BY_NAME: flat_account(is_private=True)}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(endpoint(account=BAKER))

        assert [path for path, _ in stage.asked] == [BY_NAME]
    assert raised.value.reason == "private"
