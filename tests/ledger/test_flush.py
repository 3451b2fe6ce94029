"""The flusher: whatever the writer's thread does meanwhile, nothing waits without a flush."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from ledger_makers import make_usage

from instagramapi.ledger.flush import Flusher, Settlement
from instagramapi.ledger.journal import Journal
from instagramapi.store.database import Database
from instagramapi.store.file import open_writer
from instagramapi.store.writer import StoreFailed


class QuickDatabase:
    """Runs every operation before `submit` returns, as a writer does that is quicker than us."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def submit(
        self,
        operation: Callable[[sqlite3.Connection], Any],
        done: Callable[[Any], None],
        *,
        is_lazy: bool = False,
    ) -> None:
        done(operation(self._connection))


class FailedDatabase:
    """Takes nothing, as a store does after a failed commit."""

    def submit(self, *operation: Any, is_lazy: bool) -> None:
        raise StoreFailed


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_writer(tmp_path / "instagramapi.db")) as connection:
        yield connection


@pytest.mark.parametrize("is_lazy", [False, True])
def test_a_flush_that_is_over_at_once_is_followed_by_the_next(
    is_lazy: bool, connection: sqlite3.Connection
) -> None:
    settled: list[Settlement] = []
    database = cast(Database, QuickDatabase(connection))
    flusher = Flusher(database, Journal(1), lambda settlement, outcome: settled.append(settlement))
    for number in range(3):
        flusher.add(Settlement(make_usage(f"req_{number}")), is_lazy=is_lazy)
        assert len(settled) == number + 1


@pytest.mark.parametrize("is_lazy", [False, True])
def test_every_settlement_after_a_failed_commit_is_refused(is_lazy: bool) -> None:
    database = cast(Database, FailedDatabase())
    flusher = Flusher(database, Journal(1), lambda settlement, outcome: None)
    for number in range(2):
        with pytest.raises(StoreFailed):
            flusher.add(Settlement(make_usage(f"req_{number}")), is_lazy=is_lazy)
