"""How long a call waits, who is left out, and how many may wait."""

import asyncio

import pytest
from fetch_makers import (
    Held,
    failure,
    fetch_of,
    live,
)

from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import (
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.upstream.fetch import Patience
from makers import (
    Outside,
    Scripted,
    Second,
)

pytestmark = pytest.mark.anyio


async def test_the_deadline_holds_for_all_providers_together() -> None:
    fetch = fetch_of(Scripted(Held()), Second(Held()), patience=Patience(deadline_s=0.02))

    assert isinstance(await failure(fetch), UpstreamTimeout)


async def test_who_hangs_leaves_the_next_its_share_of_the_deadline() -> None:
    fetch = fetch_of(Scripted(Held()), Second(), patience=Patience(deadline_s=0.02))

    assert (await live(fetch)).copy.provider == "second"


async def test_who_hangs_again_and_again_is_left_alone() -> None:
    hanging = Outside(Held())
    fetch = fetch_of(hanging, Second(), patience=Patience(deadline_s=0.02))

    for _ in range(6):
        await live(fetch, GetProfile(account=AccountRef(handle=f"h{len(hanging.asked)}")))

    assert len(hanging.asked) == 5


async def test_who_rests_is_left_out_and_says_so_where_nobody_else_is_there() -> None:
    resting = Outside(UpstreamError("Blocked.", reason="blocked"))
    fetch = fetch_of(resting)
    await failure(fetch)

    problem = await failure(fetch)

    assert problem.reason == "resting"
    assert len(resting.asked) == 1


async def test_so_many_may_wait_and_no_more() -> None:
    held = Held()
    fetch = fetch_of(Scripted(held), patience=Patience(max_in_flight=1))
    assert not fetch.is_saturated

    waiting = asyncio.create_task(live(fetch))
    await held.came.wait()
    assert fetch.is_saturated
    held.go.set()
    await waiting

    assert not fetch.is_saturated
