"""Many callers at once, of every kind, who remember exactly what they were told."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from client import Answer, Connection, Cut
from harness import Payer

CALLERS = 120
LEAVERS = 8
SLOW_READERS = 4
_PRICES = {"/v1/profile": 1, "/v1/profile/about": 2}
_KINDS = {"ok": 46, "missing": 16, "error": 12, "timeout": 6, "slow": 10, "hang": 1, "shared": 9}
_REPEATS = 0.08
_LITTLE_BYTES = 4096


@dataclass(slots=True, eq=False)
class Attempt:
    """One request that was sent, and the whole answer if there was one."""

    payer: Payer
    target: str
    handle: str
    price: int
    is_leaver: bool = False
    answer: Answer | None = None


@dataclass(slots=True)
class Crowd:
    """The callers of one server's life; `attempts` is all that they did."""

    payers: list[Payer]
    port: int
    name: str
    attempts: list[Attempt] = field(default_factory=list)
    in_flight: int = 0
    has_gathered: asyncio.Event = field(default_factory=asyncio.Event)
    """All callers have asked something."""
    _numbers: Iterable[int] = field(default_factory=itertools.count)

    async def run(self) -> None:
        """Ask until the server is gone."""
        callers = [self._caller() for _ in range(CALLERS)]
        leavers = [self._leaver() for _ in range(LEAVERS)]
        readers = [self._slow_reader() for _ in range(SLOW_READERS)]
        await asyncio.gather(*callers, *leavers, *readers)

    async def _caller(self) -> None:
        """Ask one thing after the other, now and then the same again."""
        last: Attempt | None = None
        with suppress(Cut):
            async with Connection(self.port) as connection:
                while True:
                    last = self._next(last)
                    await self._ask(connection, last)

    async def _leaver(self) -> None:
        """Ask and hang up before the answer can be there, or just then."""
        with suppress(Cut):
            while True:
                await self._leave()

    async def _leave(self) -> None:
        attempt = self._new(random.choice(["ok", "slow"]), is_leaver=True)
        async with Connection(self.port) as connection:
            with suppress(TimeoutError):
                async with asyncio.timeout(random.random() * 0.04):
                    await self._ask(connection, attempt)

    async def _slow_reader(self) -> None:
        """Ask for much and take a while to read it, so that it waits in the server."""
        with suppress(Cut):
            while True:
                async with Connection(self.port, receive_bytes=_LITTLE_BYTES) as connection:
                    await self._ask(connection, self._new("big"), patience_s=0.3)

    async def _ask(
        self, connection: Connection, attempt: Attempt, *, patience_s: float = 0
    ) -> None:
        self.attempts.append(attempt)
        self.in_flight += 1
        if self.in_flight == CALLERS:
            self.has_gathered.set()
        try:
            if patience_s:
                await connection.ask_slowly(attempt.target, attempt.payer.secret, patience_s)
                attempt.answer = await connection.read()
            else:
                attempt.answer = await connection.get(attempt.target, attempt.payer.secret)
        finally:
            self.in_flight -= 1

    def _next(self, last: Attempt | None) -> Attempt:
        if last and random.random() < _REPEATS:
            return Attempt(last.payer, last.target, last.handle, last.price)
        (kind,) = random.choices(list(_KINDS), list(_KINDS.values()))
        return self._new(kind)

    def _new(self, kind: str, *, is_leaver: bool = False) -> Attempt:
        handle = f"{kind}.{self.name}.{next(iter(self._numbers))}"
        path = random.choice(list(_PRICES))
        if kind == "big":
            path = "/v1/profile"
        if kind == "shared":
            # Everybody asks this at the same time.
            path, handle = "/v1/profile", f"slow.{self.name}.shared{int(time.monotonic() * 20)}"
        target = f"{path}?handle={handle}"
        payer = random.choice(self.payers)
        return Attempt(payer, target, handle, _PRICES[path], is_leaver)


def census(attempts: Iterable[Attempt]) -> str:
    """Say in one line what was asked and answered."""
    statuses = Counter(each.answer.status if each.answer else 0 for each in attempts)
    unanswered = statuses.pop(0, 0)
    answered = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    return f"{answered}, {unanswered} not answered"
