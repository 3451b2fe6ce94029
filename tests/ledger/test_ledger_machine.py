"""Whatever happens in whatever order, crashes too, the ledger says what the model says."""

import asyncio
import tempfile
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from ledger_makers import DAY_S, Till, make_usage
from ledger_model import Call, Model

from instagramapi.errors import InsufficientCredits, SpendCapReached
from instagramapi.kit.clock import iso
from instagramapi.ledger.ledger import Caps, Hold, HoldClosed, Receipt, ReferenceTaken, Usage

ACCOUNTS = st.sampled_from(["acc_a", "acc_b"])
KEYS = st.sampled_from(["1", "2"])
CREDITS = st.integers(1, 3)
PICK = st.integers(0, 7)
CAP = st.none() | st.integers(2, 12)


T = TypeVar("T")


async def noted(till: Till, usage: Usage) -> Receipt:
    return till.ledger.note(usage)


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.till = Till(Path(self.folder.name))
        self.model = Model()
        self.holds: list[Hold] = []
        self.receipts: list[tuple[str, Receipt]] = []
        self.calls = 0
        self.calm_steps = 0
        self.runner.run(self.till.open())

    @initialize()
    def start_with_credits(self) -> None:
        self.grant("acc_a", 12, "a")
        self.grant("acc_b", 5, "b")

    @rule(account=ACCOUNTS, amount=st.integers(1, 3), reference=st.sampled_from("abcd"))
    def grant(self, account: str, amount: int, reference: str) -> None:
        expected = self.model.grant(account, amount, reference)
        granting = self.till.ledger.grant(account, amount, reason="test", reference=reference)
        try:
            assert self.runner.run(granting) == self.model.balances[account]
            assert expected != "conflict"
        except ReferenceTaken:
            assert expected == "conflict"

    @rule(account=ACCOUNTS, key=KEYS, price=CREDITS, day_cap=CAP, month_cap=CAP)
    def hold(
        self, account: str, key: str, price: int, day_cap: int | None, month_cap: int | None
    ) -> None:
        self.calls += 1
        day = iso(self.till.clock.now_s)[:10]
        call = Call(f"req_{self.calls}", account, f"{account}_{key}", price, day)
        expected = self.model.hold(call, day_cap, month_cap)
        holding = self.till.hold(
            price,
            request_id=call.request_id,
            account_id=account,
            key_id=call.key,
            caps=Caps(day_cap, month_cap),
        )
        try:
            self.holds.append(self.runner.run(holding))
        except InsufficientCredits:
            assert expected == "poor"
        except SpendCapReached as error:
            assert expected == error.reason
        else:
            assert expected == "held"

    @precondition(lambda self: self.calm_steps > 4)
    @rule(account=ACCOUNTS)
    def expire(self, account: str) -> None:
        taken = self.runner.run(self.till.ledger.expire(account, reason="test"))
        assert taken == self.model.expire(account)
        self.calm_steps = 0

    @precondition(lambda self: not self.has_holds_of_yesterday())
    @rule(account=ACCOUNTS, day=CAP, month=CAP)
    def cap(self, account: str, day: int | None, month: int | None) -> None:
        self.runner.run(self.till.ledger.set_caps(account, Caps(day, month)))
        self.model.caps[account] = (day, month)
        assert self.till.ledger.caps_of(account) == Caps(day, month)

    @precondition(lambda self: self.holds)
    @rule(first=PICK, count=st.integers(1, 4))
    def capture(self, first: int, count: int) -> None:
        taken = [self._pick(self.holds, first) for _ in range(min(count, len(self.holds)))]
        told = self.runner.run(self._settle(taken))
        for hold, receipt in zip(taken, told, strict=True):
            assert receipt.credits_charged == hold.credits
            assert receipt.credits_remaining == self.model.capture(hold.request_id)
            self.receipts.append((hold.request_id, receipt))

    @precondition(lambda self: self.holds)
    @rule(which=PICK)
    def void(self, which: int) -> None:
        hold = self._pick(self.holds, which)
        receipt = self.runner.run(self.till.void(hold))
        assert receipt == Receipt(0, self.model.void(hold.request_id), None)

    @rule(account=ACCOUNTS)
    def record(self, account: str) -> None:
        self.calls += 1
        usage = make_usage(f"req_{self.calls}", account_id=account)
        receipt = self.runner.run(noted(self.till, usage))
        assert receipt == Receipt(0, self.model.balances.get(account, 0), None)

    @precondition(lambda self: self.receipts)
    @rule(which=PICK)
    def deliver(self, which: int) -> None:
        request_id, receipt = self._pick(self.receipts, which)
        self.till.ledger.delivered(receipt)
        self.model.undelivered.remove(request_id)

    @precondition(lambda self: self.calm_steps > 6 and self.holds)
    @rule()
    def outlive_every_deadline(self) -> None:
        self.till.clock.now_s += 31
        self.runner.run(self._sweep())
        self.model.holds.clear()
        for hold in self.holds:
            with pytest.raises(HoldClosed):
                self.runner.run(self.till.capture(hold))
        self.holds.clear()
        self.calm_steps = 0

    @precondition(lambda self: self.calm_steps > 6)
    @rule()
    def sleep_until_tomorrow(self) -> None:
        self.till.clock.now_s += DAY_S
        self.calm_steps = 0

    @precondition(lambda self: self.calm_steps > 6)
    @rule()
    def crash(self) -> None:
        self.runner.run(self._crash())
        self._start_again()

    @precondition(lambda self: self.calm_steps > 6)
    @rule()
    def reopen(self) -> None:
        self.runner.run(self.till.reopen())
        self._start_again()

    @precondition(lambda self: self.calls % 5 == 0)
    @rule()
    def verify(self) -> None:
        verification = self.runner.run(self.till.ledger.verify())
        assert verification.violations == ()
        assert verification.accounts == len(self.model.balances)

    @invariant()
    def balances_agree(self) -> None:
        self.calm_steps += 1
        for account, balance in self.model.balances.items():
            assert balance >= 0
            assert self.runner.run(self.till.ledger.balance(account)) == balance

    def teardown(self) -> None:
        verification = self.runner.run(self.till.ledger.verify())
        self.runner.run(self.till.close())
        self.runner.close()
        self.folder.cleanup()
        assert verification.violations == ()

    def has_holds_of_yesterday(self) -> bool:
        # Holds live for half a minute; a cap that is set at midnight counts them as today's.
        return any(each.day != iso(self.till.clock.now_s)[:10] for each in self.holds)

    def _start_again(self) -> None:
        self.model.crash()
        self.holds.clear()
        self.receipts.clear()
        self.calm_steps = 0

    @staticmethod
    def _pick(things: list[T], which: int) -> T:
        return things.pop(which % len(things))

    async def _settle(self, holds: list[Hold]) -> list[Receipt]:
        return await asyncio.gather(*(self.till.capture(hold) for hold in holds))

    async def _sweep(self) -> None:
        self.till.ledger.sweep()

    async def _crash(self) -> None:
        await self.till.crash()
        await self.till.dropped()


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
