"""The alerts of all accounts, which of them stand, and what they told."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from instagramapi.alerts.alert import LINES, Alert, Kind, Measure, Verdict, judge
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

MOST_ALERTS = 50
"""An account has so many at most."""
_SELECT = "SELECT id, account_id, kind, threshold, created_at FROM alerts "
_EVENTS = "SELECT id, account_id, kind, threshold, subject, value, at FROM alert_events "
_ADD = """
INSERT INTO alerts (id, account_id, kind, threshold, created_at)
SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM alerts WHERE account_id = ?) < ?
ON CONFLICT (account_id, kind, threshold) DO NOTHING
"""
_FIRE = "INSERT OR IGNORE INTO alert_states (alert_id, subject, fired_at) VALUES (?, ?, ?)"
_REARM = "DELETE FROM alert_states WHERE alert_id = ? AND subject = ?"
_EVENT = """
INSERT INTO alert_events (id, account_id, kind, threshold, subject, value, at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_STANDING = """
SELECT id, account_id, kind, threshold, created_at, subject, (
    SELECT value FROM alert_events AS told
    WHERE (told.account_id, told.kind, told.threshold, told.subject)
        = (alerts.account_id, alerts.kind, alerts.threshold, alert_states.subject)
    ORDER BY told.id DESC LIMIT 1
) FROM alert_states
JOIN alerts ON alerts.id = alert_states.alert_id WHERE account_id = ? ORDER BY fired_at DESC
"""


@dataclass(frozen=True, slots=True)
class Event:
    """What an alert told, once."""

    id: str
    account_id: str
    kind: Kind
    threshold: int
    measure: Measure
    at: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A measure on which an alert's state changes."""

    alert: Alert
    measure: Measure
    verdict: Verdict


class Alerts:
    """Draws and removes lines; notes what crosses them."""

    def __init__(self, database: Database, *, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    async def create(self, account_id: str, kind: str, threshold: int) -> Alert:
        """Draw a line, or raise BadParameter; the same one twice is one."""
        if kind not in list(Kind):
            raise _malformed("kind", "An alert watches balance, spend, errors or cap.")
        line = LINES[Kind(kind)]
        if not 1 <= threshold <= line.highest:
            raise _malformed(
                "threshold", f"This is a whole number from 1 to {line.highest:,} {line.unit}."
            )
        alert = Alert(
            self._ids.new("alert"), account_id, Kind(kind), threshold, self._clock.epoch_s()
        )
        await self._database.write(lambda connection: _add(connection, alert))
        return alert

    async def delete(self, account_id: str, alert_id: str) -> bool:
        """Remove a line of an account; tells whether there was one."""

        def remove(connection: sqlite3.Connection) -> bool:
            removed = connection.execute(
                "DELETE FROM alerts WHERE id = ? AND account_id = ?", (alert_id, account_id)
            )
            return removed.rowcount == 1

        return await self._database.write(remove)

    async def forget(self, account_id: str) -> None:
        """Remove everything of an account."""

        def remove(connection: sqlite3.Connection) -> None:
            for table in ("alerts", "alert_events"):
                connection.execute(
                    f"DELETE FROM {table} WHERE account_id = ?",  # noqa: S608 - two names
                    (account_id,),
                )

        await self._database.write(remove)

    def of(self, account_id: str) -> tuple[Alert, ...]:
        """Return the lines of an account."""
        return _alerts(self._database.read(), "WHERE account_id = ? ", account_id)

    def every(self) -> tuple[Alert, ...]:
        """Return the lines of all accounts, those of each together."""
        return _alerts(self._database.read(), "")

    def standing(self, account_id: str) -> tuple[tuple[Alert, Measure], ...]:
        """Return the lines of an account that are crossed now, each with what crossed it."""
        rows = self._database.read().execute(_STANDING, (account_id,))
        return tuple((_alert(row[:5]), Measure(row[6], row[5])) for row in rows)

    def latest(self, account_id: str, limit: int = 50) -> tuple[Event, ...]:
        """Return what was told to an account, latest first."""
        where = "WHERE account_id = ? ORDER BY id DESC LIMIT ?"
        rows = self._database.read().execute(_EVENTS + where, (account_id, limit))
        return tuple(_event(row) for row in rows)

    def unsent(self, since_s: float) -> tuple[Event, ...]:
        """Return what was told since a time and not mailed yet, oldest first."""
        where = "WHERE mailed_at IS NULL AND at >= ? ORDER BY id"
        rows = self._database.read().execute(_EVENTS + where, (since_s,))
        return tuple(_event(row) for row in rows)

    def findings(self, alert: Alert, measures: Sequence[Measure]) -> tuple[Finding, ...]:
        """Compare what was measured with what stands; what is measured no more is over."""
        rows = self._database.read().execute(
            "SELECT subject FROM alert_states WHERE alert_id = ?", (alert.id,)
        )
        fired = {subject for (subject,) in rows}
        found = [
            Finding(alert, measure, verdict)
            for measure in measures
            if (verdict := judge(alert, measure, has_fired=measure.subject in fired))
        ]
        gone = fired - {measure.subject for measure in measures}
        return *found, *(Finding(alert, Measure(0, subject), "rearms") for subject in gone)

    async def note(self, findings: Sequence[Finding]) -> None:
        """Write down what fires and what may fire again, in one commit; twice is once."""
        now_s = self._clock.epoch_s()
        named = [(self._ids.new("event"), finding) for finding in findings]

        def write(connection: sqlite3.Connection) -> None:
            for name, finding in named:
                _note(connection, name, finding, now_s)

        await self._database.write(write)

    async def mailed(self, event: Event) -> None:
        """Note that an event was mailed."""
        values = (self._clock.epoch_s(), event.id)
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE alert_events SET mailed_at = ? WHERE id = ?", values
            )
        )


def _add(connection: sqlite3.Connection, alert: Alert) -> None:
    values = (alert.id, alert.account_id, alert.kind, alert.threshold, alert.created_at)
    connection.execute(_ADD, (*values, alert.account_id, MOST_ALERTS))


def _note(connection: sqlite3.Connection, name: str, finding: Finding, now_s: float) -> None:
    alert, measure = finding.alert, finding.measure
    if finding.verdict == "rearms":
        connection.execute(_REARM, (alert.id, measure.subject))
        return
    fired = connection.execute(_FIRE, (alert.id, measure.subject, now_s))
    if fired.rowcount == 1:
        kind, line = alert.kind, alert.threshold
        told = (name, alert.account_id, kind, line, measure.subject, measure.value, now_s)
        connection.execute(_EVENT, told)


def _alerts(connection: sqlite3.Connection, where: str, *values: str) -> tuple[Alert, ...]:
    rows = connection.execute(_SELECT + where + "ORDER BY account_id, kind, threshold", values)
    return tuple(_alert(row) for row in rows)


def _alert(row: Sequence[object]) -> Alert:
    id_, account_id, kind, threshold, created_at = row
    return Alert(id_, account_id, Kind(kind), threshold, created_at)  # type: ignore[arg-type]


def _event(row: tuple[object, ...]) -> Event:
    id_, account_id, kind, threshold, subject, value, at = row
    measure = Measure(value, subject)  # type: ignore[arg-type]
    return Event(id_, account_id, Kind(kind), threshold, measure, at)  # type: ignore[arg-type]


def _malformed(param: str, message: str) -> BadParameter:
    return BadParameter(message, param=param, reason="malformed")
