"""Imports files into the archive: any number, in any order, again and again."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from instagramapi.upstream.providers.archive import files
from instagramapi.upstream.providers.archive.companions import with_its_post
from instagramapi.upstream.providers.archive.files import Candidate, Raw, Unreadable
from instagramapi.upstream.providers.archive.formats import EDITION, read
from instagramapi.upstream.providers.archive.records import Record, Tagged
from instagramapi.upstream.providers.archive.store import ArchiveStore
from instagramapi.upstream.providers.archive.writing import ArchiveWriter

FILES_PER_COMMIT = 500

_KNOWN = "SELECT 1 FROM files WHERE digest = ? AND edition = ?"
_REMEMBER = "INSERT OR REPLACE INTO files (digest, path, edition) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not imported, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in files: `imported` are new or changed, `unchanged` were known."""

    imported: int
    unchanged: int
    skipped: list[Skipped]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is, in files."""

    done: int
    total: int


def import_paths(
    store: ArchiveStore,
    paths: Iterable[Path],
    *,
    on_progress: Callable[[Progress], None],
) -> ImportReport:
    """Import files and folders into the archive.

    A file that cannot be read is named in the report and stops nothing. What was imported is
    committed every 500 files; after an interrupt, the same import goes on where it was.
    Raises ArchiveBusy while another process imports.
    """
    candidates = list(files.find(paths))
    with store.writing() as connection:
        run = _Run(connection)
        on_progress(Progress(0, len(candidates)))
        for done, candidate in enumerate(candidates, start=1):
            run.take(candidate)
            if done % FILES_PER_COMMIT == 0:
                run.commit()
            on_progress(Progress(done, len(candidates)))
        run.commit()
    return ImportReport(run.imported, run.unchanged, run.skipped)


class _Run:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._writer = ArchiveWriter(connection)
        self.imported = self.unchanged = 0
        self.skipped: list[Skipped] = []
        connection.execute("BEGIN IMMEDIATE")

    def take(self, candidate: Candidate) -> None:
        try:
            if candidate.reason is not None:
                raise Unreadable(candidate.reason)
            self._import(candidate.path, files.load(candidate.path))
        except Unreadable as error:
            self.skipped.append(Skipped(_shown(candidate.path), str(error)))

    def _import(self, path: Path, raw: Raw) -> None:
        if self._connection.execute(_KNOWN, (raw.digest, EDITION)).fetchone():
            self.unchanged += 1
            return
        document, expiry = files.parse(raw)
        # All is read before the first is written: a file is imported whole or not at all.
        records = read(with_its_post(path, document))
        seen_at = _seen_at(raw.written_at, expiry, records)
        for record in records:
            self._writer.put(record, seen_at)
        self._connection.execute(_REMEMBER, (raw.digest, _shown(path), EDITION))
        self.imported += 1

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")


def _seen_at(written_at: int, expiry: int | None, records: list[Record]) -> int:
    """Estimate when Instagram said this; archives do not record it.

    A file is written when it is seen. Copying makes it look younger: so not after the first of
    its media links expired, which is days after it was made. Unpacking may make it look older:
    so not before its newest object.
    """
    if expiry is None:
        return written_at
    newest = max((int(moment.timestamp()) for moment in _moments(records)), default=written_at)
    return min(max(written_at, newest), expiry)


def _moments(records: list[Record]) -> list[datetime]:
    objects = [record.post if isinstance(record, Tagged) else record for record in records]
    moments = (getattr(item, "taken_at", None) for item in objects)
    return [moment for moment in moments if moment is not None]


def _shown(path: Path) -> str:
    # A name on disk may be no text; in the report and in SQLite it must be.
    return str(path).encode("utf-8", "backslashreplace").decode()
