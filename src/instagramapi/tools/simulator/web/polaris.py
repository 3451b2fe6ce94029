"""The Polaris family of queries: some for guests, most for people who are logged in."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.post import GetPost, ListPostComments, ListPostLikers
from instagramapi.catalog.profile import GetProfile, ListProfileReels
from instagramapi.catalog.search import SearchUsers
from instagramapi.catalog.subjects import (
    AccountRef,
    account_by_handle,
    post_by_id,
    post_by_shortcode,
)
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, edge
from instagramapi.tools.simulator.render.xig import page_info
from instagramapi.tools.simulator.world import World

_PAGE = 12

Variables = Mapping[str, Any]
Query = Callable[[Variables], Awaitable[dict[str, Any]]]


class Polaris:
    """Answers the family's queries with what stands under `data`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.queries: Mapping[str, Query] = {
            "PolarisPostRootQuery": self.post,
            "PolarisProfilePageContentQuery": self.profile,
            "PolarisProfilePostsQuery": self.posts,
            "PolarisProfilePostsTabContentQuery_connection": self.posts,
            "PolarisProfileReelsTabContentQuery_connection": self.reels,
            "PolarisPostActionLoadPostQueryQuery": self.legacy_post,
            "PolarisPostCommentsPaginationQuery": self.comments,
            "PolarisPostLikedByListDialogQuery": self.likers,
            "PolarisSearchBoxRefetchableQuery": self.search,
        }

    async def post(self, given: Variables) -> dict[str, Any]:
        """One post by its shortcode; no items where there is none."""
        name = "xdt_api__v1__media__shortcode__web_info"
        post = await self._world.find(GetPost(post=post_by_shortcode(str(given["shortcode"]))))
        if post is None:
            return {name: None}
        media = {"__typename": "XDTMediaDict", **api_v1.post(post)}
        return {name: {"items": [media], "num_results": 1, "more_available": False}}

    async def legacy_post(self, given: Variables) -> dict[str, Any]:
        """One post in the older shape, with the prefix XDT."""
        post = await self._world.find(GetPost(post=post_by_shortcode(str(given["shortcode"]))))
        return {"xdt_shortcode_media": edge.post(post, "XDT") if post else None}

    async def profile(self, given: Variables) -> dict[str, Any]:
        """An account by its id; guests are not told the number of posts."""
        owner = await self._world.find(GetProfile(account=AccountRef(id=str(given["id"]))))
        if owner is None:
            return {"user": None, "viewer": {"user": None}}
        user = {**api_v1.profile(owner), "id": owner.id, "pk": owner.id, "media_count": None}
        user["fbid_v2"] = self._world.facebook_ids.of_account(owner.id)
        return {"user": {**user, "friendship_status": None}, "viewer": {"user": None}}

    async def posts(self, given: Variables) -> dict[str, Any]:
        """The posts of an account."""
        account = account_by_handle(str(given["username"]))
        first = int(given.get("first") or given.get("data", {}).get("count") or _PAGE)
        page = await self._world.timeline(account, opened(given.get("after")), min(first, 50))
        edges = [
            {"node": {**api_v1.post(one), "__typename": "XDTMediaDict"}, "cursor": one.id}
            for one in page.items
        ]
        connection = {"edges": edges, "page_info": page_info(sealed(page.next_cursor))}
        return {"xdt_api__v1__feed__user_timeline_graphql_connection": connection}

    async def reels(self, given: Variables) -> dict[str, Any]:
        """The reels of an account."""
        account = AccountRef(id=str(given["data"]["target_user_id"]))
        page = await self._world.ask(
            ListProfileReels(account=account, cursor=opened(given.get("after")), limit=_PAGE)
        )
        edges = [{"node": {"media": api_v1.post(one)}, "cursor": one.id} for one in page.items]
        connection = {"edges": edges, "page_info": page_info(sealed(page.next_cursor))}
        return {"xdt_api__v1__clips__user__connection_v2": connection}

    async def comments(self, given: Variables) -> dict[str, Any]:
        """Comments under a post."""
        subject, position = post_by_id(str(given["media_id"])), opened(given.get("after"))
        page = await self._world.ask(ListPostComments(post=subject, cursor=position, limit=20))
        edges = [{"node": api_v1.comment(one), "cursor": one.id} for one in page.items]
        connection = {"edges": edges, "page_info": page_info(sealed(page.next_cursor))}
        return {"xdt_api__v1__media__media_id__comments__connection": connection}

    async def likers(self, given: Variables) -> dict[str, Any]:
        """Accounts that like a post."""
        page = await self._world.ask(ListPostLikers(post=post_by_id(str(given["id"])), limit=50))
        users = [api_v1.user(one) for one in page.items]
        return {"xdt_api__v1__likes__media_id__likers": {"users": users}}

    async def search(self, given: Variables) -> dict[str, Any]:
        """Accounts that fit a query."""
        page = await self._world.ask(SearchUsers(query=str(given["query"]), limit=50))
        users = [api_v1.user(one) for one in page.items]
        return {"xdt_api__v1__fbsearch__non_profiled_serp": {"users": users}}
