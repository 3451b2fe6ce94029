"""Days without gaps, layers of a chart, the pace of spending, and how figures changed."""

from dataclasses import replace

import pytest

from instagramapi.ledger.usage import UsageSum
from instagramapi.web.dashboard.days import Pace, change, last_days, layers_of
from makers import NOON_S

DAYS = ["2027-01-14", "2027-01-15"]


NOTHING = UsageSum(
    *(None,) * 8, calls=0, charged=0, credits=0, saved=0, answered=0, failed=0, cached=0, within=()
)


def a_sum(day: str, **measures: int) -> UsageSum:
    """Make the sum of a day; what is not given is 0."""
    return replace(NOTHING, day=day, **measures)  # type: ignore[arg-type]


def test_the_last_days_end_today() -> None:
    assert last_days(NOON_S, 3) == ["2027-01-13", "2027-01-14", "2027-01-15"]


def test_credits_are_spent_or_saved_and_a_day_without_calls_is_0() -> None:
    spent, saved = layers_of([a_sum("2027-01-15", credits=7, saved=2)], DAYS, "credits")

    assert (spent.values, saved.values) == ((0, 7), (0, 2))


def test_every_call_is_in_one_layer() -> None:
    sums = [a_sum("2027-01-14", calls=10, answered=7, cached=3)]

    live, cached, failed = layers_of(sums, DAYS, "calls")

    assert (live.values[0], cached.values[0], failed.values[0]) == (4, 3, 3)


@pytest.mark.parametrize(
    ("balance", "spent", "words"),
    [
        (100, 0, "Nothing spent in 7 days"),
        (100, 70, "10 days left at this pace"),
        (10, 70, "1 day left at this pace"),
        (5, 70, "Less than a day left at this pace"),
        (1_000_000, 1, "Years left at this pace"),
    ],
)
def test_the_pace_is_said_in_words(balance: int, spent: int, words: str) -> None:
    assert Pace(balance, spent, 7).words == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (5, 5, "as before"),
        (5, 0, "none before"),
        (150, 100, "+50 % against before"),
        (50, 100, "−50 % against before"),
    ],
)
def test_a_change_is_told_against_the_days_before(now: int, before: int, words: str) -> None:
    assert change(now, before) == words
