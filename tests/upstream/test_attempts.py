"""Who was asked for a call is noted, in order, with the outcome and the time that it took."""

import asyncio

import pytest
from fetch_makers import DOWN, GONE, LATE, NIKE, Held, fetch_of, live

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import UpstreamError
from instagramapi.upstream.fetch import Attempt
from makers import Partial, Scripted, Second, StoppedClock

pytestmark = pytest.mark.anyio


async def test_each_provider_that_was_asked_is_noted_in_order() -> None:
    attempts: list[Attempt] = []
    clock = StoppedClock()

    async def blocked(call: Call) -> Model:
        clock.advance(0.25)
        raise UpstreamError("Blocked.", reason="blocked")

    fetch = fetch_of(Scripted(blocked), Partial(GONE), Second(), clock=clock)
    await fetch.live(NIKE, may_join=True, attempts=attempts)

    assert attempts == [
        ("scripted", "blocked", 250),
        ("partial", "nothing", 0),
        ("second", "answered", 0),
    ]


@pytest.mark.parametrize(
    ("outcome", "noted"),
    [(DOWN, "upstream_error"), (LATE, "upstream_timeout"), (RuntimeError("Oops."), "failed")],
)
async def test_a_provider_that_failed_is_noted_too(outcome: Exception, noted: str) -> None:
    attempts: list[Attempt] = []
    with pytest.raises(type(outcome)):
        await fetch_of(Scripted(outcome)).live(NIKE, may_join=True, attempts=attempts)

    assert attempts == [("scripted", noted, 0)]


async def test_who_joins_a_flight_had_nobody_asked() -> None:
    fetch = fetch_of(Scripted(held := Held()))
    first = asyncio.create_task(live(fetch))
    await held.came.wait()
    attempts: list[Attempt] = []
    second = asyncio.create_task(fetch.live(NIKE, may_join=True, attempts=attempts))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, second)

    assert attempts == []
