import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.kit.clock import SystemClock
from instagramapi.kit.ids import ALPHABET, Ids

NOON_S = 1_769_860_800.0


class SteppedClock:
    """A clock that shows the given times, one a reading, then stands still."""

    def __init__(self, *times_s: float) -> None:
        self._times_s = list(times_s)

    def epoch_s(self) -> float:
        return self._times_s.pop(0) if len(self._times_s) > 1 else self._times_s[0]

    def monotonic_s(self) -> float:
        return 0.0


def test_an_id_is_its_prefix_and_26_characters_that_nobody_misreads() -> None:
    prefix, _, body = Ids(SystemClock()).new("req").partition("_")

    assert prefix == "req"
    assert len(body) == 26
    assert set(body) <= set(ALPHABET)


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = Ids(SteppedClock(NOON_S, NOON_S + 0.001, NOON_S + 1, NOON_S + 86_400))

    made = [ids.new("req") for _ in range(4)]

    assert made == sorted(made)
    assert len({body[4:14] for body in made}) == 4


@given(st.lists(st.floats(0, 2**47 / 1000), min_size=2, max_size=20))
def test_ids_are_unique_and_sorted_also_when_the_clock_steps_back(times_s: list[float]) -> None:
    ids = Ids(SteppedClock(*times_s))

    made = [ids.new("req") for _ in range(len(times_s) + 2)]

    assert made == sorted(set(made))


@pytest.mark.parametrize("random", [0, -1])
def test_ids_of_one_millisecond_count_upwards_whatever_chance_says(random: int) -> None:
    ids = Ids(SteppedClock(NOON_S), lambda bits: random % (1 << bits))

    made = [ids.new("key") for _ in range(1000)]

    assert made == sorted(set(made))
    assert {len(body) for body in made} == {30}


def test_an_id_holds_the_milliseconds_and_79_random_bits() -> None:
    ids = Ids(SteppedClock(NOON_S), lambda bits: (1 << bits) - 1)

    number = 0
    for character in ids.new("req").removeprefix("req_"):
        number = number * 32 + ALPHABET.index(character)

    assert number >> 80 == NOON_S * 1000
    assert number & (1 << 80) - 1 == (2**60 - 1) * 2**20 + 2**19 - 1


def test_ids_go_on_in_the_next_millisecond_where_one_is_full() -> None:
    ids = Ids(SteppedClock(NOON_S), lambda bits: (1 << bits) - 1)

    made = [ids.new("req") for _ in range(2**19 + 2)]

    assert made[-1] > made[-2] > made[-3]
    assert made[-3][4:14] < made[-1][4:14]
