"""What the answers of the demo world share: who is meant, magic subjects, pages."""

import asyncio
from collections.abc import Sequence

from instagramapi.catalog.models import Page, Post, UserShort
from instagramapi.catalog.subjects import AccountRef, PostRef, Subject, TagRef
from instagramapi.kit.clock import Clock
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.demo import crowd, magic, numbers, tags
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.pages import (
    PEOPLE_ON_A_PAGE,
    POSTS_ON_A_PAGE,
    ListCall,
    page,
)
from instagramapi.upstream.providers.demo.posts import post
from instagramapi.upstream.providers.demo.story_numbers import Numbering
from instagramapi.upstream.providers.demo.world import World

PostSeed = tuple[Member, int]


class Asking(Provider):
    """One demo world, and how to find in it what a call is about."""

    def __init__(
        self, *, clock: Clock, public_url: str, sleep: magic.Sleep = asyncio.sleep
    ) -> None:
        self._world = World(clock=clock, public_url=public_url)
        self._sleep = sleep

    async def _play(self, subject: Subject | str) -> str | None:
        """Produce the outcome of a magic subject; the name of one that has none of its own."""
        name = magic.name_of(subject)
        if name is not None:
            await magic.play(name, self._sleep)
        return name

    async def _account(self, subject: AccountRef) -> Member:
        await self._play(subject)
        owner = (
            self._world.by_handle(subject.handle)
            if subject.handle
            else self._world.by_id(int(subject.id or 0))
        )
        return _open_to_all(owner, "account")

    async def _post(self, subject: PostRef) -> PostSeed:
        await self._play(subject)
        found = numbers.owner_of(int(subject.id))
        if found is None:
            raise magic.nonexistent("post")
        return _open_to_all(self._world.by_id(found[0]), "post"), found[1]

    async def _slot(self, subject: Subject, number: str, numbering: Numbering) -> PostSeed:
        """Find the owner of a story or a highlight, and which of the owner's it is."""
        await self._play(subject)
        found = numbering.owner_of(int(number))
        owner = self._world.by_id(found[0]) if found else None
        return _open_to_all(owner, "story"), found[1] if found else 0

    async def _tag(self, subject: TagRef) -> list[PostSeed]:
        await self._play(subject)
        return tags.posts_under(self._world, subject.name)

    def _posts(
        self,
        call: ListCall,
        found: Sequence[PostSeed],
        *,
        total: int | None,
        empty_reason: str = "no_posts",
    ) -> Page[Post]:
        return page(
            call,
            found,
            lambda seed: post(self._world, *seed),
            into=Page[Post],
            usual=POSTS_ON_A_PAGE,
            total=total,
            empty_reason=empty_reason,
        )

    def _people(
        self, call: ListCall, line: crowd.Line, places_in_line: range, *, empty_reason: str
    ) -> Page[UserShort]:
        return page(
            call,
            places_in_line,
            lambda at: self._world.person(line.handle(at)),
            into=Page[UserShort],
            usual=PEOPLE_ON_A_PAGE,
            total=len(places_in_line),
            empty_reason=empty_reason,
        )


def _open_to_all(owner: Member | None, what: str) -> Member:
    if owner is None:
        raise magic.nonexistent(what)
    if owner.is_private:
        raise magic.private()
    return owner
