"""The canary asks by itself: slowly, in turn, within the day's ceiling, and at nobody's cost."""

import asyncio
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from upstream_makers import HandClock, ObedientProvider, answering, failing

from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Profile
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.canary import Canary
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.turn import Turns
from instagramapi.wiring import canary_of
from makers import Outside, Scripted, a_profile, build_service, open_server, settings_of

pytestmark = pytest.mark.anyio

PROFILE_ALONE = Catalogue((GetProfile,))
BLOCK = failing(UpstreamError("blocked", reason="blocked"))
SOLD = [endpoint for endpoint in CATALOGUE if endpoint.credits]


class Pauses:
    """Lets the clock go on instead of sleeping, and ends the run after so many pauses."""

    def __init__(self, clock: HandClock, most: int) -> None:
        self.taken_s: list[float] = []
        self._clock = clock
        self._most = most

    async def __call__(self, seconds: float) -> None:
        if len(self.taken_s) == self._most:
            raise asyncio.CancelledError
        self.taken_s.append(seconds)
        await self._clock.sleep(seconds)


class Faulty(Provider):
    """A provider with a bug."""

    name = "faulty"
    manners = Manners()

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        return endpoint is GetProfile

    async def answer(self, call: Call) -> Model:
        raise KeyError("a bug")


class OtherOutside(Outside):
    name = "other"


def desk_of(provider: Provider, clock: HandClock) -> Desk:
    return Desk(provider, clock, sleep=clock.sleep)


async def run(
    *desks: Desk,
    clock: HandClock,
    pauses: int,
    catalogue: Catalogue = CATALOGUE,
    may_ask: Callable[[Call], bool] = lambda call: True,
    every_s: float = 60.0,
) -> tuple[list[float], list[Any]]:
    """Let a canary make so many pauses; return these, and what it logged."""
    slept = Pauses(clock, pauses)
    turns = Turns(desks, {}, float)
    canary = Canary(turns, catalogue, every_s=every_s, may_ask=may_ask, sleep=slept)
    with capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        await canary.run()
    return slept.taken_s, logs


async def test_each_live_provider_is_asked_each_example_in_turn() -> None:
    clock = HandClock()
    inside, one, other = Scripted(), Outside(a_profile()), OtherOutside(a_profile())
    desks = [desk_of(provider, clock) for provider in (inside, one, other)]

    pauses_s, logs = await run(*desks, clock=clock, pauses=2 * len(SOLD))

    assert inside.asked == []
    assert [type(call) for call in one.asked] == [type(call) for call in other.asked] == SOLD
    assert pauses_s == [60.0] * 2 * len(SOLD)
    assert [line["provider"] for line in logs[:4]] == ["outside", "other", "outside", "other"]
    assert {line["event"] for line in logs} == {"canary"}


async def test_after_the_last_example_comes_the_first() -> None:
    clock, provider = HandClock(), Outside()

    await run(desk_of(provider, clock), clock=clock, pauses=3, catalogue=PROFILE_ALONE)

    assert len(provider.asked) == 3


async def test_what_it_sees_stands_in_the_records() -> None:
    clock = HandClock()
    script = [answering, BLOCK, failing(NotFound("Gone.", reason="deleted"))]
    desk = desk_of(ObedientProvider(chain(script, repeat(answering))), clock)

    # The provider that blocked us is left alone for ten minutes: ten questions are not asked.
    _, logs = await run(desk, clock=clock, pauses=12, catalogue=PROFILE_ALONE)

    record = desk.records["profile"]
    assert (record.answers, record.nothings, record.failures["blocked"]) == (1, 1, 1)
    assert [(line["outcome"], line["reason"]) for line in logs] == [
        ("answer", None),
        ("upstream_error", "blocked"),
        *[("upstream_error", "resting")] * 9,
        ("not_found", "deleted"),
    ]


async def test_a_resting_provider_recovers_without_traffic() -> None:
    clock = HandClock()
    desk = desk_of(ObedientProvider(chain([BLOCK], repeat(answering))), clock)
    states = []

    for _ in range(12):
        await run(desk, clock=clock, pauses=1, catalogue=PROFILE_ALONE)
        states.append(desk.state(GetProfile))

    assert (states[0], states[-1]) == ("open", "closed")


async def test_drift_shows_without_traffic() -> None:
    def full() -> Profile:
        return Profile(id="1", username="nike", biography="Just do it.")

    clock = HandClock()
    desk = desk_of(ObedientProvider(chain([full] * 25, repeat(answering))), clock)

    await run(desk, clock=clock, pauses=50, catalogue=PROFILE_ALONE)

    assert desk.records["profile"].drift.missed == ("biography",)


async def test_the_last_fifth_of_the_day_is_for_callers() -> None:
    clock, provider = HandClock(), Outside()
    desk = Desk(provider, clock, manners=Manners(per_day=10), sleep=clock.sleep)

    await run(desk, clock=clock, pauses=20, catalogue=PROFILE_ALONE)

    assert len(provider.asked) == 8


async def test_a_fault_in_one_provider_does_not_end_the_watch() -> None:
    clock, sound = HandClock(), Outside()
    desks = [desk_of(provider, clock) for provider in (Faulty(), sound)]

    _, logs = await run(*desks, clock=clock, pauses=4, catalogue=PROFILE_ALONE)

    assert len(sound.asked) == 2
    assert [line["event"] for line in logs] == ["canary_failed", "canary"] * 2


@pytest.mark.parametrize(("provider", "every_s"), [(Outside(), 0.0), (Scripted(), 60.0)])
async def test_it_is_over_at_once_where_it_is_off_or_nobody_is_outside(
    provider: Provider, every_s: float
) -> None:
    turns = Turns([desk_of(provider, HandClock())], {}, float)

    await Canary(turns, CATALOGUE, every_s=every_s, may_ask=lambda call: True).run()


async def test_who_asked_not_to_be_served_is_left_alone(tmp_path: Path) -> None:
    given = (Outside(),)
    service = await build_service(settings_of(tmp_path, given, canary_every_s=60.0), given)
    (desk,) = service.turns.desks
    canary, nike = canary_of(service), GetProfile.example["handle"]
    question = next(call for _, call in canary.round if isinstance(call, GetProfile))

    await canary.check(desk, question)
    await service.suppression.suppress("handle", nike)
    await canary.check(desk, question)

    assert given[0].asked == [question]
    await service.close()


async def test_a_server_asks_by_itself_for_free_and_stops_in_the_middle(tmp_path: Path) -> None:
    came = asyncio.Event()

    async def hang(call: Call) -> Model:
        came.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody waits for it")

    provider = Outside(hang)
    async with asyncio.timeout(10), open_server(tmp_path, provider, canary_every_s=1.0) as api:
        await came.wait()
        balance = await api.balance()
        await api.service.database.write(lambda connection: None)
        rows = api.service.database.read().execute("SELECT count(*) FROM usage").fetchall()

    assert (balance, rows) == (100, [(0,)])
    assert provider.is_closed
