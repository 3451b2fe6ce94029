"""Many calls in one request: each runs, is charged and is told as if it had come alone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import REFUSAL
from instagramapi.errors import InvalidApiKey, Problem
from instagramapi.gateway.call import Gateway
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.request import Request
from instagramapi.kit.clock import Clock
from instagramapi.ledger.ledger import Ledger, Receipt

NAME = "batch"
_AT_ONCE = 8
# A call that begins at once has its whole deadline, and then some time to let an old copy stand in.
_GRACE_S = 1.0

AnswerOne = Callable[[Request], Awaitable[Reply]]
"""How a door answers one call, and what it makes of a mistake of ours."""


@dataclass(frozen=True, slots=True)
class NoCall:
    """A place in a batch at which there is no call, and why."""

    id: str
    problem: Problem


class Batches:
    """Runs batches: a few calls at once, all within one deadline.

    Each call takes its own hold when it begins, so a batch never overdraws: where the credits
    end, its later calls are refused with 402.
    """

    def __init__(
        self, gateway: Gateway, ledger: Ledger, clock: Clock, *, deadline_s: float
    ) -> None:
        self._gateway = gateway
        self._ledger = ledger
        self._clock = clock
        self._within_s = deadline_s + _GRACE_S

    async def answer(
        self, request_id: str, secret: str, calls: Sequence[Request | NoCall], one: AnswerOne
    ) -> Reply:
        """Answer a batch by answering each call; the results are in the order of the calls."""
        key = self._gateway.who(secret)
        if key is None:
            return await self._gateway.refuse(InvalidApiKey(REFUSAL), request_id, NAME, secret)
        started_s = self._clock.monotonic_s()
        ends_s = asyncio.get_running_loop().time() + self._within_s
        places = asyncio.Semaphore(_AT_ONCE)

        async def result_of(call: Request | NoCall) -> Reply:
            async with places:
                if isinstance(call, NoCall):
                    return await self._gateway.refuse(call.problem, call.id, None, secret)
                now_s = self._clock.monotonic_s()
                return await one(call._replace(started_s=now_s, ends_s=ends_s))

        results = await asyncio.gather(*map(result_of, calls))
        return Reply(
            request_id=request_id,
            endpoint=NAME,
            receipt=await self._receipt(results, key),
            ms=int((self._clock.monotonic_s() - started_s) * 1000),
            key=key,
            results=tuple(results),
        )

    async def _receipt(self, results: Sequence[Reply], key: Key) -> Receipt:
        """Add up; what remains is what the last of its commits left behind."""
        charges = [charge for result in results for charge in result.charges]
        if not charges:
            return Receipt(0, await self._ledger.balance(key.account_id), None)
        last = max(charges, key=lambda charge: charge.sequence or 0)
        charged = sum(charge.credits_charged for charge in charges)
        return Receipt(charged, last.credits_remaining, None)
