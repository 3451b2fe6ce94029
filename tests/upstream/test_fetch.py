"""Whose turn it is, what is kept, who shares a flight; what that costs is in tests/gateway."""

import asyncio

import pytest
from fetch_makers import (
    DOWN,
    FOLLOWERS,
    FRESH_FOR_S,
    GONE,
    LATE,
    NIKE,
    NOTHING_FRESH_FOR_S,
    Held,
    failure,
    fetch_of,
    live,
)

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile, ListProfileFollowers
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import (
    BadParameter,
    Problem,
    Unavailable,
)
from instagramapi.upstream.fetch import Fetched, Patience
from instagramapi.upstream.provider import Provider
from makers import (
    Outcome,
    Partial,
    Scripted,
    Second,
    StoppedClock,
    Unable,
    a_page,
    a_profile,
)

pytestmark = pytest.mark.anyio


async def test_the_first_able_provider_answers_and_is_named() -> None:
    fetch = fetch_of(Unable(), first := Scripted(), second := Second())

    fetched = await live(fetch)

    assert (fetched.copy.provider, fetched.source, fetched.queried) == ("scripted", "miss", True)
    assert (len(first.asked), len(second.asked)) == (1, 0)


@pytest.mark.parametrize("problem", [DOWN, LATE])
async def test_where_one_fails_the_next_answers(problem: Problem) -> None:
    fetch = fetch_of(Scripted(problem), Second())

    assert (await live(fetch)).copy.provider == "second"


async def test_where_all_fail_the_last_failure_is_told() -> None:
    assert await failure(fetch_of(Scripted(DOWN), Second(LATE))) is LATE


async def test_a_not_found_of_who_knows_all_is_the_answer() -> None:
    fetch = fetch_of(Scripted(GONE), second := Second())

    fetched = await live(fetch)

    assert fetched.copy.nothing == ("Gone.", "deleted")
    assert second.asked == []


async def test_a_not_found_of_who_knows_a_part_lets_the_next_speak() -> None:
    assert (await live(fetch_of(Partial(GONE), Second()))).copy.provider == "second"


async def test_a_not_found_of_who_knows_a_part_stands_where_nobody_knows_more() -> None:
    fetched = await live(fetch_of(Partial(GONE)))

    assert (fetched.copy.provider, fetched.copy.nothing) == ("partial", ("Gone.", "deleted"))


async def test_a_not_found_of_who_knows_a_part_is_no_answer_where_the_rest_failed() -> None:
    assert await failure(fetch_of(Partial(GONE), Second(DOWN))) is DOWN


@pytest.mark.parametrize("providers", [(), (Unable(),)])
async def test_where_nobody_is_able_nobody_is_asked(providers: tuple[Provider, ...]) -> None:
    problem = await failure(fetch_of(*providers))

    assert isinstance(problem, Unavailable)
    assert problem.reason == "no_provider"
    assert problem.message == "No configured provider can answer /v1/profile."


async def test_where_nobody_is_able_it_is_told_who_would_be() -> None:
    able = {"profile": ("demo", "hiker")}
    problem = await failure(fetch_of(Unable(), able=lambda endpoint: able[endpoint.name]))

    assert problem.message == (
        "No configured provider can answer /v1/profile. These can: demo, hiker. "
        "The operator adds one with INSTAGRAMAPI_PROVIDERS."
    )


@pytest.mark.parametrize(
    ("age_s", "max_age_s", "is_kept"),
    [
        (0, None, True),
        (FRESH_FOR_S, None, True),
        (FRESH_FOR_S + 1, None, False),
        (60, 60, True),
        (61, 60, False),
        (FRESH_FOR_S + 1, 86_400, True),
        (0, 0, False),
        (1, 0, False),
    ],
)
async def test_a_copy_is_fresh_as_long_as_the_caller_or_the_endpoint_says(
    age_s: float, max_age_s: int | None, is_kept: bool
) -> None:
    fetch = fetch_of(Scripted(), clock=(clock := StoppedClock()))
    await live(fetch)

    clock.advance(age_s)

    kept = fetch.fresh(NIKE, max_age_s)
    assert (kept is not None) is is_kept


