"""Highlights as HikerAPI lists them."""

from typing import Any

from instagramapi.catalog.models import Highlight
from instagramapi.upstream.shapes.hiker.people import user
from instagramapi.upstream.shapes.hiker.posts import epoch
from instagramapi.upstream.shapes.links import highlight_page
from instagramapi.upstream.shapes.reading import at, build, count, identity, moment, one, text


def highlight(raw: Any) -> Highlight:
    """Shape a highlight without its stories; raises ShapeError where it has no id."""
    highlight_id = identity(raw)
    return build(
        Highlight,
        id=highlight_id,
        title=text(raw, "title"),
        cover_url=text(raw, "cover_media", "cropped_image_version", "url"),
        media_count=count(raw, "media_count"),
        created_at=moment({"at": epoch(at(raw, "created_at"))}, "at"),
        updated_at=moment(raw, "latest_reel_media"),
        owner=one(user, at(raw, "user")),
        url=highlight_page(highlight_id),
    )
