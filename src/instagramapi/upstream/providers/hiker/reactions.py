"""Who reacts to a post: comments, replies, likes."""

from functools import partial

from instagramapi.catalog.models import Comment, Page, UserShort
from instagramapi.catalog.post import (
    ListCommentLikers,
    ListCommentReplies,
    ListPostComments,
    ListPostLikers,
)
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import cursor_of, page
from instagramapi.upstream.shapes import hiker
from instagramapi.upstream.shapes.reading import at, flag


class Reactions(Asking):
    """The part that answers about comments and likes."""

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

    @serves(ListCommentReplies)
    async def replies(self, call: ListCommentReplies) -> Page[Comment]:
        raw = await self._service.ask(
            call.name,
            "/v2/media/comments/replies",
            media_id=call.post.id,
            comment_id=call.comment_id,
            min_id=cursor_of(call),
        )
        shape = partial(hiker.comment, post_id=call.post.id, parent_id=call.comment_id)
        return page(call, hiker.replies(raw), shape, empty_reason="no_replies")

    @serves(ListPostLikers)
    async def likers(self, call: ListPostLikers) -> Page[UserShort]:
        raw = await self._service.ask(call.name, "/v1/media/likers", id=call.post.id)
        return page(call, hiker.whole(raw), hiker.user, empty_reason="no_likes")

    @serves(ListCommentLikers)
    async def comment_likers(self, call: ListCommentLikers) -> Page[UserShort]:
        raw = await self._service.ask(
            call.name,
            "/gql/comment/likers/chunk",
            comment_id=call.comment_id,
            media_id=call.post.id,
            end_cursor=cursor_of(call),
        )
        return page(call, hiker.chunk(raw), hiker.user, empty_reason="no_likes")


def _is_closed(raw: object) -> bool:
    return at(raw, "response", "comments_disabled") is True
