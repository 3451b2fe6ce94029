"""Places and hashtags of the `edge_*` family."""

from typing import Any

from instagramapi.catalog.models import Hashtag, Location
from instagramapi.upstream.shapes.links import hashtag_page, location_page
from instagramapi.upstream.shapes.reading import (
    build,
    count,
    embedded,
    first,
    handle,
    identity,
    number,
    text,
)


def location(raw: Any) -> Location:
    """Shape a place; raises ShapeError where it has no id."""
    address = embedded(raw, "address_json")
    place_id, slug = identity(raw), text(raw, "slug")
    return build(
        Location,
        id=place_id,
        name=text(raw, "name"),
        slug=slug,
        lat=number(raw, "lat"),
        lng=number(raw, "lng"),
        address=text(address, "street_address"),
        city=first(text(address, "city_name"), text(raw, "directory", "city", "name")),
        country=first(text(raw, "directory", "country", "name"), text(address, "country_code")),
        zip=text(address, "zip_code"),
        phone=text(raw, "phone"),
        website=text(raw, "website"),
        media_count=count(raw, "edge_location_to_media", "count"),
        url=location_page(place_id, slug),
    )


def hashtag(raw: Any) -> Hashtag:
    """Shape a hashtag; a saturated count is null. Raises ShapeError without id or name."""
    name = handle(raw, "name")
    return build(
        Hashtag,
        id=identity(raw),
        name=name,
        media_count=first(count(raw, "edge_hashtag_to_media", "count"), count(raw, "media_count")),
        profile_pic_url=text(raw, "profile_pic_url"),
        url=hashtag_page(name),
    )
