"""How long copies are kept: what is older is dropped, also where nobody asks for it again."""

import asyncio

from instagramapi.kit.clock import Clock
from instagramapi.store.cache import Cache

SWEEP_EVERY_S = 600.0


async def keep_retention(
    cache: Cache, clock: Clock, retention_s: float, *, every_s: float = SWEEP_EVERY_S
) -> None:
    """Drop old copies until cancelled; what is too old is not served even before that."""
    while True:
        await cache.drop_older(clock.epoch_s() - retention_s)
        await asyncio.sleep(min(every_s, retention_s))
