"""Stories that every ledger must survive; the broken ones of `ledger_mutants` do not."""

import asyncio
import sqlite3

import pytest
from ledger_makers import DAY_S, Till, make_usage, turns

from instagramapi.errors import InsufficientCredits, SpendCapReached
from instagramapi.ledger.journal import Entry
from instagramapi.ledger.ledger import Caps, Hold, HoldClosed, Receipt
from stall import Stall

# Each starts with ten credits on account `acc`.


async def parallel_calls_never_overdraw(till: Till) -> None:
    outcomes = await asyncio.gather(*(till.pay(2) for _ in range(20)), return_exceptions=True)
    paid = [each for each in outcomes if isinstance(each, Receipt)]
    assert len(paid) == 5
    assert all(isinstance(each, InsufficientCredits) for each in outcomes if each not in paid)
    assert await till.ledger.balance("acc") == 0


async def a_call_dearer_than_the_balance_is_refused(till: Till) -> None:
    await till.pay(9)
    with pytest.raises(InsufficientCredits):
        await till.pay(2)
    assert await till.ledger.balance("acc") == 1


async def each_caller_is_told_the_balance_of_its_own_commit(till: Till) -> None:
    stall = Stall(till.database)
    await stall.entered()
    paying = [asyncio.ensure_future(till.pay(1)) for _ in range(6)]
    await turns()
    stall.go_on()
    receipts = [await each for each in paying]
    assert [each.credits_remaining for each in receipts] == [9, 8, 7, 6, 5, 4]


async def a_voided_hold_gives_its_credits_back(till: Till) -> None:
    for _ in range(3):
        receipt = await till.void(await till.hold(10))
        assert receipt == Receipt(0, 10, None)
    assert (await till.pay(10)).credits_remaining == 0


async def a_hold_is_settled_once(till: Till) -> None:
    hold = await till.hold(2)
    till.ledger.delivered(await till.capture(hold))
    with pytest.raises(HoldClosed):
        await till.capture(hold)
    assert await till.ledger.balance("acc") == 8


async def a_request_is_charged_once(till: Till) -> None:
    for expected in (None, sqlite3.IntegrityError):
        hold = await till.hold(2, request_id="req_same")
        outcome = (await asyncio.gather(till.capture(hold), return_exceptions=True))[0]
        if expected is None:
            assert isinstance(outcome, Receipt)
            till.ledger.delivered(outcome)
        else:
            assert isinstance(outcome, expected)
    assert await till.ledger.balance("acc") == 8
    assert (await till.pay(8)).credits_remaining == 0


async def a_reference_is_granted_once(till: Till) -> None:
    for _ in range(2):
        assert await till.ledger.grant("acc", 5, reason="top-up", reference="pay_1") == 15


async def no_answer_while_the_commit_waits(till: Till) -> None:
    """The settlement comes while the writer is busy with another commit."""
    stall = Stall(till.database)
    await stall.entered()
    paying = asyncio.ensure_future(till.pay(1))
    await turns()
    was_answered = paying.done()
    await till.crash()
    stall.go_on()
    await asyncio.wait([paying])
    assert not was_answered or await till.ledger.balance("acc") == 9


async def no_answer_between_write_and_commit(till: Till) -> None:
    """The charge is written, but its transaction is still open when the process dies."""
    first = Stall(till.database)
    await first.entered()
    paying = asyncio.ensure_future(till.pay(1))
    await turns()
    second = Stall(till.database)
    first.go_on()
    await second.entered()
    await turns()
    was_answered = paying.done()
    await till.crash()
    second.go_on()
    await asyncio.wait([paying])
    assert not was_answered or await till.ledger.balance("acc") == 9


async def a_charge_that_was_not_delivered_is_refunded_once(till: Till) -> None:
    await till.capture(await till.hold(3))
    for _ in range(3):
        await till.crash()
        assert await till.ledger.balance("acc") == 10
    assert (await till.pay(10)).credits_remaining == 0


async def a_delivered_charge_stays(till: Till) -> None:
    for _ in range(2):
        await till.pay(2)
        await till.crash()
    assert await till.ledger.balance("acc") == 6


async def a_slow_answer_is_refunded_though_later_ones_were_delivered(till: Till) -> None:
    slow = await till.capture(await till.hold(1))
    for _ in range(3):
        await till.pay(1)
    last = await till.capture(await till.hold(2))
    await till.crash()
    assert await till.ledger.balance("acc") == 7
    refunds = till.rows("SELECT amount FROM journal WHERE kind = 'refund' ORDER BY sequence")
    assert refunds == [(slow.credits_charged,), (last.credits_charged,)]


async def a_late_answer_stays_charged(till: Till) -> None:
    late = await till.capture(await till.hold(1))
    for _ in range(3):
        await till.pay(1)
    till.ledger.delivered(late)
    await till.crash()
    assert await till.ledger.balance("acc") == 6


