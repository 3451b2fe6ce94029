"""Comments; guests get those at the top level, and not how many replies they have."""

from typing import Any

from instagramapi.catalog.models import Comment
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import MISSING, at, many, nodes
from instagramapi.upstream.shapes.xig.ids import plain


def comment(raw: Any, post_id: Any = MISSING) -> Comment:
    """Shape one comment; raises ShapeError where it has no id."""
    return api_v1.comment(plain(raw), post_id, at(raw, "parent_comment_id"))


def comments(raw: Any, post_id: Any = MISSING) -> Any:
    """Shape the comments that came with a post."""
    return many(lambda node: comment(node, post_id), nodes(raw, "comments_connection"))
