"""The request log as it is written: rows, the kinds that they share, and where they came from."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from ledger_makers import make_usage, schema_before

from instagramapi.ledger.ledger import Usage, UsageKind
from instagramapi.ledger.request_log import RequestLog
from instagramapi.store.file import open_writer

_NUMBERS = count()


def a_row(**of_kind: Any) -> Usage:
    usage = make_usage(f"req_{next(_NUMBERS):026}")
    return replace(usage, kind=usage.kind._replace(**of_kind))


def kinds_of(connection: sqlite3.Connection) -> list[UsageKind]:
    fields = ", ".join(UsageKind._fields)
    rows = connection.execute(f"SELECT {fields} FROM usage ORDER BY sequence")
    return [UsageKind(*row) for row in rows]


def number_of_kinds(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("SELECT count(*) FROM usage_kinds").fetchone()
    return int(number)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_writer(tmp_path / "instagramapi.db")) as connection:
        yield connection


def test_rows_that_differ_in_nothing_else_share_one_kind(connection: sqlite3.Connection) -> None:
    rows = [a_row(), a_row(cache="hit"), a_row(), a_row(code="not_found", status=404), a_row()]
    RequestLog().write(connection, rows)

    assert kinds_of(connection) == [row.kind for row in rows]
    assert number_of_kinds(connection) == 3


@pytest.mark.parametrize("attempts", [[None, None], [None, "[1]", None], ["[1]", "[2]"]])
def test_who_was_asked_stands_in_its_own_row(
    connection: sqlite3.Connection, attempts: list[str | None]
) -> None:
    RequestLog().write(connection, [replace(a_row(), attempts=each) for each in attempts])

    written = connection.execute("SELECT attempts, credits_remaining, subject FROM usage")
    assert written.fetchall() == [(each, 0, "nike") for each in attempts]


def test_another_process_goes_on_with_the_kinds_that_there_are(
    connection: sqlite3.Connection,
) -> None:
    rows = [a_row(), a_row(provider=None)]
    RequestLog().write(connection, rows)
    RequestLog().write(connection, [replace(row, request_id=row.request_id[::-1]) for row in rows])

    assert kinds_of(connection) == [row.kind for row in rows] * 2
    assert number_of_kinds(connection) == 2


def test_more_kinds_than_are_known_by_heart_stay_apart(connection: sqlite3.Connection) -> None:
    log = RequestLog(known=2)
    rows = [a_row(held=number % 5) for number in range(20)]
    log.write(connection, rows)

    assert kinds_of(connection) == [row.kind for row in rows]
    assert number_of_kinds(connection) == 5


def test_a_kind_whose_writing_was_undone_is_written_again(connection: sqlite3.Connection) -> None:
    log, lost, kept = RequestLog(), a_row(cache="hit"), a_row(cache="stale")
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        log.write(connection, [lost, lost])
    connection.execute("ROLLBACK")
    log.forget()
    log.write(connection, [kept, lost])

    assert kinds_of(connection) == [kept.kind, lost.kind]


_BEFORE = """
INSERT INTO usage VALUES
    (3, 'req_a', 'acc', 'key', 'live', 'post', 200, NULL, NULL, 'demo', 'miss', 1, 2, 8, 5, 1.5,
     'nike', 2, NULL),
    (4, 'req_b', 'acc', 'key', 'live', 'post', 200, NULL, NULL, 'demo', 'miss', 1, 2, 6, 7, 2.5,
     NULL, 2, '[]'),
    (5, 'req_c', 'acc', 'key', 'live', 'post', 404, 'not_found', 'private', NULL, 'hit', 0, 0, 6, 0,
     3.5, NULL, 2, NULL),
    (6, 'req_d', 'acc', 'other', 'test', 'post', 200, NULL, NULL, 'demo', 'miss', 0, 0, 6, 1, 4.5,
     'ada', 0, NULL)
"""


def test_a_log_of_before_is_the_same_afterwards(tmp_path: Path) -> None:
    file = tmp_path / "instagramapi.db"
    with closing(open_writer(file, schema_before("0009", tmp_path / "migrations"))) as connection:
        connection.execute(_BEFORE)
        before = connection.execute("SELECT * FROM usage ORDER BY sequence").fetchall()
        names = [column[0] for column in connection.execute("SELECT * FROM usage").description]

    with closing(open_writer(file)) as connection:
        after = connection.execute(f"SELECT {', '.join(names)} FROM usage ORDER BY sequence")
        assert after.fetchall() == before
        assert number_of_kinds(connection) == 3
