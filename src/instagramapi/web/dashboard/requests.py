"""The request log of an account: a list with filters and a live end, and one request in full."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from instagramapi.errors import PROBLEMS
from instagramapi.ledger.usage import LogPage, Sought
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

PATH = "/app/requests"
_A_PAGE = 50
_DAY_S = 86_400
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for, as it stands in the address; an empty text is no filter."""

    key: str = ""
    endpoint: str = ""
    outcome: str = ""
    provider: str = ""
    cache: str = ""
    cost: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        """Read an address; what is not a filter is left to others."""
        return cls(**{name: query.get(name, "").strip() for name in cls.__slots__})

    @property
    def given(self) -> dict[str, str]:
        """Tell the filters that are set."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value}

    def without(self, name: str) -> "Filters":
        """Take one filter off."""
        return replace(self, **{name: ""})

    def sought(self, account_id: str) -> Sought:
        """Ask for these requests of an account; dates that are none are no filter."""
        until_s = _midnight(self.until)
        return Sought(
            account_id=account_id,
            key_id=self.key or None,
            endpoint=self.endpoint or None,
            outcome=self.outcome or None,
            provider=_or_none(self.provider),
            cache=_or_none(self.cache),
            is_charged={"charged": True, "free": False}.get(self.cost),
            subject=self.subject or None,
            since_s=_midnight(self.since),
            until_s=None if until_s is None else until_s + _DAY_S,
        )

    def url(self, path: str = PATH, **more: str | int) -> str:
        """Write an address with these filters."""
        query = urlencode({**self.given, **more})
        return f"{path}?{query}" if query else path


async def show_requests(visit: Visit) -> Response:
    """List the requests that the filters leave, the newest first."""
    query = visit.request.query_params
    filters = Filters.read(query)
    page = await _page(visit, filters, before=_whole(query.get("before", "")))
    service = visit.site.service
    keys = await service.keys.list(visit.who.account_id)
    return visit.render(
        "dashboard/requests.html",
        filters=filters,
        page=page,
        is_first=not query.get("before"),
        older=filters.url(before=page.before) if page.before else "",
        newest=page.rows[0].sequence if page.rows else 0,
        is_live="live" in query,
        keys={key.id: key.name for key in keys},
        endpoints=list(service.catalogue.by_name),
        outcomes=["ok", *(problem.code for problem in PROBLEMS)],
        providers=[desk.name for desk in service.turns.desks],
    )


async def show_newer(visit: Visit) -> Response:
    """Give the live list the rows that came since, and where to ask next."""
    query = visit.request.query_params
    filters, after = Filters.read(query), _whole(query.get("after", "")) or 0
    page = await _page(visit, filters, after=after)
    keys = await visit.site.service.keys.list(visit.who.account_id)
    return visit.render(
        "dashboard/newer.html",
        filters=filters,
        page=page,
        newest=page.rows[0].sequence if page.rows else after,
        keys={key.id: key.name for key in keys},
    )


async def _page(
    visit: Visit, filters: Filters, *, before: int | None = None, after: int | None = None
) -> LogPage:
    sought = filters.sought(visit.who.account_id)
    log = visit.site.service.usage_log
    return await log.requests(sought, limit=_A_PAGE, before=before, after=after)


def _or_none(written: str) -> str | None:
    """Read a filter in which `none` means that the row names nothing there."""
    return ("" if written == _NONE else written) if written else None


def _whole(written: str) -> int | None:
    is_number = written.isascii() and written.isdecimal() and len(written) < 19
    return int(written) if is_number else None


def _midnight(day: str) -> float | None:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


ROUTES = (
    Route(path=PATH, page=show_requests, access=having("requests.read")),
    Route(path=f"{PATH}/newer", page=show_newer, access=having("requests.read")),
)
