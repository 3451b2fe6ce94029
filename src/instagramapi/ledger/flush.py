"""The group commit of the ledger: every settlement that waits, posted by one operation."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from instagramapi.ledger.journal import Entry, Journal, Posted
from instagramapi.ledger.ledger import Hold, Receipt, Usage
from instagramapi.ledger.request_log import RequestLog
from instagramapi.store.database import Database
from instagramapi.store.writer import StoreFailed

_ENOUGH = 128
_TURNS = 6


@dataclass(slots=True, eq=False)
class Charge:
    """A paid row of the log: the hold it spends, its slot, and who waits for the receipt.

    `receipt` is there once it is committed; it is abandoned when its caller stopped waiting.
    """

    usage: Usage
    hold: Hold
    slot: int
    waiter: asyncio.Future[Receipt]
    receipt: Receipt | None = None
    is_abandoned: bool = False


Settlement = Charge | Usage
"""What is paid, or a row of the log that is free."""

Settled = Callable[[Settlement, Posted | BaseException], None]
Outcomes = Sequence[Posted | BaseException | None]
"""What became of settlements, in their order; None of what is free and written."""


class Flusher:
    """Collects settlements on the loop and posts them on the writer's thread.

    The writer takes the whole queue when its turn comes, so charges that arrive while the disk
    is busy share one statement each for journal, usage and slots.
    """

    def __init__(self, database: Database, journal: Journal, settled: Settled) -> None:
        self._database = database
        self._journal = journal
        self._settled = settled
        self._log = RequestLog()
        # Appended to on the loop and popped by the writer: each is one atomic step of a deque.
        self.waiting: deque[Settlement] = deque()
        """What waits for its turn."""
        self._is_due = False
        self._is_lazily_due = False

    def add(self, settlement: Settlement, *, is_lazy: bool = False) -> None:
        """Queue a settlement; a lazy one rides with the next commit.

        After a failed commit nothing is posted any more: who waits gets `StoreFailed`, and what
        is lazy raises it.
        """
        self.waiting.append(settlement)
        if self._is_due or (is_lazy and self._is_lazily_due):
            return
        # The flags rise before the flush is out: it may be over before `submit` returns, and a
        # flag that nobody takes down again would leave every later settlement waiting for ever.
        self._is_due, self._is_lazily_due = not is_lazy, is_lazy
        if is_lazy:
            self._submit(_Flush(self), is_lazy=True)
        else:
            asyncio.get_running_loop().call_soon(self._gather, 0, _TURNS)

    def _gather(self, before: int, turns: int) -> None:
        """Begin a commit once a turn of the loop brings no more to it, or it is large enough.

        Begun at once, it would take the first few, and all who are about to come would wait for
        the disk twice. A few turns are the most that the first of them waits for the others.
        """
        waiting = len(self.waiting)
        if turns and before < waiting < _ENOUGH:
            asyncio.get_running_loop().call_soon(self._gather, waiting, turns - 1)
            return
        flush = _Flush(self)
        try:
            self._submit(flush)
        except StoreFailed as failure:
            flush.done(failure)

    def _submit(self, flush: "_Flush", *, is_lazy: bool = False) -> None:
        try:
            self._database.submit(flush.run, flush.done, is_lazy=is_lazy)
        except StoreFailed:
            self._is_due = self._is_lazily_due = False
            raise

    def take(self) -> list[Settlement]:
        """Empty the queue; what comes from now on needs another flush."""
        # The flags fall before the queue is read: a settlement that sees them up is still taken.
        self._is_due = self._is_lazily_due = False
        return [self.waiting.popleft() for _ in range(len(self.waiting))]

    def post(
        self, connection: sqlite3.Connection, settlements: list[Settlement]
    ) -> list[Posted | None]:
        """Write charges, slots and rows of the log; where it raises, all of it must be undone."""
        charges = [each for each in settlements if isinstance(each, Charge)]
        outcomes: list[Posted | None] = [None] * len(settlements)
        try:
            if charges:
                ends = iter(self._post_charges(connection, charges))
                paid = (isinstance(each, Charge) for each in settlements)
                outcomes = [next(ends) if is_paid else None for is_paid in paid]
            self._log.write(connection, map(_row, settlements))
        except BaseException:
            self._log.forget()
            raise
        return outcomes

    def _post_charges(self, connection: sqlite3.Connection, charges: list[Charge]) -> list[Posted]:
        """Write what is paid into the journal, and who has which slot."""
        posted = self._journal.post(connection, [_entry(each) for each in charges])
        ended = [*zip(charges, posted, strict=True)]
        self._journal.occupy(connection, [(each.slot, end.sequence) for each, end in ended])
        for each, end in ended:
            each.usage.credits_remaining = end.balance_after
        return posted

    def part(self, settlements: list[Settlement]) -> None:
        """Post each for itself, with the next commit, where they failed together."""
        for settlement in settlements:
            self._post_alone(settlement)

    def _post_alone(self, settlement: Settlement) -> None:
        def done(result: list[Posted | None] | BaseException) -> None:
            self.finish([settlement], [result] if isinstance(result, BaseException) else result)

        try:
            self._database.submit(lambda connection: self.post(connection, [settlement]), done)
        except StoreFailed as failure:
            done(failure)

    def finish(self, settlements: list[Settlement], outcomes: Outcomes) -> None:
        """Report every outcome on the loop, in the order of the commit."""
        for settlement, outcome in zip(settlements, outcomes, strict=True):
            # Nobody waits for what was free and is written.
            if outcome is not None:
                self._settled(settlement, outcome)


class _Flush:
    """One turn at the writer: what it took, so that `done` can report on it.

    Where a row is bad the writer undoes all, and each is posted for itself with the next commit.
    To undo it here would take a savepoint, for which SQLite copies each page that is changed.
    """

    def __init__(self, flusher: Flusher) -> None:
        self._flusher = flusher
        self._settlements: list[Settlement] = []

    def run(self, connection: sqlite3.Connection) -> list[Posted | None]:
        self._settlements = self._flusher.take()
        return self._flusher.post(connection, self._settlements)

    def done(self, result: list[Posted | None] | BaseException) -> None:
        if isinstance(result, StoreFailed):
            settlements = self._settlements + self._flusher.take()
            self._flusher.finish(settlements, [result] * len(settlements))
        elif isinstance(result, BaseException):
            self._flusher.part(self._settlements)
        else:
            self._flusher.finish(self._settlements, result)


def _entry(charge: Charge) -> Entry:
    hold, usage = charge.hold, charge.usage
    return Entry(
        hold.request_id,
        "charge",
        hold.account_id,
        hold.key_id,
        -hold.credits,
        usage.at,
        hold.day,
        usage.kind.endpoint,
    )


def _row(settlement: Settlement) -> Usage:
    return settlement.usage if isinstance(settlement, Charge) else settlement
