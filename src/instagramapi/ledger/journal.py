"""The SQL of the journal: rows and their projections, always in one transaction."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from instagramapi.ledger.ledger import ReferenceTaken
from instagramapi.store.bulk import Bulk


class Entry(NamedTuple):
    """A journal row before it has a sequence and a balance."""

    reference: str
    kind: str
    account_id: str
    key_id: str | None
    amount: int
    at: float
    day: str
    reason: str


class Posted(NamedTuple):
    """Where an entry went: its sequence, and the balance of its account after it."""

    sequence: int
    balance_after: int


_ENTRIES = Bulk(
    "INSERT INTO journal (reference, kind, account_id, key_id, amount, at, day, reason, "
    "sequence, balance_after, epoch)",
    11,
)
_BALANCES = Bulk(
    "INSERT INTO balances (balance, sequence, account_id)",
    3,
    "ON CONFLICT (account_id) DO UPDATE SET balance = excluded.balance, "
    "sequence = excluded.sequence",
)
_SPEND = Bulk(
    "INSERT INTO spend (key_id, day, account_id, credits)",
    4,
    "ON CONFLICT (key_id, day) DO UPDATE SET credits = credits + excluded.credits",
)
_DELIVERY = Bulk("INSERT OR REPLACE INTO delivery (slot, sequence)", 2)
_CHARGES = """
SELECT reference, account_id, key_id, -amount, day FROM journal AS charge
WHERE kind = 'charge' AND sequence = ? AND NOT EXISTS (
    SELECT 1 FROM journal WHERE reference = charge.reference AND kind = 'refund'
)
"""

# The balances of accounts, and the last sequence of all, which is nobody's.
_ENDS = """
SELECT NULL, coalesce(max(sequence), 0), 0 FROM journal
UNION ALL SELECT account_id, sequence, balance FROM {}
"""
_ENDS_OF_ONE = _ENDS.format("balances WHERE account_id = ?")
_ENDS_OF_MANY = _ENDS.format("json_each(?) CROSS JOIN balances ON account_id = value")

_NEVER_CREDITED = Posted(0, 0)


class Journal:
    """Writes rows in one boot epoch; every method runs on the writer's connection."""

    def __init__(self, epoch: int) -> None:
        self._epoch = epoch

    def post(self, connection: sqlite3.Connection, entries: Sequence[Entry]) -> list[Posted]:
        """Append the entries in order and bring balances and spend up to date."""
        sequence, ends = _ends(connection, {entry.account_id for entry in entries})
        posted = []
        for sequence, entry in enumerate(entries, sequence + 1):  # noqa: B020 - counts on from it
            end = ends.get(entry.account_id, _NEVER_CREDITED)
            end = Posted(sequence, self.after(end.balance_after, entry.amount))
            ends[entry.account_id] = end
            posted.append(end)
        self._write(connection, entries, posted)
        ended = [(end.balance_after, end.sequence, account) for account, end in ends.items()]
        _BALANCES.write(connection, ended)
        return posted

    def after(self, balance: int, amount: int) -> int:
        """Return the balance after an amount; the schema refuses one below zero."""
        return balance + amount

    def post_once(self, connection: sqlite3.Connection, entry: Entry) -> Posted:
        """Append an entry whose reference may have been used; then change nothing.

        Raises `ReferenceTaken` where the reference stands for something else.
        """
        former = connection.execute(
            "SELECT account_id, amount FROM journal WHERE reference = ? AND kind = ?",
            (entry.reference, entry.kind),
        ).fetchone()
        if former is None:
            return self.post(connection, [entry])[0]
        if former != (entry.account_id, entry.amount):
            raise ReferenceTaken(
                f"The reference {entry.reference} already stands for {former[1]} credits "
                f"to account {former[0]}."
            )
        return balance_of(connection, entry.account_id)

    def refund(
        self, connection: sqlite3.Connection, sequences: Iterable[int], at: float
    ) -> list[Posted]:
        """Give back the charges of these sequences that were not given back yet."""
        refunds = [
            Entry(reference, "refund", account, key, amount, at, day, "not_delivered")
            for sequence in sequences
            for reference, account, key, amount, day in connection.execute(_CHARGES, (sequence,))
        ]
        return self.post(connection, refunds)

    def occupy(self, connection: sqlite3.Connection, slots: Sequence[tuple[int, int]]) -> None:
        """Note, for each delivery slot, the sequence of the charge that has it now."""
        _DELIVERY.write(connection, slots)

    def _write(
        self, connection: sqlite3.Connection, entries: Sequence[Entry], posted: Sequence[Posted]
    ) -> None:
        numbered = zip(entries, posted, strict=True)
        _ENTRIES.write(connection, [(*entry, *end, self._epoch) for entry, end in numbered])
        spend: Counter[tuple[str, str, str]] = Counter()
        for entry in entries:
            if entry.key_id is not None:
                spend[entry.key_id, entry.day, entry.account_id] -= entry.amount
        _SPEND.write(connection, [(*whose, spent) for whose, spent in spend.items()])


Write = Callable[[Journal, sqlite3.Connection], Posted]
"""Writes rows of one account, and what belongs with them; returns the last one."""


class Books(Protocol):
    """The ledger as those see it who write into the journal themselves."""

    def spendable(self, account_id: str) -> int:
        """Return the posted balance less what is on hold."""

    async def post(self, account_id: str, write: Write, *, aside: int = 0) -> int:
        """Write rows of an account in one commit, and return its balance.

        `aside` credits are on hold meanwhile, so that `write` can take as many and no call can
        spend them first; who passes it has just read that they are spendable.
        """


def balance_of(connection: sqlite3.Connection, account_id: str) -> Posted:
    """Read the balance of an account and the row that made it; 0 and 0 where there is none."""
    row = connection.execute(
        "SELECT sequence, balance FROM balances WHERE account_id = ?", (account_id,)
    ).fetchone()
    return Posted(*row) if row else _NEVER_CREDITED


def _ends(
    connection: sqlite3.Connection, account_ids: Iterable[str]
) -> tuple[int, dict[str, Posted]]:
    """Read the last sequence, and the balances of all accounts of a commit, with one statement."""
    account_ids = [*account_ids]
    # A list in JSON takes ten times as long to look through, and most commits are of one.
    of_one = len(account_ids) == 1
    sought = account_ids[0] if of_one else json.dumps(account_ids)
    rows = connection.execute(_ENDS_OF_ONE if of_one else _ENDS_OF_MANY, (sought,))
    ends = {account_id: Posted(*end) for account_id, *end in rows}
    return ends.pop(None).sequence, ends


def spent_in(connection: sqlite3.Connection, key_id: str, period: str) -> int:
    """Sum what a key spent in a day (`2026-11-23`) or a month (`2026-11`)."""
    (spent,) = connection.execute(
        "SELECT coalesce(sum(credits), 0) FROM spend WHERE key_id = ? AND day BETWEEN ? AND ?",
        (key_id, period, f"{period}~"),
    ).fetchone()
    return int(spent)


def spent_by_account(connection: sqlite3.Connection, account_id: str, period: str) -> int:
    """Sum what all keys of an account spent in a day or a month."""
    (spent,) = connection.execute(
        "SELECT coalesce(sum(credits), 0) FROM spend WHERE account_id = ? AND day BETWEEN ? AND ?",
        (account_id, period, f"{period}~"),
    ).fetchone()
    return int(spent)
