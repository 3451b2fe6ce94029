"""Hashtags and places, and the posts that carry them."""

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.models import Location, Page, Post
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking
from instagramapi.upstream.providers.hiker.pages import cursor_of, posts_page
from instagramapi.upstream.shapes import api_v1, hiker


class Places(Asking):
    """The part that answers about tags and places."""

    @serves(ListHashtagTop)
    async def hashtag_top(self, call: ListHashtagTop) -> Page[Post]:
        return await self._tagged(call, "/v2/hashtag/medias/top")

    @serves(ListHashtagRecent)
    async def hashtag_recent(self, call: ListHashtagRecent) -> Page[Post]:
        return await self._tagged(call, "/v2/hashtag/medias/recent")

    async def _tagged(self, call: ListHashtagTop | ListHashtagRecent, path: str) -> Page[Post]:
        raw = await self._service.ask(call.name, path, name=call.tag.name, page_id=cursor_of(call))
        return posts_page(call, hiker.sections(raw), hiker.post)

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
