"""What can be read of the request log: one request, pages of them, and sums by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 25_000)
"""Durations are counted up to each of these."""

Dimension = Literal[
    "day", "account_id", "key_id", "mode", "endpoint", "outcome", "provider", "cache"
]
"""What sums can be split by. An outcome is `ok` or the code of a problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which requests of the log are wanted; None is any.

    `account_id` None is every account: only an operator may ask so. `cache` and `provider` may
    be "", which is none. Times are epoch seconds: from `since_s`, before `until_s`.
    """

    account_id: str | None = None
    key_id: str | None = None
    mode: str | None = None
    endpoint: str | None = None
    status: int | None = None
    outcome: str | None = None
    """`ok`, or the code of a problem."""
    provider: str | None = None
    cache: str | None = None
    is_charged: bool | None = None
    subject: str | None = None
    since_s: float | None = None
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtDays:
    """Which sums are wanted; None is any, `account_id` None is every account.

    Days are UTC, as in `2026-11-23`, and both are part of it.
    """

    account_id: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    key_id: str | None = None
    mode: str | None = None
    endpoint: str | None = None
    outcome: str | None = None
    provider: str | None = None
    cache: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One row of the log."""

    sequence: int
    """Its place in the log; later commits have greater ones."""
    request_id: str
    account_id: str
    key_id: str
    mode: str
    endpoint: str
    status: int
    code: str | None
    reason: str | None
    provider: str | None
    cache: str | None
    queried: bool
    credits_charged: int
    credits_remaining: int
    ms: int
    at: float
    subject: str | None
    held: int
    """Credits that were on hold for it."""
    attempts: str | None
    """JSON: provider, outcome and milliseconds of each provider asked; None where it was plain."""
    refunded: int = 0
    """Credits given back because the answer was never delivered; only told of a single request."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some rows, the newest first; `before` is where the next page begins, None at the end.

    A page may hold fewer rows than asked for, even none, and still have a next one: looking for
    what is rare ends after so many rows, and goes on there.
    """

    rows: tuple[LoggedRequest, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class UsageSum:
    """What a set of requests adds up to; what it is not split by is None."""

    account_id: str | None
    day: str | None
    key_id: str | None
    mode: str | None
    endpoint: str | None
    outcome: str | None
    provider: str | None
    cache: str | None
    calls: int
    charged: int
    """Calls that cost credits."""
    credits: int
    saved: int
    """Credits that answers from the cache would have cost."""
    answered: int
    """Calls that got data, or were told that there is none."""
    failed: int
    """Calls that this server or the providers failed."""
    cached: int
    """Calls that were answered from the cache."""
    within: tuple[int, ...]
    """Calls that took at most each of `BOUNDS_MS`."""

    @property
    def free(self) -> int:
        """Calls that cost nothing."""
        return self.calls - self.charged

    @property
    def success(self) -> float | None:
        """Share of calls that were answered, of those answered or failed; None without any."""
        told = self.answered + self.failed
        return self.answered / told if told else None

    def ms_of(self, share: float) -> int | None:
        """Milliseconds that this share of the calls stayed within; None without any call.

        Between two of `BOUNDS_MS` it is interpolated.
        """
        if not self.calls:
            return None
        due, below, floor_ms = share * self.calls, 0, 0
        for bound_ms, count in zip(BOUNDS_MS, self.within, strict=True):
            if count >= due and count > below:
                part = max(0.0, due - below) / (count - below)
                return round(floor_ms + part * (bound_ms - floor_ms))
            below, floor_ms = count, bound_ms
        return BOUNDS_MS[-1]


class UsageLog(Protocol):
    """Reads the request log and its sums; never writes.

    What was answered before a method is called is in what it returns.
    """

    async def requests(
        self, sought: Sought, *, limit: int, before: int | None = None, after: int | None = None
    ) -> LogPage:
        """Read requests, the newest first: below the sequence `before`, above `after`."""

    async def request(self, request_id: str, account_id: str | None) -> LoggedRequest | None:
        """Read one request of an account, or of any; None where the log does not have it."""

    async def sums(self, sought: SoughtDays, by: Sequence[Dimension] = ()) -> list[UsageSum]:
        """Add up, split by some dimensions; without any it is one sum, also of nothing.

        The order is that of `by`, days with the latest first.
        """
