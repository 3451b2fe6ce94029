"""Reads tables: CSV as RFC 4180 describes it, in UTF-8, with a header."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.jsontext import lines

_SHOWN_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line at which it ends, and its cells; or why it cannot be read."""

    line: int
    cells: dict[str, str]
    fault: str | None = None


def rows(content: BufferedReader, delimiter: str, needed: frozenset[str]) -> Iterator[Row]:
    """Read the rows below the header; raises Unreadable where a needed column is not there."""
    reader = csv.reader(_text(content), delimiter=delimiter, strict=True)
    header = _header(reader, needed)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(reader.line_num, {}, f"is not CSV: {error}")
            continue
        if cells:
            yield _row(reader.line_num, header, cells)


def _header(reader: Iterator[list[str]], needed: frozenset[str]) -> list[str]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise Unreadable(f"has a header that is not CSV: {error}") from error
    known = ", ".join(header[:_SHOWN_COLUMNS]) or "none"
    for name in sorted(needed):
        if name not in header:
            raise Unreadable(
                f"has no column {name!r}, which the mapping names; its columns are: {known}"
            )
        if header.count(name) > 1:
            raise Unreadable(f"has the column {name!r}, which the mapping names, more than once")
    return header


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        return Row(line, {}, f"has {len(cells)} fields, and the header {len(header)}")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return Row(line, {}, "is not UTF-8")
    return Row(line, dict(zip(header, cells, strict=True)))


def _text(content: BufferedReader) -> Iterator[str]:
    for number, line in lines(content):
        if line is None:
            raise Unreadable(f"has a line {number} of more than 16 MiB")
        # What is not UTF-8 spoils its row, not the file.
        yield line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogateescape")
