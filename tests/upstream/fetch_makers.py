"""Parts for tests of the fetch loop: a loop over given providers, and calls to ask it."""

import asyncio
from datetime import timedelta

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile, ListProfileFollowers
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import (
    NotFound,
    Problem,
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.store.memory_cache import MemoryCache
from instagramapi.upstream.cursor import Cursors
from instagramapi.upstream.fetch import Able, Fetch, Fetched, Patience, Screen
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.turn import Turns
from makers import (
    StoppedClock,
    a_profile,
)

NIKE = GetProfile(account=AccountRef(handle="nike"))
FOLLOWERS = ListProfileFollowers(account=AccountRef(handle="nike"))
DOWN = UpstreamError("Down.")
LATE = UpstreamTimeout("Late.")
GONE = NotFound("Gone.", reason="deleted")
FRESH_FOR_S = NIKE.fresh_for.total_seconds()
PATIENT = Patience()
NOTHING_FRESH_FOR_S = timedelta(minutes=10).total_seconds()


def fetch_of(
    *providers: Provider,
    clock: StoppedClock | None = None,
    patience: Patience = PATIENT,
    screen: Screen = lambda copy: copy,
    able: Able = lambda endpoint: (),
) -> Fetch:
    clock = clock or StoppedClock()
    return Fetch(
        Turns.in_order(providers, clock),
        cache=MemoryCache(1_000_000),
        cursors=Cursors(b"k" * 32),
        clock=clock,
        patience=patience,
        screen=screen,
        able=able,
    )


async def live(fetch: Fetch, call: Call = NIKE) -> Fetched:
    return await fetch.live(call, may_join=True, attempts=[])


async def failure(fetch: Fetch, call: Call = NIKE) -> Problem:
    with pytest.raises(Problem) as raised:
        await live(fetch, call)
    return raised.value


class Held:
    """An outcome that waits until the test lets go of it."""

    def __init__(self, outcome: Model | None = None) -> None:
        self.came = asyncio.Event()
        self.go = asyncio.Event()
        self._outcome = outcome or a_profile()

    async def __call__(self, call: Call) -> Model:
        self.came.set()
        await self.go.wait()
        return self._outcome
