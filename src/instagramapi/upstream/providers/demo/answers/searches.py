"""What searches find in the demo world."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from instagramapi.catalog.models import (
    Audio,
    Hashtag,
    Location,
    Model,
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
from instagramapi.upstream.providers.demo import audio, magic, places, search, tags
from instagramapi.upstream.providers.demo.answers.asking import Asking
from instagramapi.upstream.providers.demo.pages import PEOPLE_ON_A_PAGE, ListCall, page

Item = TypeVar("Item", bound=Model)
Seed = TypeVar("Seed")

# How many of each kind a search over everything shows.
_BEST = 8


class SearchAnswers(Asking):
    """Answers that start from words."""

    @serves(Search)
    async def search(self, call: Search) -> SearchResults:
        if not await self._finds(call.query):
            return SearchResults(users=(), hashtags=(), locations=(), audio=())
        handles, names = search.handles(call.query), search.tags(call.query)
        found = places.matching(call.query, None)
        sounds = search.sounds(self._world, call.query)
        return SearchResults(
            users=tuple(map(self._world.person, handles[:_BEST])),
            hashtags=tuple(map(self._hashtag, names[:_BEST])),
            locations=tuple(map(places.location, found[:_BEST])),
            audio=tuple(map(self._sound, sounds[:_BEST])),
        )

    @serves(SearchUsers)
    async def users(self, call: SearchUsers) -> Page[UserShort]:
        handles = search.handles(call.query) if await self._finds(call.query) else []
        return _found(call, handles, self._world.person, Page[UserShort])

    @serves(SearchHashtags)
    async def hashtags(self, call: SearchHashtags) -> Page[Hashtag]:
        names = search.tags(call.query) if await self._finds(call.query) else []
        return _found(call, names, self._hashtag, Page[Hashtag])

    @serves(SearchLocations)
    async def locations(self, call: SearchLocations) -> Page[Location]:
        near = None if call.lat is None or call.lng is None else (call.lat, call.lng)
        found = places.matching(call.query, near) if await self._finds(call.query) else []
        return _found(call, found, places.location, Page[Location])

    @serves(SearchReels)
    async def reels(self, call: SearchReels) -> Page[Post]:
        tag = search.tag(call.query) if await self._finds(call.query) else None
        found = tags.reels_under(self._world, tag) if tag else []
        return self._posts(call, found, total=None, empty_reason="no_results")

    @serves(SearchAudio)
    async def sounds(self, call: SearchAudio) -> Page[Audio]:
        sounds = search.sounds(self._world, call.query) if await self._finds(call.query) else []
        return _found(call, sounds, self._sound, Page[Audio])

    async def _finds(self, query: str) -> bool:
        """Whether anything is to be found."""
        return await self._play(query) != magic.EMPTY

    def _hashtag(self, name: str) -> Hashtag:
        return tags.hashtag(self._world, name)

    def _sound(self, audio_id: int) -> Audio:
        return audio.find(self._world, audio_id)[0]


def _found(
    call: ListCall, seeds: Sequence[Seed], make: Callable[[Seed], Item], into: type[Page[Item]]
) -> Page[Item]:
    return page(
        call,
        seeds,
        make,
        into=into,
        usual=PEOPLE_ON_A_PAGE,
        total=None,
        empty_reason="no_results",
    )
