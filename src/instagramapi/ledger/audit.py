"""Checks the journal against itself, its projections and the request log."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from instagramapi.ledger.audit_log import log_faults
from instagramapi.ledger.ledger import Verification
from instagramapi.ledger.statement import snapshot
from instagramapi.store.database import FILE_NAME
from instagramapi.store.file import open_reader

_ENTRIES = """
SELECT sequence, reference, kind, account_id, key_id, amount, balance_after, day
FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?
"""
# Adds less than a millisecond to what others wait for the interpreter's lock.
STEP_ROWS = 200
_ALL = -1
# Adding is never negative and taking is never positive; only an adjustment may do both.
_SIGNS = {"grant": 1, "charge": -1, "refund": 1, "expire": -1, "adjust": 0}

_TWICE = """
SELECT reference, kind FROM journal AS later WHERE sequence > ? AND sequence <= ? AND EXISTS (
    SELECT 1 FROM journal
    WHERE reference = later.reference AND kind = later.kind AND sequence < later.sequence
)
"""
_REFUNDS = """
SELECT refund.reference, refund.amount, refund.account_id, charge.amount, charge.account_id
FROM journal AS refund
LEFT JOIN journal AS charge ON charge.reference = refund.reference AND charge.kind = 'charge'
WHERE refund.kind = 'refund' AND refund.sequence > ? AND refund.sequence <= ?
  AND (charge.amount, charge.account_id) IS NOT (-refund.amount, refund.account_id)
"""
_CHARGES = """
SELECT charge.reference, -charge.amount, charge.balance_after,
       usage.credits_charged, credits_remaining,
       (usage.account_id, usage.key_id) = (charge.account_id, charge.key_id)
FROM journal AS charge LEFT JOIN usage_rows ON request_id = charge.reference
LEFT JOIN usage_kinds AS usage USING (kind_id)
WHERE charge.kind = 'charge' AND charge.sequence > ? AND charge.sequence <= ?
  AND charge.sequence > (SELECT dropped_charge FROM usage_marks)
  AND (usage.credits_charged, credits_remaining, usage.account_id, usage.key_id)
      IS NOT (-charge.amount, charge.balance_after, charge.account_id, charge.key_id)
