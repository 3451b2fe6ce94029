"""CSV as RFC 4180 has it, in which no text is a formula."""

import csv
import io
import re
from collections.abc import Iterable

Cell = str | int | float | None

# A spreadsheet runs text that begins so. One more quote before it makes it text again; who reads
# the file by a program takes one away from what matches with a quote before it.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def csv_lines(rows: Iterable[Iterable[Cell]]) -> str:
    """Write rows as lines; None is an empty cell."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(
        [_plain(cell) for cell in row] for row in rows
    )
    return text.getvalue()


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
