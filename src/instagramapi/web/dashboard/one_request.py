"""One request in full: what happened, in order, what it cost and why, and how to ask it again."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from instagramapi.accounts.key import Key
from instagramapi.catalog.endpoint import Call
from instagramapi.errors import BadParameter
from instagramapi.gateway.explaining import attempts_of, explanation
from instagramapi.ledger.usage import LoggedRequest
from instagramapi.web.dashboard.again import Pairs, pairs_again
from instagramapi.web.dashboard.requests import PATH
from instagramapi.web.dashboard.samples import samples_of
from instagramapi.web.pages import credits_of, grouped
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

_ATTEMPTS = {
    "answered": ("It answered.", "ok"),
    "nothing": ("It said that there is no public data.", "ok"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; `ms` is what it took, None where nobody measured it."""

    what: str
    detail: str = ""
    ms: int | None = None
    kind: str = ""
    """How it went: `ok`, `warn`, `bad`, or nothing special."""


@dataclass(frozen=True, slots=True)
class Again:
    """The same question once more, as far as the log knows it."""

    pairs: Pairs
    samples: dict[str, str]


async def show_request(visit: Visit) -> Response:
    """Show one request of the account."""
    row = await _row(visit)
    service = visit.site.service
    endpoint, key = service.catalogue.by_name.get(row.endpoint), await _key(visit, row)
    return visit.render(
        "dashboard/request.html",
        row=row,
        endpoint=endpoint,
        key=key,
        may_send=key is not None
        and key.works_at(service.clock.epoch_s())
        and visit.who.may("calls.try"),
        steps=tuple(steps_of(row)),
        why=explanation(row),
        again=_again(visit, row, endpoint),
    )


def steps_of(row: LoggedRequest) -> Iterator[Step]:
    """Tell what happened, in its order."""
    if row.held:
        yield Step(f"{credits_of(row.held)} set aside", "So that the answer is surely covered.")
    yield from _asked(row)
    if row.cache == "hit":
        yield Step("Answered from the cache", "Nobody had to be asked.", kind="ok")
    elif row.cache == "stale":
        yield Step("Answered with an old copy", "Every provider failed.", kind="warn")
    yield Step(*_outcome(row), ms=row.ms, kind="ok" if row.status < 400 else "warn")
    yield from _paid(row)


def _asked(row: LoggedRequest) -> Iterator[Step]:
    for each in attempts_of(row):
        words, kind = _ATTEMPTS.get(each.outcome, (f"It failed: {each.outcome}.", "bad"))
        yield Step(f"Asked {each.provider}", words, each.ms, kind)


def _outcome(row: LoggedRequest) -> tuple[str, str]:
    reason = f"Reason: {row.reason}." if row.reason else ""
    return f"Answered {row.status}{f' {row.code}' if row.code else ''}", reason


def _paid(row: LoggedRequest) -> Iterator[Step]:
    if row.credits_charged:
        left = f"The balance was {grouped(row.credits_remaining)} then."
        yield Step(f"{credits_of(row.credits_charged)} charged", left)
    elif row.held:
        yield Step("The credits were given back")
    if row.refunded:
        detail = "The answer could not be delivered."
        yield Step(f"{credits_of(row.refunded)} refunded", detail, kind="warn")


async def _row(visit: Visit) -> LoggedRequest:
    """Find the request; one of another account is as unknown as one that is not there."""
    request_id, account_id = visit.request.path_params["request_id"], visit.who.account_id
    row = await visit.site.service.usage_log.request(request_id, account_id)
    if row is None:
        raise HTTPException(404)
    return row


async def _key(visit: Visit, row: LoggedRequest) -> Key | None:
    try:
        return await visit.site.service.keys.get(row.key_id)
    except BadParameter:
        return None


def _again(visit: Visit, row: LoggedRequest, endpoint: type[Call] | None) -> Again | None:
    if endpoint is None or not visit.site.service.naming.is_clear:
        return None
    pairs = pairs_again(endpoint, row.subject)
    return None if pairs is None else Again(pairs, samples_of(visit, endpoint, dict(pairs)))


ROUTES = (Route(path=f"{PATH}/{{request_id}}", page=show_request, access=having("requests.read")),)
