"""Places, and the posts made there."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Location, Page, Post
from instagramapi.catalog.parameters import Cursor, Limit, NearLat, NearLng, Place, Tab
from instagramapi.errors import NotFound

_EXAMPLE = {"id": "213385402"}


class GetLocation(
    Endpoint[Location],
    name="location",
    path="/v1/location",
    credits=1,
    fresh_for=timedelta(days=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """One place: name, coordinates, address, contact."""

    location: Place


class ListLocationPosts(
    Endpoint[Page[Post]],
    name="location/posts",
    path="/v1/location/posts",
    credits=1,
    fresh_for=timedelta(minutes=10),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Posts that carry a place: the newest, or with `tab=top` the highest ranked."""

    location: Place
    tab: Tab = "recent"
    cursor: Cursor = None
    limit: Limit = None


class ListLocationsNearby(
    Endpoint[Page[Location]],
    name="location/nearby",
    path="/v1/location/nearby",
    credits=1,
    fresh_for=timedelta(days=1),
    example={"lat": "48.8566", "lng": "2.3522"},
):
    """Places around a point, nearest first.

    Instagram decides how far around it looks. The `id` of a find goes to `/v1/location/posts`.
    """

    lat: NearLat
    lng: NearLng
    cursor: Cursor = None
    limit: Limit = None
