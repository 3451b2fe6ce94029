"""Posts: whole as their own page tells them, thin as the tabs of a profile do."""

from typing import Any

from instagramapi.catalog.models import Post
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import at, identity
from instagramapi.upstream.shapes.xig.comments import comments
from instagramapi.upstream.shapes.xig.ids import plain


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor code.

    The nodes of a profile's tabs have no time and no counts (recorded, natgeo, 2026-10).
    """
    open_part = at(raw, "if_not_gated_logged_out")
    if not isinstance(open_part, dict):
        return api_v1.post(plain(raw))
    shaped = api_v1.post(plain({**_names(raw), **open_part}))
    top = comments(raw, identity(raw))
    return shaped.model_copy(update={"top_comments": top}) if top else shaped


def _names(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: raw[name] for name in ("pk", "code") if name in raw}
