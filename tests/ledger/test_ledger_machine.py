"""Whatever happens in whatever order, crashes too, the ledger says what the model says."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)
from ledger_makers import DAY_S, Till, make_usage
from ledger_model import Call, Model

from instagramapi.errors import InsufficientCredits, SpendCapReached
from instagramapi.kit.clock import iso
from instagramapi.ledger.ledger import Caps, Hold, Receipt, ReferenceTaken

ACCOUNTS = st.sampled_from(["acc_a", "acc_b"])
KEYS = st.sampled_from(["1", "2"])
CREDITS = st.integers(1, 3)
CAP = st.none() | st.integers(0, 8)


class LedgerMachine(RuleBasedStateMachine):
    holds: Bundle[Hold] = Bundle("holds")
    receipts: Bundle[tuple[str, Receipt]] = Bundle("receipts")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.till = Till(Path(self.folder.name))
        self.model = Model()
        self.calls = 0
        self.runner.run(self.till.open())

    @rule(account=ACCOUNTS, amount=st.integers(1, 9), reference=st.sampled_from("rstuvw"))
    def grant(self, account: str, amount: int, reference: str) -> None:
        expected = self.model.grant(account, amount, reference)
        granting = self.till.ledger.grant(account, amount, reason="test", reference=reference)
        try:
            assert self.runner.run(granting) == self.model.balances[account]
            assert expected != "conflict"
        except ReferenceTaken:
            assert expected == "conflict"

    @rule(target=holds, account=ACCOUNTS, key=KEYS, price=CREDITS, day_cap=CAP, month_cap=CAP)
    def hold(
        self, account: str, key: str, price: int, day_cap: int | None, month_cap: int | None
    ) -> Any:
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
            hold = self.runner.run(holding)
        except InsufficientCredits:
            assert expected == "poor"
        except SpendCapReached as error:
            assert expected == error.reason
        else:
            assert expected == "held"
            return hold
        return multiple()

    @rule(target=receipts, taken=st.lists(consumes(holds), min_size=1, max_size=4, unique=True))
    def capture(self, taken: list[Hold]) -> Any:
        live = [hold for hold in taken if hold.request_id in self.model.holds]
        told = self.runner.run(self._settle(live))
        for hold, receipt in zip(live, told, strict=True):
            assert receipt.credits_charged == hold.credits
            assert receipt.credits_remaining == self.model.capture(hold.request_id)
        return multiple(*((hold.request_id, each) for hold, each in zip(live, told, strict=True)))

    @rule(hold=consumes(holds))
    def void(self, hold: Hold) -> None:
        if hold.request_id in self.model.holds:
            receipt = self.runner.run(self.till.void(hold))
            assert receipt == Receipt(0, self.model.void(hold.request_id), None)

    @rule(account=ACCOUNTS)
    def record(self, account: str) -> None:
        self.calls += 1
        usage = make_usage(f"req_{self.calls}", account_id=account)
        receipt = self.runner.run(self.till.ledger.record(usage))
        assert receipt == Receipt(0, self.model.balances.get(account, 0), None)

    @rule(each=consumes(receipts))
    def deliver(self, each: tuple[str, Receipt]) -> None:
        request_id, receipt = each
        if request_id in self.model.undelivered:
            self.till.ledger.delivered(receipt)
            self.model.undelivered.remove(request_id)

    @rule()
    def outlive_every_deadline(self) -> None:
        self.till.clock.now_s += 31
        self.runner.run(self._sweep())
        self.model.holds.clear()

    @rule()
    def sleep_until_tomorrow(self) -> None:
        self.till.clock.now_s += DAY_S

    @rule()
    def crash(self) -> None:
        self.runner.run(self._crash())
        self.model.crash()

    @rule()
    def reopen(self) -> None:
        self.runner.run(self.till.reopen())
        self.model.crash()

    @precondition(lambda self: self.calls % 5 == 0)
    @rule()
    def verify(self) -> None:
        verification = self.runner.run(self.till.ledger.verify())
        assert verification.violations == ()
        assert verification.accounts == len(self.model.balances)

    @invariant()
    def balances_agree(self) -> None:
        for account, balance in self.model.balances.items():
            assert balance >= 0
            assert self.runner.run(self.till.ledger.balance(account)) == balance

    def teardown(self) -> None:
        verification = self.runner.run(self.till.ledger.verify())
        self.runner.run(self.till.close())
        self.runner.close()
        self.folder.cleanup()
        assert verification.violations == ()

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
