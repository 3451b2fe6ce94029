"""An alert fires once per crossing, and not again for a wobble on the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.alerts.alert import Alert, Kind, Measure, judge, sentence


def of(kind: Kind, threshold: int) -> Alert:
    return Alert("alert_1", "acc", kind, threshold, 0.0)


@pytest.mark.parametrize(
    ("kind", "quiet", "across", "still", "back"),
    [
        (Kind.BALANCE, 100, 99, 109, 110),
        (Kind.SPEND, 100, 101, 91, 90),
        (Kind.ERRORS, 9, 10, 9, 8),
        (Kind.CAP, 79, 80, 72, 71),
    ],
)
def test_a_line_is_crossed_once(kind: Kind, quiet: int, across: int, still: int, back: int) -> None:
    alert = of(kind, {Kind.ERRORS: 10, Kind.CAP: 80}.get(kind, 100))
    assert judge(alert, Measure(quiet), has_fired=False) is None
    assert judge(alert, Measure(across), has_fired=False) == "fires"
    assert judge(alert, Measure(across), has_fired=True) is None
    assert judge(alert, Measure(still), has_fired=True) is None
    assert judge(alert, Measure(back), has_fired=True) == "rearms"


@given(st.sampled_from(Kind), st.integers(1, 100), st.lists(st.integers(0, 120), max_size=30))
def test_between_two_firings_it_was_quiet(kind: Kind, threshold: int, values: list[int]) -> None:
    alert, has_fired, verdicts = of(kind, threshold), False, []
    for value in values:
        verdict = judge(alert, Measure(value), has_fired=has_fired)
        if verdict:
            verdicts.append(verdict)
            has_fired = verdict == "fires"
            # What has just changed does not change back for the same value.
            assert judge(alert, Measure(value), has_fired=has_fired) is None
    assert verdicts[::2] == ["fires"] * len(verdicts[::2])
    assert verdicts[1::2] == ["rearms"] * len(verdicts[1::2])


@pytest.mark.parametrize(
    ("kind", "measure", "said"),
    [
        (Kind.BALANCE, Measure(999), "The balance fell below 1,000 credits: 999 are left."),
        (Kind.SPEND, Measure(1001), "More than 1,000 credits were spent today: 1,001."),
        (Kind.ERRORS, Measure(12), "12 % of the calls of the last hour failed"),
        (Kind.CAP, Measure(80, "Key crawl, today,"), "Key crawl, today, has spent 80 % of what it"),
    ],
)
def test_what_happened_is_one_sentence(kind: Kind, measure: Measure, said: str) -> None:
    assert sentence(kind, 1000, measure).startswith(said)
