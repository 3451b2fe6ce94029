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
        _, _, path = writer.execute("PRAGMA database_list").fetchone()
        self._beside = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._beside.execute("PRAGMA synchronous = FULL")
        self._pool = ThreadPoolExecutor(1, "store-checkpoint")
        self._copying: Future[None] | None = None

    def go_on(self) -> None:
        """Begin or end one where it is due; raises `sqlite3.Error`."""
        changes = self._writer.total_changes
        if self._copying is None:
            if changes - self._copied_at >= _AFTER_CHANGES:
                self._copying = self._pool.submit(_copy, self._beside)
        elif self._copying.done():
            copying, self._copying, self._copied_at = self._copying, None, changes
            copying.result()
            self._writer.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def end(self) -> None:
        """Copy all that is left, and leave no log; raises `sqlite3.Error`."""
        self._pool.shutdown()
        self._beside.close()
        self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
