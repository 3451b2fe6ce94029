"""Hashtags: the look-up of an id, and the posts under a tag, which belong to nobody here."""

from typing import Any
from urllib.parse import urlencode

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.models import Hashtag, Page, Post
from instagramapi.catalog.search import SearchHashtags
from instagramapi.catalog.subjects import TagRef, tag_by_name
from instagramapi.tools.simulator.exchange import Asked
from instagramapi.tools.simulator.graph.discovery import (
    invisible,
    paging,
    read_window,
    unknown_field,
)
from instagramapi.tools.simulator.graph.errors import ERRORS
from instagramapi.tools.simulator.graph.fields import Field, read_fields, select
from instagramapi.tools.simulator.graph.hashtags import HashtagBook
from instagramapi.tools.simulator.graph.refused import Refused
from instagramapi.tools.simulator.render import graph as render
from instagramapi.tools.simulator.world import World


class Tags:
    """Answers about hashtags, within what an account may look up."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.book = HashtagBook(world.clock)

    async def search(self, asked: Asked, node: str) -> dict[str, Any]:
        """The id of a tag; it counts against the 30 in 7 days."""
        account_id = _required(asked, "user_id")
        try:
            subject = tag_by_name(_required(asked, "q"))
        except ValueError:
            raise Refused(ERRORS["invalid_parameter"]) from None
        tag = await self._tag(subject)
        if not self.book.note(account_id, tag.id, tag.name):
            raise Refused(ERRORS["hashtag_limit"])
        return {"data": [{"id": tag.id}]}

    async def media(self, asked: Asked, node: str) -> dict[str, Any]:
        """The posts under a tag: ranked, or the newest.

        The demo world stands still, so that its newest posts are told whatever the hour; Meta
        tells those of the last 24 hours.
        """
        _required(asked, "user_id")
        name = self.book.name_of(node)
        if name is None:
            raise invisible(node)
        is_recent = asked.path.rstrip("/").endswith("recent_media")
        limit, position = read_window(asked.query)
        page = await self._posts(name, is_recent=is_recent, limit=limit, position=position)
        wanted = read_fields(asked.query.get("fields", "id"))
        items = [_item(one, wanted, is_recent=is_recent) for one in page.items]
        told = paging(None, page.next_cursor)
        if page.next_cursor:
            after = told["paging"]["cursors"]["after"]
            told["paging"]["next"] = _address(asked, after)
        return {"data": items, **told}

    async def recently_searched(self, asked: Asked, node: str) -> dict[str, Any]:
        """The tags that count for this account now."""
        limit, _ = read_window(asked.query)
        wanted = read_fields(asked.query.get("fields", "id"))
        found = [{"id": tag_id, "name": name} for tag_id, name in self.book.recent(node)]
        return {"data": [select(one, wanted) for one in found[:limit]]}

    def knows(self, node: str) -> bool:
        """Whether a node is a tag that somebody looked up."""
        return self.book.name_of(node) is not None

    def node(self, asked: Asked, node: str) -> dict[str, Any]:
        """A tag itself."""
        wanted = read_fields(asked.query.get("fields", "id"))
        whole = {"id": node, "name": self.book.name_of(node)}
        for one in wanted:
            if one.name not in whole:
                raise unknown_field(one.name, "IGHashtag")
        return select(whole, wanted)

    async def _tag(self, subject: TagRef) -> Hashtag:
        found = await self._world.find(SearchHashtags(query=subject.name, limit=1))
        if found is None or not found.items:
            raise Refused(ERRORS["not_to_be_found"])
        return found.items[0]

    async def _posts(
        self, name: str, *, is_recent: bool, limit: int, position: str | None
    ) -> Page[Post]:
        tag = TagRef(name=name)
        if is_recent:
            return await self._world.ask(ListHashtagRecent(tag=tag, cursor=position, limit=limit))
        return await self._world.ask(ListHashtagTop(tag=tag, cursor=position, limit=limit))


def _item(post: Post, wanted: tuple[Field, ...], *, is_recent: bool) -> dict[str, Any]:
    known = {"id", "caption", "children", "comments_count", "like_count", "media_type"}
    known |= {"media_url", "permalink", "timestamp"}
    for one in wanted:
        if one.name not in known:
            raise unknown_field(one.name, "IGMedia")
    return select(render.tagged_media(post, with_time=is_recent), wanted)


def _address(asked: Asked, after: str) -> str:
    query = {**asked.query, "after": after}
    return f"{asked.origin}{asked.path}?{urlencode(query)}"


def _required(asked: Asked, name: str) -> str:
    value = asked.query.get(name, "")
    if not value:
        raise Refused(ERRORS["invalid_parameter"], f"(#100) The parameter {name} is required")
    return value
