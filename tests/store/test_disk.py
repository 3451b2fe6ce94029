"""The store and its disk: the log is copied back; what fails is told, and ends the process."""

import asyncio
import os
import sqlite3
import time
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest
from note_table import CREATE, add, notes

from full_disk import full_disk
from instagramapi.store.database import Database
from instagramapi.store.writer import StoreFailed

pytestmark = pytest.mark.anyio

OPEN_FILES = Path("/proc/self/fd")


async def test_a_commit_that_fails_is_fatal_and_answered_to_nobody(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    fatal: list[BaseException] = []
    database.on_fatal = fatal.append
    await database.write(methodcaller("execute", CREATE))
    with full_disk(tmp_path / "instagramapi.db-wal"):
        failed = await asyncio.gather(
            *(database.write(add(str(number))) for number in range(3)), return_exceptions=True
        )
    assert all(isinstance(each, StoreFailed) for each in failed)
    with pytest.raises(StoreFailed, match="unknown"):
        await database.write(add("later"))
    assert len(fatal) == 1 and isinstance(fatal[0].__cause__, sqlite3.OperationalError)
    await database.close()
    reopened = Database.open(tmp_path)
    assert notes(reopened) == []
    await reopened.close()


async def test_a_failure_reaches_its_callers_where_nobody_listens_for_it(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    await database.write(methodcaller("execute", CREATE))
    with full_disk(tmp_path / "instagramapi.db-wal"), pytest.raises(StoreFailed):
        await database.write(add("lost"))
    await database.close()


async def test_what_waits_behind_a_failed_commit_is_not_tried(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    ran: list[bool] = []
    told: list[object] = []
    database.on_fatal = lambda failure: time.sleep(0.2)
    await database.write(methodcaller("execute", CREATE))
    with full_disk(tmp_path / "instagramapi.db-wal"):
        failing = asyncio.ensure_future(database.write(add("lost")))
        await asyncio.sleep(0)
        while not told and not failing.done():
            try:
                database.submit(lambda connection: ran.append(True), told.append)
            except StoreFailed:
                break
            await asyncio.sleep(0.001)
        with pytest.raises(StoreFailed):
            await failing
    await database.close()
    assert all(isinstance(each, StoreFailed) for each in told)


async def commit_on(database: Database) -> None:
    """Commit until that fails."""
    async with asyncio.timeout(20):
        while True:
            await database.write(lambda connection: None)


async def copied_back(database: Database, size_bytes: int) -> None:
    """Commit until the file is so large, and the log begins anew: it grows no more."""
    file = database.data_dir / "instagramapi.db"
    log = database.data_dir / "instagramapi.db-wal"
    before = -1
    async with asyncio.timeout(20):
        while file.stat().st_size < size_bytes or log.stat().st_size != before:
            before = log.stat().st_size
            await database.write(methodcaller("execute", "UPDATE store SET epoch = epoch + 1"))


async def test_the_log_is_copied_back_after_many_changes_and_begins_anew(
    tmp_path: Path,
) -> None:
    database = Database.open(tmp_path)
    log = database.data_dir / "instagramapi.db-wal"
    await database.write(methodcaller("execute", "CREATE TABLE bulk (data)"))
    await database.write(partial(add_many, size=200))
    size_bytes = log.stat().st_size
    for times in range(1, 4):
        await copied_back(database, times * 500_000)
        await database.write(partial(add_many, size=200))
    assert log.stat().st_size < 2 * size_bytes
    await database.close()


async def test_a_log_that_cannot_be_copied_back_is_fatal(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    fatal: list[BaseException] = []
    database.on_fatal = fatal.append
    await database.write(methodcaller("execute", "CREATE TABLE bulk (data)"))
    await database.write(partial(add_many, size=200))
    await copied_back(database, 500_000)
    # The log starts anew and fits; the file would have to grow, and cannot.
    with full_disk(tmp_path / "instagramapi.db-wal"):
        await database.write(partial(add_many, size=150))
        with pytest.raises(StoreFailed):
            await commit_on(database)
        await database.close()
    assert len(fatal) == 1
    reopened = Database.open(tmp_path)
    assert reopened.read().execute("SELECT count(*) FROM bulk").fetchone() == (8400,)
    await reopened.close()


async def test_an_operation_that_fills_the_disk_is_fatal_for_the_whole_batch(
    tmp_path: Path,
) -> None:
    database = Database.open(tmp_path)
    await database.write(methodcaller("execute", "CREATE TABLE bulk (data)"))
    with full_disk(tmp_path / "instagramapi.db-wal"):
        with pytest.raises(StoreFailed, match="disk"):
            await database.write(partial(add_many, size=3000))
        await database.close()


def add_many(connection: sqlite3.Connection, size: int) -> None:
    rows = ((os.urandom(size),) for _ in range(4200))
    connection.executemany("INSERT INTO bulk (data) VALUES (?)", rows)


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="only Linux tells which files are open")
async def test_a_commit_makes_no_file_for_what_it_may_have_to_undo(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    await database.write(methodcaller("execute", CREATE))
    for number in range(100):
        await database.write(add(f"page {number} " * 400))

    def change_all(connection: sqlite3.Connection) -> set[str]:
        connection.execute("SAVEPOINT change")
        connection.execute("UPDATE note SET text = upper(text)")
        connection.execute("RELEASE change")
        return {str(file.readlink()) for file in OPEN_FILES.iterdir() if file.is_symlink()}

    files = await database.write(change_all)
    assert [name for name in files if "etilqs" in name] == []
    await database.close()
