"""How one metered call runs. `Gateway.answer` is the story, `Gateway._settle` its end."""

import asyncio
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import structlog

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import Keys
from instagramapi.accounts.suppression import Suppression
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page
from instagramapi.errors import (
    BadParameter,
    InternalError,
    NotFound,
    Overloaded,
    Problem,
    Unavailable,
    UpstreamTimeout,
)
from instagramapi.gateway.billing import CachedPrice, charge
from instagramapi.gateway.naming import Naming
from instagramapi.gateway.own import OwnAnswers
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.request import Request
from instagramapi.gateway.standing import Admission, Standing, without_frames
from instagramapi.kit.clock import Clock
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import Hold, HoldClosed, Ledger, Receipt, Usage, UsageKind
from instagramapi.upstream.fetch import Attempt, Fetched, Upstream

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a gateway is made of."""

    keys: Keys
    suppression: Suppression
    ledger: Ledger
    live: Upstream
    sandbox: Upstream
    own: OwnAnswers
    clock: Clock
    rate_limit: RateLimit | None = None
    """The limit of keys that have none of their own."""
    cached: CachedPrice = "free"
    naming: Naming


Own = tuple[bytes, str | None]
"""What this server answers by itself: the data, and the cursor of the next page."""


class _Cost(NamedTuple):
    """What one request cost, and for what; `held` credits were set aside, or only looked at."""

    held: int
    queried: bool = False
    credits_charged: int = 0
    attempts: str | None = None


@dataclass(slots=True)
class _Visit:
    """What became of one request so far."""

    request: Request
    standing: Standing
    hold: Hold | None = None
    asked: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    fetched: Fetched | None = None
    own: Own | None = None


class Gateway:
    """Answers requests: every one ends in a reply, and in one row of the books."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._admission = Admission(
            parts.keys,
            parts.suppression,
            naming=parts.naming,
            clock=parts.clock,
            rate_limit=parts.rate_limit,
        )

    async def answer(self, request: Request, standing: Standing | None = None) -> Reply:
        """Answer one request for an endpoint of the catalogue, which stands there if that holds."""
        visit = _Visit(request, standing or self._admission.begin(request))
        problem: Problem | None = None
        try:
            if standing is None:
                self._admission.judge(request, visit.standing)
            reply = self.at_once(visit.standing, request.id, request.started_s)
            if reply:
                await self._parts.ledger.catch_up()
                return reply
            await self._run(visit)
        except Problem as raised:
            problem = without_frames(raised)
        except Exception:
            log.exception("internal_error", request_id=request.id, endpoint=request.endpoint.name)
            problem = InternalError(f"This server made a mistake. It is logged under {request.id}.")
        return await self._settle(visit, problem)

    def at_once(self, standing: Standing, request_id: str, started_s: float) -> Reply | None:
        """Answer what nobody is asked for: a refusal, or a free copy. None where it takes more."""
        if standing.asks_anew:
            return None
        problem, fetched = standing.problem, None
        if problem is None:
            try:
                fetched = self._free_copy(standing)
            except Problem as refused:
                problem = without_frames(refused)
            else:
                if fetched is None:
                    return None
                problem = _nothing(fetched)
        ms = self._ms_since(started_s)
        receipt, key = None, standing.key
        if key:
            is_covered = fetched is not None and key.mode == "live"
            cost = _free(standing.call.credits if is_covered and standing.call else 0)
            at_s = self._touch(key)
            row = _row(
                standing, key, request_id, cost, at_s, ms=ms, fetched=fetched, problem=problem
            )
            receipt = self._parts.ledger.note(row)
        return self._reply(standing, request_id, receipt, ms=ms, fetched=fetched, problem=problem)

    def holds(self, standing: Standing) -> bool:
        """Tell whether a request with the same bytes stands there still, and need not wait."""
        return self._admission.holds(standing) and not self._parts.ledger.is_behind

    def who(self, secret: str) -> Key | None:
        """Find the key that works now; None where there is none."""
        return self._parts.keys.known(secret, self._parts.clock.epoch_s())

    async def refuse(
        self, problem: Problem, request_id: str, endpoint: str | None, secret: str
    ) -> Reply:
        """Refuse what never became a call: no such path, wrong method, too long. No row, free."""
        key = self.who(secret)
        receipt = None
        if key:
            receipt = Receipt(0, await self._parts.ledger.balance(key.account_id), None)
        return Reply(
            request_id=request_id,
            endpoint=endpoint,
            receipt=receipt,
            ms=0,
            problem=problem,
            is_sandbox=_is_sandbox(key),
            key_id=key.id if key else None,
        )

    def _free_copy(self, standing: Standing) -> Fetched | None:
        """Find the copy that is fresh enough, where such copies are free; None where there is none.

        Raises what refuses the call for want of credits, as if it were to be paid for.
        """
        key, call = standing.key, standing.call
        if key is None or call is None or self._parts.cached != "free":
            return None
        if standing.endpoint in self._parts.own:
            return None
        copy = self._upstream(key).fresh(call, standing.options.max_age_s)
        if copy and key.mode == "live":
            self._parts.ledger.cover(key.account_id, key.id, call.credits, standing.caps)
        return copy

    def _upstream(self, key: Key) -> Upstream:
        return self._parts.live if key.mode == "live" else self._parts.sandbox

    async def _run(self, visit: _Visit) -> None:
        """Is it covered, ask, done: what is left where a call is neither refused nor free."""
        key, call = visit.standing.key, visit.standing.call
        assert key and call, "who has no key and asks for nothing is refused at once"  # noqa: S101
        own = self._parts.own.get(visit.request.endpoint)
        if own:
            answer = await own(call, key)
            cursor = answer.next_cursor if isinstance(answer, Page) else None
            visit.own = answer.__pydantic_serializer__.to_json(answer), cursor
            return
        upstream = self._upstream(key)
        # A copy that is free was looked for already.
        is_paid = self._parts.cached == "full"
        fresh = upstream.fresh(call, visit.standing.options.max_age_s) if is_paid else None
        if fresh is None and upstream.is_saturated:
            raise Overloaded("Too many calls are under way; ask again.", retry_after_s=1)
        if key.mode == "live":
            visit.hold = await self._parts.ledger.hold(
                request_id=visit.request.id,
                account_id=key.account_id,
                key_id=key.id,
                credits=call.credits,
                caps=visit.standing.caps,
            )
        visit.fetched = fresh or await self._ask(visit, call, upstream)
        nothing = _nothing(visit.fetched)
        if nothing:
            raise nothing

    async def _ask(self, visit: _Visit, call: Call, upstream: Upstream) -> Fetched:
        options = visit.standing.options
        if options.only_cached:
            raise NotFound("Nothing is kept for this request yet.", reason="not_cached")
        visit.asked = True
        may_join = options.max_age_s != 0
        asking = upstream.live(call, may_join=may_join, attempts=visit.attempts)
        if visit.request.ends_s is None:
            return await asking
        try:
            async with asyncio.timeout_at(visit.request.ends_s):
                return await asking
        except TimeoutError:
            raise UpstreamTimeout("The time of the whole batch is over; ask again.") from None

    async def _settle(self, visit: _Visit, problem: Problem | None) -> Reply:
        """Charge or let go, write the row, and put together what the caller is told."""
        ms = self._ms_since(visit.request.started_s)
        try:
            receipt = await self._book(visit, problem, ms)
        except HoldClosed:
            # The answer outlived its hold, so nothing can pay for it: it stays in the cache only.
            problem, visit.fetched = UpstreamTimeout("The answer came too late; ask again."), None
            receipt = await self._book(visit, problem, ms)
        return self._reply(
            visit.standing,
            visit.request.id,
            receipt,
            ms=ms,
            fetched=visit.fetched,
            problem=problem,
            own=visit.own,
        )

    async def _book(self, visit: _Visit, problem: Problem | None, ms: int) -> Receipt | None:
        """Charge the hold or let it go; write the row of the request. None where nobody pays."""
        key, fetched, ledger = visit.standing.key, visit.fetched, self._parts.ledger
        if key is None:
            return None
        held = visit.hold.credits if visit.hold else 0
        cost = _Cost(
            held,
            fetched.queried if fetched else _was_queried(visit, problem),
            charge(
                held,
                source=fetched.source if fetched else None,
                problem=type(problem) if problem else None,
                cached=self._parts.cached,
            ),
            _worth_noting(visit.attempts, fetched),
        )
        at_s, of = self._touch(key), visit.request.id
        row = _row(visit.standing, key, of, cost, at_s, ms=ms, fetched=fetched, problem=problem)
        if visit.hold:
            return await ledger.settle(visit.hold, row)
        receipt = ledger.note(row)
        await ledger.catch_up()
        return receipt

    def _touch(self, key: Key) -> float:
        """Note that a key is used now, and return when that is."""
        now_s = self._parts.clock.epoch_s()
        self._parts.keys.touch(key.id, now_s)
        return now_s

    def _ms_since(self, started_s: float) -> int:
        return int((self._parts.clock.monotonic_s() - started_s) * 1000)

    def _reply(
        self,
        standing: Standing,
        request_id: str,
        receipt: Receipt | None,
        *,
        ms: int,
        fetched: Fetched | None,
        problem: Problem | None,
        own: Own | None = None,
    ) -> Reply:
        key, options = standing.key, standing.options
        copy = fetched.copy if fetched else None
        data, next_cursor = (copy.data, copy.next_cursor) if copy else own or (None, None)
        return Reply(
            request_id,
            standing.endpoint.name,
            receipt,
            ms,
            None if problem else data,
            problem,
            fetched,
            next_cursor,
            int(self._parts.clock.epoch_s() - copy.fetched_at_s) if copy else 0,
            options.selection,
            options.is_proxied,
            options.table,
            standing.owner if options.is_proxied else None,
            standing.allowance,
            _is_sandbox(key),
            key.id if key else None,
            standing.subject,
            standing=standing,
        )


