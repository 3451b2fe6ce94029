"""oEmbed answers as Meta and HikerAPI send them, in the old form and in the one since 2025."""

from typing import Any

from instagramapi.catalog.models import OEmbed
from instagramapi.upstream.shapes.reading import at, build, count, text


def oembed(raw: Any) -> OEmbed:
    """Read an oEmbed answer; only its `html` must be there."""
    return build(
        OEmbed,
        version="1.0",
        type="rich",
        provider_name="Instagram",
        provider_url="https://www.instagram.com",
        title=text(raw, "title"),
        author_name=text(raw, "author_name"),
        author_url=text(raw, "author_url"),
        html=at(raw, "html"),
        width=count(raw, "width"),
        height=count(raw, "height"),
        thumbnail_url=text(raw, "thumbnail_url"),
        thumbnail_width=count(raw, "thumbnail_width"),
        thumbnail_height=count(raw, "thumbnail_height"),
    )
