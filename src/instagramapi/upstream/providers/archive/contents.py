"""Reads the archive: objects with what is known of their owners and places, and shelves."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from instagramapi.catalog.models import (
    Hashtag,
    Highlight,
    Location,
    Post,
    Profile,
    Story,
    UserShort,
)
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.subjects import AccountRef
from instagramapi.upstream.providers.archive.writing import folded

M = TypeVar("M", bound=Model)
Order = Literal["newest", "oldest", "liked"]
Where = tuple[str, str]
"""A field of an item, and the text that it must hold."""

# An account of which only Meta's own number is known gives way to one with Instagram's.
_BY_HANDLE = """
SELECT id, is_private, is_whole FROM accounts WHERE username = ?
ORDER BY id LIKE 'graph:%', username_seen DESC, id LIMIT 1
"""
_BY_ID = "SELECT id, is_private, is_whole FROM accounts WHERE id = ?"
_OBJECT = "SELECT fields FROM objects WHERE kind = ? AND id = ?"
# A shelf mixes owners only where it is a tag's or a place's; private ones are left out there.
_SHELF = """
SELECT {order}, s.id, o.fields FROM shelves s
JOIN objects o ON o.kind = s.kind AND o.id = s.id
LEFT JOIN accounts a ON a.id = s.owner_id
WHERE s.shelf = :shelf AND ({order}, s.id) < (:at, :id)
AND s.newest >= :since AND s.newest < :until AND a.is_private IS NOT 1 {where}
ORDER BY {order} DESC, s.id DESC LIMIT :limit
"""
_SIZE = """
SELECT count(*) FROM shelves s LEFT JOIN accounts a ON a.id = s.owner_id
WHERE s.shelf = :shelf AND a.is_private IS NOT 1
"""
_SIZE_WHERE = """
SELECT count(*) FROM shelves s JOIN objects o ON o.kind = s.kind AND o.id = s.id
LEFT JOIN accounts a ON a.id = s.owner_id
WHERE s.shelf = :shelf AND a.is_private IS NOT 1 {where}
"""
_WHERE = "AND json_extract(o.fields, '$.' || :field) = :value"
_ORDERS: Mapping[Order, str] = {"newest": "s.newest", "oldest": "-s.newest", "liked": "s.liked"}
_SEARCH = """
SELECT rank, weight, id, fields FROM (
    SELECT n.weight, n.id, o.fields,
        CASE WHEN n.word = :query THEN 2 WHEN instr(n.word, :query) = 1 THEN 1 ELSE 0 END AS rank
    FROM names n JOIN objects o ON o.kind = n.kind AND o.id = n.id
    WHERE n.kind = :kind AND instr(n.words, :query)
)
WHERE (rank, weight, id) < (:rank, :weight, :id)
ORDER BY rank DESC, weight DESC, id DESC LIMIT :limit
"""
_FOREVER = 2**62
_LAST_ID = "~"  # Comes after every digit.


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the archive knows it; `is_whole` where its profile was imported."""

    id: str
    is_private: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after this item, whose place in the order the numbers are."""

    at: tuple[int, ...]
    id: str

    @classmethod
    def read(cls, text: str, depth: int) -> "Place":
        """Read a position of so many numbers as `str` wrote it; raises ValueError if it is none."""
        *numbers, item = text.split(":")
        if len(numbers) != depth:
            raise ValueError("a position of another list")
        return cls(tuple(int(number) for number in numbers), item)

    def __str__(self) -> str:
        return ":".join([*map(str, self.at), self.id])


@dataclass(frozen=True, slots=True)
class Span:
    """What part of a shelf is wanted: at most `limit` items after a place, from a time span."""

    limit: int
    after: Place | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a list: the fields of its items, where it goes on, and how long its shelf is."""

    rows: list[dict[str, Any]]
    next: Place | None
    held: int = 0


