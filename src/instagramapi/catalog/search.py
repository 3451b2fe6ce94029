"""Looking for accounts, hashtags, places, reels and sounds by words."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import (
    Audio,
    Hashtag,
    Location,
    Page,
    Post,
    SearchResults,
    UserShort,
)
from instagramapi.catalog.parameters import Cursor, Lat, Limit, Lng, Query
from instagramapi.errors import BadParameter


class Search(
    Endpoint[SearchResults],
    name="search",
    path="/v1/search",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "nike"},
):
    """What fits the query best: accounts, hashtags, places and sounds in one answer.

    Each part holds the first finds of the search of its own, `/v1/search/users` and so on, where
    there are more. A part that the provider does not search is null; one in which it found nothing
    is empty.
    """

    query: Query


class SearchUsers(
    Endpoint[Page[UserShort]],
    name="search/users",
    path="/v1/search/users",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "nike"},
):
    """Accounts whose handle or name fits the query, best first."""

    query: Query
    cursor: Cursor = None
    limit: Limit = None


class SearchHashtags(
    Endpoint[Page[Hashtag]],
    name="search/hashtags",
    path="/v1/search/hashtags",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "paris"},
):
    """Hashtags that fit the query, best first, with how often they are used."""

    query: Query
    cursor: Cursor = None
    limit: Limit = None


class SearchLocations(
    Endpoint[Page[Location]],
    name="search/locations",
    path="/v1/search/locations",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "london"},
):
    """Places that fit the query; with `lat` and `lng` those near there come first."""

    query: Query
    lat: Lat = None
    lng: Lng = None
    cursor: Cursor = None
    limit: Limit = None

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lng is None):
            absent = "lat" if self.lat is None else "lng"
            raise BadParameter(
                "`lat` and `lng` go together, for example `lat=48.8566&lng=2.3522`.",
                param=absent,
                reason="missing",
            )


class SearchReels(
    Endpoint[Page[Post]],
    name="search/reels",
    path="/v1/search/reels",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "running"},
):
    """Reels that fit the query, best first, as Instagram ranks them."""

    query: Query
    cursor: Cursor = None
    limit: Limit = None


class SearchAudio(
    Endpoint[Page[Audio]],
    name="search/audio",
    path="/v1/search/audio",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"query": "summer"},
):
    """Sounds that fit the query, best first: songs, and original sounds of reels.

    The `id` of a find goes to `/v1/audio` and `/v1/audio/reels`.
    """

    query: Query
    cursor: Cursor = None
    limit: Limit = None
