"""A desk asks one provider with manners: retries, rests, ceilings, and a record of it all."""

import asyncio
from collections.abc import Callable
from itertools import chain, repeat

import pytest
from upstream_makers import HandClock, ObedientProvider, answering, failing

from instagramapi.catalog.models import Profile
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound, Problem, RateLimited, UpstreamError, UpstreamTimeout
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.via import VIA

pytestmark = pytest.mark.anyio

QUESTION = GetProfile(account=AccountRef(handle="nike"))
NETWORK = failing(UpstreamError("no route", reason="network"))
BLOCK = failing(UpstreamError("blocked", reason="blocked"))


def desk_of(
    *script: Callable[[], Profile], clock: HandClock | None = None, manners: Manners | None = None
) -> tuple[Desk, ObedientProvider]:
    clock = clock or HandClock()
    provider = ObedientProvider(chain(script, repeat(answering)))
    return Desk(provider, clock, manners=manners, sleep=clock.sleep), provider


async def ask(desk: Desk) -> Problem | None:
    try:
        await desk.ask(QUESTION)
    except Problem as problem:
        return problem
    return None


async def test_a_failure_that_may_pass_is_tried_again() -> None:
    desk, provider = desk_of(NETWORK, NETWORK)

    assert await ask(desk) is None

    assert provider.asked == 3
    assert desk.records["profile"].attempts == 3


async def test_three_attempts_are_all() -> None:
    desk, provider = desk_of(*[NETWORK] * 9)

    assert isinstance(await ask(desk), UpstreamError)

    assert provider.asked == 3


@pytest.mark.parametrize("reason", ["shape", "blocked", "rate_limited", "auth", "login_required"])
async def test_a_failure_that_stays_is_not_tried_again(reason: str) -> None:
    desk, provider = desk_of(failing(UpstreamError("no", reason=reason)))

    assert isinstance(await ask(desk), UpstreamError)

    assert provider.asked == 1


async def test_there_is_nothing_is_an_answer_and_never_tried_again() -> None:
    desk, provider = desk_of(*[failing(NotFound("gone"))] * 20)

    for _ in range(20):
        assert isinstance(await ask(desk), NotFound)

    assert provider.asked == 20
    assert desk.state(GetProfile) == "closed"
    assert desk.records["profile"].nothings == 20


@pytest.mark.parametrize("reason", ["not_supported", "ceiling"])
async def test_what_cannot_be_done_for_one_call_stops_no_other(reason: str) -> None:
    desk, provider = desk_of(*[failing(UpstreamError("not this", reason=reason))] * 20)

    for _ in range(20):
        assert isinstance(await ask(desk), UpstreamError)

    assert (provider.asked, desk.state(GetProfile)) == (20, "closed")


async def test_retries_stop_when_the_budget_is_spent() -> None:
    desk, _ = desk_of(*[NETWORK, answering] * 500)

    for _ in range(300):
        await ask(desk)

    # The reserve of ten, and one for ten calls: 300 calls may cost 40 more, not 300.
    assert desk.records["profile"].attempts <= 345


async def test_a_failure_of_the_last_attempt_takes_no_retry_from_the_budget() -> None:
    fails_twice = [NETWORK, NETWORK, answering, answering]
    desk, _ = desk_of(*fails_twice * 9, NETWORK, manners=Manners(attempts=2))
    for _ in range(27):
        await ask(desk)

    # Nine retries were made of the ten that are in reserve.
    assert await ask(desk) is None


async def test_a_provider_that_keeps_failing_is_left_alone() -> None:
    desk, provider = desk_of(*[failing(UpstreamError("no", reason="shape"))] * 9)
    for _ in range(5):
        await ask(desk)

    problem = await ask(desk)

    assert isinstance(problem, UpstreamError)
    assert problem.reason == "resting"
    assert problem.retry_after_s == 6
    assert provider.asked == 5
    assert not desk.is_ready(GetProfile)


async def test_after_its_rest_it_is_asked_again() -> None:
    clock = HandClock()
    desk, _ = desk_of(*[failing(UpstreamError("no", reason="shape"))] * 5, clock=clock)
    for _ in range(5):
        await ask(desk)

    clock.now_s += 5

    assert desk.is_ready(GetProfile)
    assert await ask(desk) is None
    assert desk.state(GetProfile) == "closed"


async def test_a_block_rests_the_provider_for_ten_minutes() -> None:
    clock = HandClock()
    desk, _ = desk_of(BLOCK, clock=clock)
    await ask(desk)

    clock.now_s += 599
    assert not desk.is_ready(GetProfile)
    clock.now_s += 1
    assert desk.is_ready(GetProfile)


async def test_the_wait_that_a_provider_names_is_honoured() -> None:
    clock = HandClock()
    limited = failing(UpstreamError("slow down", reason="rate_limited", retry_after_s=1234))
    desk, _ = desk_of(limited, clock=clock)
    await ask(desk)

    clock.now_s += 1233
    assert not desk.is_ready(GetProfile)
    clock.now_s += 1
    assert desk.is_ready(GetProfile)


async def test_an_attempt_that_takes_too_long_is_a_timeout() -> None:
    class Hanging(Provider):
        """Never answers."""

        name = "hanging"

        @serves(GetProfile)
        async def profile(self, call: GetProfile) -> Profile:
            await asyncio.Event().wait()
            raise AssertionError

    desk = Desk(Hanging(), HandClock(), manners=Manners(timeout_s=0.01, attempts=1))

    assert isinstance(await ask(desk), UpstreamTimeout)


