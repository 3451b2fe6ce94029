"""How one metered call runs. `Gateway._run` is the story, `Gateway._settle` its end."""

import asyncio
import json
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

import structlog

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import REFUSAL, Keys
from instagramapi.accounts.screening import REFUSED
from instagramapi.accounts.suppression import Suppression
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page
from instagramapi.catalog.owners import account_in
from instagramapi.catalog.reading import DEFAULT_OPTIONS, Options, read_call
from instagramapi.errors import (
    BadParameter,
    Forbidden,
    InternalError,
    InvalidApiKey,
    NotFound,
    Overloaded,
    Problem,
    Suppressed,
    Unavailable,
    UpstreamTimeout,
)
from instagramapi.gateway.billing import CachedPrice, charge
from instagramapi.gateway.limits import Allowance, RateLimiter, refuse_excess
from instagramapi.gateway.naming import Naming
from instagramapi.gateway.own import OwnAnswers
from instagramapi.gateway.reply import Reply, Request
from instagramapi.kit.clock import Clock
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import Caps, Hold, HoldClosed, Ledger, Receipt, Usage
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


@dataclass(slots=True)
class _Visit:
    """What is known of one request so far."""

    request: Request
    key: Key | None
    allowance: Allowance | None = None
    call: Call | None = None
    options: Options = DEFAULT_OPTIONS
    subject: str | None = None
    hold: Hold | None = None
    held: int = 0
    asked: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    fetched: Fetched | None = None
    data: bytes | None = None
    next_cursor: str | None = None


