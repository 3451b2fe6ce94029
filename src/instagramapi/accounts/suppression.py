"""Whom this server does not serve: people who asked for that, kept as keyed hashes only."""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from instagramapi.accounts.terms import malformed
from instagramapi.catalog.owners import Owner
from instagramapi.catalog.subjects import account_by_handle, account_by_id
from instagramapi.store.database import Database

Kind = Literal["handle", "id"]

_MARK_BYTES = 8
_REMEMBERED = 65_536

_INSERT = "INSERT OR IGNORE INTO suppressed (hash) VALUES (?)"
_DELETE = "DELETE FROM suppressed WHERE hash = ?"


class Suppression:
    """The list of suppressed Instagram accounts; asked in memory, changed on disk first.

    A list of those who want to be left alone must not itself tell who they are: the file alone
    says nothing, and even with the server's secret one can only ask for a name, not list them.
    """

    def __init__(self, database: Database, hash_key: bytes) -> None:
        """Load the list."""
        self._database = database
        self._hash_key = hash_key
        # The same accounts are asked about over and over, and a hash takes a while.
        self._is_listed = lru_cache(_REMEMBERED)(self._look_up)
        self._hashes: set[bytes] = set()
        self._marks: set[bytes] = set()
        self.changes = 0
        """How often the list was changed; what was found out by it holds until then."""
        for entry in listed(database.read()):
            self._remember(entry)

    def __len__(self) -> int:
        """Count the entries, which is all that can be told of them."""
        return len(self._hashes)

    def is_suppressed(self, kind: Kind, value: str) -> bool:
        """Tell whether this handle, in any case of letters, or this id must not be served."""
        return bool(self._hashes) and self._is_listed(kind, value.lower())

    def has(self, owner: Owner) -> bool:
        """Tell whether an account, as an answer names it, must not be served."""
        return self.is_suppressed("handle", owner.handle or "") or self.is_suppressed(
            "id", owner.id or ""
        )

    def mark(self, owner: Owner) -> tuple[bytes, ...]:
        """Name an account by the first 8 bytes of its hashes, for links that live for a while."""
        named: tuple[tuple[Kind, str | None], ...] = (("handle", owner.handle), ("id", owner.id))
        entries = (hashed(self._hash_key, kind, text) for kind, text in named if text)
        return tuple(entry[:_MARK_BYTES] for entry in entries)

    def is_marked(self, mark: bytes) -> bool:
        """Tell whether a mark is that of an account that must not be served."""
        return mark in self._marks

    async def suppress(self, kind: Kind, value: str) -> None:
        """Put a handle (or a profile's URL) or an id on the list, if it is not there yet."""
        await self._commit(_INSERT, self._entry(kind, value), self._remember)

    async def lift(self, kind: Kind, value: str) -> None:
        """Take a handle (or a profile's URL) or an id off the list, if it is there."""
        await self._commit(_DELETE, self._entry(kind, value), self._forget)

    def _look_up(self, kind: Kind, value: str) -> bool:
        return hashed(self._hash_key, kind, value) in self._hashes

    def _entry(self, kind: Kind, value: str) -> bytes:
        return hashed(self._hash_key, kind, plain(kind, value))

    def _remember(self, entry: bytes) -> None:
        self._hashes.add(entry)
        self._marks.add(entry[:_MARK_BYTES])
        self._changed()

    def _forget(self, entry: bytes) -> None:
        self._hashes.discard(entry)
        self._marks.discard(entry[:_MARK_BYTES])
        self._changed()

    def _changed(self) -> None:
        self._is_listed.cache_clear()
        self.changes += 1

    async def _commit(self, sql: str, entry: bytes, note: Callable[[bytes], None]) -> None:
        def change(connection: sqlite3.Connection) -> None:
            connection.execute(sql, (entry,))

        async def write_then_note() -> None:
            await self._database.write(change)
            note(entry)

        # A caller that goes away must not leave memory behind what the disk already says.
        await asyncio.shield(asyncio.ensure_future(write_then_note()))


def listed(connection: sqlite3.Connection) -> frozenset[bytes]:
    """Read the entries of the list."""
    return frozenset(row[0] for row in connection.execute("SELECT hash FROM suppressed"))


def hashed(hash_key: bytes, kind: Kind, value: str) -> bytes:
    """Return the entry of a handle, in any case of letters, or of an id."""
    return blake2b(f"{kind}:{value.lower()}".encode(), key=hash_key, digest_size=32).digest()


def plain(kind: Kind, value: str) -> str:
    """Read a handle (or a profile's URL) or an id; raises BadParameter where it is none."""
    try:
        if kind == "handle":
            return account_by_handle(value.strip()).handle or ""
        return account_by_id(value.strip()).id or ""
    except ValueError as error:
        raise malformed(
            kind,
            "A handle is 1 to 30 of a-z, 0-9, `.` and `_`, like nike; an id is digits, like "
            "13460080.",
        ) from error
