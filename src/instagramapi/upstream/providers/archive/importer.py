"""Imports files into the archive: any number, in any order, again and again."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from instagramapi.upstream.providers.archive import files
from instagramapi.upstream.providers.archive.files import Candidate, Unreadable
from instagramapi.upstream.providers.archive.formats import EDITION
from instagramapi.upstream.providers.archive.mapping import Mapping
from instagramapi.upstream.providers.archive.parts import Part, take_apart
from instagramapi.upstream.providers.archive.records import Record, Tagged
from instagramapi.upstream.providers.archive.store import ArchiveStore
from instagramapi.upstream.providers.archive.writing import ArchiveWriter, IsSuppressed

FILES_PER_COMMIT = 500
PARTS_PER_COMMIT = 2000
NAMED_PARTS = 20
"""How many bad parts of one file a report names; of the others it gives the number."""

_KNOWN = "SELECT 1 FROM files WHERE digest = ? AND edition = ?"
_REMEMBER = "INSERT OR REPLACE INTO files (digest, path, edition) VALUES (?, ?, ?)"
_BEGUN = "SELECT parts, is_whole FROM begun WHERE digest = ? AND edition = ?"
_BEGIN = "INSERT OR REPLACE INTO begun (digest, edition, parts, is_whole) VALUES (?, ?, ?, ?)"
_END = "DELETE FROM begun WHERE digest = ?"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not imported, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in files: `imported` are new or changed, `unchanged` were known.

    `items` counts the documents, lines, list items and rows that were read in them.
    """

    imported: int
    unchanged: int
    skipped: list[Skipped]
    items: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is, in files; and how many items were read in all."""

    done: int
    total: int
    items: int = 0


def import_paths(
    store: ArchiveStore,
    paths: Iterable[Path],
    *,
    on_progress: Callable[[Progress], None],
    mapping: Mapping | None = None,
    is_suppressed: IsSuppressed | None = None,
) -> ImportReport:
    """Import files and folders into the archive; `mapping` says what the columns of tables mean.

    What cannot be read is named in the report and stops nothing. What was imported is committed
    every 500 files and every 2,000 parts of a file; after an interrupt, the same import goes on
    where it was. Of suppressed accounts nothing is imported, and a file in which one was found is
    read again the next time, for then it may be served again.
    Raises ArchiveBusy while another process imports.
    """
    candidates = list(files.find(paths))
    with store.writing() as connection:
        connection.execute("BEGIN IMMEDIATE")
        run = _Run(connection, ArchiveWriter(connection, is_suppressed), mapping)
        run.on_commit = lambda: on_progress(Progress(run.done, len(candidates), run.items))
        on_progress(Progress(0, len(candidates)))
        for candidate in candidates:
            run.take(candidate)
            if run.done % FILES_PER_COMMIT == 0:
                run.commit()
            on_progress(Progress(run.done, len(candidates), run.items))
        run.commit()
    return ImportReport(run.imported, run.unchanged, run.skipped, run.items)


class _Run:
    def __init__(
        self, connection: sqlite3.Connection, writer: ArchiveWriter, mapping: Mapping | None
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._mapping = mapping
        self.done = self.imported = self.unchanged = self.items = 0
        self.skipped: list[Skipped] = []
        self.on_commit: Callable[[], None] = lambda: None

    def take(self, candidate: Candidate) -> None:
        path = _shown(candidate.path)
        faults = _Faults(path)
        try:
            if candidate.reason is not None:
                raise Unreadable(candidate.reason)
            self._import(candidate.path, faults)
        except Unreadable as error:
            faults.add("", str(error))
        self.skipped += faults.told()
        self.done += 1

    def _import(self, path: Path, faults: "_Faults") -> None:
        with files.opened(path) as file:
            parts, dialect = take_apart(path, file, self._mapping)
            digest = blake2b(file.digest(), key=dialect, digest_size=16).digest()
            if self._connection.execute(_KNOWN, (digest, EDITION)).fetchone():
                self.unchanged += 1
                return
            is_whole = self._take_parts(parts, digest, file.written_at, faults)
            if not faults.is_all:
                self.imported += 1
            if is_whole and not faults.is_all:
                self._connection.execute(_REMEMBER, (digest, _shown(path), EDITION))

    def _take_parts(
        self, parts: Iterator[Part], digest: bytes, written_at: int, faults: "_Faults"
    ) -> bool:
        """Import what was not yet; return whether nothing had to be left out."""
        begun = self._connection.execute(_BEGUN, (digest, EDITION)).fetchone()
        start, is_whole = begun or (0, True)
        # What was imported before the interrupt was good enough.
        faults.good += start
        for count, part in enumerate(parts, start=1):
            if part.number > start:
                is_whole = self._take_part(part, written_at, faults) and is_whole
            if count % PARTS_PER_COMMIT == 0 and part.number > start:
                self._connection.execute(_BEGIN, (digest, EDITION, part.number, is_whole))
                self.commit()
                self.on_commit()
        self._connection.execute(_END, (digest,))
        return bool(is_whole)

    def _take_part(self, part: Part, written_at: int, faults: "_Faults") -> bool:
        try:
            # All is read before the first is written: a part is imported whole or not at all.
            records = part.records()
        except Unreadable as error:
            faults.add(part.place, str(error))
            return True
        faults.good += 1
        self.items += 1
        return self._writer.put_all(records, _seen_at(written_at, part.expiry, records))

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")


class _Faults:
    """What is wrong with one file: the first of its bad parts, and how many there are."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._named: list[tuple[str, str]] = []
        self._count = 0
        self.good = 0

    @property
    def is_all(self) -> bool:
        return bool(self._count) and not self.good

    def add(self, place: str, reason: str) -> None:
        self._count += 1
        if len(self._named) < NAMED_PARTS:
            self._named.append((place, reason))

    def told(self) -> list[Skipped]:
        """Name each bad part; a file with no good part at all is one entry."""
        more = self._count - len(self._named)
        if self.is_all and self._count > 1:
            place, reason = self._named[0]
            return [Skipped(self._path, f"holds nothing to import; {place} {reason}")]
        named = [Skipped(self._path, f"{place} {why}".strip()) for place, why in self._named]
        if more:
            named.append(Skipped(self._path, f"{more} more parts could not be imported"))
        return named


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
