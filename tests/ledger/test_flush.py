"""The flusher: whatever the writer's thread does meanwhile, nothing waits without a flush."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

import pytest
from ledger_makers import make_usage

from instagramapi.ledger.flush import Flusher
from instagramapi.ledger.journal import Journal
from instagramapi.store.database import Database
from instagramapi.store.file import open_writer
from instagramapi.store.writer import StoreFailed

pytestmark = pytest.mark.anyio


class QuickDatabase:
    """Runs every operation before `submit` returns, as a writer does that is quicker than us."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.operations = 0

    def submit(
        self,
        operation: Callable[[sqlite3.Connection], Any],
        done: Callable[[Any], None],
        *,
        is_lazy: bool = False,
    ) -> None:
        self.operations += 1
        done(operation(self._connection))


class FailedDatabase:
    """Takes nothing, as a store does after a failed commit."""

    def submit(self, *operation: Any, is_lazy: bool = False) -> None:
        raise StoreFailed


async def turns() -> None:
    """Let the loop turn, until it brings nothing more."""
    for _ in range(3):
        await asyncio.sleep(0)


def a_flusher(connection: sqlite3.Connection) -> tuple[Flusher, QuickDatabase]:
    database = QuickDatabase(connection)
    flusher = Flusher(cast(Database, database), Journal(1), lambda settlement, outcome: None)
    return flusher, database


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_writer(tmp_path / "instagramapi.db")) as connection:
        yield connection


@pytest.mark.parametrize("is_lazy", [False, True])
async def test_a_flush_that_is_over_at_once_is_followed_by_the_next(
    is_lazy: bool, connection: sqlite3.Connection
) -> None:
    flusher, _ = a_flusher(connection)
    for number in range(3):
        flusher.add(make_usage(f"req_{number}"), is_lazy=is_lazy)
        await turns()
        (written,) = connection.execute("SELECT count(*) FROM usage").fetchone()
        assert written == number + 1


async def test_what_turns_of_the_loop_bring_one_after_the_other_is_one_flush(
    connection: sqlite3.Connection,
) -> None:
    flusher, database = a_flusher(connection)
    for number in range(5):
        flusher.add(make_usage(f"req_{number}"))
        if number % 2:
            await asyncio.sleep(0)
    await turns()

    assert database.operations == 1


async def test_a_flush_does_not_wait_for_ever_where_every_turn_brings_something(
    connection: sqlite3.Connection,
) -> None:
    flusher, database = a_flusher(connection)
    for number in range(20):
        flusher.add(make_usage(f"req_{number}"))
        await asyncio.sleep(0)

    assert database.operations >= 2


async def test_a_flush_waits_no_longer_where_it_is_large_enough(
    connection: sqlite3.Connection,
) -> None:
    flusher, database = a_flusher(connection)
    for number in range(200):
        flusher.add(make_usage(f"req_{number}"))
        if number % 50 == 0:
            await asyncio.sleep(0)

    assert database.operations == 1
    await turns()
    assert database.operations == 2


async def test_every_charge_after_a_failed_commit_is_told() -> None:
    outcomes: list[object] = []
    database = cast(Database, FailedDatabase())
    flusher = Flusher(database, Journal(1), lambda settlement, outcome: outcomes.append(outcome))
    for number in range(2):
        flusher.add(make_usage(f"req_{number}"))
        await turns()

    assert [type(outcome) for outcome in outcomes] == [StoreFailed, StoreFailed]


class FailingDatabase:
    """Has a bad row in its first commit, and no second one: it is closed, or the disk is full."""

    def __init__(self, *, is_closed: bool) -> None:
        self._is_closed = is_closed
        self._commits = 0

    def submit(self, operation: Any, done: Callable[[Any], None], *, is_lazy: bool = False) -> None:
        self._commits += 1
        if self._commits > 1 and self._is_closed:
            raise StoreFailed
        with closing(sqlite3.connect(":memory:")) as without_tables, suppress(sqlite3.Error):
            operation(without_tables)
        done(StoreFailed() if self._commits > 1 else ValueError("a bad row"))


@pytest.mark.parametrize("is_closed", [False, True])
async def test_where_the_store_fails_after_a_bad_row_everybody_is_told(is_closed: bool) -> None:
    outcomes: list[object] = []
    database = cast(Database, FailingDatabase(is_closed=is_closed))
    flusher = Flusher(database, Journal(1), lambda settlement, outcome: outcomes.append(outcome))
    for number in range(2):
        flusher.add(make_usage(f"req_{number}"))
    await turns()

    assert [type(outcome) for outcome in outcomes] == [StoreFailed, StoreFailed]


async def test_every_free_row_after_a_failed_commit_is_refused() -> None:
    database = cast(Database, FailedDatabase())
    flusher = Flusher(database, Journal(1), lambda settlement, outcome: None)
    for number in range(2):
        with pytest.raises(StoreFailed):
            flusher.add(make_usage(f"req_{number}"), is_lazy=True)
