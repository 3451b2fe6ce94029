"""Try it: a real request from a page of the reference, with a key of the visitor's account.

Whoever is signed in chooses a key by its name. The server runs the call as that key, without its
secret, through the same gateway: it is charged, logged and limited like any other call.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from instagramapi.accounts.key import Key
from instagramapi.catalog.endpoint import Call, parameters_of
from instagramapi.catalog.reading import Pairs, wishes_of
from instagramapi.gateway.request import Request
from instagramapi.ledger.ledger import Ledger, Receipt
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

TRY = "calls.try"
_MAX_CHARACTERS = 4_096
_SHOWN_HEADERS = (
    *("x-request-id", "x-credits-charged", "x-credits-remaining", "x-cache", "age", "x-sandbox"),
    *("retry-after", "ratelimit"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A key to try with; it is named, never shown."""

    id: str
    label: str
    is_live: bool


async def choices(visit: Visit) -> tuple[Choice, ...]:
    """List the keys that a visitor may try with, sandbox keys first."""
    visitor = visit.visitor
    if visitor is None or not visitor.may(TRY):
        return ()
    service = visit.site.service
    now_s = service.clock.epoch_s()
    keys = [key for key in await service.keys.list(visitor.account_id) if key.works_at(now_s)]
    keys.sort(key=lambda key: key.mode == "live")
    return tuple(
        Choice(key.id, f"{key.name} ({key.mode})", is_live=key.mode == "live") for key in keys
    )


async def try_it(visit: Visit) -> Response:
    """Run the call that the form describes, and show what came back."""
    form = await visit.form()
    endpoint = visit.site.service.catalogue.by_name.get(str(form.get("endpoint", "")))
    if endpoint is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    key = await _key(visit, str(form.get("key", "")))
    reply = await visit.site.service.gateway.answer(_request(visit, endpoint, key, form))
    status, headers, body = visit.site.write(reply)
    told = {name.decode(): value.decode() for name, value in headers}
    shown = {name: told[name] for name in _SHOWN_HEADERS if name in told}
    text = _readable(told["content-type"], body)
    if "application/json" in visit.request.headers.get("accept", ""):
        response = visit.json({"status": status, "headers": shown, "body": text})
    else:
        entry = visit.site.library.entries[endpoint.name]
        response = visit.render(
            "tried.html", entry=entry, answered=status, headers=shown, body=text
        )
    if reply.receipt and reply.receipt.sequence is not None:
        # Only once it is sent: until then, a crash refunds it.
        response.background = BackgroundTask(_delivered, visit.site.service.ledger, reply.receipt)
    return response


def _readable(media_type: str, body: bytes) -> str:
    """Indent JSON; lines, as `format` wishes them, are shown as they are."""
    if media_type != "application/json":
        return body.decode()
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)


async def _key(visit: Visit, key_id: str) -> Key:
    """Find the key; one of another account is as unknown as one that never was."""
    service = visit.site.service
    for key in await service.keys.list(visit.who.account_id):
        if key.id == key_id and key.works_at(service.clock.epoch_s()):
            return key
    raise HTTPException(HTTPStatus.NOT_FOUND)


def _request(visit: Visit, endpoint: type[Call], key: Key, form: FormData) -> Request:
    service = visit.site.service
    client = visit.request.client
    return Request(
        id=service.ids.new("req"),
        endpoint=endpoint,
        key=key,
        address=client.host if client else "",
        started_s=service.clock.monotonic_s(),
        pairs=_pairs(endpoint, form),
    )


async def _delivered(ledger: Ledger, receipt: Receipt) -> None:
    ledger.delivered(receipt)


def _pairs(endpoint: type[Call], form: FormData) -> Pairs:
    """Take the endpoint's parameters from the form; the gateway says what is wrong with them."""
    known = [*parameters_of(endpoint), *parameters_of(wishes_of(endpoint))]
    sent = ((each.name, str(form.get(f"p.{each.name}", ""))) for each in known)
    return tuple((name, text[:_MAX_CHARACTERS]) for name, text in sent if text)


ROUTES = (Route(path="/app/try", page=try_it, access=having(TRY), method="POST"),)
