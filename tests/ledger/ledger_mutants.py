"""Ledgers broken on purpose, each in one way, so that the scenarios can show that they notice."""

import asyncio
import sqlite3
from typing import Any

import ledger_scenarios as scenarios

from instagramapi.kit.clock import Clock
from instagramapi.ledger.flush import Charge, Flusher, Outcomes, Settlement
from instagramapi.ledger.journal import Entry, Journal, Posted, Write
from instagramapi.ledger.ledger import NO_CAPS, Caps, Hold, Receipt, Usage
from instagramapi.ledger.sqlite import Limits, SqliteLedger, _Open
from instagramapi.ledger.wallets import Wallets
from instagramapi.store.database import Database


class CheckThenAct(SqliteLedger):
    """Looks at the balance, waits, and only then sets the credits aside."""

    async def hold(self, *, caps: Caps = NO_CAPS, **call: Any) -> Hold:
        hold = Hold(**call, day=self._today(), deadline_s=self._clock.monotonic_s() + 30)
        self._wallets.require(hold.account_id, hold.credits)
        self._wallets.require_caps(hold, caps)
        await asyncio.sleep(0)
        self._set_aside(hold)
        return hold


class CaptureAfterSend(SqliteLedger):
    """Answers at once and charges when there is time."""

    async def _charge(self, opened: _Open, usage: Usage) -> Receipt:
        charging = asyncio.ensure_future(super()._charge(opened, usage))
        charging.add_done_callback(lambda done: done.cancelled() or done.exception())
        left = self._wallets.of(usage.kind.account_id).posted - usage.kind.credits_charged
        return Receipt(usage.kind.credits_charged, left, None)


class NoFsyncWait(SqliteLedger):
    """Answers when the rows are written, before they are committed."""

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        super().__init__(database, clock, limits)
        self._flusher = _EagerFlusher(database, self._journal, self._settled)


class _EagerFlusher(Flusher):
    def add(self, settlement: Settlement, *, is_lazy: bool = False) -> None:
        self.loop = asyncio.get_running_loop()
        super().add(settlement, is_lazy=is_lazy)

    def post(
        self, connection: sqlite3.Connection, settlements: list[Settlement]
    ) -> list[Posted | None]:
        outcomes = super().post(connection, settlements)
        told: list[Any] = list(outcomes)
        self.loop.call_soon_threadsafe(super().finish, settlements, told)
        return outcomes

    def finish(self, settlements: list[Settlement], outcomes: Outcomes) -> None:
        """Leave out what `post` has told already."""


class MissingUnique(SqliteLedger):
    """Lets a reference be used again."""

    def new_journal(self, epoch: int) -> Journal:
        return _ForgetfulJournal(epoch)

    def recover(self, connection: sqlite3.Connection) -> None:
        connection.execute("DROP INDEX IF EXISTS journal_once")
        super().recover(connection)


class _ForgetfulJournal(Journal):
    def post_once(self, connection: sqlite3.Connection, entry: Entry) -> Posted:
        return self.post(connection, [entry])[0]


class ClampAtZero(SqliteLedger):
    """Serves a poor account and writes zero where the balance would be below."""

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        super().__init__(database, clock, limits)
        self._wallets = _GenerousWallets(database.read)

    def new_journal(self, epoch: int) -> Journal:
        return _ClampingJournal(epoch)


class _GenerousWallets(Wallets):
    def require(self, account_id: str, credits: int) -> None:  # noqa: A002
        pass


class _ClampingJournal(Journal):
    def after(self, balance: int, amount: int) -> int:
        return max(0, balance + amount)


