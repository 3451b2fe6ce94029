"""Comments as HikerAPI tells them."""

from typing import Any

from instagramapi.catalog.models import Comment
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.hiker.posts import epoch
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    as_is,
    at,
    either,
    flag,
)


def comment(raw: Any, post_id: str, parent_id: Any = MISSING) -> Comment:
    """Shape one comment under a post, or a reply to one; raises ShapeError where it has no id."""
    if not isinstance(raw, dict):
        raise ShapeError("a comment that is no object")
    told = {
        **raw,
        "created_at_utc": epoch(at(raw, "created_at_utc")),
        "comment_like_count": either(as_is, raw, "comment_like_count", "like_count"),
    }
    found = api_v1.comment(told, post_id, parent_id)
    liked = flag(raw, "is_liked_by_media_owner")
    return found.model_copy(update={"liked_by_author": liked}) if isinstance(liked, bool) else found
