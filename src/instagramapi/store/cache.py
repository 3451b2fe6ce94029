"""Answers kept for a while: encoded bytes, ready to be put into an envelope."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(slots=True, eq=False)
class Copy:
    """One answer of a provider, encoded; or its word that there is nothing. That never changes.

    It is not enforced, as that would take longer than the rest of keeping it; and it is equal to
    itself alone, as comparing what it holds would.
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
    told: str | None = field(default=None, init=False)
    """What answers tell of it beside its data, once that was written."""
    screened: int | None = field(default=None, init=False)
    """The state of the list of suppressed accounts that it was last looked through for."""


class Cache(Protocol):
    """Keeps copies by the identity of the call; may forget any of them at any time."""

    def get(self, identity: str) -> Copy | None:
        """Return the copy, however old it is; None where there is none."""

    async def put(self, identity: str, copy: Copy) -> None:
        """Keep a copy in place of the one before."""

    async def forget(self, text: str) -> int:
        """Drop every copy that names this text, in any case of letters; return how many.

        More may go than need be: a copy that is dropped is only asked for again. Others work
        meanwhile, and what they put may stay: it was screened later than the text was given.
        """

    async def drop_older(self, than_s: float) -> None:
        """Drop every copy that was fetched before this second of the epoch."""
