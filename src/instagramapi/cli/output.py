"""What commands print: sentences and tables for people, or one JSON object for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from instagramapi.admin.failure import Failure

if TYPE_CHECKING:
    from rich.console import Console

Result = dict[str, Any]

_UNLIMITED = 100_000


def flowing(text: str) -> str:
    """Join the lines of each paragraph, so that a help text fits any terminal."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def console(*, is_error: bool = False) -> "Console":
    """Open standard output, or standard error, for people; colours only where it is a terminal."""
    # Imported late: rich takes longer than all else that a `--json` command prints.
    from rich.console import Console

    out = Console(stderr=is_error, highlight=False, soft_wrap=True)
    # Where no person looks, a table is read line by line: nothing may be cut off.
    return (
        out
        if out.is_terminal
        else Console(stderr=is_error, highlight=False, soft_wrap=True, width=_UNLIMITED)
    )


def print_json(value: Result) -> None:
    """Write one JSON object on one line."""
    # Escaped where it is no text, as a file's name can be: JSON is UTF-8 or nothing.
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say(*lines: str) -> None:
    """Write sentences; rich markup is allowed, so escape what comes from others."""
    out = console()
    for line in lines:
        out.print(line)


def note(text: str) -> None:
    """Write a remark beside the result to standard error; it is not read as markup."""
    console(is_error=True).print(text, style="dim", markup=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Write a table, or the sentence `empty` where there are no rows."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        # An id is there to be copied: cut in two it is of no use.
        drawn.add_column(column, overflow="fold", no_wrap=column.endswith("_id"))
    for row in rows:
        drawn.add_row(*(escape(_cell(value)) for value in row))
    console().print(drawn if drawn.row_count else empty)


def show_failure(failure: Failure, *, as_json: bool) -> None:
    """Say in one line what went wrong: on standard error, with `--json` on standard output."""
    if as_json:
        print_json(failure.as_dict())
    else:
        out = console(is_error=True)
        out.print("Error:", style="bold red", end=" ")
        out.print(failure.message, markup=False)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value)