class RefundTwice(SqliteLedger):
    """Refunds at every start what was refunded at the one before."""

    def recover(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT slot, sequence FROM delivery").fetchall()
        super().recover(connection)
        self._journal.occupy(connection, rows)

    def new_journal(self, epoch: int) -> Journal:
        return _RefundingJournal(epoch)


class _RefundingJournal(Journal):
    def refund(self, connection: sqlite3.Connection, sequences: Any, at: float) -> list[Posted]:
        charges = "SELECT account_id, key_id, -amount, day FROM journal WHERE sequence = ?"
        entries = [
            Entry(f"{sequence}@{self._epoch}", "refund", account, key, amount, at, day, "again")
            for sequence in sequences
            for account, key, amount, day in connection.execute(charges, (sequence,))
        ]
        return self.post(connection, entries)


class NeverRefunds(SqliteLedger):
    """Keeps what it charged, delivered or not."""

    def recover(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM delivery")


class MarkOffByOne(SqliteLedger):
    """Marks the charge before the one that was delivered."""

    def delivered(self, receipt: Receipt) -> None:
        if receipt.sequence is not None:
            slot = self._undelivered.pop(receipt.sequence)
            self._marks.mark(slot, receipt.sequence - 1)
            self._marks.give_back(slot)


class MarkOneTooFar(SqliteLedger):
    """Counts the charge after the delivered one as delivered too."""

    def delivered(self, receipt: Receipt) -> None:
        if receipt.sequence is not None:
            self._marks.mark(self._undelivered[receipt.sequence] + 1, receipt.sequence + 1)
        super().delivered(receipt)

    def recover(self, connection: sqlite3.Connection) -> None:
        told = set(self._marks._sequences)
        rows = connection.execute("SELECT slot, sequence FROM delivery").fetchall()
        known = [row for row in rows if row[1] in told]
        connection.executemany("DELETE FROM delivery WHERE slot = ? AND sequence = ?", known)
        super().recover(connection)


class SlotFreedEarly(SqliteLedger):
    """Lets the next call have the slot before the answer of this one was delivered."""

    def _settled(self, settlement: Settlement, outcome: Any) -> None:
        super()._settled(settlement, outcome)
        if isinstance(settlement, Charge) and isinstance(outcome, Posted):
            self._marks.give_back(settlement.slot)


class HoldNotReleased(SqliteLedger):
    """Forgets to give the credits of a voided hold back."""

    def _void(self, hold: Hold) -> None:
        self._open.pop(hold.request_id, None)


class NeverSweeps(SqliteLedger):
    """Lets a hold live for ever."""

    def sweep(self) -> None:
        pass


class TellsTheLatestBalance(SqliteLedger):
    """Tells what the account has now, not what this charge left behind."""

    async def _charge(self, opened: _Open, usage: Usage) -> Receipt:
        receipt = await super()._charge(opened, usage)
        latest = self._wallets.of(usage.kind.account_id).posted
        return Receipt(receipt.credits_charged, latest, receipt.sequence)


class CapsForgetHolds(SqliteLedger):
    """Counts only what is committed against a cap."""

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        super().__init__(database, clock, limits)
        self._wallets = _ForgetfulWallets(database.read)


class _ForgetfulWallets(Wallets):
    def reserve(self, hold: Hold) -> None:
        super().reserve(hold)
        self._spent.clear()


class AccountCapForgetsHolds(SqliteLedger):
    """Counts only what is committed against the new cap of an account."""

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        super().__init__(database, clock, limits)
        self._wallets = _LateWallets(database.read)


class _LateWallets(Wallets):
    def cap(self, account_id: str, caps: Caps, spent: Any) -> None:
        super().cap(account_id, caps, spent)
        self._spent.update({(account_id, period): used for period, used in spent.items()})


class SetsNothingAside(SqliteLedger):
    """Takes credits back without keeping them from calls meanwhile."""

    async def post(self, account_id: str, write: Write, *, aside: int = 0) -> int:
        return await super().post(account_id, write)


class SettlesAgain(SqliteLedger):
    """Lets a closed hold pay."""

    def _take(self, hold: Hold) -> _Open:
        return self._open.get(hold.request_id) or (hold, 0)


# Each with the scenario that must notice it.
MUTANTS = {
    CheckThenAct: scenarios.parallel_calls_never_overdraw,
    CaptureAfterSend: scenarios.no_answer_while_the_commit_waits,
    NoFsyncWait: scenarios.no_answer_between_write_and_commit,
    MissingUnique: scenarios.a_reference_is_granted_once,
    ClampAtZero: scenarios.a_call_dearer_than_the_balance_is_refused,
    RefundTwice: scenarios.a_charge_that_was_not_delivered_is_refunded_once,
    NeverRefunds: scenarios.a_charge_that_was_not_delivered_is_refunded_once,
    MarkOffByOne: scenarios.a_delivered_charge_stays,
    MarkOneTooFar: scenarios.a_slow_answer_is_refunded_though_later_ones_were_delivered,
    SlotFreedEarly: scenarios.a_slow_answer_is_refunded_though_later_ones_were_delivered,
    HoldNotReleased: scenarios.a_voided_hold_gives_its_credits_back,
    NeverSweeps: scenarios.a_hold_ends_with_its_deadline,
    TellsTheLatestBalance: scenarios.each_caller_is_told_the_balance_of_its_own_commit,
    CapsForgetHolds: scenarios.parallel_calls_never_exceed_a_cap,
    AccountCapForgetsHolds: scenarios.parallel_calls_never_exceed_the_cap_of_their_account,
    SetsNothingAside: scenarios.what_is_set_aside_cannot_be_spent,
    SettlesAgain: scenarios.a_hold_ends_with_its_deadline,
}
