"""One process per data directory: a lock that the kernel drops when the process dies."""

import fcntl
import os
from pathlib import Path


class DataDirectoryBusy(Exception):  # noqa: N818 - it names a state, like the Problems
    """Another process already works on this data directory."""


class DirectoryLock:
    """An exclusive `flock`, with the holder's process id in the file for the one who is refused."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._file, 20, 0).decode() or "unknown"
            os.close(self._file)
            raise DataDirectoryBusy(
                f"The data directory {path.parent} is in use by process {holder}. "
                "Stop that process, or choose another directory."
            ) from error
        os.truncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._file)