class Gateway:
    """Answers requests: every one ends in a reply, and in one row of the books."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._limiter = RateLimiter(parts.clock)

    async def answer(self, request: Request) -> Reply:
        """Answer one request for an endpoint of the catalogue."""
        visit = _Visit(request, self._payer(request))
        problem: Problem | None = None
        try:
            await self._run(visit)
        except Problem as raised:
            problem = raised
        except Exception:
            log.exception("internal_error", request_id=request.id, endpoint=request.endpoint.name)
            problem = InternalError(f"This server made a mistake. It is logged under {request.id}.")
        return await self._settle(visit, problem)

    def who(self, secret: str) -> Key | None:
        """Find the key that works now; None where there is none."""
        return self._parts.keys.known(secret, self._parts.clock.epoch_s())

    def _payer(self, request: Request) -> Key | None:
        key = request.key
        if key is None:
            return self.who(request.secret)
        return key if key.works_at(self._parts.clock.epoch_s()) else None

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

    async def _run(self, visit: _Visit) -> None:
        """Whose key, may they, what do they ask, is it covered, ask, done."""
        key = self._admit(visit)
        visit.call, visit.options = read_call(visit.request.endpoint, visit.request.pairs)
        subject = visit.call.subject
        visit.subject = self._parts.naming.name(subject) if subject else None
        self._refuse_suppressed(visit.call)
        own = self._parts.own.get(visit.request.endpoint)
        if own:
            answer = await own(visit.call, key)
            visit.data = answer.__pydantic_serializer__.to_json(answer)
            visit.next_cursor = answer.next_cursor if isinstance(answer, Page) else None
            return
        upstream = self._parts.live if key.mode == "live" else self._parts.sandbox
        fresh = await upstream.fresh(visit.call, visit.options.max_age_s)
        if fresh is None and upstream.is_saturated:
            raise Overloaded("Too many calls are under way; ask again.", retry_after_s=1)
        if key.mode == "live":
            await self._cover(visit, key, visit.call, is_fresh=fresh is not None)
        visit.fetched = fresh or await self._ask(visit, visit.call, upstream)
        if visit.fetched.copy.nothing:
            message, reason = visit.fetched.copy.nothing
            raise NotFound(message, reason=reason)
        visit.data = visit.fetched.copy.data
        visit.next_cursor = visit.fetched.copy.next_cursor

    async def _cover(self, visit: _Visit, key: Key, call: Call, *, is_fresh: bool) -> None:
        """Set the price aside; for what is free whatever follows, only see that it is there."""
        ledger = self._parts.ledger
        caps = Caps(key.cap_day, key.cap_month)
        payer = {"account_id": key.account_id, "key_id": key.id}
        if is_fresh and self._parts.cached == "free":
            ledger.cover(**payer, credits=call.credits, caps=caps)
        else:
            visit.hold = await ledger.hold(
                request_id=visit.request.id, **payer, credits=call.credits, caps=caps
            )
        visit.held = call.credits

    def _admit(self, visit: _Visit) -> Key:
        request, key = visit.request, visit.key
        if request.refused:
            raise request.refused
        if key is None:
            raise InvalidApiKey(REFUSAL)
        _require_scope(key, request.endpoint)
        _require_address(key, request.address)
        limit = key.rate_limit or self._parts.rate_limit
        if limit:
            visit.allowance = self._limiter.take(key.id, limit)
            refuse_excess(visit.allowance)
        return key

    def _refuse_suppressed(self, call: Call) -> None:
        if self._parts.suppression:
            owner = account_in(call.subject)
            if owner and self._parts.suppression.has(owner):
                raise Suppressed(REFUSED)

    async def _ask(self, visit: _Visit, call: Call, upstream: Upstream) -> Fetched:
        if visit.options.only_cached:
            raise NotFound("Nothing is kept for this request yet.", reason="not_cached")
        visit.asked = True
        may_join = visit.options.max_age_s != 0
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
        ms = int((self._parts.clock.monotonic_s() - visit.request.started_s) * 1000)
        try:
            receipt = await self._book(visit, problem, ms)
        except HoldClosed:
            # The answer outlived its hold, so nothing can pay for it: it stays in the cache only.
            problem, visit.fetched = UpstreamTimeout("The answer came too late; ask again."), None
            receipt = await self._book(visit, problem, ms)
        return self._reply(visit, problem, receipt, ms)

    async def _book(self, visit: _Visit, problem: Problem | None, ms: int) -> Receipt | None:
        """Charge the hold or let it go; write the row of the request. None where nobody pays."""
        if visit.key is None:
            return None
        self._parts.keys.touch(visit.key.id, self._parts.clock.epoch_s())
        usage = self._usage(visit, visit.key, problem, ms)
        if visit.hold:
            return await self._parts.ledger.settle(visit.hold, usage)
        return await self._parts.ledger.record(usage)

    def _reply(
        self, visit: _Visit, problem: Problem | None, receipt: Receipt | None, ms: int
    ) -> Reply:
        fetched = visit.fetched
        return Reply(
            request_id=visit.request.id,
            endpoint=visit.request.endpoint.name,
            receipt=receipt,
            ms=ms,
            data=None if problem else visit.data,
            problem=problem,
            fetched=fetched,
            next_cursor=visit.next_cursor,
            age_s=int(self._parts.clock.epoch_s() - fetched.copy.fetched_at_s) if fetched else 0,
            selection=visit.options.selection,
            is_proxied=visit.options.is_proxied,
            table=visit.options.table,
            owner=account_in(visit.call.subject)
            if visit.call and visit.options.is_proxied
            else None,
            allowance=visit.allowance,
            is_sandbox=_is_sandbox(visit.key),
            key_id=visit.key.id if visit.key else None,
            subject=visit.subject,
        )

    def _usage(self, visit: _Visit, key: Key, problem: Problem | None, ms: int) -> Usage:
        fetched, hold = visit.fetched, visit.hold
        return Usage(
            request_id=visit.request.id,
            account_id=key.account_id,
            key_id=key.id,
            mode=key.mode,
            endpoint=visit.request.endpoint.name,
            status=problem.status if problem else 200,
            code=problem.code if problem else None,
            reason=problem.reason if problem else None,
            provider=fetched.copy.provider if fetched else None,
            cache=fetched.source if fetched else None,
            queried=fetched.queried if fetched else _was_queried(visit, problem),
            credits_charged=charge(
                hold.credits if hold else 0,
                source=fetched.source if fetched else None,
                problem=type(problem) if problem else None,
                cached=self._parts.cached,
            ),
            ms=ms,
            at=self._parts.clock.epoch_s(),
            subject=visit.subject,
            held=visit.held,
            attempts=_worth_noting(visit.attempts, fetched),
        )


def _is_sandbox(key: Key | None) -> bool:
    return key is not None and key.mode == "test"


def _was_queried(visit: _Visit, problem: Problem | None) -> bool:
    # A foreign cursor and an endpoint that nobody serves are noticed before anybody is asked.
    return visit.asked and not isinstance(problem, (BadParameter, Unavailable))


def _worth_noting(attempts: list[Attempt], fetched: Fetched | None) -> str | None:
    # Of one plain question the row says everything already, and nearly all are plain.
    is_plain = len(attempts) == 1 and fetched is not None and fetched.source == "miss"
    return None if is_plain or not attempts else json.dumps(attempts, separators=(",", ":"))


def _require_scope(key: Key, endpoint: type[Call]) -> None:
    if key.scopes and endpoint.name not in key.scopes:
        names = ", ".join(sorted(key.scopes))
        raise Forbidden(f"This key may only call: {names}.", reason="scope")


def _require_address(key: Key, address: str) -> None:
    if not key.addresses:
        return
    caller = _address(address)
    if caller is None or not any(caller in network for network in key.addresses):
        raise Forbidden("This key may not be used from your address.", reason="address")


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """Read the caller's address; None where there is none, as on a Unix socket."""
    try:
        address = ip_address(written)
    except ValueError:
        return None
    # A dual-stack socket shows an IPv4 caller as ::ffff:203.0.113.7.
    return getattr(address, "ipv4_mapped", None) or address