def _row(
    standing: Standing,
    key: Key,
    request_id: str,
    cost: _Cost,
    at_s: float,
    *,
    ms: int,
    fetched: Fetched | None,
    problem: Problem | None,
) -> Usage:
    """Write the row of the request log."""
    kind = UsageKind(
        key.account_id,
        key.id,
        key.mode,
        standing.endpoint.name,
        problem.status if problem else 200,
        problem.code if problem else None,
        problem.reason if problem else None,
        fetched.copy.provider if fetched else None,
        fetched.source if fetched else None,
        cost.queried,
        cost.credits_charged,
        cost.held,
    )
    return Usage(request_id, kind, ms, at_s, standing.subject, cost.attempts)


@lru_cache(128)
def _free(held: int) -> _Cost:
    """Say of a call that it cost nothing, and how many credits it was held against."""
    return _Cost(held)


def _is_sandbox(key: Key | None) -> bool:
    return key is not None and key.mode == "test"


def _nothing(fetched: Fetched) -> NotFound | None:
    """Say that there is nothing, where that is what the copy says."""
    nothing = fetched.copy.nothing
    return NotFound(nothing[0], reason=nothing[1]) if nothing else None


def _was_queried(visit: _Visit, problem: Problem | None) -> bool:
    # A foreign cursor and an endpoint that nobody serves are noticed before anybody is asked.
    return visit.asked and not isinstance(problem, (BadParameter, Unavailable))


def _worth_noting(attempts: list[Attempt], fetched: Fetched | None) -> str | None:
    # Of one plain question the row says everything already, and nearly all are plain.
    is_plain = len(attempts) == 1 and fetched is not None and fetched.source == "miss"
    return None if is_plain or not attempts else json.dumps(attempts, separators=(",", ":"))
