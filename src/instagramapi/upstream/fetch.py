"""The only loop that asks providers: fresh copy, one flight per call, whose turn, failover."""

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page
from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound, Problem, Unavailable, UpstreamError, UpstreamTimeout
from instagramapi.kit.clock import Clock
from instagramapi.store.cache import Cache, Copy
from instagramapi.upstream.cursor import Cursors, Position, foreign_cursor
from instagramapi.upstream.provider import Provider

# That there is nothing is worth less than data: an account may open at any minute.
_NOTHING_FRESH_FOR_S = 600.0

Source = Literal["hit", "miss", "stale"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A copy, where it came from, and whether a provider was asked for this very request."""

    copy: Copy
    source: Source
    queried: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, and for how long an old copy may stand in for a failure."""

    deadline_s: float = 25.0
    stale_for_s: float = 86_400.0


class Upstream(Protocol):
    """What the gateway needs of this room."""

    async def fresh(self, call: Call, max_age_s: int | None) -> Fetched | None:
        """Return a copy that is young enough, without asking anybody."""

    async def live(self, call: Call, *, may_join: bool) -> Fetched:
        """Ask the providers; raises the Problem that stopped the last of them."""


class Fetch:
    """Answers calls from a cache and a row of providers."""

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        cache: Cache,
        cursors: Cursors,
        clock: Clock,
        patience: Patience = Patience(),
    ) -> None:
        self._providers = tuple(providers)
        self._cache = cache
        self._cursors = cursors
        self._clock = clock
        self._patience = patience
        self._flights: dict[str, asyncio.Task[Fetched]] = {}

    async def fresh(self, call: Call, max_age_s: int | None) -> Fetched | None:
        """Return a copy no older than the caller accepts, or the endpoint's freshness time."""
        copy = await self._cache.get(call.identity)
        if copy is None:
            return None
        limit_s = call.fresh_for.total_seconds() if max_age_s is None else max_age_s
        if copy.nothing:
            limit_s = min(limit_s, _NOTHING_FRESH_FOR_S)
        # An age of 0 is not "now": with a limit of 0 nothing that is kept will do.
        is_fresh = limit_s > 0 and self._age_s(copy) <= limit_s
        return Fetched(copy, "hit", queried=False) if is_fresh else None

    async def live(self, call: Call, *, may_join: bool) -> Fetched:
        """Ask the providers for one call.

        Callers who ask the same at the same time share one flight, and only the first of them
        had somebody queried. One who insists on a query of his own (`max_age=0`) does not join.
        """
        if not may_join:
            return await self._ask(call)
        flight = self._flights.get(call.identity)
        if flight:
            return _joined(await asyncio.shield(flight))
        flight = asyncio.create_task(self._ask(call))
        self._flights[call.identity] = flight
        flight.add_done_callback(lambda flight: self._land(call.identity, flight))
        return await asyncio.shield(flight)

    def _land(self, identity: str, flight: asyncio.Task[Fetched]) -> None:
        del self._flights[identity]
        # Where every caller went away, nobody else takes note of how it failed.
        if not flight.cancelled():
            flight.exception()

    async def _ask(self, call: Call) -> Fetched:
        position = self._cursors.open(call)
        providers = self._whose_turn(call, position)
        # Providers see their own position, never the sealed cursor around it.
        question = dataclasses.replace(call, cursor=position.text) if position else call  # type: ignore[call-arg]
        try:
            async with asyncio.timeout(self._patience.deadline_s):
                copy = await self._first_answer(question, providers)
        except TimeoutError:
            return await self._stale(call, UpstreamTimeout("No provider answered in time."))
        except (UpstreamError, UpstreamTimeout) as problem:
            return await self._stale(call, problem)
        await self._cache.put(call.identity, copy)
        return Fetched(copy, "miss", queried=True)

    async def _first_answer(self, question: Call, providers: Sequence[Provider]) -> Copy:
        failure: Problem | None = None
        not_held: Copy
        for provider in providers:
            try:
                answer = await provider.answer(question)
                return self._copy(question, provider, answer)
            except NotFound as nothing:
                not_held = self._nothing(provider, nothing)
                # Who holds only a part of the world cannot speak for the rest of it.
                if not provider.is_partial:
                    return not_held
            except (UpstreamError, UpstreamTimeout) as problem:
                failure = problem
        if failure:
            raise failure
        return not_held

    async def _stale(self, call: Call, problem: Problem) -> Fetched:
        copy = await self._cache.get(call.identity)
        if copy is None or self._age_s(copy) > self._patience.stale_for_s:
            raise problem
        return Fetched(copy, "stale", queried=True)

    def _copy(self, question: Call, provider: Provider, answer: Model) -> Copy:
        page = answer if isinstance(answer, Page) else None
        if page and page.next_cursor is not None:
            sealed = self._cursors.seal(question, Position(provider.name, page.next_cursor))
            page = answer = page.model_copy(update={"next_cursor": sealed})
        return Copy(
            provider=provider.name,
            fetched_at_s=self._clock.epoch_s(),
            data=answer.__pydantic_serializer__.to_json(answer),
            next_cursor=page.next_cursor if page else None,
            total=page.total if page else None,
            empty_reason=page.empty_reason if page else None,
            warnings=page.warnings if page else (),
        )

    def _nothing(self, provider: Provider, problem: NotFound) -> Copy:
        return Copy(
            provider=provider.name,
            fetched_at_s=self._clock.epoch_s(),
            nothing=(problem.message, problem.reason),
        )

    def _age_s(self, copy: Copy) -> float:
        return self._clock.epoch_s() - copy.fetched_at_s

    def _whose_turn(self, call: Call, position: Position | None) -> list[Provider]:
        able = [provider for provider in self._providers if provider.can_answer(type(call))]
        if not able:
            raise Unavailable(f"No configured provider answers {call.path}.", reason="no_provider")
        if position is None:
            return able
        # A list goes on where it began: another provider would count its pages differently.
        same = [provider for provider in able if provider.name == position.provider]
        if not same:
            raise foreign_cursor()
        return same


def _joined(fetched: Fetched) -> Fetched:
    """Tell one who joined a flight what that is to him: an old copy stays one."""
    source: Source = "stale" if fetched.source == "stale" else "hit"
    return Fetched(fetched.copy, source, queried=False)
