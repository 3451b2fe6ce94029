"""Writes the items of a list as lines: NDJSON, or CSV as RFC 4180 has it."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from instagramapi.catalog.reading import Table

MEDIA_TYPES = {
    "ndjson": b"application/x-ndjson",
    "csv": b"text/csv; charset=utf-8; header=present",
}

Item = dict[str, Any]

# A spreadsheet runs text that begins so. One more quote before it makes it text again; who reads
# the file by a program takes one away from what matches with a quote before it.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_table(table: Table, items: Sequence[Item]) -> bytes:
    """Write the items of one page; without any there is the header of CSV alone."""
    if table.format == "ndjson":
        return "".join(_json(item) + "\n" for item in items).encode()
    return _csv(table.columns, items).encode()


def _csv(columns: tuple[str, ...], items: Sequence[Item]) -> str:
    if not columns:
        return ""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(columns)
    rows.writerows([_cell(item[name]) for name in columns] for item in items)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return "'" + value if _FORMULA.match(value) else value
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
