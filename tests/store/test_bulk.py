"""Any number of rows, in their order, with few statements."""

import sqlite3

import pytest

from instagramapi.store.bulk import Bulk


@pytest.mark.parametrize("count", [0, 1, 2, 3, 63, 255, 256, 257, 1000])
def test_every_row_is_written_in_its_order(count: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, text TEXT)")
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    rows = [(None, f"row {number}") for number in range(count)]

    Bulk("INSERT INTO line (number, text)", 2).write(connection, rows)

    inserts = sum(statement.startswith("INSERT") for statement in statements)
    assert inserts <= count // 256 + 8
    found = connection.execute("SELECT number, text FROM line ORDER BY number").fetchall()
    assert found == [(number + 1, f"row {number}") for number in range(count)]


def test_rows_that_are_there_are_added_to() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE spend (key TEXT PRIMARY KEY, credits INTEGER)")
    spend = Bulk(
        "INSERT INTO spend (key, credits)",
        2,
        "ON CONFLICT (key) DO UPDATE SET credits = credits + excluded.credits",
    )

    spend.write(connection, [("a", 1), ("b", 2), ("a", 3)])
    spend.write(connection, [("b", 4)])

    assert connection.execute("SELECT * FROM spend ORDER BY key").fetchall() == [("a", 4), ("b", 6)]
