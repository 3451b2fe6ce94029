"""The audit notices every kind of damage and names the request or account."""

import sqlite3
from collections.abc import AsyncIterator
from operator import methodcaller
from pathlib import Path

import pytest
from ledger_makers import Till

from instagramapi.ledger.audit import STEP_ROWS, Audit, verify_offline
from instagramapi.store.file import open_reader

pytestmark = pytest.mark.anyio

REQUEST = f"req_{1:026}"
LATEST = f"req_{2:026}"


@pytest.fixture
async def damaged(tmp_path: Path) -> AsyncIterator[sqlite3.Connection]:
    """A store with a grant of 10 and two charges of 2, whose journal anybody may change."""
    till = Till(tmp_path)
    await till.open()
    await till.ledger.grant("acc", 10, reason="start")
    await till.pay(2)
    await till.pay(2)
    await till.close()
    connection = sqlite3.connect(till.data_dir / "instagramapi.db", isolation_level=None)
    connection.execute("DROP TRIGGER journal_is_never_updated")
    connection.execute("DROP TRIGGER journal_is_never_deleted")
    connection.execute("DROP INDEX journal_once")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    yield connection
    connection.close()


ADD = (
    "INSERT INTO journal (reference, kind, account_id, key_id, amount, balance_after, epoch, at,"
    " day, reason) SELECT {} , epoch, at, day, reason FROM journal WHERE sequence = 2;"
)

