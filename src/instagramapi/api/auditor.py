"""Re-checks the ledger while the server runs: what it finds goes to the log and to the metrics."""

import asyncio
import sqlite3

import structlog
from prometheus_client import Gauge

from instagramapi.ledger.ledger import Ledger

log = structlog.get_logger()

AUDIT_EVERY_S = 60.0


class Auditor:
    """Audits the ledger once a minute, and remembers whether it could be read."""

    def __init__(self, ledger: Ledger, drift: Gauge) -> None:
        self._ledger = ledger
        self._drift = drift
        self._told: set[str] = set()
        self.can_read = True
        """Whether the last audit could read the journal; what it found there is another matter."""

    async def run(self) -> None:
        """Audit until cancelled."""
        while True:
            await self.check()
            await asyncio.sleep(AUDIT_EVERY_S)

    async def check(self) -> None:
        """Audit what is new; a broken invariant is logged once, and counted while it lasts."""
        try:
            found = await self._ledger.audit()
        except sqlite3.Error:
            self.can_read = False
            log.exception("audit_failed")
            return
        self.can_read = True
        self._drift.set(len(found.violations))
        for violation in found.violations:
            if violation not in self._told:
                self._told.add(violation)
                log.error("ledger_drift", violation=violation)
