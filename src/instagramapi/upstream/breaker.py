"""A circuit breaker: a provider that keeps failing is left alone for a while, then tried once."""

from collections import deque
from typing import Literal

from instagramapi.kit.clock import Clock

State = Literal["closed", "open", "half-open"]

# Of the last ten calls half must fail, so that one bad subject in a row of good ones opens nothing.
_WINDOW = 10
_FAILURES = 5
_FIRST_REST_S = 5.0
# One trial in eight seconds is no load, and who comes back is noticed within ten.
_LONGEST_REST_S = 8.0


class Breaker:
    """Watches one provider at one endpoint.

    Closed, everything passes. After too many failures it opens for a rest that grows each time.
    When the rest is over, one call may try (half-open): its outcome closes or opens it again.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._outcomes: deque[bool] = deque(maxlen=_WINDOW)
        self._rest_s = _FIRST_REST_S
        self._open_until_s: float | None = None
        self._is_trying = False

    @property
    def state(self) -> State:
        """Say what a call would meet now."""
        if self._open_until_s is None:
            return "closed"
        return "open" if self.rests_for_s > 0 or self._is_trying else "half-open"

    @property
    def rests_for_s(self) -> float:
        """Seconds until a call may try; 0 when one may try now."""
        if self._open_until_s is None:
            return 0.0
        return max(0.0, self._open_until_s - self._clock.monotonic_s())

    def admit(self) -> bool:
        """Let a call pass or not; in half-open state exactly one passes until its outcome."""
        if self.state == "open":
            return False
        self._is_trying = self._open_until_s is not None
        return True

    def succeed(self) -> None:
        """Note a call that was answered, also with "there is nothing"."""
        self._outcomes.append(True)
        if self._is_trying:
            self._outcomes.clear()
            self._rest_s = _FIRST_REST_S
            self._open_until_s = None
            self._is_trying = False

    def fail(self, rest_s: float | None = None) -> None:
        """Note a failure; with `rest_s` the provider itself asked to be left alone so long."""
        if rest_s is not None:
            self._open(rest_s)
            return
        if self.state == "open" and not self._is_trying:
            # It was asked before the rest began: one outage is one reason to rest, not fifty.
            return
        self._outcomes.append(False)
        if self._open_until_s is not None or self._outcomes.count(False) >= _FAILURES:
            self._open(self._rest_s)
            self._rest_s = min(self._rest_s * 2, _LONGEST_REST_S)

    def abandon(self) -> None:
        """Note a call that ended without an outcome, so that another may try."""
        self._is_trying = False

    def _open(self, rest_s: float) -> None:
        until_s = self._clock.monotonic_s() + rest_s
        self._open_until_s = max(until_s, self._open_until_s or 0.0)
        self._outcomes.clear()
        self._is_trying = False
