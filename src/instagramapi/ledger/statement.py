"""What happened to the credits of one account, day by day, as its owner reads it.

Charges are nearly all rows of the journal, and no index names their accounts: it would cost each
of them 15 microseconds. So a day tells what its calls cost together, from the projection `spend`,
and names every other row. Balances are counted back from today's, so they are exact.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from instagramapi.ledger.journal import balance_of

DAYS = 30
_DAYS = """
SELECT day, sum(calls), sum(moved) FROM (
    SELECT day, credits AS calls, 0 AS moved FROM spend WHERE account_id = :account
    UNION ALL
    SELECT day, 0, amount FROM journal WHERE account_id = :account AND kind <> 'charge'
           AND kind <> 'refund'
) GROUP BY day ORDER BY day DESC
"""
_MOVEMENTS = """
SELECT sequence, at, day, kind, reference, reason, amount, balance_after FROM journal
WHERE account_id = ? AND kind <> 'charge' AND kind <> 'refund' AND day BETWEEN ? AND ?
ORDER BY sequence DESC
"""
_BY_KEY = """
SELECT key_id, sum(iif(day = ?, credits, 0)), sum(credits) FROM spend
WHERE account_id = ? AND day BETWEEN ? AND ? GROUP BY key_id
"""
_EVERY = """
SELECT sequence, at, day, kind, reference, reason, amount, balance_after FROM journal
WHERE sequence > ? AND account_id = ? ORDER BY sequence LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """One journal row: `amount` is what it added, negative where it took."""

    sequence: int
    at: float
    day: str
    kind: str
    reference: str
    reason: str
    amount: int
    balance_after: int


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day: what its calls cost, less their refunds, what else moved, and what was left.

    A refund counts on the day of its charge, as it does for the caps.
    """

    day: str
    calls: int
    movements: tuple[Movement, ...]
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Days with anything in them, latest first; `before` asks for older ones, None at the end."""

    days: tuple[Day, ...]
    before: str | None


class Spent(NamedTuple):
    """What a key spent in a UTC day and in its month."""

    day: int
    month: int


def statement(
    connection: sqlite3.Connection, account_id: str, *, before: str | None = None, days: int = DAYS
) -> Statement:
    """Read the days of an account before one, in one snapshot."""
    with snapshot(connection):
        balance = balance_of(connection, account_id).balance_after
        every = connection.execute(_DAYS, {"account": account_id}).fetchall()
        ends = []
        for day, calls, moved in every:
            ends.append((day, calls, balance))
            balance += calls - moved
        older = [end for end in ends if before is None or end[0] < before]
        shown = older[:days]
        moved_on = _movements(connection, account_id, shown[-1][0], shown[0][0]) if shown else {}
    return Statement(
        tuple(Day(day, calls, tuple(moved_on.get(day, ())), end) for day, calls, end in shown),
        shown[-1][0] if len(older) > days else None,
    )


def journal_rows(
    connection: sqlite3.Connection, account_id: str, *, after: int = 0, limit: int = 1000
) -> list[Movement]:
    """Read the next rows of every kind, oldest first: the whole journal of an account, in steps.

    Each step may read past the rows of all other accounts: for downloads, in a thread.
    """
    rows = connection.execute(_EVERY, (after, account_id, limit))
    return [Movement(*row) for row in rows]


def spent_by_keys(connection: sqlite3.Connection, account_id: str, day: str) -> dict[str, Spent]:
    """Tell what each key of an account spent in a day and in its month, as its caps count it."""
    rows = connection.execute(_BY_KEY, (day, account_id, day[:7], f"{day[:7]}~"))
    return {key_id: Spent(today, month) for key_id, today, month in rows}


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _movements(
    connection: sqlite3.Connection, account_id: str, first: str, last: str
) -> dict[str, list[Movement]]:
    found = defaultdict(list)
    for row in connection.execute(_MOVEMENTS, (account_id, first, last)):
        found[row[2]].append(Movement(*row))
    return found
