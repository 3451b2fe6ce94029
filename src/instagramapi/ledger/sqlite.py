"""The ledger on SQLite: holds in memory, charges by group commit, refunds after a crash."""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Self, cast

from instagramapi.errors import Overloaded
from instagramapi.kit.clock import Clock, iso
from instagramapi.kit.ids import Ids
from instagramapi.ledger.audit import Audit, verify
from instagramapi.ledger.caps import write_caps
from instagramapi.ledger.flush import Charge, Flusher, Settlement
from instagramapi.ledger.journal import Entry, Journal, Posted, Write
from instagramapi.ledger.ledger import (
    NO_CAPS,
    Caps,
    Hold,
    HoldClosed,
    Receipt,
    Usage,
    Verification,
)
from instagramapi.ledger.marks import Marks
from instagramapi.ledger.wallets import Wallets
from instagramapi.store.database import Database, resolve
from instagramapi.store.writer import StoreFailed

MARKS_NAME = "delivered.ring"
_DAY_S = 86_400
# An audit rests four times as long as it works: callers come first.
_REST = 4

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a hold lives and how often that is checked, in seconds; what may be in flight.

    A hold lives at most `hold_for_s + sweep_every_s`. `slots` bounds the calls between their
    holds and their delivery, `backlog` the free rows that wait for a commit.
    """

    hold_for_s: float = 30.0
    sweep_every_s: float = 5.0
    slots: int = 65_536
    backlog: int = 65_536


LIMITS = Limits()


_Open = tuple[Hold, int]
"""A hold that is neither charged nor void, and its slot."""


class SqliteLedger:
    """Every check is made in memory, in one step with the hold; only a charge needs the disk.

    Lives on one event loop. `open` it, then `close` it before the database.
    """

    def __init__(self, database: Database, clock: Clock, limits: Limits = LIMITS) -> None:
        self._database = database
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._ids = Ids(clock)
        self._limits = limits
        self._journal = self.new_journal(database.epoch)
        self._wallets = Wallets(database.read)
        self._marks = Marks(database.data_dir / MARKS_NAME, limits.slots)
        self._flusher = Flusher(database, self._journal, self._settled)
        self._audit = Audit()
        self._open: dict[str, _Open] = {}
        self._undelivered: dict[int, int] = {}
        self._sweeping: asyncio.TimerHandle | None = None
        self._day = (-1, "")

    @classmethod
    async def open(cls, database: Database, clock: Clock, limits: Limits = LIMITS) -> Self:
        """Refund what was charged and not delivered before the last stop, then be ready."""
        ledger = cls(database, clock, limits)
        await database.write(ledger.recover)
        ledger._marks.forget()
        return ledger

    def new_journal(self, epoch: int) -> Journal:
        """Make the part that writes the rows."""
        return Journal(epoch)

    def recover(self, connection: sqlite3.Connection) -> None:
        """Refund the charges of earlier epochs whose slots do not say that they were delivered."""
        rows = connection.execute("SELECT slot, sequence FROM delivery ORDER BY sequence")
        lost = [sequence for slot, sequence in rows if not self._marks.holds(slot, sequence)]
        self._journal.refund(connection, lost, self._clock.epoch_s())
        connection.execute("DELETE FROM delivery")

    async def hold(
        self,
        *,
        request_id: str,
        account_id: str,
        key_id: str,
        credits: int,  # noqa: A002 - the word of the domain
        caps: Caps = NO_CAPS,
    ) -> Hold:
        """Set credits aside; see `Ledger.hold`. No await inside: check and hold are one step."""
        if credits < 1 or request_id in self._open:
            raise ValueError(f"{request_id} cannot hold {credits} credits")
        self._wallets.require(account_id, credits)
        deadline_s = self._clock.monotonic_s() + self._limits.hold_for_s
        hold = Hold(request_id, account_id, key_id, credits, self._today(), deadline_s)
        self._wallets.require_caps(hold, caps)
        self._set_aside(hold)
        return hold

    def cover(
        self,
        account_id: str,
        key_id: str,
        credits: int,  # noqa: A002 - the word of the domain
        caps: Caps = NO_CAPS,
    ) -> None:
        """Make sure of credits that a free answer does not take; see `Ledger.cover`."""
        self._wallets.require(account_id, credits)
        if caps is not NO_CAPS or self._wallets.has_caps(account_id):
            hold = Hold("", account_id, key_id, credits, self._today(), 0.0)
            self._wallets.require_caps(hold, caps)

    async def settle(self, hold: Hold, usage: Usage) -> Receipt:
        """Charge the hold or return its credits; see `Ledger.settle`."""
        charged = usage.kind.credits_charged
        if charged == 0:
            self._void(hold)
            receipt = self.note(usage)
            await self.catch_up()
            return receipt
        if charged != hold.credits:
            raise ValueError(f"{hold.request_id} holds {hold.credits}, not {charged}")
        return await self._charge(self._take(hold), usage)

    def note(self, usage: Usage) -> Receipt:
        """Write the usage row of a free outcome; see `Ledger.note`."""
        kind = usage.kind
        if kind.credits_charged:
            raise ValueError(f"{usage.request_id} is charged without a hold")
        usage.credits_remaining = remaining = self._wallets.of(kind.account_id).posted
        self._flusher.add(usage, is_lazy=True)
        return Receipt(0, remaining, None)

    @property
    def is_behind(self) -> bool:
        """Tell whether more rows wait than should; see `Ledger.is_behind`."""
        return len(self._flusher.waiting) > self._limits.backlog

    async def catch_up(self) -> None:
        """Wait for a commit where too many rows wait for one; see `Ledger.catch_up`."""
        if self.is_behind:
            await self._database.write(_nothing)

    def delivered(self, receipt: Receipt) -> None:
        """Mark the charge as delivered and free its slot; a free receipt needs no mark."""
        if receipt.sequence in self._undelivered:
            slot = self._undelivered.pop(receipt.sequence)
            self._marks.mark(slot, receipt.sequence)
            self._marks.give_back(slot)

    async def grant(
        self, account_id: str, amount: int, *, reason: str, reference: str | None = None
    ) -> int:
        """Add credits and return the balance; see `Ledger.grant`.

        Raises `ReferenceTaken` where the reference stands for another account or amount.
        """
        if amount < 1:
            raise ValueError("A grant adds at least one credit.")
        at = self._clock.epoch_s()
        reference = reference or self._ids.new("grant")
        entry = Entry(reference, "grant", account_id, None, amount, at, iso(at)[:10], reason)
        return await self.post(
            account_id, lambda journal, connection: journal.post_once(connection, entry)
        )

    async def expire(self, account_id: str, *, reason: str) -> int:
        """Take all that no hold has; see `Ledger.expire`."""
        amount, at = self.spendable(account_id), self._clock.epoch_s()
        if amount:
            name = self._ids.new("expire")
            entry = Entry(name, "expire", account_id, None, -amount, at, iso(at)[:10], reason)
            await self.post(
                account_id, lambda journal, db: journal.post(db, [entry])[0], aside=amount
            )
        return amount

    async def post(self, account_id: str, write: Write, *, aside: int = 0) -> int:
        """Write rows and what belongs with them in one commit; see `Books.post`."""
        future: asyncio.Future[Posted] = self._loop.create_future()
        wallet = self._wallets.of(account_id)
        wallet.held += aside

        def done(result: Posted | BaseException) -> None:
            wallet.held -= aside
            if isinstance(result, Posted):
                self._wallets.update(account_id, result)
            resolve(future, result)

        self._database.submit(partial(write, self._journal), done)
        return (await future).balance_after

    async def set_caps(self, account_id: str, caps: Caps) -> None:
        """Limit what an account may spend; see `Ledger.set_caps`."""
        future: asyncio.Future[Mapping[str, int]] = self._loop.create_future()

        # Outcomes come in the order of their commits: charges that this sum counts are told
        # already, and those after it are still on hold.
        def done(result: Mapping[str, int] | BaseException) -> None:
            if isinstance(result, Mapping):
                self._wallets.cap(account_id, caps, result)
            resolve(future, result)

        today = self._today()
        self._database.submit(
            lambda connection: write_caps(connection, account_id, caps, today), done
        )
        await future

    def caps_of(self, account_id: str) -> Caps:
        """Return the caps of an account; see `Ledger.caps_of`."""
        return self._wallets.caps_of(account_id)

    def spendable(self, account_id: str) -> int:
        """Return what no hold has; see `Ledger.spendable`."""
        wallet = self._wallets.of(account_id)
        return wallet.posted - wallet.held

    async def balance(self, account_id: str) -> int:
        """Return the posted balance; an account that never had credits has 0."""
        return self._wallets.of(account_id).posted

    async def verify(self) -> Verification:
        """Check every invariant over the whole journal, in a thread of its own."""
        return await asyncio.to_thread(lambda: verify(self._database.read()))

    async def audit(self) -> Verification:
        """Check what is new, beside the calls; see `Ledger.audit`. One at a time."""
        while True:
            begun_s = self._loop.time()
            if not await asyncio.to_thread(lambda: self._audit.step(self._database.read())):
                return await asyncio.to_thread(lambda: self._audit.finish(self._database.read()))
            await asyncio.sleep(_REST * (self._loop.time() - begun_s))

    def sweep(self) -> None:
        """Void the holds whose deadline passed; charging one of them raises `HoldClosed`."""
        now = self._clock.monotonic_s()
        for hold in [hold for hold, _ in self._open.values() if hold.deadline_s < now]:
            _log.warning("hold of %s outlived its deadline and was voided", hold.request_id)
            self._void(hold)

    async def close(self) -> None:
        """Wait until everything recorded is durable, and write the marks to the disk."""
        if self._sweeping:
            self._sweeping.cancel()
        try:
            await self._database.write(_nothing)
        finally:
            self._undelivered.clear()
            self._marks.close()

    def _today(self) -> str:
        epoch_s = self._clock.epoch_s()
        number = int(epoch_s // _DAY_S)
        # Writing a date takes longer than the rest of a hold, so it is written once a day.
        if number != self._day[0]:
            self._day = (number, iso(epoch_s)[:10])
        return self._day[1]

    def _set_aside(self, hold: Hold) -> None:
        slot = self._marks.take()
        if slot is None:
            raise Overloaded("Too many calls are in flight; ask again.", retry_after_s=1)
        self._wallets.reserve(hold)
        self._open[hold.request_id] = (hold, slot)
        if self._sweeping is None:
            self._sweep_later()

    def _sweep_later(self) -> None:
        self._sweeping = self._loop.call_later(self._limits.sweep_every_s, self._sweep_on)

    def _sweep_on(self) -> None:
        self._sweeping = None
        self.sweep()
        if self._open:
            self._sweep_later()

    def _take(self, hold: Hold) -> _Open:
        opened = self._open.pop(hold.request_id, None)
        if opened is None:
            raise HoldClosed(f"The hold of {hold.request_id} is closed.")
        return opened

    def _void(self, hold: Hold) -> None:
        opened = self._open.pop(hold.request_id, None)
        if opened is not None:
            self._wallets.release(hold)
            self._marks.give_back(opened[1])

    async def _charge(self, opened: _Open, usage: Usage) -> Receipt:
        hold, slot = opened
        waiter: asyncio.Future[Receipt] = self._loop.create_future()
        charge = Charge(usage, hold, slot, waiter)
        self._flusher.add(charge)
        try:
            return await waiter
        except asyncio.CancelledError:
            self._abandon(charge)
            raise

    def _settled(self, settlement: Settlement, outcome: Posted | BaseException) -> None:
        if not isinstance(settlement, Charge):
            # Of what is free only a failure is told, and nobody waits for it.
            error = cast(BaseException, outcome)
            _log.error("usage of %s was not written", settlement.request_id, exc_info=error)
        elif isinstance(outcome, BaseException):
            self._failed(settlement, outcome)
        else:
            self._charged(settlement, outcome)

    def _charged(self, charge: Charge, posted: Posted) -> None:
        self._wallets.charge(charge.hold, posted)
        self._undelivered[posted.sequence] = charge.slot
        charge.receipt = Receipt(charge.hold.credits, posted.balance_after, posted.sequence)
        resolve(charge.waiter, charge.receipt)
        if charge.is_abandoned:
            self._refund(charge, charge.receipt)

    def _failed(self, charge: Charge, error: BaseException) -> None:
        # After a failed commit nobody knows whether the credits are spent: they stay on hold.
        if not isinstance(error, StoreFailed):
            self._wallets.release(charge.hold)
            self._marks.give_back(charge.slot)
        resolve(charge.waiter, error)

    def _abandon(self, charge: Charge) -> None:
        charge.is_abandoned = True
        if charge.receipt:
            self._refund(charge, charge.receipt)

    def _refund(self, charge: Charge, receipt: Receipt) -> None:
        """Give back a charge whose caller stopped waiting: nobody will deliver its answer."""

        def post(connection: sqlite3.Connection) -> list[Posted]:
            return self._journal.refund(connection, [sequence], self._clock.epoch_s())

        def done(result: list[Posted] | BaseException) -> None:
            # Where it failed, the slot stays unmarked and the next start refunds.
            if not isinstance(result, BaseException):
                self._wallets.update(charge.hold.account_id, result[0])
                self._wallets.unspend(charge.hold)
                self.delivered(receipt)

        sequence = receipt.sequence or 0
        with suppress(StoreFailed):
            self._database.submit(post, done)


def _nothing(connection: sqlite3.Connection) -> None:
    """Wait for a commit."""