async def a_hold_ends_with_its_deadline(till: Till) -> None:
    hold = await till.hold(10)
    till.clock.now_s = hold.deadline_s + 15
    till.ledger.sweep()
    with pytest.raises(HoldClosed):
        await till.capture(hold)
    assert (await till.pay(10)).credits_remaining == 0


async def a_crash_voids_every_hold(till: Till) -> None:
    await till.hold(10)
    await till.crash()
    assert (await till.pay(10)).credits_remaining == 0


async def parallel_calls_never_exceed_a_cap(till: Till) -> None:
    for caps, reason in ((Caps(day=3), "day"), (Caps(month=5), "month")):
        holding = [till.hold(1, caps=caps) for _ in range(6)]
        outcomes = await asyncio.gather(*holding, return_exceptions=True)
        refused = [each.reason for each in outcomes if isinstance(each, SpendCapReached)]
        assert refused and set(refused) == {reason}
        for hold in outcomes:
            if isinstance(hold, Hold):
                till.ledger.delivered(await till.capture(hold))
        till.clock.now_s += DAY_S
    assert await till.ledger.balance("acc") == 5


async def parallel_calls_never_exceed_the_cap_of_their_account(till: Till) -> None:
    """Holds that are open when the cap comes count against it, whichever keys they are of."""
    open_before = await till.hold(1, key_id="key_1")
    await till.ledger.set_caps("acc", Caps(day=4))
    holding = [till.hold(1, key_id=f"key_{number}") for number in range(6)]
    outcomes = await asyncio.gather(*holding, return_exceptions=True)
    refused = [each.reason for each in outcomes if isinstance(each, SpendCapReached)]
    assert refused == ["account_day"] * 3
    for hold in (open_before, *outcomes):
        if isinstance(hold, Hold):
            till.ledger.delivered(await till.capture(hold))
    assert await till.ledger.balance("acc") == 6


async def what_is_set_aside_cannot_be_spent(till: Till) -> None:
    """Six of ten credits are about to be taken back; a call of five comes in between."""
    stall = Stall(till.database)
    await stall.entered()
    taken = Entry("adj_1", "adjust", "acc", None, -6, till.clock.now_s, "2026-11-23", "refund")
    taking = asyncio.ensure_future(
        till.ledger.post(
            "acc", lambda journal, connection: journal.post(connection, [taken])[0], aside=6
        )
    )
    await turns()
    with pytest.raises(InsufficientCredits):
        await till.hold(5)
    hold = await till.hold(4)
    stall.go_on()
    assert await taking == 4
    till.ledger.delivered(await till.capture(hold))
    assert await till.ledger.balance("acc") == 0


async def what_expires_is_what_no_call_holds(till: Till) -> None:
    hold = await till.hold(4)
    assert await till.ledger.expire("acc", reason="account deleted") == 6
    assert await till.ledger.expire("acc", reason="account deleted") == 0
    with pytest.raises(InsufficientCredits):
        await till.hold(1)
    till.ledger.delivered(await till.capture(hold))
    assert await till.ledger.balance("acc") == 0


async def a_refund_gives_the_cap_back(till: Till) -> None:
    await till.capture(await till.hold(3, caps=Caps(day=3)))
    await till.crash()
    await till.pay(3, caps=Caps(day=3))


async def a_settlement_nobody_waits_for_is_refunded(till: Till) -> None:
    hold = await till.hold(4)
    settling = asyncio.ensure_future(till.capture(hold))
    await turns(3)
    settling.cancel()
    await asyncio.wait([settling])
    await till.database.write(lambda connection: None)
    await till.database.write(lambda connection: None)
    assert await till.ledger.balance("acc") == 10
    assert (await till.pay(10, caps=Caps(day=10))).credits_remaining == 0


async def a_free_outcome_is_told_the_posted_balance(till: Till) -> None:
    hold = await till.hold(4)
    assert till.ledger.note(make_usage("req_free")) == Receipt(0, 10, None)
    till.ledger.delivered(await till.capture(hold))
    assert till.ledger.note(make_usage("req_free_2")) == Receipt(0, 6, None)


SCENARIOS = (
    parallel_calls_never_overdraw,
    a_call_dearer_than_the_balance_is_refused,
    each_caller_is_told_the_balance_of_its_own_commit,
    a_voided_hold_gives_its_credits_back,
    a_hold_is_settled_once,
    a_request_is_charged_once,
    a_reference_is_granted_once,
    no_answer_while_the_commit_waits,
    no_answer_between_write_and_commit,
    a_charge_that_was_not_delivered_is_refunded_once,
    a_delivered_charge_stays,
    a_slow_answer_is_refunded_though_later_ones_were_delivered,
    a_late_answer_stays_charged,
    a_hold_ends_with_its_deadline,
    a_crash_voids_every_hold,
    parallel_calls_never_exceed_a_cap,
    parallel_calls_never_exceed_the_cap_of_their_account,
    what_is_set_aside_cannot_be_spent,
    what_expires_is_what_no_call_holds,
    a_refund_gives_the_cap_back,
    a_settlement_nobody_waits_for_is_refunded,
    a_free_outcome_is_told_the_posted_balance,
)
