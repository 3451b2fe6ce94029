"""A copy of the store knows which charges were delivered."""

import sqlite3
from array import array
from contextlib import closing
from pathlib import Path

from instagramapi.ledger.copies import settle_copy
from instagramapi.store.file import open_writer

_ROW = """
INSERT INTO journal (sequence, reference, kind, account_id, key_id, amount, balance_after, epoch,
                     at, day, reason)
VALUES (?, ?, ?, 'acc_1', 'key_1', ?, 100, 1, 0, '2026-11-23', 'profile')
"""


def store_with(path: Path, *rows: tuple[int, str, str, int]) -> sqlite3.Connection:
    """Make a store with these journal rows, of which charges 1, 2 and 3 have slots 0, 1 and 2."""
    connection = open_writer(path)
    connection.executemany(_ROW, rows)
    connection.executemany("INSERT INTO delivery VALUES (?, ?)", [(0, 1), (1, 2), (2, 3)])
    return connection


def test_what_was_delivered_is_struck_and_the_rest_stays(tmp_path: Path) -> None:
    charges = [(number, f"req_{number}", "charge", -1) for number in (1, 2, 3)]
    refund = (4, "req_3", "refund", 1)
    # Slot 0 went on to charge 9, slot 1 is under way, slot 2 was given back after the copy.
    (tmp_path / "marks").write_bytes(array("q", [9, 0, 3, 0]).tobytes())

    with (
        closing(store_with(tmp_path / "copy.db", *charges)) as copy,
        closing(store_with(tmp_path / "live.db", *charges, refund)) as live,
    ):
        waiting = settle_copy(copy, live, tmp_path / "marks")
        left = copy.execute("SELECT slot, sequence FROM delivery").fetchall()

    assert waiting == 1
    assert left == [(1, 2), (2, 3)]
