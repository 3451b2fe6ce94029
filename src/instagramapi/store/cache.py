"""Answers kept for a while: encoded bytes, ready to be put into an envelope."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

# What a copy costs beside its bytes: the objects around it, as the process grows by 40,000 copies.
_OVERHEAD_BYTES = 400


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """One answer of a provider, encoded; or its word that there is nothing.

    It is equal to itself alone: to compare what it holds would take as long as to answer with it.
    """

    provider: str
    fetched_at_s: float
    data: bytes = b""
    next_cursor: str | None = None
    total: int | None = None
    empty_reason: str | None = None
    warnings: tuple[str, ...] = ()
    # Set where the provider said that there is nothing: the message and reason of the 404.
    nothing: tuple[str, str | None] | None = None


class Cache(Protocol):
    """Keeps copies by the identity of the call; may forget any of them at any time."""

    def get(self, identity: str) -> Copy | None:
        """Return the copy, however old it is; None where there is none."""

    async def put(self, identity: str, copy: Copy) -> None:
        """Keep a copy in place of the one before."""

    async def forget(self, text: str) -> int:
        """Drop every copy that names this text, in any case of letters; return how many.

        More may go than need be: a copy that is dropped is only asked for again.
        """

    async def drop_older(self, than_s: float) -> None:
        """Drop every copy that was fetched before this second of the epoch."""


class MemoryCache:
    """A cache in this process, bounded in bytes; what was not used longest goes first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._copies: OrderedDict[str, Copy] = OrderedDict()
        self.size_bytes = 0

    def get(self, identity: str) -> Copy | None:
        copy = self._copies.get(identity)
        if copy is not None:
            self._copies.move_to_end(identity)
        return copy

    async def put(self, identity: str, copy: Copy) -> None:
        before = self._copies.pop(identity, None)
        if before is not None:
            self.size_bytes -= _size(identity, before)
        self._copies[identity] = copy
        self.size_bytes += _size(identity, copy)
        while self.size_bytes > self._max_bytes:
            self._drop(next(iter(self._copies)))

    async def forget(self, text: str) -> int:
        sought = text.lower().encode()
        found = [
            identity
            for identity, copy in self._copies.items()
            if sought in identity.lower().encode() or sought in copy.data.lower()
        ]
        for identity in found:
            self._drop(identity)
        return len(found)

    async def drop_older(self, than_s: float) -> None:
        for identity in [i for i, copy in self._copies.items() if copy.fetched_at_s < than_s]:
            self._drop(identity)

    def _drop(self, identity: str) -> None:
        self.size_bytes -= _size(identity, self._copies.pop(identity))


def _size(identity: str, copy: Copy) -> int:
    return len(copy.data) + len(identity) + _OVERHEAD_BYTES
