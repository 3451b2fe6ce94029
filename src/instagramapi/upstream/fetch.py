"""The only loop that asks providers: fresh copy, one flight per call, whose turn, failover."""

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page
from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound, Problem, Unavailable, UpstreamError, UpstreamTimeout
from instagramapi.kit.clock import Clock
from instagramapi.store.cache import Cache
from instagramapi.store.cache import Copy as Copy  # what the gateway is handed
from instagramapi.upstream.cursor import Cursors, Position, foreign_cursor
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.encoding import Encodings, encode
from instagramapi.upstream.turn import Turns
from instagramapi.upstream.via import VIA, Via

# That there is nothing is worth less than data: an account may open at any minute.
_NOTHING_FRESH_FOR_S = 600.0

Source = Literal["hit", "miss", "stale"]

Screen = Callable[[Copy], Copy]
"""Returns what may be kept and served of a copy; raises Suppressed where that is nothing."""


Able = Callable[[type[Call]], Sequence[str]]
"""Names the providers that would answer an endpoint, if the operator had configured them."""


Attempt = tuple[str, str, int]
"""One provider that was asked; `answered`, `nothing` or why it failed; the milliseconds."""


class Fetched(NamedTuple):
    """A copy, where it came from, and whether a provider was asked for this very request."""

    copy: Copy
    source: Source
    queried: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, how old a copy may stand in for a failure, how many may wait.

    A copy that is older than `retention_s` does not exist, whatever anybody accepts.
    """

    deadline_s: float = 25.0
    stale_for_s: float = 86_400.0
    max_in_flight: int = 2_000
    retention_s: float = 604_800.0


class Upstream(Protocol):
    """What the gateway needs of this room."""

    def fresh(self, call: Call, max_age_s: int | None) -> Copy | None:
        """Return a copy that is young enough, without asking anybody."""

    async def live(self, call: Call, *, may_join: bool, attempts: list[Attempt]) -> Fetched:
        """Ask the providers; raises the Problem that stopped the last of them.

        Notes each that was asked for this very call in `attempts`, also where it raises.
        """

    @property
    def is_saturated(self) -> bool:
        """Whether so many calls wait for providers that another one must not begin."""


class Fetch:
    """Answers calls from a cache and from providers in turn."""

    def __init__(
        self,
        turns: Turns,
        *,
        cache: Cache,
        cursors: Cursors,
        clock: Clock,
        patience: Patience = Patience(),
        screen: Screen = lambda copy: copy,
        able: Able = lambda endpoint: (),
    ) -> None:
        self._turns = turns
        self._cache = cache
        self._cursors = cursors
        self._clock = clock
        self._patience = patience
        self._screen = screen
        self._able = able
        self._flights: dict[tuple[str, Via], asyncio.Task[Fetched]] = {}
        self._in_flight = 0
        self._encodings = Encodings()

    def fresh(self, call: Call, max_age_s: int | None) -> Copy | None:
        """Return a copy no older than the caller accepts, or the endpoint's freshness time."""
        kept = self._cache.get(call.identity) if max_age_s != 0 else None
        if kept is None:
            return None
        limit_s = call.fresh_for_s if max_age_s is None else max_age_s
        if kept.nothing:
            limit_s = min(limit_s, _NOTHING_FRESH_FOR_S)
        age_s = self._clock.epoch_s() - kept.fetched_at_s
        # An age of 0 is not "now": with a limit of 0 nothing that is kept will do.
        if age_s > limit_s or age_s > self._patience.retention_s or limit_s <= 0:
            return None
        return self._screen(kept)

    async def live(self, call: Call, *, may_join: bool, attempts: list[Attempt]) -> Fetched:
        """Ask the providers for one call; see `Upstream.live`.

        Callers who ask the same at the same time share one flight, and only the first of them
        had somebody queried. One who insists on a query of his own (`max_age=0`) does not join.
        Nor does one who came another way: two servers that ask each other would wait for each
        other's flights, each joined to the other's. So a flight waits only for longer ways.
        """
        if not may_join:
            return await self._ask(call, attempts)
        key = (call.identity, VIA.get())
        flight = self._flights.get(key)
        if flight:
            return _joined(await asyncio.shield(flight))
        flight = asyncio.create_task(self._ask(call, attempts))
        self._flights[key] = flight
        flight.add_done_callback(lambda flight: self._land(key, flight))
        return await asyncio.shield(flight)

    def _land(self, key: tuple[str, Via], flight: asyncio.Task[Fetched]) -> None:
        del self._flights[key]
        # Where every caller went away, nobody else takes note of how it failed.
        if not flight.cancelled():
            flight.exception()

    @property
    def is_saturated(self) -> bool:
        """Whether so many calls wait for providers that another one must not begin."""
        return self._in_flight >= self._patience.max_in_flight

    async def _ask(self, call: Call, attempts: list[Attempt]) -> Fetched:
        position = self._cursors.open(call)
        desks = self._whose_turn(call, position)
        # Providers see their own position, never the sealed cursor around it.
        question = dataclasses.replace(call, cursor=position.text) if position else call  # type: ignore[call-arg]
        self._in_flight += 1
        try:
            copy = self._screen(await self._first_answer(question, desks, attempts))
        except (UpstreamError, UpstreamTimeout) as problem:
            return await self._stale(call, problem)
        finally:
            self._in_flight -= 1
        await self._cache.put(call.identity, copy)
        return Fetched(copy, "miss", queried=True)

    async def _first_answer(
        self, question: Call, desks: Sequence[Desk], attempts: list[Attempt]
    ) -> Copy:
        now_s = self._clock.monotonic_s
        ends_s = now_s() + self._patience.deadline_s
        failure: Problem | None = None
        not_held: Copy
        for number, desk in enumerate(desks):
            started_s, outcome = now_s(), "failed"
            # Who comes first must leave time for who comes next.
            share_s = (ends_s - started_s) / (len(desks) - number)
            try:
                answer = await desk.ask(question, share_s)
                outcome = "answered"
                return self._copy(question, desk, answer)
            except NotFound as nothing:
                outcome = "nothing"
                not_held = self._nothing(desk.name, nothing)
                # Who holds only a part of the world cannot speak for the rest of it.
                if not desk.provider.is_partial:
                    return not_held
            except Problem as problem:
                outcome = problem.reason or problem.code
                if not isinstance(problem, (UpstreamError, UpstreamTimeout)):
                    raise
                failure = problem
            finally:
                ms = int((now_s() - started_s) * 1000)
                attempts.append((desk.name, outcome, ms))
        if failure:
            raise failure
        return not_held

    async def _stale(self, call: Call, problem: Problem) -> Fetched:
        kept, patience = self._cache.get(call.identity), self._patience
        limit_s = min(patience.stale_for_s, patience.retention_s)
        if kept is None or self._clock.epoch_s() - kept.fetched_at_s > limit_s:
            raise problem
        return Fetched(self._screen(kept), "stale", queried=True)

    def _copy(self, question: Call, desk: Desk, answer: Model) -> Copy:
        page = answer if isinstance(answer, Page) else None
        if page and page.next_cursor is not None:
            sealed = self._cursors.seal(question, Position(desk.name, page.next_cursor))
            page = answer = page.model_copy(update={"next_cursor": sealed})
        return Copy(
            provider=desk.name,
            fetched_at_s=self._clock.epoch_s(),
            # Only a provider of this process can hand out one object twice.
            data=encode(answer) if desk.manners else self._encodings.of(answer),
            next_cursor=page.next_cursor if page else None,
            total=page.total if page else None,
            empty_reason=page.empty_reason if page else None,
            warnings=page.warnings if page else (),
        )

    def _nothing(self, provider: str, problem: NotFound) -> Copy:
        return Copy(
            provider=provider,
            fetched_at_s=self._clock.epoch_s(),
            nothing=(problem.message, problem.reason),
        )

    def _whose_turn(self, call: Call, position: Position | None) -> Sequence[Desk]:
        if position:
            # A list goes on where it began: another provider would count its pages differently.
            same = self._turns.named(position.provider)
            if same is None or not same.provider.can_answer(type(call)):
                raise foreign_cursor()
            return [same]
        able = self._turns.able(type(call))
        if not able:
            raise Unavailable(self._nobody(call), reason="no_provider")
        if len(able) == 1:
            return able
        # Who rests is not worth a share of the time, unless all rest: then one says why.
        return [desk for desk in able if desk.is_ready(type(call))] or able[-1:]

    def _nobody(self, call: Call) -> str:
        message = f"No configured provider can answer {call.path}."
        names = ", ".join(self._able(type(call)))
        if not names:
            return message
        return f"{message} These can: {names}. The operator adds one with INSTAGRAMAPI_PROVIDERS."


def _joined(fetched: Fetched) -> Fetched:
    """Tell one who joined a flight what that is to him: an old copy stays one."""
    source: Source = "stale" if fetched.source == "stale" else "hit"
    return Fetched(fetched.copy, source, queried=False)
