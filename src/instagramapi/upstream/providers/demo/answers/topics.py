"""Hashtags, places and sounds of the demo world, and the posts that carry them."""

from instagramapi.catalog.audio import GetAudio, ListAudioReels
from instagramapi.catalog.hashtag import (
    GetHashtag,
    ListHashtagRecent,
    ListHashtagReels,
    ListHashtagTop,
)
from instagramapi.catalog.location import GetLocation, ListLocationPosts, ListLocationsNearby
from instagramapi.catalog.models import Audio, Hashtag, Location, Page, Post
from instagramapi.catalog.subjects import AudioRef
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.demo import audio, places, tags
from instagramapi.upstream.providers.demo.answers.asking import Asking, PostSeed
from instagramapi.upstream.providers.demo.pages import PEOPLE_ON_A_PAGE, page


class TopicAnswers(Asking):
    """Answers that start from a hashtag, a place or a sound."""

    @serves(GetHashtag)
    async def hashtag(self, call: GetHashtag) -> Hashtag:
        await self._play(call.tag)
        return tags.hashtag(self._world, call.tag.name)

    @serves(ListHashtagTop)
    async def hashtag_top(self, call: ListHashtagTop) -> Page[Post]:
        found = await self._tag(call.tag)
        return self._posts(call, tags.best(found), total=len(found))

    @serves(ListHashtagRecent)
    async def hashtag_recent(self, call: ListHashtagRecent) -> Page[Post]:
        found = await self._tag(call.tag)
        return self._posts(call, found, total=len(found))

    @serves(ListHashtagReels)
    async def hashtag_reels(self, call: ListHashtagReels) -> Page[Post]:
        await self._play(call.tag)
        found = tags.reels_under(self._world, call.tag.name)
        return self._posts(call, found, total=len(found), empty_reason="no_reels")

    @serves(GetLocation)
    async def location(self, call: GetLocation) -> Location:
        return places.location(int(call.location.id))

    @serves(ListLocationPosts)
    async def location_posts(self, call: ListLocationPosts) -> Page[Post]:
        found = places.posts_at(self._world, int(call.location.id))
        return self._posts(call, tags.best(found) if call.tab == "top" else found, total=len(found))

    @serves(ListLocationsNearby)
    async def nearby(self, call: ListLocationsNearby) -> Page[Location]:
        return page(
            call,
            places.nearby((call.lat, call.lng)),
            places.location,
            into=Page[Location],
            usual=PEOPLE_ON_A_PAGE,
            total=None,
            empty_reason="no_results",
        )

    @serves(GetAudio)
    async def sound(self, call: GetAudio) -> Audio:
        sound, _ = await self._sound_and_reels(call.audio)
        return sound

    @serves(ListAudioReels)
    async def sound_reels(self, call: ListAudioReels) -> Page[Post]:
        _, reels = await self._sound_and_reels(call.audio)
        return self._posts(call, reels, total=len(reels), empty_reason="no_reels")

    async def _sound_and_reels(self, subject: AudioRef) -> tuple[Audio, list[PostSeed]]:
        name = await self._play(subject)
        return audio.find(self._world, audio.of_sandbox(name) or int(subject.id))
