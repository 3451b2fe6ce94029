"""What one call sees of the ledger: holds, receipts, rows, refusals."""

import asyncio
import sqlite3
from collections.abc import Callable
from operator import methodcaller
from pathlib import Path

import pytest
from ledger_makers import DAY_S, Till, make_usage, open_till, turns

from full_disk import fill_disk, free_disk, full_disk
from instagramapi.errors import Overloaded, SpendCapReached
from instagramapi.ledger.ledger import NO_CAPS, Caps, Receipt, ReferenceTaken
from instagramapi.ledger.sqlite import Limits
from instagramapi.store.writer import StoreFailed
from stall import Stall

Paying = asyncio.Future[Receipt]

pytestmark = pytest.mark.anyio


async def test_a_charge_writes_journal_usage_balance_and_spend_in_one_commit(
    tmp_path: Path,
) -> None:
    async with open_till(tmp_path) as till:
        receipt = await till.pay(2)
        assert receipt == Receipt(2, 8, 2)
        assert till.rows(
            "SELECT sequence, kind, account_id, key_id, amount, balance_after, epoch, day, reason"
            " FROM journal"
        ) == [
            (1, "grant", "acc", None, 10, 10, 1, "2026-11-23", "start"),
            (2, "charge", "acc", "key", -2, 8, 1, "2026-11-23", "profile"),
        ]
        assert till.rows("SELECT credits_charged, credits_remaining FROM usage") == [(2, 8)]
        assert till.rows("SELECT * FROM balances") == [("acc", 8, 2)]
        assert till.rows("SELECT * FROM spend") == [("key", "2026-11-23", "acc", 2)]