async def test_nothing_is_fresh_that_was_never_asked() -> None:
    assert fetch_of(Scripted()).fresh(NIKE, None) is None


@pytest.mark.parametrize(
    ("age_s", "max_age_s", "is_kept"),
    [
        (NOTHING_FRESH_FOR_S, None, True),
        (NOTHING_FRESH_FOR_S + 1, None, False),
        (NOTHING_FRESH_FOR_S + 1, 86_400, False),
        (31, 30, False),
    ],
)
async def test_that_there_is_nothing_is_known_for_ten_minutes(
    age_s: float, max_age_s: int | None, is_kept: bool
) -> None:
    fetch = fetch_of(Scripted(GONE), clock=(clock := StoppedClock()))
    await live(fetch)

    clock.advance(age_s)

    assert (fetch.fresh(NIKE, max_age_s) is not None) is is_kept


@pytest.mark.parametrize("problem", [DOWN, LATE])
async def test_an_old_copy_stands_in_where_every_provider_failed(problem: Problem) -> None:
    provider = Scripted(a_profile(), problem)
    fetch = fetch_of(provider, clock=(clock := StoppedClock()), patience=Patience(stale_for_s=100))
    await live(fetch)
    clock.advance(100)

    fetched = await live(fetch)

    assert (fetched.source, fetched.queried) == ("stale", True)
    clock.advance(1)
    assert await failure(fetch) is problem


async def test_an_old_copy_stands_in_where_time_ran_out() -> None:
    fetch = fetch_of(Scripted(a_profile(), Held()), patience=Patience(deadline_s=0.01))
    await live(fetch)

    assert (await live(fetch)).source == "stale"


async def test_a_new_answer_takes_the_place_of_the_copy() -> None:
    fetch = fetch_of(Scripted(a_profile(followers=1), a_profile(followers=2)))
    await live(fetch)

    await fetch.live(NIKE, may_join=False, attempts=[])

    kept = fetch.fresh(NIKE, None)
    assert kept is not None
    assert b'"followers":2' in kept.data


async def test_what_a_page_tells_beside_its_items_is_kept_with_it() -> None:
    page = a_page("ada", total=7, empty_reason="x", warnings=("cut",))

    copy = (await live(fetch_of(Scripted(page)), FOLLOWERS)).copy

    assert (copy.total, copy.empty_reason, copy.warnings) == (7, "x", ("cut",))
    assert b"total" not in copy.data


async def test_who_asks_the_same_at_once_joins_the_flight() -> None:
    fetch = fetch_of(provider := Scripted(held := Held()))
    calls = [asyncio.create_task(live(fetch)) for _ in range(3)]
    await held.came.wait()
    held.go.set()

    first, *others = await asyncio.gather(*calls)

    assert (first.source, first.queried) == ("miss", True)
    assert [(each.source, each.queried) for each in others] == [("hit", False)] * 2
    assert len(provider.asked) == 1


async def test_who_asks_something_else_does_not_join() -> None:
    fetch = fetch_of(provider := Scripted(held := Held()))
    held.go.set()
    other = GetProfile(account=AccountRef(handle="adidas"))

    await asyncio.gather(live(fetch), live(fetch, other))

    assert len(provider.asked) == 2


async def test_who_insists_on_a_query_of_his_own_does_not_join() -> None:
    fetch = fetch_of(provider := Scripted(held := Held()))
    first = asyncio.create_task(live(fetch))
    await held.came.wait()
    insisting = asyncio.create_task(fetch.live(NIKE, may_join=False, attempts=[]))
    held.go.set()

    assert ((await first).source, (await insisting).source) == ("miss", "miss")
    assert len(provider.asked) == 2


