"""Comments: items of their own, which name their post, or a few under a post."""

from typing import Any

from instagramapi.catalog.models import Comment
from instagramapi.catalog.subjects import post_in_any_form
from instagramapi.upstream.shapes.apify.people import author
from instagramapi.upstream.shapes.apify.times import moment
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_text,
    at,
    build,
    count,
    either,
    first,
    identity,
    listed,
    one,
)
from instagramapi.upstream.shapes.texts import mentions_in


def comment(raw: Any, post_id: Any = MISSING, parent_id: Any = MISSING) -> Comment:
    """Shape one comment; raises ShapeError where it has no id."""
    words = at(raw, "text")
    return build(
        Comment,
        id=identity(raw),
        post_id=_post(raw) if post_id is MISSING else post_id,
        parent_id=parent_id,
        text=words,
        created_at=moment(raw),
        like_count=count(raw, "likesCount"),
        reply_count=count(raw, "repliesCount"),
        mentions=mentions_in(words),
        user=one(author, raw),
    )


def comments(raws: Any, post_id: Any = MISSING) -> tuple[Comment, ...]:
    """Shape a list of comments, each followed by the replies in it."""
    found: list[Comment] = []
    for raw in raws:
        top = one(lambda one_raw: comment(one_raw, post_id), raw)
        if isinstance(top, Comment):
            found += [top, *_replies(raw, first(top.post_id, MISSING), top.id)]
    return tuple(found)


def _replies(raw: Any, post_id: Any, parent_id: str) -> list[Comment]:
    replies = (
        one(lambda one_raw: comment(one_raw, post_id, parent_id), reply)
        for reply in listed(raw, "replies")
    )
    return [reply for reply in replies if isinstance(reply, Comment)]


def _post(raw: Any) -> Any:
    named = either(as_text, raw, "postUrl", "postId")
    try:
        return post_in_any_form(named).id if isinstance(named, str) else MISSING
    except ValueError:
        return MISSING