async def test_the_journal_cannot_be_changed_or_shortened(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        for sql in ("UPDATE journal SET amount = 99", "DELETE FROM journal"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                await till.database.write(methodcaller("execute", sql))


async def test_a_balance_below_zero_is_refused_by_the_schema_too(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        hold = await till.hold(10)
        till.ledger._wallets.of("acc").posted += 1
        await till.capture(await till.hold(1))
        with pytest.raises(sqlite3.IntegrityError, match="balance_after >= 0"):
            await till.capture(hold)


async def test_a_free_outcome_is_logged_with_the_balance_that_was_told(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        assert till.ledger.note(make_usage("req_free")) == Receipt(0, 10, None)
        till.ledger.delivered(Receipt(0, 10, None))
        await till.reopen()
        rows = till.rows("SELECT request_id, credits_charged, credits_remaining FROM usage")
        assert rows == [("req_free", 0, 10)]


async def test_a_void_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        hold = await till.hold(3)
        stall = Stall(till.database)
        await stall.entered()
        assert await till.void(hold) == Receipt(0, 10, None)
        stall.go_on()


async def test_voiding_a_swept_hold_only_logs(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        hold = await till.hold(3)
        till.clock.now_s += 31
        till.ledger.sweep()
        assert await till.void(hold) == Receipt(0, 10, None)
        assert (await till.pay(10)).credits_remaining == 0


async def test_free_rows_wait_for_the_disk_only_when_it_is_far_behind(tmp_path: Path) -> None:
    async with open_till(tmp_path, limits=Limits(backlog=1)) as till:
        till.ledger.note(make_usage("req_1"))
        await till.ledger.catch_up()
        assert not till.ledger.is_behind
        assert till.rows("SELECT request_id FROM usage") == []
        till.ledger.note(make_usage("req_2"))
        assert till.ledger.is_behind
        await till.ledger.catch_up()
        assert len(till.rows("SELECT request_id FROM usage")) == 2


async def test_one_bad_row_fails_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_till(tmp_path) as till:
        holds = [await till.hold(1) for _ in range(2)]
        bad = await till.hold(1)
        stall = Stall(till.database)
        await stall.entered()
        good = [asyncio.ensure_future(till.capture(hold)) for hold in holds]
        surrogate = make_usage(bad.request_id, 1, subject="\ud800")
        failing = asyncio.ensure_future(till.ledger.settle(bad, surrogate))
        await turns()
        till.ledger.note(make_usage("req_free", subject="\ud800"))
        stall.go_on()
        with pytest.raises(UnicodeEncodeError):
            await failing
        assert [(await each).credits_remaining for each in good] == [9, 8]
        assert "usage of req_free was not written" in caplog.text
        assert (await till.pay(8)).credits_remaining == 0


async def test_a_settlement_must_name_the_held_price_or_nothing(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        hold = await till.hold(2)
        with pytest.raises(ValueError, match="holds 2, not 1"):
            await till.ledger.settle(hold, make_usage(hold.request_id, 1))
        with pytest.raises(ValueError, match="without a hold"):
            till.ledger.note(make_usage("req_free", 1))


@pytest.mark.parametrize("price", [0, -1])
async def test_a_hold_is_for_at_least_one_credit(tmp_path: Path, price: int) -> None:
    async with open_till(tmp_path) as till:
        with pytest.raises(ValueError, match="cannot hold"):
            await till.hold(price)


async def test_a_request_holds_once_at_a_time(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        await till.hold(1, request_id="req_same")
        with pytest.raises(ValueError, match="req_same cannot hold"):
            await till.hold(1, request_id="req_same")


async def test_calls_in_flight_are_bounded(tmp_path: Path) -> None:
    async with open_till(tmp_path, limits=Limits(slots=2)) as till:
        first = await till.hold(1)
        receipt = await till.capture(await till.hold(1))
        with pytest.raises(Overloaded):
            await till.hold(1)
        till.ledger.delivered(receipt)
        await till.hold(1)
        await till.void(first)
        await till.hold(1)


async def test_a_grant_adds_at_least_one_credit(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        with pytest.raises(ValueError, match="at least one"):
            await till.ledger.grant("acc", 0, reason="nothing")


async def test_a_reference_cannot_stand_for_two_grants(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        await till.ledger.grant("acc", 5, reason="top-up", reference="pay_1")
        for account, amount in (("acc", 6), ("other", 5)):
            with pytest.raises(ReferenceTaken, match="pay_1 already stands for 5 credits"):
                await till.ledger.grant(account, amount, reason="top-up", reference="pay_1")
        assert await till.ledger.balance("other") == 0


async def test_a_grant_is_spendable_at_once_by_an_account_already_in_use(tmp_path: Path) -> None:
    async with open_till(tmp_path, 0) as till:
        assert await till.ledger.balance("acc") == 0
        assert await till.ledger.grant("acc", 3, reason="top-up") == 3
        assert await till.ledger.balance("acc") == 3


async def test_caps_count_days_months_and_survive_a_restart(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        caps = Caps(day=2, month=3)
        await till.pay(2, caps=caps)
        await till.reopen()
        with pytest.raises(SpendCapReached, match="2 credits a day and has spent 2"):
            await till.pay(1, caps=caps)
        till.clock.now_s += DAY_S
        await till.pay(1, caps=caps)
        with pytest.raises(SpendCapReached, match="3 credits a month and has spent 3"):
            await till.pay(1, caps=caps)
        till.clock.now_s += 9 * DAY_S
        await till.pay(2, caps=caps)


async def test_the_cap_of_an_account_survives_a_restart_and_can_be_lifted(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        await till.ledger.set_caps("acc", Caps(day=3, month=5))
        await till.pay(2)
        await till.reopen()
        with pytest.raises(SpendCapReached, match="This account may spend 3 credits a day"):
            await till.pay(2)
        till.clock.now_s += DAY_S
        await till.pay(3)
        till.clock.now_s += DAY_S
        with pytest.raises(SpendCapReached) as refused:
            await till.pay(1)
        assert refused.value.reason == "account_month"
        await till.ledger.set_caps("acc", NO_CAPS)
        await till.pay(1)
        assert till.rows("SELECT * FROM account_caps") == []


async def test_a_cap_that_cannot_be_is_not_taken_over(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        with pytest.raises(sqlite3.IntegrityError):
            await till.ledger.set_caps("acc", Caps(day=-1))
        assert till.ledger.caps_of("acc") == NO_CAPS


async def test_a_hold_voided_days_later_leaves_the_caps_right(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        old = await till.hold(1)
        for _ in range(3):
            till.clock.now_s += DAY_S
            await till.pay(1, caps=Caps(day=1))
        await till.void(old)
        with pytest.raises(SpendCapReached):
            await till.pay(1, caps=Caps(month=3))
        await till.pay(1, caps=Caps(month=4))


async def test_a_lost_mark_file_refunds_and_never_keeps(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        await till.pay(2)
        await till.close()
        (till.data_dir / "delivered.ring").unlink()
        await till.open()
        assert await till.ledger.balance("acc") == 10


async def test_a_settlement_cancelled_after_its_commit_is_refunded(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        paying = await _pay_and(till, lambda paying: paying.cancel())
        assert paying.cancelled()
        await till.database.write(lambda connection: None)
        assert await till.ledger.balance("acc") == 10
        assert (await till.ledger.verify()).ok


async def test_holds_are_swept_on_time_without_being_asked(tmp_path: Path) -> None:
    async with open_till(tmp_path, limits=Limits(sweep_every_s=0.005)) as till:
        await till.hold(5)
        await asyncio.sleep(0.03)
        assert till.ledger._wallets.of("acc").held == 5
        till.clock.now_s += 31
        await asyncio.sleep(0.03)
        assert till.ledger._wallets.of("acc").held == 0


async def test_a_failed_commit_answers_nobody_and_keeps_the_credits_on_hold(
    tmp_path: Path,
) -> None:
    till = Till(tmp_path)
    await till.open()
    fatal: list[BaseException] = []
    till.database.on_fatal = fatal.append
    await till.ledger.grant("acc", 10, reason="start")
    hold, later = await till.hold(4), await till.hold(4)
    with full_disk(till.data_dir / "instagramapi.db-wal"):
        with pytest.raises(StoreFailed):
            await till.capture(hold)
        with pytest.raises(StoreFailed):
            await till.capture(later)
    assert len(fatal) == 1
    assert till.ledger._wallets.of("acc").held == 8
    with pytest.raises(StoreFailed):
        await till.close()
    await till.database.close()
    await till.open()
    assert await till.ledger.balance("acc") == 10
    await till.close()


async def test_a_refund_that_cannot_be_written_waits_for_the_next_start(tmp_path: Path) -> None:
    till = Till(tmp_path)
    await till.open()
    await till.ledger.grant("acc", 10, reason="start")
    wal = till.data_dir / "instagramapi.db-wal"
    limits = []

    def cancel_on_a_full_disk(paying: Paying) -> None:
        limits.append(fill_disk(wal))
        paying.cancel()

    await _pay_and(till, cancel_on_a_full_disk)
    with pytest.raises(StoreFailed):
        await till.close()
    free_disk(limits[0])
    await till.database.close()
    await till.open()
    assert await till.ledger.balance("acc") == 10
    await till.close()


async def _pay_and(till: Till, act: Callable[[Paying], object]) -> Paying:
    """Charge four credits, and act after the commit but before the call can go on."""
    stall = Stall(till.database)
    await stall.entered()
    paying = asyncio.ensure_future(till.pay(4))
    await turns()

    def done(result: object) -> None:
        act(paying)

    # It shares the commit of the charge, whose waiter is told first.
    till.database.submit(lambda connection: None, done)
    stall.go_on()
    await asyncio.wait([paying])
    return paying
