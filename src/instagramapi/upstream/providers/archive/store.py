"""The archive's file: one importing process writes, any number of others read meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from instagramapi.store.file import open_reader, open_writer
from instagramapi.store.lock import DataDirectoryBusy, DirectoryLock
from instagramapi.upstream.providers.archive import erasing
from instagramapi.upstream.providers.archive.erasing import Kind

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

    def ids_of(self, handle: str) -> set[str]:
        """Return the ids of the accounts that have this handle, as far as the archive knows."""
        connection = self.open_reader()
        if connection is None:
            return set()
        try:
            return erasing.ids_of(connection, "handle", handle)
        finally:
            connection.close()

    def erase(self, kind: Kind, value: str) -> int:
        """Erase an account with its posts, stories, highlights and comments; how many objects.

        That it stays away is the suppression list's part: `import_paths` asks it. Nothing of
        what was erased stays in the file. Raises ArchiveBusy while another process imports.
        """
        if not self.path.exists():
            return 0
        with self.writing() as connection:
            # What is deleted is overwritten, and the log that still has it is emptied.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            gone = erasing.erase(connection, kind, value)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

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
