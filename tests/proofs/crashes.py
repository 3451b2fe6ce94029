"""Lives of a server: start, serve a crowd, die by SIGKILL at a random instant, start again."""

import asyncio
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crowd import Attempt, Crowd
from harness import Payer, Server, open_accounts
from reckoning import Reckoning, reckon

_CREDITS = 10_000_000
_LIFE_S = (0.1, 0.9)
# Measured: 6 answers in 200 kills; with a mark in the event loop's next turn, 18 in each kill.
_GOODWILL, _GOODWILL_PER_KILL = 5, 0.5
ACCOUNTS, KEYS = 3, 2


@dataclass(slots=True)
class Town:
    """A data directory and everybody who ever asked something of its servers."""

    folder: Path
    arguments: tuple[str, ...] = ()
    attempts: list[Attempt] = field(default_factory=list)
    ready_s: list[float] = field(default_factory=list)
    in_flight: list[int] = field(default_factory=list)
    killed_s: list[float] = field(default_factory=list)
    _payers: list[Payer] = field(default_factory=list)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    def lives(self, count: int, reckon_every: int = 1) -> Generator[Reckoning, None, None]:
        """Live and die; yield the reckoning after a restart, each or some and the last."""
        self._payers = open_accounts(self.data_dir, ACCOUNTS, KEYS)
        server = self._start()
        try:
            for number in range(count):
                asyncio.run(self._live(server, f"life{number}"))
                server = self._start()
                if (count - number - 1) % reckon_every == 0:
                    found = reckon(self.data_dir, self.attempts, _CREDITS)
                    found.faults += self._late_marks(found)
                    yield found
            server.stop()
        finally:
            if server.is_alive():
                server.kill()

    def _late_marks(self, found: Reckoning) -> Iterator[str]:
        """A mark is microseconds behind its answer, so a kill seldom comes between the two."""
        count = len(found.goodwill)
        if count > _GOODWILL + len(self.killed_s) * _GOODWILL_PER_KILL:
            yield f"{count} answers arrived and were refunded, in {len(self.killed_s)} kills"

    def _start(self) -> Server:
        server = Server(self.data_dir, "--credits", str(_CREDITS), *self.arguments)
        self.ready_s.append(server.ready_s)
        return server

    async def _live(self, server: Server, name: str) -> None:
        crowd = Crowd(self._payers, server.port, name)
        running = asyncio.create_task(crowd.run())
        # A life begins when everybody is there, however slow the machine is.
        gathered = asyncio.create_task(crowd.has_gathered.wait())
        await asyncio.wait([running, gathered], return_when=asyncio.FIRST_COMPLETED)
        gathered.cancel()
        await asyncio.sleep(random.uniform(*_LIFE_S))
        assert server.is_alive(), f"the server ended by itself, with {server.process.returncode}"
        self.in_flight.append(crowd.in_flight)
        self.killed_s.append(server.kill())
        await running
        self.attempts += crowd.attempts
