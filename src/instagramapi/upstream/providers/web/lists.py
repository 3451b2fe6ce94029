"""Where a list goes on, and how much of what Instagram sent fits on a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from instagramapi.catalog.parameters import MAX_LIMIT
from instagramapi.upstream.cursor import foreign_cursor
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.shapes.reading import MISSING, at, first, flag, nodes, text


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list; the first page is at the default."""

    subject: str = ""
    """What the further queries need to know of whose list it is."""
    after: str | None = None
    """Instagram's own cursor of the batch that this place is in; None is the first batch."""
    last_id: str | None = None
    """The last object of that batch which was handed out; None is none of it.

    An id and not a number: what is published meanwhile shifts the batch, but not the order.
    """

    @classmethod
    def read(cls, cursor: str | None) -> "Place":
        """Read what `write` wrote; BadParameter where an older version wrote it otherwise."""
        if cursor is None:
            return cls()
        try:
            subject, after, last_id = json.loads(cursor)
        except (ValueError, TypeError) as wrong:
            raise foreign_cursor() from wrong
        return cls(subject, after, last_id)

    def write(self) -> str:
        """Write the place as a cursor."""
        return json.dumps([self.subject, self.after, self.last_id], separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Batch:
    """What Instagram sends at once."""

    nodes: tuple[Any, ...]
    end_cursor: str | None
    has_more: bool


NO_BATCH = Batch((), None, False)


def batch_of(connection: Any, place: Place, what: str) -> Batch:
    """Read a connection; UpstreamError where it is none, or is the same batch again."""
    found = nodes(connection)
    if found is MISSING:
        raise wrong_shape(what)
    info = at(connection, "page_info")
    cursor = text(info, "end_cursor")
    end_cursor = cursor if isinstance(cursor, str) else None
    # A query that does not know `after` would begin anew for ever.
    if end_cursor is not None and end_cursor == place.after:
        raise wrong_shape(what)
    has_more = flag(info, "has_next_page") is True
    return Batch(tuple(found), end_cursor, has_more)


def cut(batch: Batch, place: Place, limit: int | None) -> tuple[Sequence[Any], Place | None]:
    """Take what goes on the page, and the place of what does not; nothing is lost or repeated."""
    rest = batch.nodes[_done(batch, place) :]
    page = rest[: limit or MAX_LIMIT]
    if len(page) < len(rest):
        return page, Place(place.subject, place.after, _id(page[-1]))
    if batch.has_more and batch.end_cursor is not None:
        return page, Place(place.subject, batch.end_cursor)
    return page, None


def _done(batch: Batch, place: Place) -> int:
    """Count the nodes of a batch that were handed out before."""
    if place.last_id is None:
        return 0
    return next((at + 1 for at, node in enumerate(batch.nodes) if _id(node) == place.last_id), 0)


def _id(node: Any) -> str | None:
    value = first(at(node, "pk"), at(node, "id"))
    return str(value) if isinstance(value, str | int) else None