class Contents:
    """Asks the archive over one read-only connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def account(self, ref: AccountRef) -> Account | None:
        """Find an account by handle or id."""
        query, key = (_BY_HANDLE, ref.handle) if ref.handle else (_BY_ID, ref.id)
        row = self._execute(query, (key,)).fetchone()
        return Account(row[0], bool(row[1]), bool(row[2])) if row else None

    def fields(self, kind: str, key: str) -> dict[str, Any] | None:
        """Return the fields of an object."""
        row = self._execute(_OBJECT, (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def profile(self, account_id: str) -> Profile | None:
        """Return an account with all that is known of it."""
        fields = self.fields("account", account_id)
        return Profile.model_validate(fields) if fields else None

    def location(self, location_id: str) -> Location | None:
        """Return a place."""
        fields = self.fields("location", location_id)
        return Location.model_validate(fields) if fields else None

    def hashtag(self, name: str) -> Hashtag | None:
        """Return a hashtag."""
        fields = self.fields("hashtag", name)
        return Hashtag.model_validate(fields) if fields else None

    def story(self, story_id: str) -> Story | None:
        """Return a story."""
        fields = self.fields("story", story_id)
        return self.complete(Story, [fields])[0] if fields else None

    def highlight(self, highlight_id: str) -> Highlight | None:
        """Return a highlight, with its stories where a file told them."""
        fields = self.fields("highlight", highlight_id)
        return self.complete(Highlight, [fields])[0] if fields else None

    def post(self, post_id: str) -> Post | None:
        """Return a post."""
        fields = self.fields("post", post_id)
        return self.complete(Post, [fields])[0] if fields else None

    def complete(self, model: type[M], rows: Sequence[dict[str, Any]]) -> tuple[M, ...]:
        """Make objects of rows; owner and place are told as they are known today."""
        owners = self._objects("account", (row.get("owner") for row in rows))
        places = self._objects("location", (row.get("location") for row in rows))
        for row in rows:
            row.update(_known("owner", row, owners), **_known("location", row, places))
        return tuple(model.model_validate(row) for row in rows)

    def _objects(self, kind: str, references: Iterable[Any]) -> dict[str, dict[str, Any]]:
        ids = {reference["id"] for reference in references if reference}
        found = {key: self.fields(kind, key) for key in ids}
        return {key: fields for key, fields in found.items() if fields}

    def size(self, shelf: str, where: Where | None = None) -> int:
        """Count the items of a shelf, or those of them that hold a field so."""
        query = _SIZE_WHERE.format(where=_WHERE) if where else _SIZE
        (size,) = self._execute(query, {"shelf": shelf, **_asked(where)}).fetchone()
        return int(size)

    def stretch(
        self, shelf: str, span: Span, order: Order = "newest", where: Where | None = None
    ) -> Stretch:
        """Return a part of a shelf, the newest, the oldest or the most liked first."""
        # Items whose time is not known stand last, and in no span of time.
        dated = span.since is not None or span.until is not None
        after = span.after or Place((_FOREVER,), _LAST_ID)
        asked = {
            "shelf": shelf,
            "at": after.at[0],
            "id": after.id,
            "since": max(span.since or 0, 1) if dated else -_FOREVER,
            "until": _FOREVER if span.until is None else span.until,
            "limit": span.limit + 1,
            **_asked(where),
        }
        query = _SHELF.format(order=_ORDERS[order], where=_WHERE if where else "")
        rows = self._execute(query, asked).fetchall()
        places = [Place((at,), key) for at, key, _ in rows[: span.limit]]
        return _stretch([row[-1] for row in rows], places, span.limit, self.size(shelf, where))

    def search(self, kind: str, query: str, span: Span) -> Stretch:
        """Return what fits the query: the same word first, then what begins so, then the rest."""
        after = span.after or Place((_FOREVER, _FOREVER), _LAST_ID)
        asked = {
            "kind": kind,
            "query": folded(query),
            "rank": after.at[0],
            "weight": after.at[1],
            "id": after.id,
            "limit": span.limit + 1,
        }
        rows = self._execute(_SEARCH, asked).fetchall()
        places = [Place((rank, weight), key) for rank, weight, key, _ in rows[: span.limit]]
        return _stretch([row[-1] for row in rows], places, span.limit)


def _asked(where: Where | None) -> dict[str, str]:
    return dict(zip(("field", "value"), where, strict=True)) if where else {}


def short(fields: dict[str, Any]) -> dict[str, Any]:
    """Take from an account's fields those of its short form."""
    return {name: fields[name] for name in UserShort.model_fields if name in fields}


def _known(
    name: str, row: dict[str, Any], objects: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    reference = row.get(name)
    if not reference or reference["id"] not in objects:
        return {}
    found = objects[reference["id"]]
    return {name: short(found) if name == "owner" else found}


def _stretch(rows: list[str], places: list[Place], limit: int, held: int = 0) -> Stretch:
    # One more was asked for than wanted: only then is it known whether there is more.
    more = places[-1] if len(rows) > limit else None
    return Stretch([json.loads(row) for row in rows[:limit]], more, held)
