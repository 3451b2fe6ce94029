"""Hashtags and their posts: an id is looked up once, which spends one of 30 places in 7 days."""

import asyncio
import unicodedata
from typing import Any

from instagramapi.catalog.hashtag import GetHashtag, ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.models import Hashtag, Page, Post
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.graph import lists
from instagramapi.upstream.providers.graph.client import GraphClient
from instagramapi.upstream.providers.graph.fields import Selection
from instagramapi.upstream.providers.graph.lists import Position
from instagramapi.upstream.providers.graph.shaping import shaped
from instagramapi.upstream.providers.graph.tags import MOST_TAGS, TagBook
from instagramapi.upstream.shapes import graph
from instagramapi.upstream.shapes.reading import at, listed

_RECENT = "Meta lists the posts of the last 24 hours only, and not always in the order of time."


class Hashtags(Provider):
    """What Meta tells the operator about hashtags; whose posts they are it does not tell."""

    client: GraphClient
    user_id: str
    tag_fields: Selection
    book: TagBook
    looking_up: asyncio.Lock

    @serves(GetHashtag)
    async def hashtag(self, call: GetHashtag) -> Hashtag:
        tag_id = await self._id_of(call.tag.name)
        return shaped(graph.hashtag, await self.client.get(tag_id, fields="id,name"))

    @serves(ListHashtagTop)
    async def top(self, call: ListHashtagTop) -> Page[Post]:
        return await self._tagged(call, "top_media")

    @serves(ListHashtagRecent)
    async def recent(self, call: ListHashtagRecent) -> Page[Post]:
        return await self._tagged(call, "recent_media", _RECENT)

    async def _tagged(
        self, call: ListHashtagTop | ListHashtagRecent, edge: str, *warnings: str
    ) -> Page[Post]:
        position, limit = Position.read(call.cursor), lists.limit_of(call)
        tag_id = await self._id_of(call.tag.name)
        most = min(lists.MOST, position.skip + limit)
        answer = await self.tag_fields.ask(
            lambda: self.client.get(f"{tag_id}/{edge}", **self._question(position, most))
        )
        if not isinstance(at(answer, "data"), list):
            raise UpstreamError("Meta told no list of posts.", reason="shape")
        found = lists.stretch(answer, position, limit=limit, needs_next=True)
        items = graph.posts(found.kept, asked=self.tag_fields["media"].names)
        return Page[Post](
            items=items,
            next_cursor=str(found.next) if found.next else None,
            empty_reason=None if items or found.next else "no_posts",
            warnings=(*lists.left_out(found, items), *warnings),
        )

    def _question(self, position: Position, limit: int) -> dict[str, str]:
        fields = f"{self.tag_fields['media']},children{{{self.tag_fields['child']}}}"
        after = {"after": position.after} if position.after else {}
        return {"user_id": self.user_id, "fields": fields, "limit": str(limit), **after}

    async def _id_of(self, name: str) -> str:
        if any(unicodedata.category(character) in ("So", "Sk") for character in name):
            raise UpstreamError("Meta knows no hashtags with emoji.", reason="not_supported")
        counted = self.book.counted_id(name)
        if counted:
            return counted
        # One at a time, or two callers would spend the last place.
        async with self.looking_up:
            return await self._spend_place(name)

    async def _spend_place(self, name: str) -> str:
        if self.book.is_stale:
            self.book.read(await self._recently_searched())
        counted = self.book.counted_id(name)
        if counted:
            return counted
        self.book.require_place()
        tag_id = self.book.id_of(name) or await self._look_up(name)
        self.book.count(name, tag_id)
        return tag_id

    async def _recently_searched(self) -> list[Any]:
        answer = await self.client.get(
            f"{self.user_id}/recently_searched_hashtags", fields="id,name", limit=str(MOST_TAGS)
        )
        return list(listed(answer, "data"))

    async def _look_up(self, name: str) -> str:
        try:
            answer = await self.client.get("ig_hashtag_search", user_id=self.user_id, q=name)
        except BaseException:
            self.book.distrust()
            raise
        tag_id = at(answer, "data", 0, "id")
        if isinstance(tag_id, str):
            return tag_id
        if at(answer, "data") == []:
            raise NotFound("Meta knows no such hashtag.")
        raise UpstreamError("Meta told no id of the hashtag.", reason="shape")
