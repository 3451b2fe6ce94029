"""Writes many rows with few statements.

Every statement gives the interpreter up and asks for it back. On a busy loop that takes until the
loop gives it up, 5 ms at worst, so a hundred rows in a hundred statements can take half a second
in which nothing is computed. So up to 32 rows are one statement, and more of them are few.
"""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

Row = Sequence[Any]

_SIZES = (256, 128, 64, *range(32, 0, -1))


class Bulk:
    """One INSERT of any number of rows: what stands before the values, how many, and after."""

    def __init__(self, before: str, columns: int, after: str = "") -> None:
        row = "(" + ", ".join("?" * columns) + ")"
        self._sql = {size: f"{before} VALUES {', '.join([row] * size)} {after}" for size in _SIZES}

    def write(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        """Insert the rows in their order."""
        at, left = 0, len(rows)
        while left:
            size = left if left in self._sql else next(size for size in _SIZES if size < left)
            values = chain.from_iterable(rows[at : at + size])
            connection.execute(self._sql[size], tuple(values))
            at, left = at + size, left - size
