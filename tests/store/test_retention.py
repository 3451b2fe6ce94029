import asyncio

import pytest

from instagramapi.store.cache import Copy, MemoryCache
from instagramapi.store.retention import keep_retention
from makers import StoppedClock

pytestmark = pytest.mark.anyio


async def test_old_copies_go_while_nobody_asks_for_them() -> None:
    clock, cache = StoppedClock(), MemoryCache(100_000)
    await cache.put("call", Copy(provider="demo", fetched_at_s=clock.now_s, data=b"{}"))
    sweep = asyncio.create_task(keep_retention(cache, clock, 60, every_s=0.001))

    clock.advance(60)
    await asyncio.sleep(0.01)
    kept = cache.size_bytes
    clock.advance(1)
    async with asyncio.timeout(5):
        while cache.size_bytes:
            await asyncio.sleep(0.001)
    sweep.cancel()

    assert kept > 0
