"""Makes pages of ours out of HikerAPI's, which come in whatever length it likes.

A position is `<its cursor>|<how many of its items we handed out already>`.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.parameters import MAX_LIMIT
from instagramapi.upstream.cursor import foreign_cursor
from instagramapi.upstream.shapes.hiker import Stretch
from instagramapi.upstream.shapes.reading import ShapeError, many, one

_POSITION = re.compile(r"(.*)\|(0|[1-9][0-9]{0,8})", re.DOTALL)
# Instagram lets an account pin so many; they stand before newer posts.
_PINS = 3

Item = TypeVar("Item", bound=Model)


class ListCall(Protocol):
    """A call for a list."""

    @property
    def cursor(self) -> str | None:
        """The position that the page before gave; None on the first page."""

    @property
    def limit(self) -> int | None:
        """How many items the caller wants at most."""


class DatedCall(ListCall, Protocol):
    """A call for a list of dated items, newest first."""

    @property
    def since(self) -> int | None:
        """The first second that counts."""

    @property
    def until(self) -> int | None:
        """The first second that counts no more."""


def cursor_of(call: ListCall) -> str | None:
    """Return HikerAPI's cursor of a call; None for the first stretch of a list."""
    return _position(call)[0] or None


def page(
    call: ListCall,
    stretch: Stretch,
    shape: Callable[[Any], Item],
    *,
    empty_reason: str,
    keep: Callable[[Item], bool] = lambda item: True,
    total: int | None = None,
    warnings: tuple[str, ...] = (),
) -> Page[Item]:
    """Shape as many items of a stretch as the call wants, and say where it goes on."""
    cursor, start = _position(call)
    items, end = _taken(stretch.items[start:], shape, keep, call.limit or MAX_LIMIT)
    next_cursor = _next(stretch, cursor, start + end)
    return Page(
        items=items,
        next_cursor=next_cursor,
        total=stretch.total if total is None else total,
        empty_reason=None if items or next_cursor or call.cursor else empty_reason,
        warnings=warnings,
    )


def posts_page(call: ListCall, stretch: Stretch, shape: Callable[[Any], Post]) -> Page[Post]:
    """Make a page of posts, without those of private accounts."""
    return page(call, stretch, shape, empty_reason="no_posts", keep=is_public)


def dated_page(
    call: DatedCall,
    stretch: Stretch,
    shape: Callable[[Any], Post],
    *,
    empty_reason: str,
    total: int | None = None,
) -> Page[Post]:
    """Make a page of the posts between two times; the list ends where they are older."""
    found = page(
        call,
        stretch,
        shape,
        empty_reason=empty_reason,
        keep=lambda post: is_public(post) and _is_between(post, call),
        total=total,
    )
    if call.since is not None and _is_past(call, stretch, shape):
        found = _ended(found)
    if stretch.items and not found.items and not found.next_cursor:
        return found.model_copy(update={"empty_reason": "outside_dates"})
    return found


def degrees(value: float | None) -> str | None:
    """Write a latitude or a longitude without an exponent, to the centimetre."""
    return None if value is None else f"{value:.7f}"


def is_public(post: Post) -> bool:
    """Whether nothing says that the owner of a post is private."""
    return not (post.owner and post.owner.is_private)


def _position(call: ListCall) -> tuple[str, int]:
    match = _POSITION.fullmatch(call.cursor or "|0")
    if not match:
        raise foreign_cursor()
    return match[1], int(match[2])


def _taken(
    raws: list[Any], shape: Callable[[Any], Item], keep: Callable[[Item], bool], limit: int
) -> tuple[tuple[Item, ...], int]:
    """Take up to `limit` items; return them and how many of the raw ones are done with."""
    items: list[Item] = []
    readable = 0
    for done, raw in enumerate(raws):
        if len(items) == limit:
            return tuple(items), done
        shaped = many(shape, [raw])
        readable += len(shaped)
        items += filter(keep, shaped)
    if raws and not readable:
        # Nothing but strange things is not an empty list: nobody may be charged for it.
        raise ShapeError("a list of which no item can be read")
    return tuple(items), len(raws)


def _next(stretch: Stretch, cursor: str, end: int) -> str | None:
    if end < len(stretch.items):
        return f"{cursor}|{end}"
    # A cursor that leads to where we are would never end.
    return f"{stretch.cursor}|0" if stretch.cursor not in (None, cursor) else None


def _is_between(post: Post, call: DatedCall) -> bool:
    if call.since is None and call.until is None:
        return True
    if post.taken_at is None:
        return False
    taken_s = post.taken_at.timestamp()
    return (call.since is None or taken_s >= call.since) and (
        call.until is None or taken_s < call.until
    )


def _is_past(call: DatedCall, stretch: Stretch, shape: Callable[[Any], Post]) -> bool:
    """Whether the stretch ends before `since`, not counting pinned posts at its head."""
    if not stretch.items or (not cursor_of(call) and len(stretch.items) <= _PINS):
        return False
    last = one(shape, stretch.items[-1])
    return (
        isinstance(last, Post)
        and last.taken_at is not None
        and last.taken_at.timestamp() < (call.since or 0)
    )


def _ended(found: Page[Post]) -> Page[Post]:
    # Where the limit cut the stretch, what is left of it must still be handed out.
    is_cut = found.next_cursor is not None and not found.next_cursor.endswith("|0")
    return found if is_cut else found.model_copy(update={"next_cursor": None})
