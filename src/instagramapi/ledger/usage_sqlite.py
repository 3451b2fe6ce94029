"""The request log on SQLite: read in threads of its own, on connections that cannot write."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from instagramapi.ledger.statement import snapshot
from instagramapi.ledger.usage import (
    BOUNDS_MS,
    Dimension,
    LoggedRequest,
    LogPage,
    Sought,
    SoughtDays,
    UsageSum,
)
from instagramapi.ledger.usage_days import LAST, LOG, MARKS, question
from instagramapi.store.database import Database

T = TypeVar("T")

# A page that looks for what is rare reads at most so many rows, some 70 ms of a log of 10,000,000.
SCANNED_ROWS = 10_000
# The log is in the order of its commits: times are in order only up to the wait for a commit.
_DISORDER_S = 60.0
_BOUNDS = len(BOUNDS_MS)
# Sequence and account stand in more than one table.
_OF = {"sequence": "usage_rows.sequence", "account_id": "usage_kinds.account_id"}
_NAMES = [field.name for field in fields(LoggedRequest) if field.name != "refunded"]
_COLUMNS = ", ".join(_OF.get(name, name) for name in _NAMES)
_UNSORTED = f"SELECT {_COLUMNS} FROM {LOG} WHERE sequence > ? AND sequence < ?"  # noqa: S608
_SORTED = f"""
SELECT {_COLUMNS} FROM usage_by_account AS sorted
CROSS JOIN usage_rows ON usage_rows.sequence = sorted.sequence
CROSS JOIN usage_kinds USING (kind_id)
WHERE sorted.account_id = ? AND sorted.sequence > ? AND sorted.sequence < ?
"""  # noqa: S608 - made of constants, here and below; what a caller sends is a value
_REFUNDED = "SELECT amount FROM journal WHERE reference = ? AND kind = 'refund'"
_TERMS = {
    "account_id": "usage_kinds.account_id = ?",
    "key_id": "key_id = ?",
    "mode": "mode = ?",
    "endpoint": "endpoint = ?",
    "status": "status = ?",
    "outcome": "coalesce(code, 'ok') = ?",
    "provider": "coalesce(provider, '') = ?",
    "cache": "coalesce(cache, '') = ?",
    "is_charged": "(credits_charged > 0) = ?",
    "subject": "subject = ?",
    "since_s": "at >= ?",
    "until_s": "at < ?",
}
# These lead straight to their rows, so that nothing is read in vain.
_DIRECT = {"account_id", "since_s", "until_s"}


class SqliteUsageLog:
    """Reads the log of one database; see `UsageLog`."""

    def __init__(self, database: Database, *, scanned_rows: int = SCANNED_ROWS) -> None:
        self._database = database
        self._scanned_rows = scanned_rows

    async def requests(
        self, sought: Sought, *, limit: int, before: int | None = None, after: int | None = None
    ) -> LogPage:
        """Read a page of requests; see `UsageLog.requests`."""
        if before is None:
            await self._committed()
        return await self._read(
            lambda connection: self._page(connection, sought, limit, (after, before))
        )

    async def request(self, request_id: str, account_id: str | None) -> LoggedRequest | None:
        """Read one request; see `UsageLog.request`."""
        await self._committed()
        return await self._read(lambda connection: _one(connection, request_id, account_id))

    async def sums(self, sought: SoughtDays, by: Sequence[Dimension] = ()) -> list[UsageSum]:
        """Add up; see `UsageLog.sums`."""
        await self._committed()
        return await self._read(lambda connection: _sums(connection, sought, by))

    async def _committed(self) -> None:
        """Wait for the rows of free outcomes, which ride with the next commit."""
        await self._database.write(lambda connection: None)

    async def _read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.to_thread(lambda: question(self._database.read()))

    def _page(
        self,
        connection: sqlite3.Connection,
        sought: Sought,
        limit: int,
        between: tuple[int | None, int | None],
    ) -> LogPage:
        after, before = between
        with snapshot(connection):
            low, high = _window(connection, sought)
            window = max(low, after or 0), high if before is None else min(high, before)
            where = _where(sought)
            floor = None if where.is_direct else self._floor(connection, sought, *window)
            rows = _rows(
                connection, where, (floor - 1 if floor else window[0], window[1]), limit + 1
            )
        page = tuple(_row(row) for row in rows[:limit])
        return LogPage(page, page[-1].sequence if len(rows) > limit else floor)

    def _floor(
        self, connection: sqlite3.Connection, sought: Sought, low: int, high: int
    ) -> int | None:
        """Find the last row that this page looks at; None where it can look at all."""
        if sought.account_id is None:
            floor = high - self._scanned_rows
            return floor if floor > max(low, _dropped(connection)) + 1 else None
        row = connection.execute(
            "SELECT sequence FROM usage_by_account WHERE account_id = ?"
            " AND sequence > ? AND sequence < ? ORDER BY sequence DESC LIMIT 1 OFFSET ?",
            (sought.account_id, low, high, self._scanned_rows),
        ).fetchone()
        return int(row[0]) if row else None


@dataclass(frozen=True, slots=True)
class _Where:
    """The conditions of a page and their values, and whose log it is."""

    account_id: str | None
    terms: str
    values: list[Any]
    is_direct: bool
    """Whether the rows between two sequences are wanted, or nearly all of them."""


def _where(sought: Sought) -> _Where:
    given = {name: getattr(sought, name) for name in _TERMS}
    given = {name: value for name, value in given.items() if value is not None}
    terms = "".join(f" AND {_TERMS[name]}" for name in given)
    return _Where(sought.account_id, terms, list(given.values()), given.keys() <= _DIRECT)


def _rows(
    connection: sqlite3.Connection, where: _Where, window: tuple[int, int], limit: int
) -> list[tuple[Any, ...]]:
    """Read rows with sequences between two, the newest first."""
    low, high = window
    if where.account_id is None:
        return _scan(connection, where, window, limit)
    # What is not sorted by account yet is little, and is looked through.
    (rolled, *_) = connection.execute(MARKS).fetchone()
    rows = _scan(connection, where, (max(low, rolled), high), limit)
    if len(rows) < limit:
        sql = f"{_SORTED} {where.terms} ORDER BY sorted.sequence DESC LIMIT ?"
        values = [where.account_id, low, min(high, rolled + 1), *where.values, limit - len(rows)]
        rows += connection.execute(sql, values).fetchall()
    return rows


def _scan(
    connection: sqlite3.Connection, where: _Where, window: tuple[int, int], limit: int
) -> list[tuple[Any, ...]]:
    sql = f"{_UNSORTED} {where.terms} ORDER BY sequence DESC LIMIT ?"
    return connection.execute(sql, [*window, *where.values, limit]).fetchall()


def _window(connection: sqlite3.Connection, sought: Sought) -> tuple[int, int]:
    """Bound the sequences whose times may be wanted, both ends outside."""
    (last,) = connection.execute(LAST).fetchone()
    low, high = 0, last + 1
    if sought.since_s is not None:
        low = _first_at(connection, sought.since_s - _DISORDER_S, last) - 1
    if sought.until_s is not None:
        high = _first_at(connection, sought.until_s + _DISORDER_S, last)
    return low, high


def _first_at(connection: sqlite3.Connection, moment_s: float, last: int) -> int:
    """Find the first sequence of a time or later, by halves."""
    low, high = _dropped(connection) + 1, last + 1
    while low < high:
        middle = (low + high) // 2
        (at,) = connection.execute(
            "SELECT at FROM usage_rows WHERE sequence >= ? ORDER BY sequence LIMIT 1", (middle,)
        ).fetchone()
        low, high = (middle + 1, high) if at < moment_s else (low, middle)
    return low


def _dropped(connection: sqlite3.Connection) -> int:
    (_, dropped, _) = connection.execute(MARKS).fetchone()
    return int(dropped)


def _one(
    connection: sqlite3.Connection, request_id: str, account_id: str | None
) -> LoggedRequest | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM {LOG} WHERE request_id = ?"  # noqa: S608 - constants
        " AND account_id = coalesce(?, account_id)",
        (request_id, account_id),
    ).fetchone()
    if row is None:
        return None
    refunded = connection.execute(_REFUNDED, (request_id,)).fetchone()
    return _row(row, refunded[0] if refunded else 0)


def _row(row: tuple[Any, ...], refunded: int = 0) -> LoggedRequest:
    return LoggedRequest(*(*row, refunded))


def _sums(
    connection: sqlite3.Connection, sought: SoughtDays, by: Sequence[Dimension]
) -> list[UsageSum]:
    sql, values = question(sought, by)
    # So that no row is counted on both sides of the mark.
    with snapshot(connection):
        (rolled, *_) = connection.execute(MARKS).fetchone()
        (last,) = connection.execute(LAST).fetchone()
        rows = connection.execute(sql, [*values, rolled, last, *values]).fetchall()
    return [UsageSum(*(*row[:-_BOUNDS], row[-_BOUNDS:])) for row in rows]
