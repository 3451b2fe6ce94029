"""Budgets: about one retry for ten calls, and a ceiling for a UTC day."""

from upstream_makers import HandClock

from instagramapi.upstream.budget import DayCount, RetryBudget


def test_retries_are_a_tenth_of_the_calls_once_the_reserve_is_gone() -> None:
    budget = RetryBudget(reserve=10)
    while budget.withdraw():
        pass

    retries = 0
    for _ in range(1000):
        budget.deposit()
        retries += budget.withdraw()

    assert 98 <= retries <= 100


def test_a_quiet_time_saves_no_more_than_the_reserve() -> None:
    budget = RetryBudget(reserve=3)

    for _ in range(1000):
        budget.deposit()

    assert [budget.withdraw() for _ in range(4)] == [True, True, True, False]


def test_a_day_is_spent_at_its_ceiling_and_new_at_midnight() -> None:
    clock = HandClock(now_s=86_400 * 20_000 + 86_399)
    today = DayCount(clock, 2)
    today.take()
    assert not today.is_spent
    today.take()
    assert today.is_spent

    clock.now_s += 1

    assert not today.is_spent
    assert today.used == 0


def test_without_a_ceiling_a_day_is_never_spent() -> None:
    today = DayCount(HandClock(), None)

    for _ in range(1000):
        today.take()

    assert not today.is_spent


def test_what_was_used_before_a_restart_counts() -> None:
    clock = HandClock(now_s=86_400 * 20_000)

    assert DayCount(clock, 5, day="2024-10-04", used=5).is_spent
