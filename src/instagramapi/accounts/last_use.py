"""When each key was last used: noted in memory, written to the disk once a minute at most."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from instagramapi.accounts.key import Key
from instagramapi.store.database import Database

SAVE_EVERY_S = 60


class LastUses:
    """Keeps one time per key; a crash loses at most the uses since the last write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._used_at: dict[str, float] = {}
        self._unsaved: set[str] = set()
        self._save_due_s = 0.0

    def note(self, key_id: str, now_s: float) -> None:
        """Note a use; now and then this hands all notes to the writer, without waiting for it."""
        self._used_at[key_id] = now_s
        self._unsaved.add(key_id)
        if now_s >= self._save_due_s:
            self._save_due_s = now_s + SAVE_EVERY_S
            self._database.submit(self._take_unsaved(), _ignore, is_lazy=True)

    def told_by(self, key: Key) -> Key:
        """Return the key with its last use as memory knows it, which is ahead of the disk."""
        return replace(key, last_used_at=self._used_at.get(key.id, key.last_used_at))

    async def save(self) -> None:
        """Write what is still only in memory."""
        await self._database.write(self._take_unsaved())

    def _take_unsaved(self) -> Callable[[sqlite3.Connection], None]:
        uses = [(self._used_at[key_id], key_id) for key_id in self._unsaved]
        self._unsaved.clear()

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("UPDATE keys SET last_used_at = ? WHERE id = ?", uses)

        return write


def _ignore(_: BaseException | None) -> None:
    """A note of a use that could not be written is not worth an error to anybody."""
