"""Comments of the api-v1 family, with the replies that are shown under them."""

from typing import Any

from instagramapi.catalog.models import Comment
from instagramapi.upstream.shapes.api_v1.profiles import user
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_count,
    as_flag,
    as_is,
    as_moment,
    either,
    identity,
    listed,
    one,
)
from instagramapi.upstream.shapes.table import Table, as_one
from instagramapi.upstream.shapes.texts import mentions_in


def comment(raw: Any, post_id: Any = MISSING, parent_id: Any = MISSING) -> Comment:
    """Shape one comment; raises ShapeError where it has no id."""
    beside = {
        "id": identity(raw),
        "post_id": post_id,
        "parent_id": parent_id,
        "created_at": either(as_moment, raw, "created_at_utc", "created_at"),
    }
    return _COMMENT.build(raw, beside)


_COMMENT = Table(
    Comment,
    text=(as_is, "text"),
    mentions=(mentions_in, "text"),
    like_count=(as_count, "comment_like_count"),
    reply_count=(as_count, "child_comment_count"),
    is_pinned=(as_flag, "is_pinned"),
    user=(as_one(user), "user"),
)


def comments(raws: Any, post_id: Any = MISSING) -> tuple[Comment, ...]:
    """Shape a list of comments, each followed by the replies in it."""
    found: list[Comment] = []
    for raw in raws if isinstance(raws, list) else ():
        top = one(lambda one_raw: comment(one_raw, post_id), raw)
        if isinstance(top, Comment):
            found += [top, *_replies(raw, post_id, top.id)]
    return tuple(found)


def _replies(raw: Any, post_id: Any, parent_id: str) -> list[Comment]:
    replies = (
        one(lambda one_raw: comment(one_raw, post_id, parent_id), reply)
        for reply in listed(raw, "preview_child_comments")
    )
    return [reply for reply in replies if isinstance(reply, Comment)]
