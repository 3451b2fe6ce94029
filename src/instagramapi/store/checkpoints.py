"""Copies what is committed from the write-ahead log back into the file, beside the commits."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor

# Often enough that there is never much to copy.
_AFTER_CHANGES = 4096


class Checkpoints:
    """The checkpoints of one file; lives on the writer's thread.

    A checkpoint takes milliseconds, in which its connection commits nothing. So most of it is done
    by another connection, on a thread of its own. What was committed meanwhile is little: the
    writer copies that itself, and the log begins anew.
    """

    def __init__(self, writer: sqlite3.Connection) -> None:
        self._writer = writer
        self._copied_at = writer.total_changes
        self._pool = ThreadPoolExecutor(1, "store-checkpoint")
        self._copying: Future[None] | None = None

    def go_on(self) -> None:
        """Begin or end one where it is due; raises `sqlite3.Error`."""
        changes = self._writer.total_changes
        if self._copying is None:
            if changes - self._copied_at >= _AFTER_CHANGES:
                self._copying = self._pool.submit(_copy, _path_of(self._writer))
        elif self._copying.done():
            copying, self._copying, self._copied_at = self._copying, None, changes
            copying.result()
            self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def end(self) -> None:
        """Copy all that is left, and leave no log; raises `sqlite3.Error`."""
        self._pool.shutdown()
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _path_of(connection: sqlite3.Connection) -> str:
    _, _, path = connection.execute("PRAGMA database_list").fetchone()
    return str(path)


def _copy(path: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        connection.close()
