"""Taking one's data along, and leaving for good."""

import asyncio
import json
from dataclasses import asdict
from typing import Any

from starlette.responses import Response

from instagramapi.accounts.people.rights import RIGHTS_OF, Right
from instagramapi.errors import Problem
from instagramapi.kit.clock import iso
from instagramapi.ledger.statement import Movement, journal_rows
from instagramapi.ledger.usage import SoughtDays
from instagramapi.store.database import Database
from instagramapi.web.billing.leaving import close_books, money_of
from instagramapi.web.people.cookies import SESSION, drop
from instagramapi.web.people.entering import field_of, signed_in
from instagramapi.web.people.settings import PAGE
from instagramapi.web.routes import SIGNED_IN, Route
from instagramapi.web.visit import Visit

_MOST_NOTES, _MOST_ROWS = 10_000, 100_000


async def export(visit: Visit) -> Response:
    """Hand out everything about the user, and the accounts whose data they may take."""
    who, people = signed_in(visit), visit.site.service.people
    mine = people.members.of_user(who.user.id)
    content = {
        "user": asdict(who.user),
        "accounts": [
            await _account(visit, each.account.id)
            for each in mine
            if Right.ACCOUNT_EXPORT in RIGHTS_OF[each.role]
        ],
        "memberships": [asdict(each) for each in mine],
        "sessions": [asdict(each) for each in people.sessions.of_user(who.user.id)],
        "passkeys": [asdict(each) for each in people.passkeys.of_user(who.user.id)],
        "identities": people.identities.issuers(who.user.id),
        "audit": [
            asdict(note) for note in people.audit.latest(actor_id=who.user.id, limit=_MOST_NOTES)
        ],
    }
    await people.audit.note(who.actor, "user.export", who.user.id)
    # A large account takes seconds, in which the others are answered.
    text = await asyncio.to_thread(_written, content)
    name = f"instagramapi-{iso(people.clock.epoch_s())[:10]}.json"
    return Response(
        text,
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def leave(visit: Visit) -> Response:
    """Delete the user, and the accounts that only they are in."""
    who, service = signed_in(visit), visit.site.service
    if (await field_of(visit, "confirm")).strip().lower() != who.user.email:
        return visit.go(PAGE, failed="Nothing was deleted: that is not your address.")
    try:
        ending = service.joining.alone_in(who.user)
        await service.joining.leave(who)
        for account_id in ending:
            await close_books(service, account_id)
    except Problem as problem:
        return visit.go(PAGE, failed=problem.message)
    return drop(visit.request, visit.go("/", done="You and what was yours are deleted."), SESSION)


async def _account(visit: Visit, account_id: str) -> dict[str, Any]:
    service = visit.site.service
    journal = await asyncio.to_thread(_journal, service.database, account_id)
    sums = await service.usage_log.sums(SoughtDays(account_id=account_id), ("day", "endpoint"))
    return {
        "account": asdict(service.accounts.find(account_id)),
        "credits": await service.ledger.balance(account_id),
        "keys": [_key(key) for key in await service.keys.list(account_id)],
        **money_of(service, account_id),
        "journal": journal,
        # Longer ones are a download of their own, on the page of billing.
        "journal_is_whole": len(journal) < _MOST_ROWS,
        "usage": [asdict(each) for each in sums],
    }


def _journal(database: Database, account_id: str) -> list[dict[str, Any]]:
    rows: list[Movement] = []
    while len(rows) < _MOST_ROWS:
        after = rows[-1].sequence if rows else 0
        step = journal_rows(database.read(), account_id, after=after)
        rows += step
        if not step:
            break
    return [asdict(row) for row in rows]


def _key(key: Any) -> dict[str, Any]:
    plain = {name: getattr(key, name) for name in key.__slots__}
    return plain | {
        "rate_limit": str(key.rate_limit) if key.rate_limit else None,
        "scopes": sorted(key.scopes),
        "addresses": [str(network) for network in key.addresses],
    }


def _written(content: dict[str, Any]) -> str:
    return json.dumps(_readable(content), ensure_ascii=False, indent=2)


def _readable(value: Any, name: str = "") -> Any:
    """Write times as times, whatever holds them."""
    if isinstance(value, dict):
        return {key: _readable(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(each) for each in value]
    is_time = name.endswith("_at") or name in ("at", "since")
    return iso(value) if is_time and isinstance(value, int | float) else value


ROUTES = (
    Route(path=f"{PAGE}/export", page=export, access=SIGNED_IN, method="POST", steps_up=True),
    Route(path=f"{PAGE}/delete", page=leave, access=SIGNED_IN, method="POST", steps_up=True),
)
