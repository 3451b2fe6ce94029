"""Asks the live providers by itself: drift, and who is well again, show without traffic."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.catalog.reading import read_call
from instagramapi.errors import Problem
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.turn import Turns

log = structlog.get_logger()

# The rest of the day's ceiling is for callers.
_SHARE_OF_THE_DAY = 0.8

Question = tuple[Desk, Call]


class Canary:
    """Asks each provider beyond this process for each endpoint's example, in turn, for ever.

    A question goes through the provider's desk: with its manners, and into its records and
    breakers. It touches neither the cache nor the books.
    """

    def __init__(
        self,
        turns: Turns,
        catalogue: Catalogue,
        *,
        every_s: float,
        may_ask: Callable[[Call], bool],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`every_s` is the pause before each question; `may_ask` says whom to leave alone."""
        self.round: Final = _questions(turns.desks, catalogue)
        """What is asked of whom, in this order."""
        self._may_ask = may_ask
        self._every_s = every_s
        self._sleep = sleep

    async def run(self) -> None:
        """Ask until cancelled; at once over where there is nobody to ask, or the pace is 0."""
        while self._every_s and self.round:
            for desk, question in self.round:
                await self._sleep(self._every_s)
                await self.check(desk, question)

    async def check(self, desk: Desk, question: Call) -> None:
        """Ask one question, unless it must not be asked now; log what came of it."""
        if not self._may_ask(question) or _is_nearly_spent(desk):
            return
        outcome, reason = "answer", None
        try:
            await desk.ask(question)
        except Problem as problem:
            outcome, reason = problem.code, problem.reason
        except Exception:
            # A fault in one provider must not end the watch over the others.
            log.exception("canary_failed", provider=desk.name, endpoint=question.name)
            return
        log.info(
            "canary", provider=desk.name, endpoint=question.name, outcome=outcome, reason=reason
        )


def _questions(desks: Sequence[Desk], catalogue: Catalogue) -> list[Question]:
    # Endpoint by endpoint, so that no provider gets all its questions in a row.
    return [
        (desk, read_call(endpoint, list(endpoint.example.items()))[0])
        for endpoint in catalogue
        for desk in desks
        if desk.manners and endpoint.credits and desk.provider.can_answer(endpoint)
    ]


def _is_nearly_spent(desk: Desk) -> bool:
    per_day = desk.manners.per_day if desk.manners else None
    return per_day is not None and desk.today.used >= _SHARE_OF_THE_DAY * per_day
