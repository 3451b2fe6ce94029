"""A place that posts can be tagged with."""

from typing import Annotated

from pydantic import Field

from instagramapi.catalog.models.base import Count, Id, Model, Url

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Location(Model):
    """A place: a café, a city, a stadium."""

    id: Id
    """The place's id."""
    name: str | None = None
    """The name shown on posts."""
    slug: str | None = None
    """The name as it stands in the place's URL."""
    lat: Latitude | None = None
    """Degrees north of the equator."""
    lng: Longitude | None = None
    """Degrees east of Greenwich."""
    address: str | None = None
    """Street and house number."""
    city: str | None = None
    """City."""
    country: str | None = None
    """Country, as Instagram names it."""
    zip: str | None = None
    """Postal code."""
    category: str | None = None
    """What kind of place it is, for example `Coffee Shop`."""
    phone: str | None = None
    """Public telephone number."""
    website: Url | None = None
    """The place's own site."""
    media_count: Count | None = None
    """How many posts carry this place."""
    url: Url | None = None
    """The place's page on instagram.com."""
