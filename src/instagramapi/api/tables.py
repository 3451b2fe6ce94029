"""Writes the items of a list as lines: NDJSON, or CSV as RFC 4180 has it."""

import json
from collections.abc import Sequence
from typing import Any

from instagramapi.catalog.reading import Table
from instagramapi.kit.sheet import Cell, csv_lines

MEDIA_TYPES = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8; header=present",
}

Item = dict[str, Any]


def write_table(table: Table, items: Sequence[Item]) -> bytes:
    """Write the items of one page; without any there is the header of CSV alone."""
    if table.format == "ndjson":
        return "".join(_json(item) + "\n" for item in items).encode()
    return _csv(table.columns, items).encode()


def _csv(columns: tuple[str, ...], items: Sequence[Item]) -> str:
    if not columns:
        return ""
    return csv_lines([columns, *([_cell(item[name]) for name in columns] for item in items)])


def _cell(value: Any) -> Cell:
    is_plain = value is None or (isinstance(value, Cell) and not isinstance(value, bool))
    return value if is_plain else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
