"""Hashtags of the Graph API, of which it tells no more than the name."""

from typing import Any

from instagramapi.catalog.models import Hashtag
from instagramapi.upstream.shapes.links import hashtag_page
from instagramapi.upstream.shapes.reading import build, handle, identity


def hashtag(raw: Any) -> Hashtag:
    """Shape a hashtag; raises ShapeError without id or name."""
    name = handle(raw, "name")
    return build(Hashtag, id=identity(raw), name=name, url=hashtag_page(name))
