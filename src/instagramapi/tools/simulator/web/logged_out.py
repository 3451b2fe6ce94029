"""The logged-out family of queries, which guests are served from, and nothing else is."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.models import Highlight, Page, Post, Profile
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import GetProfile, ListProfileReels, ListProfileSimilar
from instagramapi.catalog.search import SearchReels
from instagramapi.catalog.story import GetHighlight
from instagramapi.catalog.subjects import (
    AccountRef,
    PostRef,
    account_by_handle,
    highlight_by_id,
    post_by_id,
)
from instagramapi.errors import NotFound
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1_lists, edge
from instagramapi.tools.simulator.render.xig import Xig, page_info
from instagramapi.tools.simulator.world import World

PAGE = 12
_COMMENTS = 15
_MOST_COMMENTS = 24
_MOST_SIMILAR = 44
POSTS, REELS = "polaris_ordered_timeline_connection", "polaris_clips_connection"

Variables = Mapping[str, Any]
Query = Callable[[Variables], Awaitable[dict[str, Any]]]
_PREFIX = "PolarisLoggedOutDesktopWWW"


class LoggedOut:
    """Answers the family's queries with what stands under `data`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._xig = Xig(world.facebook_ids)
        self.queries: Mapping[str, Query] = {
            f"{_PREFIX}ProfileRootContentQuery": self.profile,
            f"{_PREFIX}ProfilePostsTabContentQuery": self.posts,
            f"{_PREFIX}ProfilePostsTabContentQuery_connection": self.more_posts,
            f"{_PREFIX}ProfileReelsTabContentQuery": self.reels,
            f"{_PREFIX}ProfileReelsTabContentQuery_connection": self.more_reels,
            f"{_PREFIX}PostRootContentQuery": self.post,
            f"{_PREFIX}PostCommentsPaginationQuery": self.comments,
            "PolarisAYMLFollowChainingListLoggedOutQuery": self.related,
            "PolarisStoriesV3HighlightsLoggedOutPageQuery": self.highlight,
            "PolarisLoggedOutPopularSearchPageQuery": self.found_reels,
        }

    async def profile(self, given: Variables) -> dict[str, Any]:
        """The head of a profile."""
        owner = await self.owner(str(given["username"]))
        return {"xig_user_by_username": self._xig.profile(owner) if owner else None}

    async def posts(self, given: Variables) -> dict[str, Any]:
        """The first posts of a profile."""
        owner = await self.owner(str(given["username"]))
        tab = await self._posts_tab(owner, None, _first(given)) if owner else None
        return {"xig_user_by_username": tab}

    async def more_posts(self, given: Variables) -> dict[str, Any]:
        """Further posts, of the account with this Facebook-side id."""
        owner = await self._by_facebook_id(given)
        position = opened(given.get("after"))
        return {"node": await self._posts_tab(owner, position, _first(given)) if owner else None}

    async def reels(self, given: Variables) -> dict[str, Any]:
        """The first reels of a profile."""
        owner = await self.owner(str(given["username"]))
        tab = await self._reels_tab(owner, None, _first(given)) if owner else None
        return {"xig_user_by_username": tab}

    async def more_reels(self, given: Variables) -> dict[str, Any]:
        """Further reels."""
        owner = await self._by_facebook_id(given)
        position = opened(given.get("after"))
        return {"node": await self._reels_tab(owner, position, _first(given)) if owner else None}

    async def post(self, given: Variables) -> dict[str, Any]:
        """One post; its comments are asked for by another query (recorded: no edges, more)."""
        return await self._post(given, with_comments=False)

    async def post_page(self, given: Variables) -> dict[str, Any]:
        """One post as its page carries it, with the first comments."""
        return await self._post(given, with_comments=True)

    async def comments(self, given: Variables) -> dict[str, Any]:
        """Comments under a post, at most 24 a page."""
        connection = await self._comments(given, position=_comment_position(given.get("after")))
        return {"xig_polaris_media": connection and {"comments_connection": connection}}

    async def related(self, given: Variables) -> dict[str, Any]:
        """Accounts that are suggested beside one."""
        account = AccountRef(id=str(given["owner_id"]))
        page = await self._found(ListProfileSimilar(account=account, limit=_MOST_SIMILAR))
        related = page.items if isinstance(page, Page) else ()
        users = [{"pk": one.id, **edge.user(one)} for one in related]
        return {"xdt_ayml_logged_out": {"users": users}}

    async def highlight(self, given: Variables) -> dict[str, Any]:
        """One highlight with its stories."""
        subject = highlight_by_id(str(given["reel_ids"][0]))
        found = await self._found(GetHighlight(highlight=subject))
        edges = []
        if isinstance(found, Highlight):
            items = [api_v1_lists.story(one) for one in found.items or ()]
            edges = [{"node": {**api_v1_lists.highlight(found), "items": items}, "cursor": ""}]
        connection = {"edges": edges, "page_info": page_info(None)}
        return {"xdt_api__v1__feed__reels_media__connection": connection}

    async def found_reels(self, given: Variables) -> dict[str, Any]:
        """Reels that fit a word."""
        words, position = str(given["keyword"]), opened(given.get("after"))
        page = await self._world.ask(SearchReels(query=words, cursor=position, limit=PAGE))
        edges = [{"node": self._xig.reel(one), "cursor": sealed(one.id)} for one in page.items]
        connection = {"edges": edges, "page_info": page_info(sealed(page.next_cursor))}
        return {"xig_logged_out_popular_search_media_info": connection}

    async def owner(self, handle: str) -> Profile | None:
        """An account, also a private one, of which only the head is told."""
        try:
            account = account_by_handle(handle)
        except ValueError:
            return None
        try:
            return await self._world.ask(GetProfile(account=account))
        except NotFound as answer:
            is_private = answer.reason == "private"
            return self._world.closed(account.handle or "") if is_private else None

    async def _by_facebook_id(self, given: Variables) -> Profile | None:
        account_id = self._world.facebook_ids.account_of(str(given["id"]))
        if account_id is None:
            return None
        owner = await self._found(GetProfile(account=AccountRef(id=account_id)))
        return owner if isinstance(owner, Profile) else None

    async def _posts_tab(self, owner: Profile, position: str | None, first: int) -> dict[str, Any]:
        if owner.is_private:
            return self._xig.tab(owner.id, POSTS, [], None)
        page = await self._world.timeline(AccountRef(id=owner.id), position, first)
        return self._tab(owner.id, POSTS, page, self._xig.node)

    async def _reels_tab(self, owner: Profile, position: str | None, first: int) -> dict[str, Any]:
        if owner.is_private:
            return self._xig.tab(owner.id, REELS, [], None)
        page = await self._world.ask(
            ListProfileReels(account=AccountRef(id=owner.id), cursor=position, limit=first)
        )
        return self._tab(owner.id, REELS, page, self._xig.reel)

    def _tab(
        self, owner_id: str, name: str, page: Page[Post], node: Callable[[Post], dict[str, Any]]
    ) -> dict[str, Any]:
        edges = [{"node": node(one), "cursor": sealed(one.id)} for one in page.items]
        return self._xig.tab(owner_id, name, edges, sealed(page.next_cursor))

    async def _post(self, given: Variables, *, with_comments: bool) -> dict[str, Any]:
        post = await self._found(GetPost(post=_subject(given)))
        if not isinstance(post, Post):
            return {"xig_polaris_media": None}
        media = self._xig.media(post, is_gated=bool(given.get("is_gated")))
        if with_comments:
            connection = await self._comments(given, position=None)
        else:
            has_any = bool(post.comment_count)
            connection = {"edges": [], "page_info": {**page_info(None), "has_next_page": has_any}}
        return {"xig_polaris_media": {**media, "comments_connection": connection}}

    async def _comments(self, given: Variables, *, position: str | None) -> dict[str, Any] | None:
        limit = max(1, min(int(given.get("first") or _COMMENTS), _MOST_COMMENTS))
        page = await self._found(
            ListPostComments(post=_subject(given), cursor=position, limit=limit)
        )
        if not isinstance(page, Page):
            return None
        edges = [{"node": self._xig.comment(one), "cursor": one.id} for one in page.items]
        return {"edges": edges, "page_info": page_info(_comment_cursor(page.next_cursor))}

    async def _found(self, call: Any) -> Model | None:
        found: Model | None = await self._world.find(call)
        return found


def _subject(given: Variables) -> PostRef:
    return post_by_id(str(given["media_id"]))


def _first(given: Variables) -> int:
    return max(1, min(int(given.get("first") or PAGE), PAGE))


def _comment_cursor(position: str | None) -> str | None:
    # The cursor of comments is JSON inside a text (upstreams B2).
    if position is None:
        return None
    return json.dumps(
        {"cached_comments_cursor": "17900000000000000", "bifilter_token": sealed(position)}
    )


def _comment_position(cursor: Any) -> str | None:
    return opened(json.loads(cursor).get("bifilter_token")) if cursor else None
