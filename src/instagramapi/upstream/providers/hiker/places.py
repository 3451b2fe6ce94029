"""Hashtags and places, and the posts that carry them."""

from math import asin, cos, inf, radians, sin, sqrt
from typing import Any

from instagramapi.catalog.hashtag import (
    GetHashtag,
    ListHashtagRecent,
    ListHashtagReels,
    ListHashtagTop,
)
from instagramapi.catalog.location import GetLocation, ListLocationPosts, ListLocationsNearby
from instagramapi.catalog.models import Hashtag, Location, Page, Post
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import (
    cursor_of,
    degrees,
    is_public,
    page,
    posts_page,
)
from instagramapi.upstream.shapes import api_v1, hiker
from instagramapi.upstream.shapes.hiker import Stretch
from instagramapi.upstream.shapes.reading import MISSING, number


class Places(Asking):
    """The part that answers about tags and places."""

    @serves(GetHashtag)
    async def hashtag(self, call: GetHashtag) -> Hashtag:
        raw = await self._service.ask(call.name, "/v1/hashtag/by/name", name=call.tag.name)
        return api_v1.hashtag(raw)

    @serves(ListHashtagTop)
    async def hashtag_top(self, call: ListHashtagTop) -> Page[Post]:
        raw = await self._tagged(call, "/v2/hashtag/medias/top")
        return posts_page(call, raw, hiker.post)

    @serves(ListHashtagRecent)
    async def hashtag_recent(self, call: ListHashtagRecent) -> Page[Post]:
        raw = await self._tagged(call, "/v2/hashtag/medias/recent")
        return posts_page(call, raw, hiker.post)

    @serves(ListHashtagReels)
    async def hashtag_reels(self, call: ListHashtagReels) -> Page[Post]:
        """The reels among the top posts: HikerAPI's own path for them lists pictures as well."""
        raw = await self._tagged(call, "/v2/hashtag/medias/top")
        return page(call, raw, hiker.post, empty_reason="no_reels", keep=_is_public_reel)

    async def _tagged(
        self, call: ListHashtagTop | ListHashtagRecent | ListHashtagReels, path: str
    ) -> Stretch:
        raw = await self._service.ask(call.name, path, name=call.tag.name, page_id=cursor_of(call))
        return hiker.sections(raw)

    @serves(GetLocation)
    async def location(self, call: GetLocation) -> Location:
        raw = await self._service.ask(call.name, "/v1/location/by/id", id=call.location.id)
        return api_v1.location(raw)

    @serves(ListLocationPosts)
    async def location_posts(self, call: ListLocationPosts) -> Page[Post]:
        raw = await self._service.ask(
            call.name,
            f"/v1/location/medias/{call.tab}/chunk",
            location_pk=call.location.id,
            max_id=cursor_of(call),
        )
        return posts_page(call, hiker.chunk(raw), hiker.post)

    @serves(ListLocationsNearby)
    async def nearby(self, call: ListLocationsNearby) -> Page[Location]:
        raw = await self._service.ask(
            call.name, "/v1/location/search", lat=degrees(call.lat), lng=degrees(call.lng)
        )
        places = sorted(hiker.whole(raw).items, key=lambda place: _angle(place, call.lat, call.lng))
        return page(call, Stretch(places), api_v1.location, empty_reason="no_results")


def _is_public_reel(post: Post) -> bool:
    return post.product_type == "clips" and is_public(post)


def _angle(place: Any, lat: float, lng: float) -> float:
    """How far a place is from a point, as an angle; a place that is nowhere comes last."""
    north, east = number(place, "lat"), number(place, "lng")
    if north is MISSING or east is MISSING:
        return inf
    parallel = cos(radians(lat)) * cos(radians(north))
    chord = sin(radians(north - lat) / 2) ** 2 + parallel * sin(radians(east - lng) / 2) ** 2
    return 2 * asin(min(1.0, sqrt(chord)))
