"""The store of one data directory: `Database.open`, then `write`, `submit` and `read`."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from instagramapi.store.file import has_every_migration, open_reader, open_writer
from instagramapi.store.lock import DirectoryLock
from instagramapi.store.writer import Operation, Writer

T = TypeVar("T")

FILE_NAME = "instagramapi.db"
LOCK_NAME = "instagramapi.lock"


def resolve(future: asyncio.Future[T], result: T | BaseException) -> None:
    """Give a future the value or the exception that `done` was given; a cancelled one keeps it."""
    if future.done():
        return
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)


def _ignore(failure: BaseException) -> None:
    """Leave the failure to the callers, who all get it as an exception."""


class Database:
    """One SQLite file, written by one thread of one process, read by anybody.

    All writes and checkpoints happen on the writer's connection; readers cannot write.
    """

    def __init__(self, data_dir: Path, lock: DirectoryLock, connection: sqlite3.Connection) -> None:
        self.data_dir = data_dir
        self.on_fatal: Callable[[BaseException], None] = _ignore
        self._lock = lock
        (self.epoch,) = connection.execute(
            "UPDATE store SET epoch = epoch + 1 RETURNING epoch"
        ).fetchone()
        self._readers: dict[int, sqlite3.Connection] = {}
        self._writer = Writer(connection, lambda failure: self.on_fatal(failure))

    @classmethod
    def open(cls, data_dir: Path) -> "Database":
        """Lock the directory, bring the schema up to date, and raise the boot epoch.

        Creates the directory (0700) and the files (0600) where they are missing. Raises
        `DataDirectoryBusy` or `SchemaTooNew`. Set `on_fatal` before the first write: it is
        called, on the writer's thread, when a commit failed and the process must end.
        """
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = DirectoryLock(data_dir / LOCK_NAME)
        try:
            return cls(data_dir, lock, open_writer(data_dir / FILE_NAME))
        except BaseException:
            lock.release()
            raise

    async def write(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """Run the operation in a savepoint of the next commit; return when it is durable.

        An operation that raises is undone alone, and its exception is raised here. A commit
        that fails raises `StoreFailed` and means that the outcome is unknown.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.submit(operation, partial(resolve, future))
        return await future

    def submit(
        self,
        operation: Callable[[sqlite3.Connection], T],
        done: Callable[[T | BaseException], None],
        *,
        is_lazy: bool = False,
    ) -> None:
        """Queue an operation; `done` gets its value or exception on this loop, after the commit.

        A lazy one causes no commit of its own for half a second: it rides with the next.
        """
        loop = asyncio.get_running_loop()
        self._writer.put(Operation(operation, done, loop, is_lazy))

    def read(self) -> sqlite3.Connection:
        """Return the read-only connection of the calling thread."""
        thread = threading.get_ident()
        reader = self._readers.get(thread)
        if reader is None:
            reader = self._readers[thread] = open_reader(self.data_dir / FILE_NAME)
        return reader

    def is_migrated(self) -> bool:
        """Tell whether the file is still at this program's schema."""
        return has_every_migration(self.read())

    async def close(self) -> None:
        """Commit what waits, then let go of the directory."""
        self._writer.stop()
        # A thread may be reading: its connection ends with its last use. Closed under it, SQLite
        # would read from memory that is gone.
        self._readers.clear()
        await asyncio.to_thread(self._writer.join)
        self._lock.release()
