"""HikerAPI's endpoints about accounts: who they are, what they publish, whom they know."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.models import Page, UserShort
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.search import SearchUsers
from instagramapi.catalog.subjects import AccountRef, account_by_handle, account_by_id
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, api_v1_lists, hiker
from instagramapi.tools.simulator.world import World

_POSTS = 12
_PEOPLE = 50

Query = Mapping[str, str]
Handler = Callable[[Query], Awaitable[Any]]


class Accounts:
    """One method per kind of answer; `endpoints` says where each is reached."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.endpoints: Mapping[str, Handler] = {
            "/v1/user/by/username": self.user,
            "/v1/user/by/id": self.user,
            "/v1/user/by/url": self.user,
            "/v2/user/by/username": self.raw_user,
            "/v2/user/by/id": self.raw_user,
            "/v1/user/about": self.about,
            "/v1/user/medias": self.posts,
            "/v1/user/medias/chunk": self.posts_chunk,
            "/v1/user/clips": self.reels,
            "/v1/user/clips/chunk": self.reels_chunk,
            "/v1/user/stories": self.stories,
            "/v1/user/stories/by/username": self.stories,
            "/v1/user/highlights": self.highlights,
            "/v1/user/highlights/by/username": self.highlights,
            "/v2/user/highlights": self.raw_highlights,
            "/v1/user/followers": self.followers,
            "/v1/user/followers/chunk": self.followers_chunk,
            "/v2/user/followers": self.raw_followers,
            "/gql/user/followers/chunk": self.followers_chunk,
            "/v1/user/following": self.following,
            "/v1/user/following/chunk": self.following_chunk,
            "/v2/user/following": self.raw_following,
            "/gql/user/following/chunk": self.following_chunk,
            "/v1/search/users": self.search,
        }

    async def user(self, query: Query) -> Any:
        """An account in full."""
        return hiker.profile(await self._world.ask(GetProfile(account=subject(query))))

    async def raw_user(self, query: Query) -> Any:
        """An account in Instagram's own shape."""
        owner = await self._world.ask(GetProfile(account=subject(query)))
        return {"user": api_v1.profile(owner), "status": "ok"}

    async def about(self, query: Query) -> Any:
        """About this account."""
        return hiker.about(await self._world.ask(GetProfileAbout(account=subject(query))))

    async def posts(self, query: Query) -> Any:
        """The newest posts, as many as asked for."""
        return (await self._posts(query, amount(query, 33)))[0]

    async def posts_chunk(self, query: Query) -> Any:
        """One page of posts, pinned ones first, and where it goes on."""
        return await self._posts(query, _POSTS)

    async def _posts(self, query: Query, limit: int) -> list[Any]:
        account, position = subject(query), opened(query.get("end_cursor"))
        page = await self._world.timeline(account, position, limit)
        return [[hiker.media(one) for one in page.items], sealed(page.next_cursor)]

    async def reels(self, query: Query) -> Any:
        """The newest reels."""
        return (await self._reels(query, amount(query, 50)))[0]

    async def reels_chunk(self, query: Query) -> Any:
        """One page of reels, and where it goes on."""
        return await self._reels(query, _POSTS)

    async def _reels(self, query: Query, limit: int) -> list[Any]:
        account, position = subject(query), opened(query.get("end_cursor"))
        page = await self._world.ask(
            ListProfileReels(account=account, cursor=position, limit=limit)
        )
        return [[hiker.media(one) for one in page.items], sealed(page.next_cursor)]

    async def stories(self, query: Query) -> Any:
        """The running stories."""
        page = await self._world.ask(ListProfileStories(account=subject(query)))
        return [hiker.story(one) for one in page.items]

    async def highlights(self, query: Query) -> Any:
        """The highlights; always one page."""
        page = await self._world.ask(
            ListProfileHighlights(account=subject(query), limit=amount(query, _PEOPLE))
        )
        return [hiker.highlight(one) for one in page.items]

    async def raw_highlights(self, query: Query) -> Any:
        """The highlights in Instagram's own shape, page by page."""
        account, position = subject(query), opened(query.get("page_id"))
        page = await self._world.ask(ListProfileHighlights(account=account, cursor=position))
        tray = [api_v1_lists.highlight(one) for one in page.items]
        return {"response": {"tray": tray, "status": "ok"}, "next_page_id": _next(page)}

    async def followers(self, query: Query) -> Any:
        """Accounts that follow one, as many as asked for."""
        return (await self._crowd(ListProfileFollowers, query, amount(query, _PEOPLE)))[0]

    async def followers_chunk(self, query: Query) -> Any:
        """One page of followers, and where it goes on."""
        return await self._crowd(ListProfileFollowers, query, _PEOPLE)

    async def raw_followers(self, query: Query) -> Any:
        """Followers in Instagram's own shape."""
        return await self._raw_crowd(ListProfileFollowers, query)

    async def following(self, query: Query) -> Any:
        """Accounts that one follows, as many as asked for."""
        return (await self._crowd(ListProfileFollowing, query, amount(query, _PEOPLE)))[0]

    async def following_chunk(self, query: Query) -> Any:
        """One page of the followed, and where it goes on."""
        return await self._crowd(ListProfileFollowing, query, _PEOPLE)

    async def raw_following(self, query: Query) -> Any:
        """The followed in Instagram's own shape."""
        return await self._raw_crowd(ListProfileFollowing, query)

    async def search(self, query: Query) -> Any:
        """Accounts that fit a query."""
        page = await self._world.ask(SearchUsers(query=query["query"], limit=_PEOPLE))
        return [hiker.found_user(one) for one in page.items]

    async def _people(
        self,
        kind: type[ListProfileFollowers] | type[ListProfileFollowing],
        query: Query,
        limit: int,
    ) -> Page[UserShort]:
        cursor = query.get("max_id") or query.get("end_cursor") or query.get("page_id")
        return await self._world.ask(
            kind(account=subject(query), cursor=opened(cursor), limit=limit)
        )

    async def _crowd(
        self,
        kind: type[ListProfileFollowers] | type[ListProfileFollowing],
        query: Query,
        limit: int,
    ) -> list[Any]:
        page = await self._people(kind, query, limit)
        return [[hiker.user(one) for one in page.items], _next(page)]

    async def _raw_crowd(
        self, kind: type[ListProfileFollowers] | type[ListProfileFollowing], query: Query
    ) -> Any:
        page = await self._people(kind, query, _PEOPLE)
        users = [hiker.raw_user(one) for one in page.items]
        response = {"users": users, "big_list": page.has_more, "page_size": 200, "status": "ok"}
        return {"response": response, "next_page_id": _next(page)}


def subject(query: Query) -> AccountRef:
    """The account that a query names; a KeyError names the parameter that is missing."""
    if "username" in query:
        return account_by_handle(query["username"])
    if "url" in query:
        return account_by_handle(query["url"])
    return account_by_id(query["user_id"] if "user_id" in query else query["id"])


def amount(query: Query, usual: int) -> int:
    """How many are wanted, 50 at most; 0 means as many as there are on a page."""
    return max(1, min(int(query.get("amount") or usual), 50))


def _next(page: Page[Any]) -> str | None:
    return sealed(page.next_cursor)
