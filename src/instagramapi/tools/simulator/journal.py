"""The log of all requests, so that a test can see how a client behaves."""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_KEPT = 20_000


@dataclass
class Entry:
    """One request; `status` is null while it is under way or where nothing was sent."""

    number: int
    at_s: float
    upstream: str
    endpoint: str
    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    status: int | None = None
    faults: list[str] = field(default_factory=list)


class Journal:
    """The latest requests, oldest first."""

    def __init__(self) -> None:
        self.total = 0
        self._entries: deque[Entry] = deque(maxlen=_KEPT)

    def note(self, **told: Any) -> Entry:
        """Write a request down."""
        self.total += 1
        entry = Entry(number=self.total, **told)
        self._entries.append(entry)
        return entry

    def entries(self, *, upstream: str | None = None, after: int = 0) -> list[Entry]:
        """The requests, of one upstream or all, after the one with a number."""
        return [
            entry
            for entry in tuple(self._entries)
            if upstream in (None, entry.upstream) and entry.number > after
        ]

    def described(self, query: Mapping[str, str]) -> dict[str, Any]:
        """The log as JSON; `upstream` and `after` narrow it."""
        entries = self.entries(upstream=query.get("upstream"), after=int(query.get("after") or 0))
        return {"total": self.total, "requests": [asdict(entry) for entry in entries]}

    def clear(self) -> None:
        """Forget all requests; numbers go on."""
        self._entries.clear()
