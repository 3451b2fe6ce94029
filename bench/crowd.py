"""Callers who wait: each asks, gets its answer some time later, and asks again or goes."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from itertools import cycle, islice

from load import Ask

_PATIENCE_S = 120.0


class Crowd:
    """So many callers on a connection each; `answered` counts what came back, by status.

    Once it `is_over`, nobody asks again.
    """

    def __init__(self, port: int, asks: Sequence[Ask], *, is_over: bool = False) -> None:
        self._port = port
        self._asks = asks
        self.answered: Counter[int] = Counter()
        self.is_over = is_over

    async def gather(self, callers: int, *, apart_s: float = 0.0) -> None:
        """Let callers come one after the other, and each ask once or until it is over."""
        async with asyncio.timeout(_PATIENCE_S), asyncio.TaskGroup() as group:
            for ask in islice(cycle(self._asks), callers):
                group.create_task(self._call(ask.raw(self._port)))
                await asyncio.sleep(apart_s)

    async def _call(self, request: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while True:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            at = head.lower().index(b"content-length:")
            await reader.readexactly(int(head[at + 15 : head.index(b"\r", at)]))
            self.answered[int(head[9:12])] += 1
            if self.is_over:
                writer.close()
                return
