"""Posts and reels of accounts, one post, its comments and likers."""

from typing import Any

import pytest
from hiker_makers import (
    BAKER,
    BAKER_ID,
    BY_ID,
    BY_NAME,
    app_post,
    flat_account,
    flat_post,
    flat_user,
    playing,
)

from instagramapi.catalog.models import UserTag
from instagramapi.catalog.post import GetPost, ListPostComments, ListPostLikers
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

POST = PostRef(id="3740000000000001001")
MEDIAS = "/v1/user/medias/chunk"
COMMENTS = "/v2/media/comments"
COMMENT: dict[str, Any] = {
    "pk": "17900000000000001",
    "text": "Yum @mill",
    "created_at_utc": 1_754_749_758,
    "comment_like_count": 13,
    "child_comment_count": 4,
    "is_pinned": True,
    "is_liked_by_media_owner": True,
    "user": {"pk": 5, "username": "eve"},
    "preview_child_comments": [{"pk": "2", "text": "thanks"}],
}


async def test_posts_of_an_account() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [[flat_post(2), flat_post(1)], "c1"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER))

        assert stage.asked[-1] == (MEDIAS, {"user_id": "7001"})
    assert [post.caption for post in page.items] == ["Loaf 2 #bread", "Loaf 1 #bread"]
    assert (page.next_cursor, page.total, page.empty_reason) == ("c1|0", 40, None)


async def test_the_next_page_is_asked_with_its_own_cursor() -> None:
    script = {BY_ID: flat_account(), MEDIAS: [[flat_post(1)], None]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER_ID, cursor="a|b|0"))

        assert stage.asked[-1] == (MEDIAS, {"user_id": "7001", "end_cursor": "a|b"})
    assert page.next_cursor is None


async def test_an_account_without_posts() -> None:
    script = {BY_NAME: flat_account(media_count=0), MEDIAS: [[], ""]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER))

    assert (page.items, page.total, page.empty_reason) == ((), 0, "no_posts")


async def test_reels_with_plays_length_and_sound() -> None:
    raw = {
        "response": {"items": [{"media": app_post(1)}], "paging_info": {"max_id": "m"}},
        "next_page_id": "m",
    }
    async with playing({BY_NAME: flat_account(), "/v2/user/clips": raw}) as stage:
        page = await stage.answer(ListProfileReels(account=BAKER))
        await stage.answer(ListProfileReels(account=BAKER, cursor=page.next_cursor))

        assert stage.asked[1:] == [
            ("/v2/user/clips", {"user_id": "7001"}),
            ("/v2/user/clips", {"user_id": "7001", "page_id": "m"}),
        ]
    (reel,) = page.items
    assert (reel.play_count, reel.video_duration, reel.audio.title) == (70, 9.5, "Oven")


@pytest.mark.parametrize("envelope", ["media_or_ad", "items", None])
async def test_one_post_in_full(envelope: str | None) -> None:
    raw: Any = app_post(1)
    raw = {"items": [raw]} if envelope == "items" else {envelope: raw} if envelope else raw
    async with playing({"/v2/media/info/by/id": raw}) as stage:
        post = await stage.answer(GetPost(post=POST))

        assert stage.asked == [("/v2/media/info/by/id", {"id": POST.id})]
    assert (post.id, post.shortcode) == (POST.id, POST.shortcode)
    assert (post.type, post.product_type) == ("video", "clips")
    assert [user.username for user in post.coauthors] == ["mill"]
    assert [user.username for user in post.sponsors] == ["flour"]
    assert [(tag.user.id, tag.x, tag.y) for tag in post.usertags] == [("7", 0.25, 0.75)]
    assert (post.is_paid_partnership, post.is_pinned) == (True, True)
    assert (post.audio.kind, post.audio.id) == ("original", "640")
    assert (post.hashtags, post.share_count) == (("bread",), 2)


