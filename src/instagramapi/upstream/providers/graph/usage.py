"""How much of the operator's limits at Meta is used, as every answer tells in its headers."""

import json
from collections.abc import Iterator
from math import ceil
from typing import Any

from instagramapi.errors import UpstreamError
from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Values
from instagramapi.upstream.shapes.reading import number

_HEADERS = ("x-app-usage", "x-business-use-case-usage")
_SHARES = ("call_count", "total_cputime", "total_time")
# The window of the app's limit rolls over an hour; how far, nobody tells.
_UNTOLD_REST_S = 300


class Usage:
    """Reads the usage headers; once a limit is reached, it lets nobody ask until the rest ends."""

    def __init__(self, clock: Clock) -> None:
        self.percent: int | None = None
        """The fullest of the limits as of the last answer; None before any."""
        self._clock = clock
        self._until_s = 0.0

    @property
    def rest_s(self) -> int | None:
        """Seconds until somebody may ask again; None when now."""
        left_s = self._until_s - self._clock.monotonic_s()
        return ceil(left_s) if left_s > 0 else None

    def require_room(self) -> None:
        """Refuse to ask while a limit is reached: asking on makes the rest longer."""
        if self.rest_s:
            raise UpstreamError(
                "The operator's limit at Meta is reached; nobody was asked.",
                reason="rate_limited",
                retry_after_s=self.rest_s,
            )

    def read(self, headers: Values) -> None:
        """Take note of the headers of an answer; those that cannot be read tell nothing."""
        told = [entry for name in _HEADERS for entry in _entries(headers.get(name))]
        shares = [number(entry, share) for entry in told for share in _SHARES]
        shares = [int(share) for share in shares if isinstance(share, int | float)]
        if shares:
            self.percent = max(shares)
        rest_s = max((_rest_of(entry) for entry in told), default=0.0)
        if rest_s == 0 and max(shares, default=0) >= 100:
            rest_s = _UNTOLD_REST_S
        self._until_s = max(self._until_s, self._clock.monotonic_s() + rest_s)


def _rest_of(entry: Any) -> float:
    minutes = number(entry, "estimated_time_to_regain_access")
    return max(0.0, float(minutes) * 60) if isinstance(minutes, int | float) else 0.0


def _entries(text: str | None) -> Iterator[Any]:
    """Go through `{shares}` of the app, and through `{account: [{shares}]}` of the use cases."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return
    if not isinstance(told, dict):
        return
    yield told
    for use_cases in told.values():
        if isinstance(use_cases, list):
            yield from use_cases
