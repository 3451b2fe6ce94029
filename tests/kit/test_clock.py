import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.kit.clock import SystemClock, iso


@pytest.mark.parametrize(
    ("epoch_s", "written"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_769_860_800, "2026-01-31T12:00:00Z"),
        (1_769_860_800.9, "2026-01-31T12:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ],
)
def test_a_time_is_written_in_utc_to_the_second(epoch_s: float, written: str) -> None:
    assert iso(epoch_s) == written


@given(st.integers(0, 253_402_300_799))
def test_a_written_time_is_the_same_moment(epoch_s: int) -> None:
    assert datetime.fromisoformat(iso(epoch_s)).timestamp() == epoch_s


def test_the_clock_of_the_machine_goes_forward() -> None:
    clock = SystemClock()
    before_s, after_s = clock.monotonic_s(), clock.monotonic_s()

    assert before_s <= after_s
    assert abs(clock.epoch_s() - time.time()) < 60
