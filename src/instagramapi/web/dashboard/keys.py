"""The keys of an account: a list, one page each, and what can be done to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from instagramapi.accounts.key import Key
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import iso
from instagramapi.ledger.journal import spent_in
from instagramapi.web.dashboard.key_form import (
    EXPIRIES,
    FIELDS,
    WINDOWS,
    scope_groups,
    terms_of,
)
from instagramapi.web.dashboard.samples import samples_of
from instagramapi.web.routes import Route, having
from instagramapi.web.visit import Visit

State = Literal["works", "replaced", "expired", "revoked"]

OVERLAPS_S = {
    "0": "Refuse it at once",
    "3600": "One hour",
    "86400": "One day",
    "604800": "One week",
    "2592000": "30 days",
}
_DEFAULT_OVERLAP = "86400"


@dataclass(frozen=True, slots=True)
class Standing:
    """A key and how it stands now; the spent credits are of this UTC day and month."""

    key: Key
    state: State
    spent_today: int
    spent_this_month: int


def state_of(key: Key, now_s: float) -> State:
    """Say in one word whether calls with this key are accepted, and if not, why."""
    if key.revoked_at is not None:
        return "revoked"
    if not key.works_at(now_s):
        return "expired"
    return "replaced" if key.replaced_by else "works"


async def show_keys(visit: Visit) -> Response:
    """List the keys: those that work first, the newest first."""
    keys = await visit.site.service.keys.list(visit.who.account_id)
    standings = [_standing(visit, key) for key in reversed(keys)]
    working = [each for each in standings if each.state in ("works", "replaced")]
    ended = [each for each in standings if each.state in ("expired", "revoked")]
    return visit.render("dashboard/keys.html", working=working, ended=ended)


async def show_form(visit: Visit) -> Response:
    """Show the form of a new key."""
    return _form(visit, {"mode": "live", "expires": "never", "rate_window": "minute"})


async def create_key(visit: Visit) -> Response:
    """Make a key and show its secret, once; a wrong form is shown again with what is wrong."""
    form, service = await visit.form(), visit.site.service
    try:
        terms = terms_of(form, service.clock.epoch_s())
        key, secret = await service.keys.create(visit.who.account_id, terms)
    except BadParameter as problem:
        return _form(visit, form, problem)
    await _note(visit, "keys.create", key, mode=key.mode)
    return _reveal(visit, key, secret)


async def show_key(visit: Visit) -> Response:
    """Show one key: its terms, how it stands, what can be done."""
    key = await _own_key(visit)
    return visit.render(
        "dashboard/key.html",
        standing=_standing(visit, key),
        overlaps=OVERLAPS_S,
        overlap=_DEFAULT_OVERLAP,
    )


async def rotate_key(visit: Visit) -> Response:
    """Make a key with the same terms, show its secret once, and let the old one run out."""
    old = await _own_key(visit)
    overlap = str((await visit.form()).get("overlap", _DEFAULT_OVERLAP))
    if overlap not in OVERLAPS_S:
        raise HTTPException(400)
    try:
        key, secret = await visit.site.service.keys.rotate(old.id, float(overlap))
    except BadParameter as problem:
        return visit.go(f"/app/keys/{old.id}", failed=problem.message)
    await _note(visit, "keys.rotate", old, into=key.id)
    return _reveal(visit, key, secret, replaces=await visit.site.service.keys.get(old.id))


async def revoke_key(visit: Visit) -> Response:
    """Refuse a key from now on."""
    key = await _own_key(visit)
    await visit.site.service.keys.revoke(key.id)
    await _note(visit, "keys.revoke", key)
    return visit.go("/app/keys", done=f"{key.name} is revoked: calls with it are refused.")


async def _note(visit: Visit, action: str, key: Key, **detail: str | None) -> None:
    people, who = visit.site.service.people, visit.who
    await people.audit.note(who.actor, action, key.id, account_id=who.account_id, **detail)


def _standing(visit: Visit, key: Key) -> Standing:
    service = visit.site.service
    now_s, reader = service.clock.epoch_s(), service.database.read()
    today = iso(now_s)[:10]
    return Standing(
        key,
        state_of(key, now_s),
        spent_in(reader, key.id, today),
        spent_in(reader, key.id, today[:7]),
    )


def _form(visit: Visit, given: Mapping[str, Any], problem: BadParameter | None = None) -> Response:
    chosen = given.getlist("scopes") if isinstance(given, FormData) else ()
    return visit.render(
        "dashboard/key_new.html",
        422 if problem else 200,
        values={name: given.get(name, "") for name in FIELDS},
        chosen=chosen,
        problem=problem,
        groups=scope_groups(visit.site.service.catalogue),
        expiries=EXPIRIES,
        windows=[(window, window) for window in WINDOWS],
    )


def _reveal(visit: Visit, key: Key, secret: str, replaces: Key | None = None) -> Response:
    service = visit.site.service
    endpoint = next(each for each in service.catalogue if each.name in (key.scopes or ("profile",)))
    return visit.render(
        "dashboard/key_made.html",
        key=key,
        secret=secret,
        credits=endpoint.credits if key.mode == "live" else 0,
        curl=samples_of(visit, endpoint, secret=secret)["curl"],
        replaces=replaces,
        now_s=service.clock.epoch_s(),
    )


async def _own_key(visit: Visit) -> Key:
    """Find the key of this page; one of another account is as unknown as one that is not there."""
    try:
        key = await visit.site.service.keys.get(visit.request.path_params["key_id"])
    except BadParameter as unknown:
        raise HTTPException(404) from unknown
    if key.account_id != visit.who.account_id:
        raise HTTPException(404)
    return key


ROUTES = (
    Route(path="/app/keys", page=show_keys, access=having("keys.read")),
    Route(path="/app/keys/new", page=show_form, access=having("keys.write"), steps_up=True),
    Route(
        path="/app/keys",
        method="POST",
        page=create_key,
        access=having("keys.write"),
        steps_up=True,
    ),
    Route(path="/app/keys/{key_id}", page=show_key, access=having("keys.read")),
    Route(
        path="/app/keys/{key_id}/rotate",
        method="POST",
        page=rotate_key,
        access=having("keys.write"),
        steps_up=True,
    ),
    Route(
        path="/app/keys/{key_id}/revoke",
        method="POST",
        page=revoke_key,
        access=having("keys.write"),
        steps_up=True,
    ),
)
