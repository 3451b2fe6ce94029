"""Places and hashtags of the api-v1 family."""

from typing import Any

from instagramapi.catalog.models import Hashtag, Location
from instagramapi.upstream.shapes.links import hashtag_page, location_page
from instagramapi.upstream.shapes.reading import (
    as_count,
    as_number,
    as_text,
    handle,
    identity,
    text,
)
from instagramapi.upstream.shapes.table import Table


def location(raw: Any) -> Location:
    """Shape a place; raises ShapeError where it has no id."""
    place_id = identity(raw)
    beside = {"id": place_id, "url": location_page(place_id, text(raw, "slug"))}
    return _LOCATION.build(raw, beside)


_LOCATION = Table(
    Location,
    name=(as_text, "name"),
    slug=(as_text, "slug"),
    lat=(as_number, "lat"),
    lng=(as_number, "lng"),
    address=(as_text, "address"),
    city=(as_text, "city"),
    zip=(as_text, "zip"),
    category=(as_text, "category"),
    phone=(as_text, "phone"),
    website=(as_text, "website"),
    media_count=(as_count, "media_count"),
)


def hashtag(raw: Any) -> Hashtag:
    """Shape a hashtag; a saturated count is null. Raises ShapeError without id or name."""
    name = handle(raw, "name")
    return _HASHTAG.build(raw, {"id": identity(raw), "name": name, "url": hashtag_page(name)})


_HASHTAG = Table(
    Hashtag,
    media_count=(as_count, "media_count"),
    profile_pic_url=(as_text, "profile_pic_url"),
)
