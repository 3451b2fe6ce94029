"""Erases an account from the archive: what it owns or wrote, and where others' objects name it."""

import sqlite3
from collections.abc import Iterator
from typing import Literal

from instagramapi.upstream.providers.archive.documents import Document
from instagramapi.upstream.providers.archive.people import IsTheirs, belongs, without

Kind = Literal["handle", "id"]

_IDS = "SELECT id FROM accounts WHERE username = ?"
_OWNED = ("posts", "reels", "stories", "highlights")
_NAMING = "SELECT kind, id FROM objects WHERE instr(fields, ?)"
_SELECT = "SELECT fields, seen FROM objects WHERE kind = ? AND id = ?"
_UPDATE = "UPDATE objects SET fields = ?, seen = ? WHERE kind = ? AND id = ?"
_UNDER = "SELECT id FROM shelves WHERE shelf IN (?, ?)"


def ids_of(connection: sqlite3.Connection, kind: Kind, value: str) -> set[str]:
    """Return the ids of the accounts that are meant; a handle may have belonged to several."""
    if kind == "id":
        return {value}
    return {row[0] for row in connection.execute(_IDS, (value,))}


def erase(connection: sqlite3.Connection, kind: Kind, value: str) -> int:
    """Erase an account, in the caller's transaction; return how many objects are gone.

    Gone are the account, its posts with the comments under them, its stories, its highlights and
    its comments elsewhere. Of the objects of others only the places that name it are taken out.
    """
    ids = ids_of(connection, kind, value)
    handle = value if kind == "handle" else None

    def is_theirs(account_id: str | None, username: str | None) -> bool:
        return account_id in ids or (handle is not None and username == handle)

    gone = 0
    for marker in _markers(ids, handle):
        gone += _erase_marked(connection, marker, ids, is_theirs)
    for account_id in ids:
        shelves = [(f"{shelf}:{account_id}",) for shelf in _OWNED]
        connection.executemany("DELETE FROM shelves WHERE shelf = ?", shelves)
        connection.execute("DELETE FROM accounts WHERE id = ?", (account_id,))
    # What was left out must be read again, should the account ever be served again.
    connection.execute("DELETE FROM files")
    connection.execute("DELETE FROM begun")
    return gone


def _markers(ids: set[str], handle: str | None) -> Iterator[str]:
    # As `Document.dump` writes them.
    yield from (f'"id":"{account_id}"' for account_id in sorted(ids))
    if handle is not None:
        yield f'"username":"{handle}"'


def _erase_marked(
    connection: sqlite3.Connection, marker: str, ids: set[str], is_theirs: IsTheirs
) -> int:
    gone = 0
    for kind, key in connection.execute(_NAMING, (marker,)).fetchall():
        row = connection.execute(_SELECT, (kind, key)).fetchone()
        if row is None:
            # A comment that went with its post.
            continue
        document = Document.load(*row)
        if (kind == "account" and key in ids) or belongs(document.fields, is_theirs):
            gone += _remove(connection, kind, key)
        else:
            rest = Document(without(document.fields, is_theirs), document.seen)
            connection.execute(_UPDATE, (*rest.dump(), kind, key))
    return gone


def _remove(connection: sqlite3.Connection, kind: str, key: str) -> int:
    keys = [(kind, key)]
    if kind == "post":
        under = connection.execute(_UNDER, (f"comments:{key}", f"replies:{key}"))
        keys += [("comment", row[0]) for row in under.fetchall()]
    connection.executemany("DELETE FROM shelves WHERE kind = ? AND id = ?", keys)
    connection.executemany("DELETE FROM names WHERE kind = ? AND id = ?", keys)
    before = connection.total_changes
    connection.executemany("DELETE FROM objects WHERE kind = ? AND id = ?", keys)
    return connection.total_changes - before
