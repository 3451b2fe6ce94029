"""The store: private files, one process, shared durable commits, failures that are told."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest
from note_table import CREATE, add, notes

from instagramapi.store.database import Database
from instagramapi.store.file import MIGRATIONS, SchemaTooNew, open_reader, open_writer
from instagramapi.store.lock import DataDirectoryBusy
from instagramapi.store.writer import StoreFailed
from stall import Stall

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(tmp_path / "data")
    await database.write(methodcaller("execute", CREATE))
    yield database
    await database.close()


async def test_folder_and_files_are_private(database: Database) -> None:
    await database.write(add("secret"))
    assert stat.S_IMODE(database.data_dir.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in database.data_dir.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "instagramapi.db-wal" in modes


async def test_a_write_is_durable_when_it_returns(database: Database) -> None:
    (mode,) = await database.write(lambda c: c.execute("PRAGMA synchronous").fetchone())
    (journal,) = await database.write(lambda c: c.execute("PRAGMA journal_mode").fetchone())
    (keys,) = await database.write(lambda c: c.execute("PRAGMA foreign_keys").fetchone())
    assert (mode, journal, keys) == (2, "wal", 1)
    await database.write(add("kept"))
    other = open_reader(database.data_dir / "instagramapi.db")
    assert other.execute("SELECT text FROM note").fetchall() == [("kept",)]
    other.close()


async def test_an_operation_that_raises_is_undone_alone(database: Database) -> None:
    def half(connection: sqlite3.Connection) -> None:
        add("half")(connection)
        raise KeyError("half-way")

    outcomes = await asyncio.gather(
        database.write(add("first")),
        database.write(half),
        database.write(add("first")),
        database.write(add("last")),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], KeyError)
    assert isinstance(outcomes[2], sqlite3.IntegrityError)
    assert notes(database) == ["first", "last"]


async def test_what_waits_shares_one_commit_and_is_answered_in_order(database: Database) -> None:
    seen: list[object] = []
    stall = Stall(database)
    await stall.entered()
    for number in range(5000):
        database.submit(partial(_same, number), seen.append)
    stall.go_on()
    await database.write(lambda connection: None)
    assert seen == list(range(5000))


def _same(number: int, connection: sqlite3.Connection) -> int:
    return number


async def test_a_cancelled_caller_does_not_disturb_the_others(database: Database) -> None:
    cancelled = asyncio.ensure_future(database.write(add("unheard")))
    other = asyncio.ensure_future(database.write(add("heard")))
    await asyncio.sleep(0)
    cancelled.cancel()
    await other
    assert notes(database) == ["unheard", "heard"]


async def test_a_lazy_operation_rides_with_the_next_commit(database: Database) -> None:
    answered: list[object] = []
    committed_before: list[str] = []

    def eager(connection: sqlite3.Connection) -> None:
        committed_before.extend(notes(database))
        add("eager")(connection)

    stall = Stall(database)
    await stall.entered()
    database.submit(add("lazy"), answered.append, is_lazy=True)
    eager_done = asyncio.ensure_future(database.write(eager))
    await asyncio.sleep(0)
    stall.go_on()
    await eager_done
    assert committed_before == []
    assert notes(database) == ["lazy", "eager"]
    assert len(answered) == 1


async def test_a_lazy_operation_waits_half_a_second_at_most(database: Database) -> None:
    done = asyncio.Event()
    began = time.monotonic()
    database.submit(add("lazy"), lambda result: done.set(), is_lazy=True)
    await asyncio.wait_for(done.wait(), 5)
    assert notes(database) == ["lazy"]
    assert time.monotonic() - began >= 0.45


async def test_many_lazy_operations_do_not_wait_for_one_that_is_not(database: Database) -> None:
    done = asyncio.Event()
    committed_before: list[str] = []

    def one_more(connection: sqlite3.Connection) -> None:
        # Another connection sees only what was committed.
        committed_before.extend(notes(database))

    # Submitted while the writer is busy, so that it finds them all, however slow this loop is.
    stall = Stall(database)
    await stall.entered()
    for _ in range(4095):
        database.submit(lambda connection: None, lambda result: None, is_lazy=True)
    database.submit(add("last of many"), lambda result: None, is_lazy=True)
    database.submit(one_more, lambda result: done.set(), is_lazy=True)
    stall.go_on()
    await asyncio.wait_for(done.wait(), 60)
    assert committed_before == ["last of many"]


async def test_closing_commits_what_waits_and_refuses_more(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    await database.write(methodcaller("execute", CREATE))
    database.submit(add("lazy"), lambda result: None, is_lazy=True)
    database.submit(add("eager"), lambda result: None)
    await database.close()
    with pytest.raises(StoreFailed, match="closed"):
        await database.write(add("late"))
    assert not (tmp_path / "instagramapi.db-wal").exists()
    reader = open_reader(tmp_path / "instagramapi.db")
    assert reader.execute("SELECT text FROM note").fetchall() == [("lazy",), ("eager",)]
    reader.close()


async def test_readers_cannot_write_and_are_one_a_thread(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.read().execute("DELETE FROM note")
    assert database.read() is database.read()
    assert await asyncio.to_thread(database.read) is not database.read()


async def test_the_epoch_counts_starts(tmp_path: Path) -> None:
    for expected in (1, 2, 3):
        database = Database.open(tmp_path)
        assert database.epoch == expected
        await database.close()


async def test_a_second_process_is_refused_by_name(database: Database) -> None:
    script = (
        "import sys; from pathlib import Path; from instagramapi.store.database import Database\n"
        "try: Database.open(Path(sys.argv[1]))\n"
        "except Exception as error: sys.exit(f'{type(error).__name__}: {error}')"
    )
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", script, str(database.data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.stderr.startswith("DataDirectoryBusy: ")
    assert f"in use by process {os.getpid()}" in second.stderr


async def test_the_lock_goes_with_its_holder(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    with pytest.raises(DataDirectoryBusy):
        Database.open(tmp_path)
    await database.close()
    await Database.open(tmp_path).close()


async def test_who_reads_while_the_store_is_closed_reads_to_the_end(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    begun = threading.Event()

    def count_far() -> object:
        rows = database.read().execute(
            "WITH RECURSIVE far (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM far LIMIT 1000000) "
            "SELECT n FROM far"
        )
        begun.set()
        return sum(1 for _ in rows)

    reading = asyncio.create_task(asyncio.to_thread(count_far))
    await asyncio.to_thread(begun.wait)
    await database.close()

    assert await reading == 1_000_000


async def test_a_file_changed_by_another_version_while_open_is_noticed(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    assert database.is_migrated()
    await database.write(methodcaller("execute", "PRAGMA user_version = 9000"))
    assert not database.is_migrated()
    await database.close()


async def test_a_newer_schema_is_refused_in_one_sentence_and_left_alone(tmp_path: Path) -> None:
    await Database.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "instagramapi.db") as connection:
        connection.execute("PRAGMA user_version = 9000")
    with pytest.raises(SchemaTooNew, match=r"schema 9000\); this one knows schemas up to"):
        Database.open(tmp_path)
    with pytest.raises(SchemaTooNew):
        Database.open(tmp_path)


def test_migrations_apply_in_order_once_and_whole(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "README.md").write_text("Not a migration.")
    (folder / "0002_two.sql").write_text("ALTER TABLE one ADD COLUMN two")
    (folder / "0001_one.sql").write_text("CREATE TABLE one (one)")
    open_writer(tmp_path / "file.db", folder).close()
    (folder / "0003_three.sql").write_text("CREATE TABLE three (three); CREATE TABLE one (one);")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_writer(tmp_path / "file.db", folder)
    (folder / "0003_three.sql").write_text("CREATE TABLE three (")
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        open_writer(tmp_path / "file.db", folder)
    (folder / "0003_three.sql").write_text("COMMIT; CREATE TABLE one (one)")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_writer(tmp_path / "file.db", folder)
    (folder / "0003_three.sql").write_text("CREATE TABLE three (three)")
    connection = open_writer(tmp_path / "file.db", folder)
    tables = connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    assert tables == [("one",), ("three",)]
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    connection.close()


def test_migration_numbers_are_unique() -> None:
    numbers = [file.name[:4] for file in MIGRATIONS.iterdir() if file.name.endswith(".sql")]
    assert len(numbers) == len(set(numbers))


def test_a_loop_that_is_gone_is_not_answered(tmp_path: Path) -> None:
    database = Database.open(tmp_path)

    async def leave() -> None:
        database.submit(lambda connection: None, lambda result: None, is_lazy=True)

    asyncio.run(leave())
    asyncio.run(database.close())