DAMAGE = {
    "a balance that does not follow": (
        "UPDATE journal SET balance_after = 9 WHERE sequence = 3",
        [
            f"entry 3 (charge {LATEST}) of account acc says 9 credits after 8 -2.",
            "account acc has the balance 6 at entry 3, its journal 9 at entry 3.",
            f"request {LATEST} was charged 2 and left 9 credits, but its usage row says 2 and 6.",
        ],
    ),
    "a balance below zero": (
        "UPDATE journal SET amount = -12, balance_after = -4 WHERE sequence = 3",
        [f"entry 3 (charge {LATEST}) of account acc leaves -4 credits, below zero."],
    ),
    "a charge that adds": (
        "UPDATE journal SET amount = 2, balance_after = 10 WHERE sequence = 3",
        [f"entry 3 (charge {LATEST}) of account acc has an amount of +2, the wrong sign."],
    ),
    "a request charged twice": (
        ADD.format("reference, kind, account_id, key_id, -2, 4"),
        [f"request {REQUEST} has more than one entry of kind charge."],
    ),
    "a refund of something else": (
        ADD.format("reference, 'refund', account_id, key_id, 1, 7"),
        [f"request {REQUEST} was refunded 1 to account acc, but its charge is -2 to account acc."],
    ),
    "a refund of nothing": (
        ADD.format("'req_x', 'refund', account_id, key_id, 2, 8"),
        ["request req_x was refunded 2 to account acc, but its charge is missing."],
    ),
    "a charge without its usage row": (
        f"DELETE FROM usage_rows WHERE request_id = '{REQUEST}'",
        [f"request {REQUEST} was charged 2 and left 8 credits, but its usage row is missing."],
    ),
    "a usage row of another key": (
        "UPDATE usage_kinds SET key_id = 'other'",
        [
            f"request {REQUEST} was charged 2 and left 8 credits, "
            "but its usage row names another account or key.",
        ],
    ),
    "usage rows of no kind": (
        "DELETE FROM usage_kinds",
        ["the log keeps 0 requests, but 2 were not dropped."],
    ),
    "a usage row without its charge": (
        "UPDATE journal SET kind = 'adjust' WHERE sequence = 2",
        [f"request {REQUEST} is logged with 2 credits, but has no charge."],
    ),
    "sums of more than was logged": (
        "UPDATE usage_marks SET rolled = 9",
        [
            "the log ends at 2, is added up to 9 and dropped to 0.",
            "the order of accounts has 0 requests instead of 9.",
            "the sums by day count 0 requests, but 9 were added up.",
        ],
    ),
    "a lost balance": (
        "DELETE FROM balances",
        ["account acc has the balance none, its journal 6 at entry 3."],
    ),
    "a balance from nowhere": (
        "INSERT INTO balances VALUES ('ghost', 5, 9)",
        ["account ghost has the balance 5 at entry 9, its journal none."],
    ),
    "a miscounted cap": (
        "UPDATE spend SET credits = 1",
        ["key key of account acc spent 4 credits on 2026-11-23, but 1 are counted."],
    ),
    "a log added up beyond its end": (
        "UPDATE usage_marks SET rolled = 9",
        ["the log ends at 2, is added up to 9 and dropped to 0."],
    ),
    "spending of another account": (
        "UPDATE spend SET account_id = 'ghost'",
        [
            "key key of account acc spent 4 credits on 2026-11-23, but 0 are counted.",
            "key key of account ghost spent 0 credits on 2026-11-23, but 4 are counted.",
        ],
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
async def test_damage_is_noticed_and_named(name: str, damaged: sqlite3.Connection) -> None:
    sql, sentences = DAMAGE[name]
    damaged.execute(sql)
    verification = Audit().advance(damaged)
    assert not verification.ok
    assert set(sentences) <= set(verification.violations)


async def test_an_intact_store_verifies_offline_and_is_not_written_to(
    damaged: sqlite3.Connection, tmp_path: Path
) -> None:
    damaged.close()
    file = tmp_path / "0" / "instagramapi.db"
    before = file.read_bytes()
    verification = verify_offline(tmp_path / "0")
    assert (verification.ok, verification.entries, verification.accounts) == (True, 3, 1)
    assert file.read_bytes() == before


async def test_a_missing_store_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        verify_offline(tmp_path)


async def test_an_audit_goes_on_where_it_ended(tmp_path: Path) -> None:
    till = Till(tmp_path)
    await till.open()
    reader = open_reader(till.data_dir / "instagramapi.db")
    audit = Audit()
    assert audit.advance(reader).entries == 0
    await till.ledger.grant("acc", 10, reason="start")
    assert audit.advance(reader).entries == 1
    await till.pay(2)
    await till.capture(await till.hold(3))
    await till.reopen()
    verification = audit.advance(reader)
    assert (verification.entries, verification.ok) == (4, True)
    reader.close()
    await till.close()


async def test_the_ledger_audits_what_is_new_and_verifies_everything(tmp_path: Path) -> None:
    till = Till(tmp_path)
    await till.open()
    await till.ledger.grant("acc", 10, reason="start")
    assert (await till.ledger.audit()).entries == 1
    await till.pay(2)
    assert (await till.ledger.audit()).entries == 2
    assert await till.ledger.audit() == await till.ledger.verify()
    await till.close()


@pytest.fixture
async def long_till(tmp_path: Path) -> AsyncIterator[Till]:
    """A grant and two steps of charges, so that an audit takes three; entry 300 is damaged."""
    till = Till(tmp_path)
    await till.open()
    await till.ledger.grant("acc", 1000, reason="start")
    for _ in range(2 * STEP_ROWS):
        await till.pay()
    for sql in (
        "DROP TRIGGER journal_is_never_updated",
        "UPDATE journal SET amount = -2 WHERE sequence = 300",
    ):
        await till.database.write(methodcaller("execute", sql))
    yield till
    await till.close()


async def test_a_long_journal_is_read_in_steps_and_each_fault_told_once(long_till: Till) -> None:
    audit, reader = Audit(), open_reader(long_till.data_dir / "instagramapi.db")
    assert [audit.step(reader) for _ in range(3)] == [True, True, False]
    in_steps = audit.finish(reader)
    reader.close()
    assert in_steps.entries == 1 + 2 * STEP_ROWS
    assert sum("entry 300 " in each for each in in_steps.violations) == 1
    assert in_steps == await long_till.ledger.audit() == await long_till.ledger.verify()


async def test_rows_whose_check_fails_are_read_again(long_till: Till) -> None:
    audit, path = Audit(), long_till.data_dir / "instagramapi.db"
    broken = sqlite3.connect(path, isolation_level=None)
    broken.execute("CREATE TEMP TABLE usage_kinds (unlike)")
    with pytest.raises(sqlite3.OperationalError):
        audit.step(broken)
    broken.close()
    reader = open_reader(path)
    assert audit.advance(reader) == await long_till.ledger.verify()
    reader.close()