async def test_the_ceiling_of_the_day_stops_it_until_midnight() -> None:
    clock = HandClock(now_s=86_400 * 20_000)
    desk, provider = desk_of(clock=clock, manners=Manners(per_day=2))
    assert [await ask(desk), await ask(desk)] == [None, None]

    problem = await ask(desk)

    assert isinstance(problem, UpstreamError)
    assert problem.reason == "ceiling"
    assert desk.state(GetProfile) == "ceiling"
    assert provider.asked == 2
    clock.now_s += 86_400
    assert await ask(desk) is None


async def test_no_more_calls_are_under_way_than_its_manners_allow() -> None:
    under_way, most = 0, 0

    class Counting(Provider):
        """Counts how many ask at the same time."""

        name = "counting"

        @serves(GetProfile)
        async def profile(self, call: GetProfile) -> Profile:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
            return answering()

    desk = Desk(Counting(), HandClock(), manners=Manners(concurrency=3))

    await asyncio.gather(*(desk.ask(QUESTION) for _ in range(20)))

    assert most == 3


async def test_its_pace_spreads_attempts_evenly() -> None:
    desk, _ = desk_of(manners=Manners(per_minute=1200))
    loop = asyncio.get_running_loop()
    started_s = loop.time()

    await asyncio.gather(*(desk.ask(QUESTION) for _ in range(4)))

    assert loop.time() - started_s >= 0.14


async def test_a_problem_that_is_no_failure_of_the_provider_leaves_it_well() -> None:
    desk, _ = desk_of(failing(RateLimited("magic", retry_after_s=1)))

    assert isinstance(await ask(desk), RateLimited)

    assert desk.state(GetProfile) == "closed"
    assert desk.records["profile"].failures == {}


async def test_a_provider_in_this_process_is_asked_directly() -> None:
    class Local(Provider):
        """Needs no manners."""

        name = "local"

        @serves(GetProfile)
        async def profile(self, call: GetProfile) -> Profile:
            raise UpstreamError("always", reason="network")

    desk = Desk(Local(), HandClock())

    for _ in range(9):
        assert isinstance(await ask(desk), UpstreamError)

    assert desk.state(GetProfile) == "closed"
    assert desk.records["profile"].calls == 9


async def test_its_record_tells_success_latency_and_the_last_failure() -> None:
    desk, _ = desk_of(answering, BLOCK)
    assert desk.records["profile"].success is None
    assert desk.records["profile"].latency_ms is None

    await ask(desk)
    await ask(desk)

    record = desk.records["profile"]
    assert (record.calls, record.answers, record.success) == (2, 1, 0.5)
    assert record.failures == {"blocked": 1}
    assert record.last_failure == "blocked"
    assert record.latency_ms == 0


async def test_a_circle_of_servers_says_nothing_about_the_peer_that_noticed_it() -> None:
    desk, provider = desk_of(*[failing(UpstreamError("circle", reason="loop"))] * 10)

    for _ in range(10):
        await ask(desk)

    assert provider.asked == 10
    assert desk.state(GetProfile) == "closed"
    assert desk.records["profile"].failures["loop"] == 10


@pytest.mark.parametrize(("way", "reason"), [((), None), (("a1",), "busy")])
async def test_who_came_through_another_server_does_not_queue(
    way: tuple[str, ...], reason: str | None
) -> None:
    came, go = asyncio.Event(), asyncio.Event()

    class Slow(Provider):
        name = "slow"

        @serves(GetProfile)
        async def profile(self, call: GetProfile) -> Profile:
            came.set()
            await go.wait()
            return answering()

    desk = Desk(Slow(), HandClock(), manners=Manners(concurrency=1))

    async def second() -> Problem | None:
        VIA.set(way)
        return await ask(desk)

    first = asyncio.create_task(ask(desk))
    await came.wait()
    asking = asyncio.create_task(second())
    await asyncio.sleep(0)
    go.set()
    _, problem = await asyncio.gather(first, asking)

    assert (problem.reason if problem else None) == reason
    assert desk.state(GetProfile) == "closed"


class Slow(Provider):
    """Takes its time, and counts who came."""

    name = "slow"
    manners = Manners(concurrency=1)

    def __init__(self) -> None:
        self.asked = 0

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        self.asked += 1
        await asyncio.sleep(3600)
        return answering()


async def test_who_waits_in_vain_for_a_place_says_nothing_about_the_provider() -> None:
    slow = Slow()
    desk = Desk(slow, HandClock())
    first = asyncio.create_task(desk.ask(QUESTION))
    await asyncio.sleep(0)

    for _ in range(10):
        with pytest.raises(UpstreamTimeout):
            await desk.ask(QUESTION, within_s=0.001)

    first.cancel()
    assert (slow.asked, desk.state(GetProfile)) == (1, "closed")
    assert desk.records["profile"].failures == {"queue": 10}


async def test_who_is_cut_off_while_the_provider_is_asked_counts_as_failed() -> None:
    slow = Slow()
    desk = Desk(slow, HandClock())

    for _ in range(5):
        with pytest.raises(UpstreamTimeout):
            await desk.ask(QUESTION, within_s=0.001)

    assert (slow.asked, desk.state(GetProfile)) == (5, "open")
    assert desk.records["profile"].failures == {"deadline": 5}
