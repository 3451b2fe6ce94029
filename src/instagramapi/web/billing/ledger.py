"""Billing: the balance, the statement by day, payments, and the whole journal as a file."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode

from starlette.responses import Response, StreamingResponse

from instagramapi.kit.clock import iso
from instagramapi.kit.sheet import csv_lines
from instagramapi.ledger.journal import spent_by_account
from instagramapi.ledger.ledger import Caps
from instagramapi.ledger.payments.payment import State
from instagramapi.ledger.statement import Movement, Spent, journal_rows, statement
from instagramapi.store.database import Database
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

READ = having("billing.read")
PATH = "/app/billing"
STATES = {
    State.OPEN: ("not paid yet", ""),
    State.PROCESSING: ("waiting for the bank", "warn"),
    State.EXPIRED: ("not paid", ""),
    State.FAILED: ("failed", "bad"),
    State.MISPRICED: ("under review", "bad"),
    State.PAID: ("paid", "ok"),
}
KINDS = {"grant": "Added", "adjust": "Corrected", "expire": "Expired"}
_COLUMNS = ("sequence", "time", "kind", "reference", "reason", "credits", "balance")
_ROWS_AT_ONCE = 1000
_RECEIPTS = 20


async def show_billing(visit: Visit) -> Response:
    """Show what the account has and where its credits went."""
    service, account_id = visit.site.service, visit.who.account_id
    before = visit.request.query_params.get("before")
    told = await asyncio.to_thread(
        lambda: statement(service.database.read(), account_id, before=before)
    )
    return visit.render(
        "billing/billing.html",
        balance=await service.ledger.balance(account_id),
        spent=spent_of(visit),
        caps=service.ledger.caps_of(account_id),
        topups=service.topups,
        payments=service.topups.latest(account_id, limit=_RECEIPTS),
        statement=told,
        older=f"{PATH}?{urlencode({'before': told.before})}" if told.before else "",
        newer=PATH if before else "",
        states=STATES,
        kinds=KINDS,
    )


async def download_journal(visit: Visit) -> Response:
    """Write every row of the account's journal as CSV (RFC 4180), while it is read."""
    return StreamingResponse(
        _written(visit),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="journal.csv"'},
    )


def spent_of(visit: Visit) -> Spent:
    """Tell what the account spent in this UTC day and month."""
    today = iso(visit.site.service.clock.epoch_s())[:10]
    read, account_id = visit.site.service.database.read(), visit.who.account_id
    return Spent(*(spent_by_account(read, account_id, period) for period in (today, today[:7])))


def used_caps(caps: Caps, spent: Spent) -> tuple[tuple[str, int, int | None], ...]:
    """Put each period beside what was spent in it and what may be."""
    return ("today", spent.day, caps.day), ("this month", spent.month, caps.month)


async def _written(visit: Visit) -> AsyncIterator[str]:
    database, account_id = visit.site.service.database, visit.who.account_id
    yield csv_lines([_COLUMNS])
    after = 0
    while True:
        rows = await asyncio.to_thread(_rows, database, account_id, after)
        if not rows:
            return
        yield csv_lines(_cells(row) for row in rows)
        after = rows[-1].sequence


def _rows(database: Database, account_id: str, after: int) -> list[Movement]:
    return journal_rows(database.read(), account_id, after=after, limit=_ROWS_AT_ONCE)


def _cells(row: Movement) -> tuple[str | int, ...]:
    texts = (row.kind, row.reference, row.reason)
    return (row.sequence, iso(row.at), *texts, row.amount, row.balance_after)


ROUTES = (
    Route(path=PATH, page=show_billing, access=READ),
    Route(path=f"{PATH}/journal.csv", page=download_journal, access=READ),
)
