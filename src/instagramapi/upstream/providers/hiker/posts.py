"""Posts and reels of accounts, one post, and who reacts to it."""

from functools import partial

from instagramapi.catalog.models import Comment, OEmbed, Page, Post, UserShort
from instagramapi.catalog.post import GetOEmbed, GetPost, ListPostComments, ListPostLikers
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import cursor_of, dated_page, is_public, page
from instagramapi.upstream.shapes import hiker
from instagramapi.upstream.shapes.oembed import oembed
from instagramapi.upstream.shapes.reading import at, flag


class Posts(Asking):
    """The part that answers about posts."""

    @serves(ListProfilePosts)
    async def posts(self, call: ListProfilePosts) -> Page[Post]:
        account = await self._account(call)
        raw = await self._service.ask(
            call.name, "/v1/user/medias/chunk", user_id=account.id, end_cursor=cursor_of(call)
        )
        found = hiker.chunk(raw)
        return dated_page(call, found, hiker.post, total=account.posts, empty_reason="no_posts")

    @serves(ListProfileReels)
    async def reels(self, call: ListProfileReels) -> Page[Post]:
        account = await self._account(call)
        raw = await self._service.ask(
            call.name, "/v2/user/clips", user_id=account.id, page_id=cursor_of(call)
        )
        return dated_page(call, hiker.wrapped(raw, "items"), hiker.post, empty_reason="no_reels")

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        raw = await self._service.ask(call.name, "/v2/media/info/by/id", id=call.post.id)
        post = hiker.post(raw)
        if not is_public(post):
            raise NotFound("The post is of a private account.", reason="private")
        return post

    @serves(GetOEmbed)
    async def oembed(self, call: GetOEmbed) -> OEmbed:
        url = f"https://www.instagram.com/p/{call.post.shortcode}/"
        return oembed(await self._service.ask(call.name, "/v1/media/oembed", url=url))

    @serves(ListPostComments)
    async def comments(self, call: ListPostComments) -> Page[Comment]:
        if call.sort != "popular":
            raise UpstreamError("HikerAPI does not sort comments by time.", reason="not_supported")
        raw = await self._service.ask(
            call.name, "/v2/media/comments", id=call.post.id, page_id=cursor_of(call)
        )
        # The caption stands before the comments, and with it whose post it is.
        if flag(raw, "response", "caption", "user", "is_private") is True:
            raise NotFound("The post is of a private account.", reason="private")
        shape = partial(hiker.comment, post_id=call.post.id)
        reason = "comments_disabled" if _is_closed(raw) else "no_comments"
        return page(call, hiker.wrapped(raw, "comments"), shape, empty_reason=reason)

    @serves(ListPostLikers)
    async def likers(self, call: ListPostLikers) -> Page[UserShort]:
        raw = await self._service.ask(call.name, "/v1/media/likers", id=call.post.id)
        return page(call, hiker.whole(raw), hiker.user, empty_reason="no_likes")


def _is_closed(raw: object) -> bool:
    return at(raw, "response", "comments_disabled") is True
