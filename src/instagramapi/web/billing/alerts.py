"""Alerts and caps: the lines of an account, what crossed them, and what may be spent at all."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from instagramapi.accounts.terms import MAX_CAP
from instagramapi.alerts.alert import LINES, Kind, sentence
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import iso
from instagramapi.ledger.ledger import Caps
from instagramapi.ledger.statement import Spent, spent_by_keys
from instagramapi.web.billing.ledger import READ, spent_of, used_caps
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

PATH = "/app/alerts"
WRITE = having("alerts.write")
_NONE_SPENT = Spent(0, 0)


async def show_alerts(visit: Visit) -> Response:
    """Show the lines, what stands now, the caps, and what was told before."""
    return await _page(visit)


async def draw(visit: Visit) -> Response:
    """Draw a line; a wrong form is shown again with what is wrong."""
    form, service, who = await visit.form(), visit.site.service, visit.who
    kind, threshold = str(form.get("kind", "")), str(form.get("threshold", ""))
    try:
        alert = await service.alerts.create(who.account_id, kind, _number("threshold", threshold))
    except BadParameter as problem:
        return await _page(visit, {"kind": kind, "threshold": threshold}, problem)
    await service.people.audit.note(
        who.actor, "alerts.create", alert.id, account_id=who.account_id, kind=alert.kind
    )
    return visit.go(PATH, done=f"{LINES[alert.kind].label} {alert.threshold}: you will be told.")


async def remove(visit: Visit) -> Response:
    """Remove a line."""
    service, who = visit.site.service, visit.who
    alert_id = str((await visit.form()).get("alert", ""))
    if not await service.alerts.delete(who.account_id, alert_id):
        return visit.go(PATH, failed="This alert is not there any more.")
    await service.people.audit.note(who.actor, "alerts.delete", alert_id, account_id=who.account_id)
    return visit.go(PATH, done="The alert is removed.")


async def cap(visit: Visit) -> Response:
    """Limit what all keys of the account may spend together; an empty field is no limit."""
    form, service, who = await visit.form(), visit.site.service, visit.who
    texts = {name: str(form.get(name, "")).strip() for name in ("cap_day", "cap_month")}
    try:
        caps = Caps(*(_cap(name, text) for name, text in texts.items()))
    except BadParameter as problem:
        return await _page(visit, texts, problem)
    await service.ledger.set_caps(who.account_id, caps)
    await service.people.audit.note(
        who.actor, "caps.set", account_id=who.account_id, day=caps.day, month=caps.month
    )
    return visit.go(PATH, done="The caps hold from this moment on.")


async def _page(
    visit: Visit, values: Mapping[str, str] | None = None, problem: BadParameter | None = None
) -> Response:
    service, account_id = visit.site.service, visit.who.account_id
    caps = service.ledger.caps_of(account_id)
    return visit.render(
        "billing/alerts.html",
        200 if problem is None else 400,
        lines=service.alerts.of(account_id),
        standing={alert.id: crossed for alert, crossed in service.alerts.standing(account_id)},
        told=service.alerts.latest(account_id),
        kinds=LINES,
        sentence=sentence,
        used=used_caps(caps, spent_of(visit)),
        keys=await _keys(visit),
        values=values or _as_they_are(caps),
        error=problem,
        has_mail=service.people.has_mail,
    )


def _as_they_are(caps: Caps) -> dict[str, Any]:
    shown = {"cap_day": caps.day, "cap_month": caps.month}
    written = {name: "" if value is None else value for name, value in shown.items()}
    return {"kind": Kind.BALANCE, "threshold": LINES[Kind.BALANCE].usual, **written}


async def _keys(visit: Visit) -> list[tuple[str, str, tuple[tuple[str, int, int | None], ...]]]:
    """Put each working key with a cap beside what it has spent of it."""
    service, account_id = visit.site.service, visit.who.account_id
    now_s = service.clock.epoch_s()
    spent = spent_by_keys(service.database.read(), account_id, iso(now_s)[:10])
    return [
        (key.name, key.hint, used_caps(Caps(key.cap_day, key.cap_month), found))
        for key in await service.keys.list(account_id)
        if key.works_at(now_s) and (key.cap_day is not None or key.cap_month is not None)
        for found in [spent.get(key.id, _NONE_SPENT)]
    ]


def _cap(name: str, text: str) -> int | None:
    return _number(name, text, lowest=0) if text else None


def _number(name: str, text: str, *, lowest: int = 1) -> int:
    plain = text.strip().replace(",", "").replace(" ", "")
    is_short = plain.isascii() and plain.isdecimal() and len(plain) < 20
    if not is_short or not lowest <= int(plain) <= MAX_CAP:
        message = f"This is a whole number from {lowest} to {MAX_CAP:,}."
        raise BadParameter(message, param=name, reason="malformed")
    return int(plain)


ROUTES = (
    Route(path=PATH, page=show_alerts, access=READ),
    Route(path=PATH, page=draw, access=WRITE, method="POST"),
    Route(path=f"{PATH}/remove", page=remove, access=WRITE, method="POST"),
    Route(path=f"{PATH}/caps", page=cap, access=WRITE, method="POST"),
)
