"""The archive's file: one importing process writes, any number of others read meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from instagramapi.store.file import open_reader, open_writer
from instagramapi.store.lock import DataDirectoryBusy, DirectoryLock

FILE_NAME = "archive.db"
LOCK_NAME = "archive.lock"
_MIGRATIONS = files("instagramapi.upstream.providers.archive") / "migrations"


class ArchiveBusy(Exception):  # noqa: N818 - it names a state, like the Problems
    """Another import is writing to this archive."""


class ArchiveStore:
    """`<data_dir>/archive.db`: apart from the server's own file, so that both can be written."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE_NAME

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the only writing connection, in a transaction; what is not committed is undone.

        Creates folder and file where they are missing. Raises ArchiveBusy while another process
        imports.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = self._lock()
        try:
            connection = open_writer(self.path, _MIGRATIONS)
            try:
                yield connection
            finally:
                connection.close()
        finally:
            lock.release()

    def _lock(self) -> DirectoryLock:
        try:
            return DirectoryLock(self.path.parent / LOCK_NAME)
        except DataDirectoryBusy as error:
            raise ArchiveBusy(
                f"Another import is writing to {self.path}. Wait until it ends, and start again."
            ) from error

    def open_reader(self) -> sqlite3.Connection | None:
        """Open a connection for reading, or None while nothing was ever imported."""
        return open_reader(self.path) if self.path.exists() else None
