"""Ids that sort by the time they were made: `req_`, `acc_`, `key_` and 26 characters."""

import random
from collections.abc import Callable

from instagramapi.kit.clock import Clock

# Crockford's base 32, as in ULID: no I, L, O, U, so nobody misreads one aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
_RANDOM_BITS = 80
_RANDOM_MASK = (1 << _RANDOM_BITS) - 1
_SHIFTS = {bits: range(bits - 10, -1, -10) for bits in (50, _RANDOM_BITS)}


class Ids:
    """Makes ULIDs: 48 bits of milliseconds, 80 random bits, strictly increasing in one process."""

    def __init__(self, clock: Clock, random_bits: Callable[[int], int] | None = None) -> None:
        self._clock = clock
        # An id names, it protects nothing: one seed from the kernel instead of a call for each.
        self._random_bits = random_bits or random.Random().getrandbits  # noqa: S311
        self._last = 0
        self._time = (-1, "")

    def new(self, prefix: str) -> str:
        """Make the next id, for example `req_01JDD0Z7M8T4N6Q2V5X9Y3B1CW`."""
        stamp = int(self._clock.epoch_s() * 1000) << _RANDOM_BITS
        # Two ids of one millisecond, or a clock set back, still count upwards.
        self._last = max(stamp | self._random_bits(_RANDOM_BITS - 1), self._last + 1)
        time, rest = self._last >> _RANDOM_BITS, self._last & _RANDOM_MASK
        if time != self._time[0]:
            # It is the same for all ids of a millisecond.
            self._time = (time, _base32(time, 50))
        return f"{prefix}_{self._time[1]}{_base32(rest, _RANDOM_BITS)}"


def _base32(number: int, bits: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS[bits]])
