"""Tables as CSV files (RFC 4180) that a spreadsheet opens without running what is in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

Cell = str | int | float | None

# A spreadsheet takes a cell that begins so for a formula; an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Answer with a table to be saved under a name."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return Response(
        written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
