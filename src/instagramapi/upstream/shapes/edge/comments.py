"""Comment nodes, with the replies that stand inside them."""

from typing import Any

from instagramapi.catalog.models import Comment
from instagramapi.upstream.shapes.edge.profiles import user
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    count,
    flag,
    identity,
    moment,
    nodes,
    one,
)
from instagramapi.upstream.shapes.texts import mentions_in


def comment(raw: Any, post_id: Any = MISSING, parent_id: Any = MISSING) -> Comment:
    """Shape one comment; raises ShapeError where it has no id."""
    words = at(raw, "text")
    return build(
        Comment,
        id=identity(raw),
        post_id=post_id,
        parent_id=parent_id,
        text=words,
        created_at=moment(raw, "created_at"),
        like_count=count(raw, "edge_liked_by", "count"),
        reply_count=count(raw, "edge_threaded_comments", "count"),
        is_pinned=flag(raw, "is_pinned"),
        mentions=mentions_in(words),
        user=one(user, at(raw, "owner")),
    )


def comments(raw: Any, *connections: str) -> tuple[Comment, ...]:
    """Shape the comments that a post's node holds, each followed by the replies in it."""
    post_id = identity(raw)
    found: list[Comment] = []
    for connection in connections:
        for node in nodes(raw, connection):
            found += _thread(node, post_id)
    return tuple(found)


def _thread(node: Any, post_id: Any) -> list[Comment]:
    top = one(lambda raw: comment(raw, post_id), node)
    if not isinstance(top, Comment):
        return []
    replies = (
        one(lambda raw: comment(raw, post_id, top.id), reply)
        for reply in nodes(node, "edge_threaded_comments")
    )
    return [top, *(reply for reply in replies if isinstance(reply, Comment))]
