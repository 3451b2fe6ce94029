"""How many requests a key may send: counted in windows, told in the `ratelimit` headers."""

import math
from dataclasses import dataclass

from instagramapi.errors import RateLimited
from instagramapi.kit.clock import Clock
from instagramapi.kit.rate import RateLimit


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a key's limit: requests, and seconds until the window starts anew."""

    limit: RateLimit
    remaining: int
    reset_s: int


class RateLimiter:
    """Counts the requests of each key in the window that runs.

    Windows are aligned to the clock, as the spend caps are, so that "60 a minute" means this
    minute; the counts are in memory and start anew with the process.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # One entry a key: the number of the window and the count in it.
        self._counts: dict[str, tuple[int, int]] = {}

    def take(self, key_id: str, limit: RateLimit) -> Allowance:
        """Count one request of a key; `remaining` is -1 when it was one too many."""
        now_s = self._clock.epoch_s()
        window = int(now_s // limit.window_s)
        counted_in, count = self._counts.get(key_id, (window, 0))
        count = count if counted_in == window else 0
        reset_s = max(1, math.ceil((window + 1) * limit.window_s - now_s))
        if count >= limit.requests:
            return Allowance(limit, -1, reset_s)
        self._counts[key_id] = (window, count + 1)
        return Allowance(limit, limit.requests - count - 1, reset_s)


def refuse_excess(allowance: Allowance) -> None:
    """Raise RateLimited where the request was one too many."""
    if allowance.remaining < 0:
        raise RateLimited(
            f"This key may send {allowance.limit}; wait {allowance.reset_s} seconds.",
            retry_after_s=allowance.reset_s,
        )
