"""A rate limit as people write it: `60/minute`, `5/second`, `none`."""

import re
from dataclasses import dataclass

_WINDOWS_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_NAMES = {seconds: name for name, seconds in _WINDOWS_S.items()}
# Nine digits are more than any server answers in a day, and fit every store.
_WRITTEN = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `requests` requests in `window_s` seconds; a window is one of the four named ones."""

    requests: int
    window_s: int

    @classmethod
    def parse(cls, text: str) -> "RateLimit | None":
        """Read `60/minute`; `none` is no limit. Anything else is a ValueError that says so."""
        written = text.strip().lower()
        if written == "none":
            return None
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(
                "A rate limit is a whole number from 1 to 999999999 per second, minute, hour "
                "or day, for example 60/minute, or none."
            )
        return cls(int(match[1]), _WINDOWS_S[match[2]])

    def __str__(self) -> str:
        return f"{self.requests}/{_NAMES[self.window_s]}"