async def test_a_flight_whose_first_caller_went_away_still_lands() -> None:
    fetch = fetch_of(Scripted(held := Held()))
    first = asyncio.create_task(live(fetch))
    await held.came.wait()
    second = asyncio.create_task(live(fetch))
    await asyncio.sleep(0)
    first.cancel()
    held.go.set()

    assert (await second).source == "hit"
    with pytest.raises(asyncio.CancelledError):
        await first
    assert fetch.fresh(NIKE, None) is not None


async def test_a_flight_that_everybody_left_fails_in_silence() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))

    async def fail(call: Call) -> Model:
        await held(call)
        raise RuntimeError("nobody is there to hear this")

    held = Held()
    fetch = fetch_of(Scripted(fail))
    caller = asyncio.create_task(live(fetch))
    await held.came.wait()
    caller.cancel()
    held.go.set()
    await asyncio.gather(caller, return_exceptions=True)
    for _ in range(5):
        await asyncio.sleep(0)
    del fetch

    assert complaints == []


async def test_a_flight_that_is_cancelled_by_a_stop_says_nothing() -> None:
    fetch = fetch_of(Scripted(held := Held()))
    others = asyncio.all_tasks()
    caller = asyncio.create_task(live(fetch))
    await held.came.wait()
    (flight,) = asyncio.all_tasks() - others - {caller}

    flight.cancel()

    with pytest.raises(asyncio.CancelledError):
        await caller


async def test_after_a_flight_the_next_starts_anew() -> None:
    fetch = fetch_of(provider := Scripted(DOWN, a_profile()))
    await failure(fetch)

    assert (await live(fetch)).source == "miss"
    assert len(provider.asked) == 2


def next_page(fetched: Fetched, **values: int) -> ListProfileFollowers:
    return ListProfileFollowers(
        account=FOLLOWERS.account, cursor=fetched.copy.next_cursor, limit=values.get("limit")
    )


def two_pages(*before: Outcome) -> tuple[Outcome, ...]:
    return (*before, a_page("ada", next_cursor="after:1"), a_page("bob"))


async def test_a_provider_sees_its_own_position_and_callers_only_a_sealed_one() -> None:
    fetch = fetch_of(provider := Scripted(*two_pages()))
    first = await live(fetch, FOLLOWERS)

    second = await live(fetch, next_page(first))

    assert [call.cursor_text for call in provider.asked] == [None, "after:1"]
    assert b"after:1" not in first.copy.data
    assert first.copy.next_cursor is not None
    assert f'"next_cursor":"{first.copy.next_cursor}","has_more":true'.encode() in first.copy.data
    assert b'"has_more":false' in second.copy.data
    assert second.copy.next_cursor is None


async def test_page_two_goes_to_the_provider_of_page_one() -> None:
    fetch = fetch_of(first := Scripted(DOWN, a_page("eve")), second := Second(*two_pages()))
    page_1 = await live(fetch, FOLLOWERS)

    page_2 = await live(fetch, next_page(page_1))

    assert page_2.copy.provider == "second"
    assert (len(first.asked), len(second.asked)) == (1, 2)


async def test_page_two_does_not_fail_over() -> None:
    fetch = fetch_of(Scripted(a_page("ada", next_cursor="after:1"), DOWN), second := Second())
    page_1 = await live(fetch, FOLLOWERS)

    assert await failure(fetch, next_page(page_1)) is DOWN
    assert second.asked == []


async def test_a_cursor_of_a_provider_that_is_gone_is_refused() -> None:
    page_1 = await live(fetch_of(Scripted(*two_pages())), FOLLOWERS)

    problem = await failure(fetch_of(Second()), next_page(page_1))

    assert isinstance(problem, BadParameter)
    assert problem.reason == "cursor"


async def test_a_cursor_too_long_to_pass_on_is_a_failure_of_its_provider() -> None:
    page = a_page("ada", next_cursor="x" * 4000)

    assert (await live(fetch_of(Scripted(page), Second()), FOLLOWERS)).copy.provider == "second"
