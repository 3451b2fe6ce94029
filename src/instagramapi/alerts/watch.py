"""Looks every minute whether a line was crossed, and mails what was told."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import groupby

from instagramapi.accounts.accounts import Accounts
from instagramapi.accounts.keys import Keys
from instagramapi.alerts.alert import Alert, Kind, Measure, sentence
from instagramapi.alerts.alerts import Alerts, Event, Finding
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock, iso
from instagramapi.ledger.journal import spent_by_account
from instagramapi.ledger.ledger import NO_CAPS, Caps, Ledger
from instagramapi.ledger.statement import Spent, spent_by_keys
from instagramapi.ledger.usage import Sought, UsageLog
from instagramapi.store.database import Database

CHECK_EVERY_S = 60.0
_HOUR_S = 3600.0
_DAY_S = 86_400.0
_LEAST_CALLS = 20
"""Of fewer calls in an hour, a share of failures means nothing."""
_MOST_CALLS = 2000
_SERVER_ERROR = 500
_NONE_SPENT = Spent(0, 0)

_log = logging.getLogger(__name__)

SendMail = Callable[[str, str, str], Awaitable[None]]
"""Sends a mail: to whom, subject, text."""


class Watch:
    """Measures what alerts are about; only what changes is written."""

    def __init__(
        self,
        alerts: Alerts,
        *,
        database: Database,
        accounts: Accounts,
        keys: Keys,
        ledger: Ledger,
        usage_log: UsageLog,
        clock: Clock,
        url: str,
        send_mail: SendMail | None = None,
    ) -> None:
        self._alerts = alerts
        self._database = database
        self._accounts = accounts
        self._keys = keys
        self._ledger = ledger
        self._usage_log = usage_log
        self._clock = clock
        self._url = url
        self._send_mail = send_mail

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.check()
            except sqlite3.Error:
                _log.exception("alerts could not be looked at")
            await asyncio.sleep(CHECK_EVERY_S)

    async def check(self) -> None:
        """Look once at every alert, and mail what is to be told."""
        every = await asyncio.to_thread(self._alerts.every)
        for account_id, alerts in groupby(every, key=lambda alert: alert.account_id):
            if findings := await self._look(account_id, tuple(alerts)):
                await self._alerts.note(findings)
        if self._send_mail:
            await self._mail(self._send_mail)

    async def _look(self, account_id: str, alerts: Sequence[Alert]) -> list[Finding]:
        found: list[Finding] = []
        for kind, lines in groupby(alerts, key=lambda alert: alert.kind):
            measures = await self._measure(kind, account_id)
            for alert in lines if measures is not None else ():
                found += self._alerts.findings(alert, measures or ())
        return found

    async def _measure(self, kind: Kind, account_id: str) -> Sequence[Measure] | None:
        """Measure one thing of an account; None where too little is known to say anything."""
        if kind is Kind.BALANCE:
            return (Measure(await self._ledger.balance(account_id)),)
        if kind is Kind.SPEND:
            return (Measure(spent_by_account(self._database.read(), account_id, self._today)),)
        if kind is Kind.CAP:
            return await self._caps(account_id)
        return await self._errors(account_id)

    async def _errors(self, account_id: str) -> Sequence[Measure] | None:
        since_s = self._clock.epoch_s() - _HOUR_S
        sought = Sought(account_id=account_id, mode="live", since_s=since_s)
        page = await self._usage_log.requests(sought, limit=_MOST_CALLS)
        if not page.rows:
            return (Measure(0),)
        if len(page.rows) < _LEAST_CALLS:
            return None
        failed = sum(row.status >= _SERVER_ERROR for row in page.rows)
        return (Measure(100 * failed // len(page.rows)),)

    async def _caps(self, account_id: str) -> Sequence[Measure]:
        read, today = self._database.read(), self._today
        spent = spent_by_keys(read, account_id, today)
        measures = list(_parts("The account", self._ledger.caps_of(account_id), _sum(spent)))
        for key in await self._keys.list(account_id):
            if key.works_at(self._clock.epoch_s()):
                caps = Caps(key.cap_day, key.cap_month)
                measures += _parts(
                    f"Key {key.name} ({key.hint})", caps, spent.get(key.id, _NONE_SPENT)
                )
        return measures

    async def _mail(self, send_mail: SendMail) -> None:
        # What could not be mailed in a day is no news any more; the dashboard has it.
        for event in self._alerts.unsent(self._clock.epoch_s() - _DAY_S):
            try:
                to = self._accounts.contact(event.account_id)
                await send_mail(to, *self._written(event))
            except (OSError, BadParameter) as error:
                _log.warning("alert %s was not mailed: %s", event.id, error)
                continue
            await self._alerts.mailed(event)

    def _written(self, event: Event) -> tuple[str, str]:
        said = sentence(event.kind, event.threshold, event.measure)
        return said, (
            f"{said}\n\nNoticed at {iso(event.at)}. It is told once, and again only after the "
            f"value was back on the good side of the line.\n\n{self._url}/app/alerts\n"
        )

    @property
    def _today(self) -> str:
        return iso(self._clock.epoch_s())[:10]


def _parts(name: str, caps: Caps, spent: Spent) -> Iterator[Measure]:
    """Tell how much of each cap is spent, in percent."""
    if caps == NO_CAPS:
        return
    for period, cap, used in zip(("today", "this month"), caps, spent, strict=True):
        if cap is not None:
            yield Measure(100 * used // max(cap, 1), f"{name}, {period},")


def _sum(spent: dict[str, Spent]) -> Spent:
    return Spent(
        sum(each.day for each in spent.values()), sum(each.month for each in spent.values())
    )
