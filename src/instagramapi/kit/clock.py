"""Time as a parameter: the real clock, and the shape that a test's clock has."""

import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Two readings of time: what the calendar says, and what only moves forward."""

    def epoch_s(self) -> float:
        """Seconds since 1970 in UTC."""

    def monotonic_s(self) -> float:
        """Seconds that never step back; only differences mean something."""


class SystemClock:
    """The machine's clock."""

    # As they are: ten readings an answer are worth no frame of ours around each.
    epoch_s = staticmethod(time.time)
    monotonic_s = staticmethod(time.monotonic)


def utc(epoch_s: float) -> datetime:
    """Read a time as a date in UTC."""
    return datetime.fromtimestamp(epoch_s, UTC)


def iso(epoch_s: float) -> str:
    """Write a time as ISO 8601 in UTC with `Z`, to the second."""
    return _iso(int(epoch_s))


# What is written for every answer is of the same few seconds.
@lru_cache(256)
def _iso(epoch_s: int) -> str:
    return utc(epoch_s).strftime("%Y-%m-%dT%H:%M:%SZ")
