"""The lists that REST answers to people who are logged in, in api-v1 shape."""

import json
from typing import Any

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.models import Page, Post, UserShort
from instagramapi.catalog.post import ListPostComments, ListPostLikers
from instagramapi.catalog.profile import (
    GetProfile,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.search import SearchHashtags, SearchLocations, SearchUsers
from instagramapi.catalog.subjects import (
    AccountRef,
    account_by_handle,
    location_by_id,
    post_by_id,
    tag_by_name,
)
from instagramapi.tools.simulator.exchange import Asked
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, api_v1_lists
from instagramapi.tools.simulator.world import World

_PAGE = 12
_MOST = 50
_PEOPLE = 50


class Lists:
    """One method per endpoint; each gets the part of the path that names the subject."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def user(self, asked: Asked, account_id: str) -> dict[str, Any]:
        """An account in full."""
        owner = await self._world.ask(GetProfile(account=AccountRef(id=account_id)))
        return {"user": api_v1.profile(owner)}

    async def posts(self, asked: Asked, subject: str) -> dict[str, Any]:
        """The posts of an account, pinned ones first."""
        account = AccountRef(id=subject) if subject.isdecimal() else account_by_handle(subject)
        limit, position = _count(asked), opened(asked.query.get("max_id"))
        page = await self._world.timeline(account, position, limit)
        return {"items": [api_v1.post(one) for one in page.items], **_more(page)}

    async def reels(self, asked: Asked, subject: str) -> dict[str, Any]:
        """The reels of an account; the subject stands in the form."""
        account = AccountRef(id=asked.form["target_user_id"])
        limit = min(int(asked.form.get("page_size") or _PAGE), _MOST)
        page = await self._world.ask(
            ListProfileReels(account=account, cursor=opened(asked.form.get("max_id")), limit=limit)
        )
        more = {"max_id": sealed(page.next_cursor), "more_available": page.has_more}
        return {"items": [{"media": api_v1.post(one)} for one in page.items], "paging_info": more}

    async def tagged(self, asked: Asked, account_id: str) -> dict[str, Any]:
        """Posts on which an account is tagged: the demo world keeps no such list."""
        return {"items": [], "num_results": 0, "more_available": False}

    async def comments(self, asked: Asked, post_id: str) -> dict[str, Any]:
        """Comments under a post; the cursor is JSON inside a text."""
        subject = post_by_id(post_id)
        cursor = asked.query.get("min_id")
        position = opened(json.loads(cursor)["cached_comments_cursor"]) if cursor else None
        page = await self._world.ask(ListPostComments(post=subject, cursor=position, limit=20))
        body: dict[str, Any] = {
            "comment_likes_enabled": True,
            "comments": [api_v1.comment(one) for one in page.items],
            "comment_count": page.total,
            "has_more_comments": False,
            "has_more_headload_comments": page.has_more,
            "threading_enabled": True,
            "is_ranked": True,
        }
        if page.next_cursor:
            told = {"cached_comments_cursor": sealed(page.next_cursor), "bifilter_token": "x"}
            body["next_min_id"] = json.dumps(told)
        return body

    async def replies(self, asked: Asked, post_id: str) -> dict[str, Any]:
        """Replies to a comment: the demo world counts them and does not write them."""
        return {"child_comments": [], "has_more_tail_child_comments": False}

    async def likers(self, asked: Asked, post_id: str) -> dict[str, Any]:
        """Accounts that like a post; always one page."""
        page = await self._world.ask(ListPostLikers(post=post_by_id(post_id), limit=_PEOPLE))
        return {"users": _people(page), "user_count": page.total}

    async def followers(self, asked: Asked, account_id: str) -> dict[str, Any]:
        """Accounts that follow one."""
        account, position = AccountRef(id=account_id), opened(asked.query.get("max_id"))
        page = await self._world.ask(
            ListProfileFollowers(account=account, cursor=position, limit=_count(asked))
        )
        return _crowd(page)

    async def following(self, asked: Asked, account_id: str) -> dict[str, Any]:
        """Accounts that one follows."""
        account, position = AccountRef(id=account_id), opened(asked.query.get("max_id"))
        page = await self._world.ask(
            ListProfileFollowing(account=account, cursor=position, limit=_count(asked))
        )
        return _crowd(page)

    async def stories(self, asked: Asked, subject: str) -> dict[str, Any]:
        """The running stories of one account."""
        account = AccountRef(id=asked.query["reel_ids"])
        page = await self._world.ask(ListProfileStories(account=account))
        if not page.items or page.items[0].owner is None:
            return {"reels": {}, "reels_media": []}
        reel = api_v1_lists.reel(page.items[0].owner, page.items)
        return {"reels": {account.id: reel}, "reels_media": [reel]}

    async def highlights(self, asked: Asked, account_id: str) -> dict[str, Any]:
        """The highlights of one account."""
        account = AccountRef(id=account_id)
        page = await self._world.ask(ListProfileHighlights(account=account, limit=_PEOPLE))
        return {"tray": [api_v1_lists.highlight(one) for one in page.items]}

    async def tag(self, asked: Asked, subject: str) -> dict[str, Any]:
        """A tag with its top and its newest posts."""
        tag = tag_by_name(asked.query["tag_name"])
        top = await self._world.ask(ListHashtagTop(tag=tag, limit=9))
        recent = await self._world.ask(ListHashtagRecent(tag=tag, limit=27))
        found = await self._world.ask(SearchHashtags(query=tag.name, limit=1))
        head = api_v1_lists.hashtag(found.items[0]) if found.items else {"name": tag.name}
        return {
            "count": recent.total,
            "data": {**head, "top": _sections(top), "recent": _sections(recent)},
        }

    async def place(self, asked: Asked, subject: str) -> dict[str, Any]:
        """A place with its top and its newest posts."""
        location = location_by_id(asked.query["location_id"])
        place = await self._world.ask(GetLocation(location=location))
        top = await self._world.ask(ListLocationPosts(location=location, tab="top", limit=9))
        recent = await self._world.ask(ListLocationPosts(location=location, limit=27))
        told = {
            "location_info": {**api_v1.location(place), "media_count": place.media_count},
            "ranked": _sections(top),
            "recent": _sections(recent),
        }
        return {"native_location_data": told}

    async def topsearch(self, asked: Asked, subject: str) -> dict[str, Any]:
        """Accounts, tags and places that fit a query."""
        query = asked.query["query"]
        users = await self._world.ask(SearchUsers(query=query))
        tags = await self._world.ask(SearchHashtags(query=query))
        places = await self._world.ask(SearchLocations(query=query))
        found_users = enumerate(map(api_v1_lists.found_user, users.items))
        found_tags = enumerate(map(api_v1_lists.hashtag, tags.items))
        found_places = enumerate(map(api_v1_lists.found_place, places.items))
        return {
            "users": [{"position": at, "user": one} for at, one in found_users],
            "hashtags": [{"position": at, "hashtag": one} for at, one in found_tags],
            "places": [{"position": at, "place": one} for at, one in found_places],
            "see_more": None,
            "rank_token": "0|simulator",
        }


def _count(asked: Asked) -> int:
    return max(1, min(int(asked.query.get("count") or _PAGE), _MOST))


def _people(page: Page[UserShort]) -> list[dict[str, Any]]:
    return [api_v1.user(one) for one in page.items]


def _crowd(page: Page[UserShort]) -> dict[str, Any]:
    body: dict[str, Any] = {"users": _people(page), "big_list": page.has_more, "page_size": 200}
    return {**body, "next_max_id": sealed(page.next_cursor)} if page.next_cursor else body


def _more(page: Page[Post]) -> dict[str, Any]:
    body: dict[str, Any] = {"num_results": len(page.items), "more_available": page.has_more}
    return {**body, "next_max_id": sealed(page.next_cursor)} if page.next_cursor else body


def _sections(page: Page[Post]) -> dict[str, Any]:
    medias = [{"media": api_v1.post(one)} for one in page.items]
    rows = [medias[at : at + 3] for at in range(0, len(medias), 3)]
    return {
        "sections": [
            {"layout_type": "media_grid", "layout_content": {"medias": row}} for row in rows
        ],
        "more_available": page.has_more,
        "next_max_id": sealed(page.next_cursor),
        "next_page": 1,
    }
