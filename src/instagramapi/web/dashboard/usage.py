"""Where the credits went: by day, endpoint, key or provider, against the days before."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from instagramapi.kit.sheet import csv_lines
from instagramapi.ledger.usage import Dimension, SoughtDays, UsageSum
from instagramapi.web.dashboard.days import change, drawn, last_days
from instagramapi.web.dashboard.requests import PATH
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

DIMENSIONS: Mapping[str, Dimension] = {
    "day": "day",
    "endpoint": "endpoint",
    "key": "key_id",
    "provider": "provider",
}
SPANS = (7, 30, 90)
_COLUMNS = (
    "calls",
    "charged",
    "free",
    "credits",
    "credits_before",
    "credits_saved",
    "answered",
    "failed",
    "ms_50",
    "ms_95",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: a span of days until today, and what to split by."""

    by: str
    days: int
    named: tuple[str, ...]
    """The days of the span, today the last."""
    former: tuple[str, ...]
    """As many days before them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, a link to its requests, its figures, and its credits before."""

    name: str
    url: str
    sum: UsageSum
    before: int | None


def wanted_of(query: Mapping[str, str], now_s: float) -> Wanted:
    """Read an address; what is not understood is the usual."""
    by = query.get("by", "day")
    days = next((span for span in SPANS if str(span) == query.get("days")), 30)
    both = last_days(now_s, days * 2)
    return Wanted(by if by in DIMENSIONS else "day", days, tuple(both[days:]), tuple(both[:days]))


async def show_usage(visit: Visit) -> Response:
    """Show the sums as figures, a chart and a table."""
    wanted = _wanted(visit)
    (total,) = await _sums(visit, wanted.named)
    (before,) = await _sums(visit, wanted.former)
    return visit.render(
        "dashboard/usage.html",
        chart=drawn(await _sums(visit, wanted.named, "day"), wanted.named, "calls"),
        by=wanted.by,
        days=wanted.days,
        dimensions=DIMENSIONS,
        spans=SPANS,
        total=total,
        before=before,
        change=change,
        lines=await _lines(visit, wanted),
    )


async def _lines(visit: Visit, wanted: Wanted) -> list[Line]:
    dimension = DIMENSIONS[wanted.by]
    sums = await _sums(visit, wanted.named, dimension)
    former: dict[str, int] = {}
    if dimension != "day":
        former = {
            getattr(each, dimension): each.credits
            for each in await _sums(visit, wanted.former, dimension)
        }
        sums.sort(key=lambda each: (-each.credits, -each.calls))
    names = {key.id: key.name for key in await visit.site.service.keys.list(visit.who.account_id)}
    return [
        Line(
            names.get(value, value) or "none",
            _requests(wanted.by, value),
            each,
            None if dimension == "day" else former.get(value, 0),
        )
        for each in sums
        for value in [getattr(each, dimension)]
    ]


async def download(visit: Visit) -> Response:
    """Write the same rows as CSV, each figure a plain number."""
    wanted = _wanted(visit)
    rows = [
        (
            line.name,
            line.sum.calls,
            line.sum.charged,
            line.sum.free,
            line.sum.credits,
            line.before,
            line.sum.saved,
            line.sum.answered,
            line.sum.failed,
            line.sum.ms_of(0.5),
            line.sum.ms_of(0.95),
        )
        for line in await _lines(visit, wanted)
    ]
    file = f"usage-by-{wanted.by}-{wanted.named[0]}-{wanted.named[-1]}.csv"
    return Response(
        csv_lines([(wanted.by, *_COLUMNS), *rows]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{file}"'},
    )


def _wanted(visit: Visit) -> Wanted:
    return wanted_of(visit.request.query_params, visit.site.service.clock.epoch_s())


async def _sums(visit: Visit, days: tuple[str, ...], *by: Dimension) -> list[UsageSum]:
    sought = SoughtDays(account_id=visit.who.account_id, first_day=days[0], last_day=days[-1])
    return await visit.site.service.usage_log.sums(sought, by)


def _requests(by: str, value: str) -> str:
    """Link a row to its requests."""
    if by == "day":
        return f"{PATH}?{urlencode({'since': value, 'until': value})}"
    return f"{PATH}?{urlencode({by: value or 'none'})}"


ROUTES = (
    Route(path="/app/usage", page=show_usage, access=having("requests.read")),
    Route(path="/app/usage.csv", page=download, access=having("requests.read")),
)
