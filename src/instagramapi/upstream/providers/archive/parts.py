"""Takes a file apart: one document, an object a line, an item of a list, a row of a table.

Large files are never held whole: at most one part, or one document of 64 MiB, is in memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any

from instagramapi.upstream.providers.archive import jsontext
from instagramapi.upstream.providers.archive.cells import records
from instagramapi.upstream.providers.archive.companions import with_its_post
from instagramapi.upstream.providers.archive.files import (
    HEAD_BYTES,
    MAX_BYTES,
    Opened,
    Unreadable,
    read_whole,
)
from instagramapi.upstream.providers.archive.formats import read
from instagramapi.upstream.providers.archive.mapping import Mapping
from instagramapi.upstream.providers.archive.records import Record
from instagramapi.upstream.providers.archive.tables import rows

_BOM = b"\xef\xbb\xbf"
_LOOKED_AT = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: its number from 1, how to find it, and how to read what it holds.

    `place` is empty where the part is the whole file. `expiry` is the first of its links, in
    seconds since 1970. `records` raises Unreadable with the reason.
    """

    number: int
    place: str
    expiry: int | None
    records: Callable[[], list[Record]]


def take_apart(path: Path, file: Opened, mapping: Mapping | None) -> tuple[Iterator[Part], bytes]:
    """Return the parts of a file, and what beside its bytes decides how they are read.

    Raises Unreadable, at once or while the parts are taken.
    """
    head = file.content.peek(HEAD_BYTES)
    start = head.removeprefix(_BOM).lstrip()[:1]
    if start == b"{" and _is_one_a_line(head):
        return _lines(file.content), b""
    if mapping is not None and start not in (b"{", b"["):
        return _rows(file.content, mapping), mapping.digest
    data = read_whole(file.content)
    if len(data) > MAX_BYTES and start == b"[":
        return _items(chain([data], iter(partial(file.content.read, HEAD_BYTES), b""))), b""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB")
    _refuse_other_text(data, start)
    return _document(path, data), b""


def _is_one_a_line(head: bytes) -> bool:
    """Whether there are several lines, one of the first of which is an object of its own."""
    found = [line for line in head.removeprefix(_BOM).split(b"\n") if line.strip()]
    return len(found) > 1 and any(_is_object(line) for line in found[:_LOOKED_AT])


def _is_object(line: bytes) -> bool:
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(jsontext.parse(line), dict)
    except Unreadable:
        return False


def _refuse_other_text(data: bytes, start: bytes) -> None:
    if start == b"<":
        raise Unreadable("is a web page, not data")
    first, _, rest = data.partition(b"\n")
    if start in (b"{", b"[", b"") or not rest or b"\0" in first:
        return
    if any(sign in first for sign in (b",", b";", b"\t")):
        raise Unreadable("is a table: say with --mapping what its columns mean")


def _document(path: Path, data: bytes) -> Iterator[Part]:
    document, expiry = with_its_post(path, jsontext.parse(data)), jsontext.first_expiry(data)
    items = _unwrapped(document) if isinstance(document, list) else []
    for number, item in enumerate(items, start=1):
        yield Part(number, f"item {number}", expiry, partial(read, item))
    if not items:
        yield Part(1, "", expiry, partial(read, document))


def _unwrapped(document: list[Any]) -> list[Any]:
    # HikerAPI writes a page of a list as `[items, cursor]`, at times with two cursors.
    is_page = bool(document) and isinstance(document[0], list) and len(document) <= 3
    return document[0] if is_page else document


def _lines(content: BufferedReader) -> Iterator[Part]:
    for number, line in jsontext.lines(content):
        if line is None or line.strip():
            expiry = jsontext.first_expiry(line or b"")
            yield Part(number, f"line {number}", expiry, partial(_read_line, line))


def _read_line(line: bytes | None) -> list[Record]:
    if line is None:
        raise Unreadable("is longer than 16 MiB")
    return read(jsontext.parse(line.removeprefix(_BOM).strip()))


def _items(chunks: Iterator[bytes]) -> Iterator[Part]:
    for number, (item, written) in enumerate(jsontext.items(chunks), start=1):
        yield Part(number, f"item {number}", jsontext.first_expiry(written), partial(read, item))


def _rows(content: BufferedReader, mapping: Mapping) -> Iterator[Part]:
    for number, row in enumerate(rows(content, mapping.delimiter, mapping.columns), start=1):
        yield Part(number, f"line {row.line}", None, partial(records, mapping, row))
