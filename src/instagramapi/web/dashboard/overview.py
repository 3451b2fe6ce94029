"""The first page of the dashboard: what the account has, and how its calls fare."""

from starlette.responses import Response

from instagramapi.alerts.alert import sentence
from instagramapi.catalog.profile import GetProfile
from instagramapi.ledger.usage import Sought, SoughtDays, UsageSum
from instagramapi.web.dashboard.days import Pace, Unit, drawn, last_days
from instagramapi.web.dashboard.health import health_of
from instagramapi.web.dashboard.requests import Filters
from instagramapi.web.dashboard.samples import samples_of
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

_DAYS, _PACE_DAYS = 30, 7
_LATEST = 8


async def show_overview(visit: Visit) -> Response:
    """Show the account at a glance."""
    service, account_id = visit.site.service, visit.who.account_id
    now_s, log = service.clock.epoch_s(), service.usage_log
    days = last_days(now_s, _DAYS)
    sought = SoughtDays(account_id=account_id, mode="live", first_day=days[0])
    sums = await log.sums(sought, ("day",))
    (month,) = await log.sums(sought)
    latest = await log.requests(Sought(account_id=account_id), limit=_LATEST)
    keys = await service.keys.list(account_id)
    unit: Unit = "calls" if visit.request.query_params.get("chart") == "calls" else "credits"
    return visit.render(
        "dashboard/overview.html",
        unit=unit,
        chart=drawn(sums, days, unit),
        pace=Pace(
            await service.ledger.balance(account_id), _spent(sums, days[-_PACE_DAYS:]), _PACE_DAYS
        ),
        today=_spent(sums, days[-1:]),
        cap_day=service.ledger.caps_of(account_id).day,
        month=month,
        latest=latest.rows,
        has_used=bool(latest.rows or month.calls),
        filters=Filters(),
        keys={key.id: key.name for key in keys},
        has_keys=any(key.works_at(now_s) for key in keys),
        health=health_of(service.turns, service.catalogue),
        crossed=service.alerts.standing(account_id) if visit.who.may("billing.read") else (),
        sentence=sentence,
        curl=samples_of(visit, GetProfile)["curl"],
    )


def _spent(sums: list[UsageSum], days: list[str]) -> int:
    return sum(each.credits for each in sums if each.day in days)


ROUTES = (Route(path="/app", page=show_overview, access=having("account.read")),)
