"""HikerAPI's endpoints about posts, tags and places."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.hashtag import GetHashtag, ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.post import GetPost, ListPostComments, ListPostLikers
from instagramapi.catalog.search import SearchHashtags, SearchLocations
from instagramapi.catalog.subjects import (
    PostRef,
    location_by_id,
    post_by_id,
    post_by_shortcode,
    post_by_url,
    shortcode_of,
    tag_by_name,
)
from instagramapi.tools.simulator.hiker.accounts import amount
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, hiker
from instagramapi.tools.simulator.world import World

_CHUNK = 27
_COMMENTS = 20
_PEOPLE = 50

Query = Mapping[str, str]
Handler = Callable[[Query], Awaitable[Any]]
Lister = Callable[[Query, str | None, int], Awaitable[Page[Post]]]


class Media:
    """One method per kind of answer; `endpoints` says where each is reached."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.endpoints: Mapping[str, Handler] = {
            "/v1/media/by/code": self.media,
            "/v1/media/by/id": self.media,
            "/v1/media/by/url": self.media,
            "/v2/media/by/code": self.raw_media,
            "/v2/media/by/id": self.raw_media,
            "/v2/media/by/url": self.raw_media,
            "/v1/media/comments": self.comments,
            "/v1/media/comments/chunk": self.comments_chunk,
            "/v2/media/comments": self.raw_comments,
            "/gql/comments/chunk": self.gql_comments,
            "/v1/media/likers": self.likers,
            "/v1/media/user": self.owner,
            "/v1/media/oembed": self.oembed,
            "/v1/media/code/from/pk": self.code,
            "/v1/media/pk/from/code": self.number,
            "/v1/media/pk/from/url": self.number,
            "/v1/hashtag/by/name": self.hashtag,
            "/v1/search/hashtags": self.search_hashtags,
            "/v1/location/by/id": self.location,
            "/v1/fbsearch/places": self.search_places,
            **self._lists("/v1/hashtag/medias/top", self._top),
            **self._lists("/v1/hashtag/medias/recent", self._recent),
            **self._lists("/v1/location/medias/top", self._top_here),
            **self._lists("/v1/location/medias/recent", self._recent_here),
        }

    async def media(self, query: Query) -> Any:
        """One post."""
        return hiker.media(await self._world.ask(GetPost(post=subject(query))))

    async def raw_media(self, query: Query) -> Any:
        """One post in Instagram's own shape."""
        post = await self._world.ask(GetPost(post=subject(query)))
        return {"num_results": 1, "items": [api_v1.post(post)], "status": "ok"}

    async def owner(self, query: Query) -> Any:
        """Whose post it is."""
        post = await self._world.ask(GetPost(post=post_by_id(query["media_id"])))
        return hiker.user(post.owner) if post.owner else None

    async def oembed(self, query: Query) -> Any:
        """The card for embedding."""
        return hiker.oembed(await self._world.ask(GetPost(post=post_by_url(query["url"]))))

    async def code(self, query: Query) -> Any:
        """The shortcode of an id."""
        return shortcode_of(post_by_id(query["pk"]).id)

    async def number(self, query: Query) -> Any:
        """The id of a shortcode or an address."""
        return subject(query).id

    async def comments(self, query: Query) -> Any:
        """The first comments, as many as asked for."""
        call = ListPostComments(post=subject(query), limit=amount(query, _COMMENTS))
        page = await self._world.ask(call)
        return [hiker.comment(one) for one in page.items]

    async def comments_chunk(self, query: Query) -> Any:
        """One page of comments; of the two cursors the first is filled (recorded)."""
        position = _comment_position(query.get("min_id") or query.get("max_id"))
        page = await self._world.ask(
            ListPostComments(post=subject(query), cursor=position, limit=_COMMENTS)
        )
        return [[hiker.comment(one) for one in page.items], _comment_cursor(page.next_cursor), None]

    async def raw_comments(self, query: Query) -> Any:
        """One page of comments in Instagram's own shape."""
        call = ListPostComments(post=subject(query), cursor=opened(query.get("page_id")))
        page = await self._world.ask(call)
        comments = [api_v1.comment(one) for one in page.items]
        response = {"comments": comments, "comment_count": page.total, "status": "ok"}
        return {"response": response, "next_page_id": sealed(page.next_cursor)}

    async def gql_comments(self, query: Query) -> Any:
        """One page of comments, and where it goes on."""
        call = ListPostComments(post=subject(query), cursor=opened(query.get("end_cursor")))
        page = await self._world.ask(call)
        return [[api_v1.comment(one) for one in page.items], sealed(page.next_cursor)]

    async def likers(self, query: Query) -> Any:
        """Accounts that like a post; always one page."""
        page = await self._world.ask(ListPostLikers(post=subject(query), limit=_PEOPLE))
        return [hiker.user(one) for one in page.items]

    async def hashtag(self, query: Query) -> Any:
        """One tag."""
        tag = tag_by_name(query["name"])
        return hiker.hashtag(await self._world.ask(GetHashtag(tag=tag)))

    async def search_hashtags(self, query: Query) -> Any:
        """Tags that fit a query."""
        page = await self._world.ask(SearchHashtags(query=query["query"], limit=_PEOPLE))
        return [hiker.hashtag(one) for one in page.items]

    async def location(self, query: Query) -> Any:
        """One place."""
        location = location_by_id(query["id"])
        return hiker.location(await self._world.ask(GetLocation(location=location)))

    async def search_places(self, query: Query) -> Any:
        """Places that fit a query, those near a point first."""
        lat, lng = query.get("lat"), query.get("lng")
        page = await self._world.ask(
            SearchLocations(
                query=query["query"],
                lat=float(lat) if lat and lng else None,
                lng=float(lng) if lat and lng else None,
                limit=_PEOPLE,
            )
        )
        return [hiker.location(one) for one in page.items]

    async def _top(self, query: Query, position: str | None, limit: int) -> Page[Post]:
        tag = tag_by_name(query["name"])
        return await self._world.ask(ListHashtagTop(tag=tag, cursor=position, limit=limit))

    async def _recent(self, query: Query, position: str | None, limit: int) -> Page[Post]:
        tag = tag_by_name(query["name"])
        return await self._world.ask(ListHashtagRecent(tag=tag, cursor=position, limit=limit))

    async def _top_here(self, query: Query, position: str | None, limit: int) -> Page[Post]:
        location = location_by_id(query["location_pk"])
        return await self._world.ask(
            ListLocationPosts(location=location, tab="top", cursor=position, limit=limit)
        )

    async def _recent_here(self, query: Query, position: str | None, limit: int) -> Page[Post]:
        location = location_by_id(query["location_pk"])
        return await self._world.ask(
            ListLocationPosts(location=location, cursor=position, limit=limit)
        )

    def _lists(self, path: str, listed: Lister) -> dict[str, Handler]:
        """The two ways to ask for a list: so many of it, or one page and where it goes on."""

        async def first(query: Query) -> Any:
            page = await listed(query, None, amount(query, _CHUNK))
            return [hiker.media(one) for one in page.items]

        async def chunk(query: Query) -> Any:
            page = await listed(query, opened(query.get("max_id")), _CHUNK)
            return [[hiker.media(one) for one in page.items], sealed(page.next_cursor)]

        return {path: first, f"{path}/chunk": chunk}


def subject(query: Query) -> PostRef:
    """The post that a query names; a KeyError names the parameter that is missing."""
    if "code" in query:
        return post_by_shortcode(query["code"])
    return post_by_url(query["url"]) if "url" in query else post_by_id(query["id"])


def _comment_cursor(position: str | None) -> str | None:
    # JSON inside a JSON text, in base 64 (recorded).
    if position is None:
        return None
    inner = json.dumps({"cached_comments_cursor": "0", "bifilter_token": sealed(position)})
    return base64.b64encode(json.dumps(inner).encode()).decode()


def _comment_position(cursor: str | None) -> str | None:
    if not cursor:
        return None
    return opened(json.loads(json.loads(base64.b64decode(cursor)))["bifilter_token"])
