"""The journal as a table: what it takes, what it refuses, and where its rows came from."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from ledger_makers import schema_before

from instagramapi.store.file import open_writer

_ADD = "INSERT INTO journal VALUES (?, ?, ?, 'acc', ?, ?, ?, 1, 1.5, '2026-11-29', 'post')"
ROWS = [
    (1, "grant_a", "grant", None, 10, 10),
    (2, "req_a", "charge", "key", -2, 8),
    (3, "req_b", "charge", "key", -2, 6),
    (4, "req_a", "refund", "key", 2, 8),
    (5, "adjust_a", "adjust", None, -1, 7),
    (6, "expire_a", "expire", None, -7, 0),
]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A journal that was begun by the program before its table was made anew."""
    file = tmp_path / "instagramapi.db"
    with closing(open_writer(file, schema_before("0010", tmp_path / "migrations"))) as connection:
        connection.executemany(_ADD, ROWS[:3])
    with closing(open_writer(file)) as connection:
        connection.executemany(_ADD, ROWS[3:])
        yield connection


def test_it_goes_on_where_a_journal_of_before_ended(journal: sqlite3.Connection) -> None:
    told = "SELECT sequence, reference, kind, key_id, amount, balance_after FROM journal"
    assert journal.execute(told).fetchall() == ROWS
    rest = journal.execute("SELECT DISTINCT account_id, epoch, at, day, reason FROM journal")
    assert rest.fetchall() == [("acc", 1, 1.5, "2026-11-29", "post")]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param((7, "req_b", "charge", "key", -2, 0), id="a charge that was made before"),
        pytest.param((6, "req_c", "charge", "key", -2, 0), id="a place that is taken"),
        pytest.param((7, "req_c", "charge", "key", -2, -2), id="a balance below zero"),
        pytest.param((7, "gift_a", "gift", None, 2, 2), id="a kind that there is not"),
        pytest.param((7, "gift_a", None, None, 2, 2), id="no kind"),
    ],
)
def test_it_refuses_what_cannot_be(journal: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        journal.execute(_ADD, row)


@pytest.mark.parametrize("change", ["UPDATE journal SET amount = 1", "DELETE FROM journal"])
def test_its_rows_stay_as_they_are(journal: sqlite3.Connection, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        journal.execute(change)
