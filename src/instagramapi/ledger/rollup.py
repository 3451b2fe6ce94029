"""Adds the request log up by day and sorts it by account; drops what is too old to be kept."""

import asyncio
import sqlite3
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import structlog

from instagramapi.kit.clock import Clock
from instagramapi.ledger.statement import snapshot
from instagramapi.ledger.usage_days import LAST, LOG, MARKS, SUM_OF_LOG, SUMS
from instagramapi.store.database import Database

_DAY_S = 86_400
# Added up beside the writer, which then writes for a millisecond in which no charge is written.
ROLLED_ROWS = 250
DROPPED_ROWS = 200
_EVERY_S = 2.0
# It rests nine times as long as it works: callers come first, and what is not added up yet is
# looked through.
_REST = 9

log = structlog.get_logger()

_DROPPABLE = f"""
SELECT sequence, at, request_id, credits_charged FROM {LOG}
WHERE sequence <= ? AND sequence < ({LAST}) ORDER BY sequence LIMIT ?
"""  # noqa: S608 - made of a constant
# One statement each, whatever the number of rows: `store/bulk.py` says why.
_SORT_IN = f"""
INSERT INTO usage_by_account (account_id, sequence)
SELECT account_id, sequence FROM {LOG} WHERE sequence > ? AND sequence <= ? ORDER BY account_id
"""  # noqa: S608 - made of a constant, as the next
_SORT_OUT = f"""
DELETE FROM usage_by_account WHERE (account_id, sequence) IN (
    SELECT account_id, sequence FROM {LOG} WHERE sequence <= ?
)
"""  # noqa: S608
_CHARGE = "SELECT sequence FROM journal WHERE reference = ? AND kind = 'charge'"


@dataclass(frozen=True, slots=True)
class Step:
    """The rows above `begin` up to `end`, and what they add up to."""

    begin: int
    end: int
    sums: list[tuple[Any, ...]]


class Rollup:
    """Works through the log in small steps, each of them whole or not at all.

    The log's newest row is never dropped, so that no sequence is given twice.
    """

    def __init__(self, database: Database, clock: Clock, *, keep_days: int) -> None:
        self._database = database
        self._clock = clock
        self._keep_days = keep_days

    async def run(self) -> None:
        """Keep the sums up to date until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            begun_s = loop.time()
            try:
                is_behind = await self.add_up() or await self.drop()
            except sqlite3.Error:
                log.exception("rollup_failed")
                is_behind = False
            rest_s = _REST * (loop.time() - begun_s)
            await asyncio.sleep(min(rest_s, _EVERY_S) if is_behind else _EVERY_S)

    async def add_up(self, rows: int = ROLLED_ROWS) -> bool:
        """Put the next rows of the log into the sums; return whether there may be more."""
        step = await asyncio.to_thread(self._step, rows)
        if step.begin < step.end:
            await self._database.write(lambda connection: self.write(connection, step))
        return step.end - step.begin == rows

    async def drop(self, rows: int = DROPPED_ROWS) -> bool:
        """Delete the next rows that are too old; return whether there were any."""
        today = self._clock.epoch_s() // _DAY_S
        before_s = (today - self._keep_days) * _DAY_S
        return await self._database.write(
            lambda connection: self.delete(connection, before_s, rows) > 0
        )

    def write(self, connection: sqlite3.Connection, step: Step) -> None:
        """Put rows into the sums and the order of accounts, unless they are in there already."""
        (rolled, *_) = connection.execute(MARKS).fetchone()
        if rolled == step.begin:
            SUMS.write(connection, step.sums)
            connection.execute(_SORT_IN, (step.begin, step.end))
            connection.execute("UPDATE usage_marks SET rolled = ?", (step.end,))

    def delete(self, connection: sqlite3.Connection, before_s: float, rows: int) -> int:
        """Delete the oldest rows, as long as they are in the sums; return how many."""
        found = connection.execute(_DROPPABLE, (self.droppable(connection), rows))
        old = list(takewhile(lambda row: row[1] < before_s, found.fetchall()))
        if not old:
            return 0
        last = old[-1][0]
        charged = [request_id for *_, request_id, credits_charged in old if credits_charged]
        if charged:
            connection.execute(
                f"UPDATE usage_marks SET dropped_charge = ({_CHARGE})",  # noqa: S608 - a constant
                (charged[-1],),
            )
        connection.execute("UPDATE usage_marks SET dropped = ?", (last,))
        connection.execute(_SORT_OUT, (last,))
        connection.execute("DELETE FROM usage_rows WHERE sequence <= ?", (last,))
        return len(old)

    def droppable(self, connection: sqlite3.Connection) -> int:
        """Return the last sequence that may be dropped."""
        (rolled, *_) = connection.execute(MARKS).fetchone()
        return int(rolled)

    def _step(self, rows: int) -> Step:
        connection = self._database.read()
        with snapshot(connection):
            (begin, *_) = connection.execute(MARKS).fetchone()
            (last,) = connection.execute(LAST).fetchone()
            end = min(last, begin + rows)
            return Step(begin, end, connection.execute(SUM_OF_LOG, (begin, end)).fetchall())