"""
_UNPAID = """
SELECT request_id, credits_charged FROM usage WHERE credits_charged <> 0 AND NOT EXISTS (
    SELECT 1 FROM journal WHERE reference = usage.request_id AND kind = 'charge'
)
"""


class Audit:
    """A reading of the journal that can go on where it ended, so that a repeat reads only news.

    Remembers one balance per account and one sum per key and day. Only the first pass looks for
    usage rows without a charge and adds the request log up, because that reads all of it.
    """

    def __init__(self) -> None:
        self._sequence = 0
        self._entries = 0
        self._balances: dict[str, tuple[int, int]] = {}
        self._spend: Counter[tuple[str, str, str]] = Counter()
        self._charged: Counter[tuple[str, str]] = Counter()
        self._violations: list[str] = []
        self._has_read_log = False

    def advance(self, connection: sqlite3.Connection) -> Verification:
        """Read what is new, without a rest, and return all that was found so far."""
        while self.step(connection):
            pass
        return self.finish(connection)

    def step(self, connection: sqlite3.Connection) -> bool:
        """Read the next rows, as they are for ever; return whether there may be more."""
        with snapshot(connection):
            return self._read(connection, STEP_ROWS) == STEP_ROWS

    def finish(self, connection: sqlite3.Connection) -> Verification:
        """Read what is left, and what changes with each row, in one snapshot."""
        with snapshot(connection):
            self._read(connection, _ALL)
            if not self._has_read_log:
                self._violations += [
                    *_unpaid(connection),
                    *log_faults(connection, self._charged),
                ]
                self._has_read_log = True
            # A projection that was wrong may be right again: said anew each time, not added up.
            standing = list(self._projections(connection))
        found = (*self._violations, *standing)
        return Verification(self._entries, len(self._balances), found)

    def _read(self, connection: sqlite3.Connection, most: int) -> int:
        since = self._sequence
        rows = connection.execute(_ENTRIES, (since, most)).fetchall()
        until = rows[-1][0] if rows else since
        # Asked for first: where that fails, these rows are still to be read.
        pairs = list(_pairs(connection, since, until))
        self._violations += [*self._chain(rows), *pairs]
        self._sequence = until
        self._entries += len(rows)
        return len(rows)

    def _chain(self, rows: list[tuple[Any, ...]]) -> Iterator[str]:
        """Walk the rows in order: each balance is the one before plus the amount."""
        for sequence, reference, kind, account, key, amount, after, day in rows:
            name = f"entry {sequence} ({kind} {reference}) of account {account}"
            _, before = self._balances.get(account, (0, 0))
            if before + amount != after:
                yield f"{name} says {after} credits after {before} {amount:+}."
            if after < 0:
                yield f"{name} leaves {after} credits, below zero."
            if amount * _SIGNS[kind] < 0:
                yield f"{name} has an amount of {amount:+}, the wrong sign."
            self._balances[account] = (sequence, after)
            if key is not None:
                self._spend[key, day, account] -= amount
            if kind == "charge":
                self._charged[account, key] -= amount

    def _projections(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Compare balances and spend with what the journal adds up to."""
        balances = connection.execute("SELECT account_id, sequence, balance FROM balances")
        stored = {account: (sequence, balance) for account, sequence, balance in balances}
        for account in sorted(stored.keys() | self._balances.keys()):
            is_, due = stored.get(account), self._balances.get(account)
            if is_ != due:
                yield f"account {account} has the balance {_end(is_)}, its journal {_end(due)}."
        spent = connection.execute("SELECT key_id, day, account_id, credits FROM spend")
        sums = {(key, day, account): credits_spent for key, day, account, credits_spent in spent}
        for whose in sorted(sums.keys() | self._spend.keys()):
            counted = sums.get(whose, 0)
            if counted != self._spend[whose]:
                key, day, account = whose
                yield (
                    f"key {key} of account {account} spent {self._spend[whose]} credits on {day}, "
                    f"but {counted} are counted."
                )


def verify(connection: sqlite3.Connection) -> Verification:
    """Check every invariant over the whole journal; the connection need only read."""
    return Audit().advance(connection)


def verify_offline(data_dir: Path) -> Verification:
    """Check the journal of a data directory without starting anything, or writing to it.

    Raises `sqlite3.OperationalError` where there is no store.
    """
    connection = open_reader(data_dir / FILE_NAME)
    try:
        return verify(connection)
    finally:
        connection.close()


def _pairs(connection: sqlite3.Connection, since: int, until: int) -> Iterator[str]:
    """Check what belongs together: one row a kind, refund to charge, charge to usage row."""
    for reference, kind in connection.execute(_TWICE, (since, until)):
        yield f"request {reference} has more than one entry of kind {kind}."
    for reference, amount, account, *charge in connection.execute(_REFUNDS, (since, until)):
        yield (
            f"request {reference} was refunded {amount} to account {account}, "
            f"but its charge is {_charge(charge)}."
        )
    for reference, credits_charged, after, *usage, is_same in connection.execute(
        _CHARGES, (since, until)
    ):
        yield (
            f"request {reference} was charged {credits_charged} and left {after} credits, "
            f"but its usage row {_usage(usage, is_same)}."
        )


def _unpaid(connection: sqlite3.Connection) -> Iterator[str]:
    for request_id, credits_charged in connection.execute(_UNPAID):
        yield f"request {request_id} is logged with {credits_charged} credits, but has no charge."


def _end(end: tuple[int, int] | None) -> str:
    return "none" if end is None else f"{end[1]} at entry {end[0]}"


def _charge(charge: list[Any]) -> str:
    return "missing" if charge[0] is None else f"{charge[0]} to account {charge[1]}"


def _usage(usage: list[Any], is_same_payer: int | None) -> str:
    if usage[0] is None:
        return "is missing"
    if not is_same_payer:
        return "names another account or key"
    return f"says {usage[0]} and {usage[1]}"
