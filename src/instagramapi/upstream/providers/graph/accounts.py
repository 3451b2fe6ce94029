"""Accounts through business discovery: professional ones, by handle, with their posts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from instagramapi.catalog.models import Page, Post, Profile
from instagramapi.catalog.profile import GetProfile, ListProfilePosts, ListProfileReels
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.graph import lists
from instagramapi.upstream.providers.graph.client import GraphClient
from instagramapi.upstream.providers.graph.fields import Selection
from instagramapi.upstream.providers.graph.lists import Position, PostsCall, Stretch
from instagramapi.upstream.providers.graph.shaping import shaped
from instagramapi.upstream.shapes import graph
from instagramapi.upstream.shapes.reading import MISSING, at, count

_FEW = "Reels are picked from all posts: this page looked through {}, and there may be more."
_OWN_NUMBER = (
    "Meta does not tell Instagram's id of this account: `owner.id` is `graph:` and a number of "
    "Meta's own."
)


class Accounts(Provider):
    """What Meta tells the operator about other people's professional accounts."""

    client: GraphClient
    user_id: str
    fields: Selection

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        return shaped(graph.profile, await self._discover(call.account))

    @serves(ListProfilePosts)
    async def posts(self, call: ListProfilePosts) -> Page[Post]:
        position, limit = Position.read(call.cursor), lists.limit_of(call)
        most = min(lists.MOST, position.skip + limit)
        raw = await self._discover(call.account, partial(self._media, position, most))
        keep = partial(lists.is_in_dates, call)
        found = lists.stretch(_connection(raw, position), position, limit=limit, keep=keep)
        return self._page(call, raw, position, found)

    @serves(ListProfileReels)
    async def reels(self, call: ListProfileReels) -> Page[Post]:
        # Meta has no list of reels: they are picked from all posts, as many as it gives at once.
        position, limit = Position.read(call.cursor), lists.limit_of(call)
        media = partial(self._media, position, lists.MOST, has_parts=False)
        raw = await self._discover(call.account, media)
        found = lists.stretch(
            _connection(raw, position),
            position,
            limit=limit,
            keep=lambda medium: graph.is_reel(medium) and lists.is_in_dates(call, medium),
        )
        return self._page(call, raw, position, found)

    async def _discover(self, account: AccountRef, media: Callable[[], str] = str) -> Any:
        if account.handle is None:
            raise UpstreamError(
                "The Graph API finds accounts by handle only, not by id.", reason="not_supported"
            )
        who = f"business_discovery.username({account.handle})"
        answer = await self.fields.ask(
            lambda: self.client.get(
                self.user_id, fields=f"{who}{{{self.fields['account']}{media()}}}"
            )
        )
        return at(answer, "business_discovery")

    def _media(self, position: Position, limit: int, *, has_parts: bool = True) -> str:
        after = f".after({position.after})" if position.after else ""
        parts = f",children{{{self.fields['child']}}}" if has_parts else ""
        return f",media.limit({limit}){after}{{{self.fields['media']}{parts}}}"

    def _page(self, call: PostsCall, raw: Any, position: Position, found: Stretch) -> Page[Post]:
        owner = shaped(graph.user, raw)
        items = graph.posts(found.kept, owner=owner, asked=self.fields["media"].names)
        following = None if lists.has_passed(call, position, found.looked_at) else found.next
        is_all = isinstance(call, ListProfilePosts)
        stated = count(raw, "media_count")
        is_short = not is_all and following and len(found.kept) < lists.limit_of(call)
        return Page[Post](
            items=items,
            next_cursor=str(following) if following else None,
            total=stated if is_all and stated is not MISSING else None,
            empty_reason=None if items or following else _why_empty(call),
            warnings=(
                *lists.left_out(found, items),
                *([_FEW.format(len(found.looked_at))] if is_short else []),
                *([_OWN_NUMBER] if items and graph.is_own_number(owner.id) else []),
            ),
        )


def _connection(raw: Any, position: Position) -> Any:
    """Return the list of media; an account without posts has none."""
    media = at(raw, "media")
    if media is MISSING and position.after is None and count(raw, "media_count"):
        raise UpstreamError("Meta told of posts and listed none.", reason="shape")
    return media


def _why_empty(call: PostsCall) -> str:
    if call.since is not None or call.until is not None:
        return "outside_dates"
    return "no_posts" if isinstance(call, ListProfilePosts) else "no_reels"
