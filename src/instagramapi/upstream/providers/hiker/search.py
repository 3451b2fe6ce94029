"""Looking for accounts, hashtags, places, reels and sounds by words."""

from instagramapi.catalog.models import (
    Audio,
    Hashtag,
    Location,
    Page,
    Post,
    SearchResults,
    UserShort,
)
from instagramapi.catalog.search import (
    Search,
    SearchAudio,
    SearchHashtags,
    SearchLocations,
    SearchReels,
    SearchUsers,
)
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import cursor_of, degrees, is_public, page
from instagramapi.upstream.shapes import api_v1, hiker
from instagramapi.upstream.shapes.reading import SATURATED, at

_FULL_COUNT = "Instagram counts no further than 2147483647 posts; such a `media_count` is null."


class Searches(Asking):
    """The part that looks for things."""

    @serves(Search)
    async def search(self, call: Search) -> SearchResults:
        raw = await self._service.ask(call.name, "/v2/fbsearch/topsearch", query=call.query)
        return hiker.found(raw)

    @serves(SearchUsers)
    async def search_users(self, call: SearchUsers) -> Page[UserShort]:
        raw = await self._service.ask(
            call.name, "/v2/fbsearch/accounts", query=call.query, page_token=cursor_of(call)
        )
        return page(call, hiker.wrapped(raw, "users"), hiker.user, empty_reason="no_results")

    @serves(SearchHashtags)
    async def search_hashtags(self, call: SearchHashtags) -> Page[Hashtag]:
        raw = await self._service.ask(
            call.name, "/v2/search/hashtags", query=call.query, page_token=cursor_of(call)
        )
        found = hiker.wrapped(raw, "results")
        is_full = any(at(tag, "media_count") == SATURATED for tag in found.items)
        return page(
            call,
            found,
            api_v1.hashtag,
            empty_reason="no_results",
            warnings=(_FULL_COUNT,) if is_full else (),
        )

    @serves(SearchLocations)
    async def search_locations(self, call: SearchLocations) -> Page[Location]:
        raw = await self._service.ask(
            call.name,
            "/v1/fbsearch/places",
            query=call.query,
            lat=degrees(call.lat),
            lng=degrees(call.lng),
        )
        return page(call, hiker.whole(raw), api_v1.location, empty_reason="no_results")

    @serves(SearchReels)
    async def search_reels(self, call: SearchReels) -> Page[Post]:
        raw = await self._service.ask(
            call.name, "/v2/fbsearch/reels", query=call.query, reels_max_id=cursor_of(call)
        )
        found = hiker.modules(raw)
        return page(call, found, hiker.post, empty_reason="no_results", keep=is_public)

    @serves(SearchAudio)
    async def search_audio(self, call: SearchAudio) -> Page[Audio]:
        raw = await self._service.ask(
            call.name, "/v2/search/music", query=call.query, next_max_id=cursor_of(call)
        )
        return page(call, hiker.wrapped(raw, "items"), hiker.track, empty_reason="no_results")
