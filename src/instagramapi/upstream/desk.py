"""Where one provider is asked: with its manners, its breakers, its retries, and what it all did."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiolimiter import AsyncLimiter
from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt, wait_random_exponential

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound, Problem, UpstreamError, UpstreamTimeout
from instagramapi.kit.ahead import in_task, within
from instagramapi.kit.clock import Clock
from instagramapi.upstream.breaker import Breaker
from instagramapi.upstream.budget import DayCount, RetryBudget
from instagramapi.upstream.drift import Drift
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.via import VIA

Sleep = Callable[[float], Awaitable[None]]

# What may be gone a moment later. A block, a wrong shape or a bad token is not.
_PASSING: Final = frozenset({"network", "server"})
# What a provider cannot do for this very call says nothing about how the next one fares.
_OF_THIS_CALL: Final = frozenset({"not_supported", "ceiling", "loop", "busy"})
# Who blocks us is asked again much later, where it did not say when.
_REST_S: Final = {"rate_limited": 60.0, "blocked": 600.0, "login_required": 60.0, "auth": 300.0}


@dataclass(slots=True)
class Record:
    """What one provider did at one endpoint since the start."""

    calls: int = 0
    attempts: int = 0
    answers: int = 0
    nothings: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    last_failure: str | None = None
    drift: Drift = field(default_factory=Drift)

    @property
    def success(self) -> float | None:
        """Share of calls that were answered, also with "there is nothing"; None before any."""
        return (self.answers + self.nothings) / self.calls if self.calls else None

    @property
    def latency_ms(self) -> int | None:
        """Mean time of a call in milliseconds; None before any."""
        return int(self.seconds / self.calls * 1000) if self.calls else None


@dataclass(slots=True)
class _Visit:
    """One call at the desk, and whether its provider heard of it yet."""

    question: Call
    record: Record
    was_attempted: bool = False


class Desk:
    """Asks one provider.

    Raises what the provider raises; UpstreamError with `reason` `resting` or `ceiling` when it is
    not asked at all; UpstreamTimeout when an attempt takes longer than its manners allow, or the
    call longer than its own time.
    """

    def __init__(
        self,
        provider: Provider,
        clock: Clock,
        *,
        manners: Manners | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.provider = provider
        self.name = provider.name
        self.manners = manners or provider.manners
        self.records: defaultdict[str, Record] = defaultdict(Record)
        self._clock = clock
        self._sleep = sleep
        self._breakers: defaultdict[type[Call], Breaker] = defaultdict(lambda: Breaker(clock))
        self._budget = RetryBudget()
        if self.manners:
            self._places = asyncio.Semaphore(self.manners.concurrency)
            self.today = DayCount(clock, self.manners.per_day)
            # One at a time: "20 a minute" is one every three seconds, never twenty at once.
            per_minute = self.manners.per_minute
            self._pace = AsyncLimiter(1, 60 / per_minute) if per_minute else None

    def state(self, endpoint: type[Call]) -> str:
        """Say how it stands: `closed` is well, `open` rests, `half-open` may be tried."""
        if self.manners and self.today.is_spent:
            return "ceiling"
        return self._breakers[endpoint].state

    def is_ready(self, endpoint: type[Call]) -> bool:
        """Whether asking now has a chance."""
        return self.provider.can_answer(endpoint) and self.state(endpoint) in (
            "closed",
            "half-open",
        )

    async def ask(self, question: Call, within_s: float | None = None) -> Model:
        """Ask for one call; None is all the time that the manners allow."""
        record = self.records[question.name]
        record.calls += 1
        try:
            if self.manners:
                return await self._watched_within(_Visit(question, record), within_s, self.manners)
            # Nearly always it answers without waiting for anything.
            return await within(self._counted(record, self.provider.answer(question)), within_s)
        except TimeoutError:
            raise UpstreamTimeout("No provider answered in time.") from None

    async def _watched_within(
        self, visit: _Visit, within_s: float | None, manners: Manners
    ) -> Model:
        await in_task()
        try:
            async with asyncio.timeout(within_s):
                return await self._watched(visit, manners)
        except TimeoutError:
            self._ran_out(visit)
            raise

    async def _watched(self, visit: _Visit, manners: Manners) -> Model:
        breaker = self._breakers[type(visit.question)]
        if self.today.is_spent or not breaker.admit():
            visit.record.calls -= 1
            raise self._not_asked(breaker)
        self._budget.deposit()
        try:
            answer = await self._counted(visit.record, self._patiently(visit, manners))
        except NotFound:
            breaker.succeed()
            raise
        except (UpstreamError, UpstreamTimeout) as problem:
            if problem.reason in _OF_THIS_CALL:
                breaker.abandon()
            else:
                breaker.fail(_rest_of(problem))
            raise
        except BaseException:
            breaker.abandon()
            raise
        breaker.succeed()
        visit.record.drift.saw(answer)
        return answer

    def _ran_out(self, visit: _Visit) -> None:
        # Whose time was over in our own queue was not failed by the provider.
        visit.record.failures["deadline" if visit.was_attempted else "queue"] += 1
        if visit.was_attempted:
            self._breakers[type(visit.question)].fail()

    async def _counted(self, record: Record, asking: Awaitable[Model]) -> Model:
        started_s = self._clock.monotonic_s()
        try:
            answer = await asking
        except NotFound:
            record.nothings += 1
            raise
        except (UpstreamError, UpstreamTimeout) as problem:
            record.failures[problem.reason or problem.code] += 1
            record.last_failure = problem.message
            raise
        finally:
            record.seconds += self._clock.monotonic_s() - started_s
        record.answers += 1
        return answer

    async def _patiently(self, visit: _Visit, manners: Manners) -> Model:
        # Who came through another server does not queue: that server may itself hold the places
        # that it queues for, while it waits for this very answer.
        if VIA.get() and self._places.locked():
            raise UpstreamError(f"{self.name} is asked by too many at once.", reason="busy")
        async with self._places:
            return await self._until_answered(visit, manners)

    async def _until_answered(self, visit: _Visit, manners: Manners) -> Model:
        try:
            return await self._attempt(visit, manners)
        except (UpstreamError, UpstreamTimeout) as problem:
            failures = [problem]

        async def attempt() -> Model:
            if failures:
                raise failures.pop()
            return await self._attempt(visit, manners)

        # Making one takes as long as the rest of the desk, and most calls need none: a failure is
        # handed to it as its first attempt.
        answer: Model = await AsyncRetrying(
            stop=stop_after_attempt(manners.attempts),
            wait=wait_random_exponential(multiplier=0.2, max=3.0),
            retry=lambda state: self._may_retry(state, manners),
            sleep=self._sleep,
            reraise=True,
        )(attempt)
        return answer

    async def _attempt(self, visit: _Visit, manners: Manners) -> Model:
        if self._pace:
            await self._pace.acquire()
        self.today.take()
        visit.record.attempts += 1
        visit.was_attempted = True
        try:
            async with asyncio.timeout(manners.timeout_s):
                return await self.provider.answer(visit.question)
        except TimeoutError:
            raise UpstreamTimeout(f"{self.name} did not answer in time.") from None

    def _may_retry(self, state: RetryCallState, manners: Manners) -> bool:
        problem = state.outcome.exception() if state.outcome else None
        is_passing = isinstance(problem, UpstreamTimeout) or (
            isinstance(problem, UpstreamError) and problem.reason in _PASSING
        )
        is_last = state.attempt_number >= manners.attempts
        return is_passing and not (is_last or self.today.is_spent) and self._budget.withdraw()

    def _not_asked(self, breaker: Breaker) -> Problem:
        if self.today.is_spent:
            return UpstreamError(f"{self.name} was asked enough for today.", reason="ceiling")
        return UpstreamError(
            f"{self.name} keeps failing and is left alone for a while.",
            reason="resting",
            retry_after_s=int(breaker.rests_for_s) + 1,
        )


def _rest_of(problem: Problem) -> float | None:
    if problem.retry_after_s is not None:
        return float(problem.retry_after_s)
    return _REST_S.get(problem.reason or "")
