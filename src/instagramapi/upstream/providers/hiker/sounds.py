"""Sounds, and the reels that are made with them: both stand on one page."""

from typing import Any

from instagramapi.catalog.audio import GetAudio, ListAudioReels
from instagramapi.catalog.models import Audio, Page, Post
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import cursor_of, is_public, page
from instagramapi.upstream.shapes import hiker


class Sounds(Asking):
    """The part that answers about sounds."""

    @serves(GetAudio)
    async def audio(self, call: GetAudio) -> Audio:
        return hiker.sound(await self._page_of(call))

    @serves(ListAudioReels)
    async def audio_reels(self, call: ListAudioReels) -> Page[Post]:
        raw = await self._page_of(call, page_id=cursor_of(call))
        found, total = hiker.wrapped(raw, "items"), hiker.reels_count(raw)
        return page(call, found, hiker.post, empty_reason="no_reels", keep=is_public, total=total)

    async def _page_of(self, call: GetAudio | ListAudioReels, page_id: str | None = None) -> Any:
        # The id in a sound's address is what HikerAPI calls a track's (recorded, 2026-04).
        return await self._service.ask(
            call.name, "/v2/track/by/id", track_id=call.audio.id, page_id=page_id
        )