async def test_a_post_of_a_private_account_is_not_found_though_it_was_told() -> None:
    raw = {"media_or_ad": app_post(1, user={"pk": 7, "username": "x", "is_private": True})}
    async with playing({"/v2/media/info/by/id": raw}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(GetPost(post=POST))

    assert raised.value.reason == "private"


async def test_posts_of_private_owners_are_left_out_of_a_public_list() -> None:
    hidden = flat_post(2, user=flat_user(9, is_private=True))
    script = {BY_NAME: flat_account(), MEDIAS: [[hidden, flat_post(1)], None]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER))

    assert [post.caption for post in page.items] == ["Loaf 1 #bread"]


async def test_comments_are_the_top_level_ones() -> None:
    raw = {"response": {"comments": [COMMENT], "comment_count": 551}, "next_page_id": "n"}
    async with playing({COMMENTS: raw}) as stage:
        page = await stage.answer(ListPostComments(post=POST))
        await stage.answer(ListPostComments(post=POST, cursor=page.next_cursor))

        assert stage.asked == [
            (COMMENTS, {"id": POST.id}),
            (COMMENTS, {"id": POST.id, "page_id": "n"}),
        ]
    (comment,) = page.items
    assert (comment.id, comment.post_id, comment.parent_id) == (COMMENT["pk"], POST.id, None)
    assert (comment.like_count, comment.reply_count) == (13, 4)
    assert (comment.is_pinned, comment.liked_by_author, comment.mentions) == (True, True, ("mill",))
    assert (page.total, page.next_cursor) == (551, "n|0")


async def test_a_cursor_that_is_json_passes_through_unchanged() -> None:
    cursor = '{"cached_comments_cursor": "18053", "bifilter_token": "Gg|Y="}'
    raw = {"response": {"comments": [COMMENT]}, "next_page_id": cursor}
    async with playing({COMMENTS: raw}) as stage:
        page = await stage.answer(ListPostComments(post=POST))
        await stage.answer(ListPostComments(post=POST, cursor=page.next_cursor))

        assert stage.asked[-1][1]["page_id"] == cursor


@pytest.mark.parametrize(
    ("told", "reason"), [({}, "no_comments"), ({"comments_disabled": True}, "comments_disabled")]
)
async def test_a_post_without_comments(told: dict[str, Any], reason: str) -> None:
    raw = {"response": {"comments": [], "comment_count": 0, **told}, "next_page_id": None}
    async with playing({COMMENTS: raw}) as stage:
        page = await stage.answer(ListPostComments(post=POST))

    assert (page.items, page.total, page.empty_reason) == ((), 0, reason)


async def test_comments_under_a_private_accounts_post_are_not_passed_on() -> None:
    caption = {"pk": "1", "user": {"pk": 7, "is_private": True}}
    raw = {"response": {"comments": [COMMENT], "caption": caption}, "next_page_id": None}
    async with playing({COMMENTS: raw}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(ListPostComments(post=POST))

    assert raised.value.reason == "private"


async def test_comments_by_time_are_refused_before_anybody_is_asked() -> None:
    async with playing({}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(ListPostComments(post=POST, sort="newest"))

        assert (raised.value.reason, stage.asked) == ("not_supported", [])


async def test_likers() -> None:
    async with playing({"/v1/media/likers": [flat_user(1), flat_user(2)]}) as stage:
        page = await stage.answer(ListPostLikers(post=POST))

        assert stage.asked == [("/v1/media/likers", {"id": POST.id})]
    assert [user.id for user in page.items] == ["1", "2"]
    assert (page.total, page.next_cursor) == (None, None)


async def test_tags_on_a_flat_post() -> None:
    tagged = flat_post(1, usertags=[{"user": flat_user(4), "x": 0.1, "y": 0.9}])
    async with playing({BY_NAME: flat_account(), MEDIAS: [[tagged], None]}) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER))

    (tag,) = page.items[0].usertags
    assert isinstance(tag, UserTag)
    assert (tag.user.id, tag.x, tag.y) == ("4", 0.1, 0.9)
