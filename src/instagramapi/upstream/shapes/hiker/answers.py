"""How HikerAPI packs lists: as `[items, cursor]`, or wrapped, with `next_page_id` beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    as_list,
    at,
    count,
    either,
    first,
)

# A post stands at most six levels below its row: layout, clip, items, item, media.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a list: its items as they came, where it goes on, and how long it all is."""

    items: list[Any]
    cursor: str | None = None
    total: int | None = None


def chunk(raw: Any) -> Stretch:
    """Unpack `[items, cursor]`; comments have two cursors, of which one is told (recorded)."""
    items = at(raw, 0)
    if not isinstance(items, list):
        raise ShapeError("a chunk without its items")
    return Stretch(items, _cursor(at(raw, 1)) or _cursor(at(raw, 2)))


def whole(raw: Any) -> Stretch:
    """Take a list that comes in one piece."""
    if not isinstance(raw, list):
        raise ShapeError("an answer that is no list")
    return Stretch(raw)


def wrapped(raw: Any, *names: str) -> Stretch:
    """Unpack the list that has one of the names, below `response` or not."""
    inner = first(at(raw, "response"), raw)
    found = either(as_list, inner, *names)
    if not isinstance(found, list):
        raise ShapeError(f"an answer without {' or '.join(names)}")
    return Stretch([_opened(item) for item in found], _next(raw), _total(inner))


def sections(raw: Any) -> Stretch:
    """Unpack the grid of a tag, whose rows hold posts in several layouts, in reading order."""
    return _laid_out(wrapped(raw, "sections"))


def modules(raw: Any) -> Stretch:
    """Unpack the modules of a search for reels, in reading order."""
    return _laid_out(wrapped(raw, "reels_serp_modules"))


def replies(raw: Any) -> Stretch:
    """Unpack the replies to a comment; the other of the two ways to go on is not offered."""
    found = wrapped(raw, "child_comments")
    inner = first(at(raw, "response"), raw)
    has_more = at(inner, "has_more_head_child_comments") is not False
    cursor = _cursor(at(inner, "next_min_child_cursor")) if has_more else None
    total = count(inner, "child_comment_count")
    return Stretch(found.items, cursor, None if total is MISSING else total)


def _laid_out(rows: Stretch) -> Stretch:
    return Stretch([media for row in rows.items for media in _media(row)], rows.cursor)


def _media(raw: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(raw, dict) and isinstance(raw.get("media"), dict):
        yield raw["media"]
    elif isinstance(raw, dict | list) and depth < _DEEPEST:
        for part in raw.values() if isinstance(raw, dict) else raw:
            yield from _media(part, depth + 1)


def _opened(item: Any) -> Any:
    # Reels stand as {"media": {…}}, places as {"location": {…}}; others stand for themselves.
    return first(at(item, "media"), at(item, "location"), item) if _is_envelope(item) else item


def _is_envelope(item: Any) -> bool:
    # A post has a `location` too, but also an id of its own.
    return isinstance(item, dict) and "pk" not in item and "id" not in item


def _next(raw: Any) -> str | None:
    # Searches call it otherwise and go on giving one at the end (recorded: has_more false).
    if at(raw, "has_more") is False or at(raw, "page_info", "more_available") is False:
        return None
    names = ("next_page_id", "page_token", "reels_max_id")
    told = (at(raw, name) for name in names)
    return _cursor(first(*told, at(raw, "page_info", "next_max_id")))


def _cursor(value: Any) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number or (isinstance(value, str) and value) else None


def _total(inner: Any) -> int | None:
    total = count(inner, "comment_count")
    return None if total is MISSING else total
