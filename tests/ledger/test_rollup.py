"""The log is added up and dropped, and the audit proves it, also after a crash at any step."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from ledger_makers import DAY_S, Till, make_usage, open_till, turns
from structlog.testing import capture_logs

from instagramapi.ledger.audit import Audit
from instagramapi.ledger.rollup import Rollup, Step
from instagramapi.ledger.usage import Sought, SoughtDays
from instagramapi.ledger.usage_days import MARKS, SUMS
from instagramapi.ledger.usage_sqlite import SqliteUsageLog
from stall import Stall

pytestmark = pytest.mark.anyio


@pytest.fixture
async def till(tmp_path: Path) -> AsyncIterator[Till]:
    """Six requests, three of them charged, of which one is refunded after a crash."""
    async with open_till(tmp_path) as till:
        for number in range(2):
            till.ledger.note(make_usage(f"req_free{number}"))
            await till.pay(2)
        till.ledger.note(make_usage("req_free2"))
        await till.capture(await till.hold(1))
        await till.crash()
        await till.dropped()
        yield till


def rollup_of(till: Till, kind: type[Rollup] = Rollup) -> Rollup:
    return kind(till.database, till.clock, keep_days=7)


async def totals(till: Till) -> tuple[int, int]:
    (total,) = await SqliteUsageLog(till.database).sums(SoughtDays())
    return total.calls, total.credits


async def kept(till: Till) -> list[int]:
    page = await SqliteUsageLog(till.database).requests(Sought(), limit=50)
    return [row.sequence for row in page.rows]


async def faults(till: Till) -> tuple[str, ...]:
    return (await till.ledger.verify()).violations


async def whole(work: Any, rows: int) -> None:
    while await work(rows):
        pass


@pytest.mark.parametrize("rows", [1, 2, 100])
async def test_nothing_is_lost_when_the_log_is_added_up_and_dropped(till: Till, rows: int) -> None:
    rollup = rollup_of(till)
    await whole(rollup.add_up, rows)
    await whole(rollup.drop, rows)
    assert await kept(till) == [6, 5, 4, 3, 2, 1]

    till.clock.now_s += 7 * DAY_S
    await whole(rollup.drop, rows)
    assert await kept(till) == [6, 5, 4, 3, 2, 1]
    till.clock.now_s += DAY_S
    await whole(rollup.drop, rows)

    # The newest row stays, so that its sequence is not given to another.
    assert await kept(till) == [6]
    assert await totals(till) == (6, 5)
    assert await faults(till) == ()
    await till.pay(1)
    assert await kept(till) == [7, 6]
    assert await faults(till) == ()


async def test_what_is_not_added_up_is_not_dropped(till: Till) -> None:
    rollup = rollup_of(till)
    till.clock.now_s += 30 * DAY_S
    await rollup.drop()
    assert await kept(till) == [6, 5, 4, 3, 2, 1]

    await rollup.add_up(2)
    await rollup.drop()

    assert await kept(till) == [6, 5, 4, 3]
    assert await totals(till) == (6, 5)
    assert await faults(till) == ()


async def test_an_empty_log_is_added_up_to_nothing(tmp_path: Path) -> None:
    async with open_till(tmp_path, start=0) as till:
        assert not await rollup_of(till).add_up()
        assert not await rollup_of(till).drop()
        assert await faults(till) == ()


@pytest.mark.parametrize("step", ["add_up", "drop"])
async def test_a_crash_in_the_middle_of_a_step_changes_nothing(till: Till, step: str) -> None:
    rollup = rollup_of(till)
    till.clock.now_s += 30 * DAY_S
    await rollup.add_up(3)
    if step == "drop":
        await rollup.drop(2)
    before = till.rows(MARKS)

    # The step has written its rows and waits for the commit when the process dies.
    stalled = asyncio.create_task(getattr(rollup, step)(2))
    stall = Stall(till.database)
    await stall.entered()
    await till.crash()
    stall.go_on()
    await asyncio.wait([stalled])
    await till.dropped()

    assert till.rows(MARKS) == before
    assert await totals(till) == (6, 5)
    assert await faults(till) == ()
    rollup = rollup_of(till)
    await whole(rollup.add_up, 2)
    await whole(rollup.drop, 2)
    assert await totals(till) == (6, 5)
    assert await kept(till) == [6]
    assert await faults(till) == ()


class ComesSecond(Rollup):
    """Finds that another has written its step since it was read."""

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        super().write(connection, step)
        super().write(connection, step)


async def test_sums_that_are_written_twice_count_once(till: Till) -> None:
    await rollup_of(till, ComesSecond).add_up()

    assert await totals(till) == (6, 5)
    assert await faults(till) == ()


async def test_it_keeps_up_by_itself_until_it_is_stopped(till: Till) -> None:
    till.clock.now_s += 30 * DAY_S
    running = asyncio.create_task(rollup_of(till).run())
    async with asyncio.timeout(20):
        while await kept(till) != [6]:
            await turns()
    running.cancel()
    await asyncio.wait([running])

    assert running.cancelled()
    assert await totals(till) == (6, 5)


async def test_a_failure_is_logged_and_does_not_end_it(till: Till) -> None:
    await till.database.write(
        lambda connection: connection.execute("ALTER TABLE usage_marks RENAME TO hidden")
    )
    with capture_logs() as lines:
        running = asyncio.create_task(rollup_of(till).run())
        async with asyncio.timeout(20):
            while not lines:
                await turns()
    assert not running.done()
    running.cancel()
    assert lines[0]["event"] == "rollup_failed"


async def test_a_running_audit_goes_on_across_what_is_dropped(till: Till) -> None:
    audit, rollup = Audit(), rollup_of(till)
    assert audit.advance(till.database.read()).ok
    await till.pay(1)
    till.clock.now_s += 30 * DAY_S
    await rollup.add_up()
    await rollup.drop()

    assert audit.advance(till.database.read()).violations == ()


class DropsTooMuch(Rollup):
    """Drops rows that are in no sum yet."""

    def droppable(self, connection: sqlite3.Connection) -> int:
        return 1_000_000

    def delete(self, connection: sqlite3.Connection, before_s: float, rows: int) -> int:
        # The schema would refuse the mark: it must be the audit that notices.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        return super().delete(connection, before_s, rows)


class DropsWithoutAWord(Rollup):
    """Forgets to note what it dropped."""

    def delete(self, connection: sqlite3.Connection, before_s: float, rows: int) -> int:
        marks = connection.execute(MARKS).fetchone()
        count = super().delete(connection, before_s, rows)
        connection.execute(
            "UPDATE usage_marks SET rolled = ?, dropped = ?, dropped_charge = ?", marks
        )
        return count


class DropsOneMore(Rollup):
    """Deletes the row after the last one that it was to delete."""

    def delete(self, connection: sqlite3.Connection, before_s: float, rows: int) -> int:
        count = super().delete(connection, before_s, rows)
        connection.execute(
            "DELETE FROM usage_rows WHERE sequence = (SELECT min(sequence) FROM usage)"
        )
        return count


class AddsTwice(Rollup):
    """Writes its sums again."""

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        super().write(connection, step)
        SUMS.write(connection, step.sums)


class LosesCredits(Rollup):
    """Adds up calls, but not what they cost."""

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        super().write(connection, step)
        connection.execute("UPDATE usage_days SET credits = 0")


class SwapsKeys(Rollup):
    """Adds the charges of one key to another's."""

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        super().write(connection, step)
        swap = "UPDATE usage_days SET key_id = ? WHERE key_id = 'key'"
        connection.execute(swap, (f"other{step.begin}",))


class ForgetsAccounts(Rollup):
    """Adds up, but does not sort in."""

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        super().write(connection, step)
        connection.execute("DELETE FROM usage_by_account WHERE sequence > ?", (step.begin,))


MUTANTS = [
    ForgetsAccounts,
    DropsTooMuch,
    DropsWithoutAWord,
    DropsOneMore,
    AddsTwice,
    LosesCredits,
    SwapsKeys,
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
async def test_a_broken_rollup_is_caught(mutant: type[Rollup], till: Till) -> None:
    rollup = rollup_of(till, mutant)
    await rollup.add_up(3)
    till.clock.now_s += 30 * DAY_S
    await rollup.drop()
    await rollup.add_up(2)

    assert await faults(till)
