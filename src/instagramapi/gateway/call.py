"""How one metered call runs. `Gateway.answer` is the story, `Gateway._settle` its end."""

import asyncio
import json
from dataclasses import dataclass, field

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
from instagramapi.gateway.standing import Admission, Standing, Told, without_frames
from instagramapi.kit.clock import Clock
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import Hold, HoldClosed, Ledger, Receipt, Usage, UsageKind
from instagramapi.upstream.fetch import Attempt, Copy, Fetched, Upstream

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
        key, problem, copy = standing.key, standing.problem, None
        if problem is None:
            try:
                copy = self._free_copy(standing)
            except Problem as refused:
                problem = without_frames(refused)
            else:
                if copy is None:
                    return None
                problem = _nothing(copy)
        parts = self._parts
        now_s = parts.clock.epoch_s()
        ms = self._ms_since(started_s)
        reply = Reply(request_id, standing.endpoint.name, None, ms, standing, key, problem)
        told: Told = (None, None, False, 0, 0)
        if copy and key and standing.call:
            reply.tell(copy, "hit", now_s)
            held = standing.call.credits if key.mode == "live" else 0
            told = (copy.provider, "hit", False, 0, held)
        if key:
            parts.keys.touch(key.id, now_s)
            kind = _kind(standing, key, problem, told)
            row = Usage(request_id, kind, ms, now_s, standing.subject)
            reply.receipt = parts.ledger.note(row)
        return reply

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
        return Reply(request_id, endpoint, receipt, ms=0, key=key, problem=problem)

    def _free_copy(self, standing: Standing) -> Copy | None:
        """Find the copy that is fresh enough, where such copies are free; None where there is none.

        Raises what refuses the call for want of credits, as if it were to be paid for.
        """
        key, call, parts = standing.key, standing.call, self._parts
        if key is None or call is None or parts.cached != "free":
            return None
        if standing.endpoint in parts.own:
            return None
        copy = self._upstream(key).fresh(call, standing.options.max_age_s)
        if copy and key.mode == "live":
            parts.ledger.cover(key.account_id, key.id, call.credits, standing.caps)
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
        visit.fetched = Fetched(fresh, "hit", queried=False) if fresh else None
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
        if visit.fetched is None:
            visit.fetched = await self._ask(visit, call, upstream)
        nothing = _nothing(visit.fetched.copy)
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
        return self._reply(visit, receipt, ms, problem)

    async def _book(self, visit: _Visit, problem: Problem | None, ms: int) -> Receipt | None:
        """Charge the hold or let it go; write the row of the request. None where nobody pays."""
        key, fetched, ledger = visit.standing.key, visit.fetched, self._parts.ledger
        if key is None:
            return None
        source = fetched.source if fetched else None
        held = visit.hold.credits if visit.hold else 0
        credits_charged = charge(
            held,
            source=source,
            problem=type(problem) if problem else None,
            cached=self._parts.cached,
        )
        provider = fetched.copy.provider if fetched else None
        queried = fetched.queried if fetched else _was_queried(visit, problem)
        told = (provider, source, queried, credits_charged, held)
        kind = _kind(visit.standing, key, problem, told)
        now_s, attempts = self._parts.clock.epoch_s(), _worth_noting(visit.attempts, fetched)
        self._parts.keys.touch(key.id, now_s)
        row = Usage(visit.request.id, kind, ms, now_s, visit.standing.subject, attempts)
        if visit.hold:
            return await ledger.settle(visit.hold, row)
        receipt = ledger.note(row)
        await ledger.catch_up()
        return receipt

    def _ms_since(self, started_s: float) -> int:
        return int((self._parts.clock.monotonic_s() - started_s) * 1000)

    def _reply(
        self, visit: _Visit, receipt: Receipt | None, ms: int, problem: Problem | None
    ) -> Reply:
        standing, fetched = visit.standing, visit.fetched
        name = standing.endpoint.name
        reply = Reply(visit.request.id, name, receipt, ms, standing, standing.key, problem)
        if fetched:
            reply.tell(fetched.copy, fetched.source, self._parts.clock.epoch_s())
        elif visit.own and not problem:
            reply.data, reply.next_cursor = visit.own
        return reply


def _kind(standing: Standing, key: Key, problem: Problem | None, told: Told) -> UsageKind:
    """Say what the row of the request log shares with others.

    It is said once for all who stand there, where it depends on nothing that passes.
    """
    is_lasting = problem is standing.problem
    kind = standing.kinds.get(told) if is_lasting else None
    if kind is None:
        kind = UsageKind(
            key.account_id,
            key.id,
            key.mode,
            standing.endpoint.name,
            problem.status if problem else 200,
            problem.code if problem else None,
            problem.reason if problem else None,
            *told,
        )
        if is_lasting:
            standing.kinds[told] = kind
    return kind


def _nothing(copy: Copy) -> NotFound | None:
    """Say that there is nothing, where that is what the copy says."""
    nothing = copy.nothing
    return NotFound(nothing[0], reason=nothing[1]) if nothing else None


def _was_queried(visit: _Visit, problem: Problem | None) -> bool:
    # A foreign cursor and an endpoint that nobody serves are noticed before anybody is asked.
    return visit.asked and not isinstance(problem, (BadParameter, Unavailable))


def _worth_noting(attempts: list[Attempt], fetched: Fetched | None) -> str | None:
    # Of one plain question the row says everything already, and nearly all are plain.
    is_plain = len(attempts) == 1 and fetched is not None and fetched.source == "miss"
    return None if is_plain or not attempts else json.dumps(attempts, separators=(",", ":"))
