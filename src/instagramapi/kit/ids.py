"""Ids that sort by the time they were made: `req_`, `acc_`, `key_` and 26 characters."""

import random
from collections.abc import Callable

from instagramapi.kit.clock import Clock

# Crockford's base 32, as in ULID: no I, L, O, U, so nobody misreads one aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
# The last four characters count within a millisecond, from a random number below half of what
# they can count to. What stands before them is written once for all ids of a millisecond.
_FRONT_BITS, _COUNT_BITS = 60, 20
_FULL = 1 << _COUNT_BITS


class Ids:
    """Makes ULIDs, strictly increasing in one process: 48 bits of milliseconds, 80 by chance."""

    def __init__(self, clock: Clock, random_bits: Callable[[int], int] | None = None) -> None:
        self._clock = clock
        # An id names, it protects nothing: one seed from the kernel instead of a call for each.
        self._random_bits = random_bits or random.Random().getrandbits  # noqa: S311
        self._time_ms = -1
        self._front = ""
        self._count = 0

    def new(self, prefix: str) -> str:
        """Make the next id, for example `req_01JDD0Z7M8T4N6Q2V5X9Y3B1CW`."""
        time_ms = int(self._clock.epoch_s() * 1000)
        count = self._count = self._count + 1
        # Ids of one millisecond, or of a clock set back, count upwards.
        if time_ms > self._time_ms or count == _FULL:
            count = self._begin(max(time_ms, self._time_ms + 1))
        return f"{prefix}_{self._front}{_PAIRS[count >> 10]}{_PAIRS[count & 1023]}"

    def _begin(self, time_ms: int) -> int:
        """Draw what is random in a millisecond, and return the number of its first id."""
        self._time_ms = time_ms
        self._front = _base32(time_ms << _FRONT_BITS | self._random_bits(_FRONT_BITS))
        self._count = self._random_bits(_COUNT_BITS - 1)
        return self._count


def _base32(number: int) -> str:
    return "".join(_PAIRS[number >> shift & 1023] for shift in range(100, -1, -10))
