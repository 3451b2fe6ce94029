import asyncio

import pytest

from instagramapi.store.cache import Copy
from instagramapi.store.memory_cache import MemoryCache
from instagramapi.store.retention import keep_retention
from makers import StoppedClock

pytestmark = pytest.mark.anyio


class Watched(MemoryCache):
    """A cache that tells when it was swept."""

    def __init__(self) -> None:
        super().__init__(100_000)
        self.swept = asyncio.Event()

    async def drop_older(self, than_s: float) -> None:
        await super().drop_older(than_s)
        self.swept.set()

    async def next_sweep(self) -> None:
        self.swept.clear()
        async with asyncio.timeout(5):
            await self.swept.wait()


async def test_old_copies_go_while_nobody_asks_for_them() -> None:
    clock, cache = StoppedClock(), Watched()
    await cache.put("call", Copy(provider="demo", fetched_at_s=clock.now_s, data=b"{}"))
    sweep = asyncio.create_task(keep_retention(cache, clock, 60, every_s=0.001))

    clock.advance(60)
    await cache.next_sweep()
    kept_bytes = cache.size_bytes
    clock.advance(1)
    await cache.next_sweep()
    sweep.cancel()

    assert kept_bytes > 0
    assert cache.size_bytes == 0
