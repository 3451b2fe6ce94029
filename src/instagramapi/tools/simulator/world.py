"""The world that every upstream shows: the demo provider's, asked with the catalogue's questions.

What it shows is exact: a test can ask the same `DemoProvider` and compare.
"""

from typing import TypeVar

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Page, Post, Profile
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.errors import NotFound
from instagramapi.kit.clock import Clock
from instagramapi.tools.simulator.numbers import FacebookIds
from instagramapi.upstream.providers.demo import DemoProvider, profiles
from instagramapi.upstream.providers.demo.world import World as DemoWorld

Told = TypeVar("Told", bound=Model)


class World:
    """The demo world behind the upstreams, and the numbers that only Meta gives to its things."""

    def __init__(self, *, clock: Clock, public_url: str) -> None:
        self.clock = clock
        self.public_url = public_url
        self.facebook_ids = FacebookIds()
        self._provider = DemoProvider(clock=clock, public_url=public_url)
        self._people = DemoWorld(clock=clock, public_url=public_url)

    async def ask(self, call: Endpoint[Told]) -> Told:
        """Ask the demo world; raises NotFound, whose reason may be `private`."""
        # A provider answers a call with the model that the call's class names.
        return await self._provider.answer(call)  # type: ignore[return-value]

    async def find(self, call: Endpoint[Told]) -> Told | None:
        """Ask the demo world; None where it has nothing to show, for whatever reason."""
        try:
            return await self.ask(call)
        except NotFound:
            return None

    async def timeline(self, account: AccountRef, position: str | None, limit: int) -> Page[Post]:
        """The posts of an account in the order of its grid: pinned ones first, each post once.

        Instagram answers so (recorded: natgeo's first page in 2026); the demo provider keeps
        pinned posts in their place by time.
        """
        owner = await self.ask(GetProfile(account=account))
        pinned = owner.pinned_post_ids or ()
        top = [] if position else [await self.ask(GetPost(post=PostRef(id=id_))) for id_ in pinned]
        rest = await self.ask(
            ListProfilePosts(account=account, cursor=position, limit=max(1, limit - len(top)))
        )
        items = (*top, *(post for post in rest.items if post.id not in pinned))
        return rest.model_copy(update={"items": items})

    def closed(self, handle: str) -> Profile | None:
        """The head of a private account, which upstreams show and the demo provider does not."""
        owner = self._people.by_handle(handle.lower())
        is_closed = owner.is_private or handle == "sandbox.private"
        if not is_closed:
            return None
        shown = profiles.profile(self._people, owner)
        return shown.model_copy(update={"is_private": True, "recent_posts": ()})
