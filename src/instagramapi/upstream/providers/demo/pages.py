"""Cuts a list that is known in full into pages; a position is the number of items before it."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from instagramapi.catalog.models import Page
from instagramapi.catalog.models.base import Model
from instagramapi.upstream.cursor import foreign_cursor

POSTS_ON_A_PAGE = 12
PEOPLE_ON_A_PAGE = 20

_POSITION = re.compile(r"at([1-9][0-9]{0,8})")

Item = TypeVar("Item", bound=Model)
Seed = TypeVar("Seed")


class ListCall(Protocol):
    """A call for a list."""

    @property
    def cursor(self) -> str | None:
        """The position that the page before gave; None on the first page."""

    @property
    def limit(self) -> int | None:
        """How many items the caller wants at most; None for the usual number."""


def page(
    call: ListCall,
    seeds: Sequence[Seed],
    make: Callable[[Seed], Item],
    *,
    into: type[Page[Item]],
    usual: int,
    total: int | None,
    empty_reason: str,
) -> Page[Item]:
    """Make the items of the page that a call asks for, out of what they are made from."""
    start = _start(call.cursor, len(seeds))
    end = start + (call.limit or usual)
    return into(
        items=tuple(make(seed) for seed in seeds[start:end]),
        next_cursor=f"at{end}" if end < len(seeds) else None,
        total=total,
        empty_reason=None if seeds else empty_reason,
    )


def _start(cursor: str | None, length: int) -> int:
    if cursor is None:
        return 0
    match = _POSITION.fullmatch(cursor)
    if not match or int(match[1]) >= length:
        raise foreign_cursor()
    return int(match[1])
