"""Stepping up: proving, before what matters, that it is still the one who signed in."""

from typing import Any

from starlette.responses import Response

from instagramapi.accounts.people.tickets import Purpose
from instagramapi.errors import Problem
from instagramapi.web.people.cookies import SESSION, keep
from instagramapi.web.people.entering import (
    field_of,
    link,
    mail,
    refused,
    signed_in,
    target,
)
from instagramapi.web.routes import SIGNED_IN, Route
from instagramapi.web.visit import Visit

_FORM = "people/step_up.html"


async def show(visit: Visit) -> Response:
    """Offer the ways by which this user can prove it."""
    if visit.who.is_stepped_up:
        return visit.go(target(visit))
    return visit.render(_FORM, to=target(visit), **_shown(visit), error="")


async def by_password(visit: Visit) -> Response:
    """Prove it by password."""
    who, to = signed_in(visit), target(visit, await field_of(visit, "next"))
    password = await field_of(visit, "password")
    try:
        token = await visit.site.service.signing.prove_by_password(who, password)
    except Problem as problem:
        return refused(visit, _FORM, problem, to=to, **_shown(visit))
    if token is None:
        error = "That is not your password."
        return visit.render(_FORM, 401, to=to, **_shown(visit), error=error)
    return _proved(visit, visit.go(to), token)


async def by_passkey(visit: Visit) -> Response:
    """Prove it by what a passkey signed."""
    who, to = signed_in(visit), target(visit, await field_of(visit, "next"))
    try:
        token = await visit.site.service.signing.prove_by_passkey(
            who, await field_of(visit, "credential")
        )
    except Problem as problem:
        return visit.json({"error": problem.message}, problem.status)
    return _proved(visit, visit.json({"next": to}), token)


async def by_mail(visit: Visit) -> Response:
    """Mail a link that proves it."""
    who, to = signed_in(visit), target(visit, await field_of(visit, "next"))
    ticket = None
    if "mail" in _ways(visit):
        ticket = await visit.site.service.signing.step_up_ticket(who)
    if ticket:
        url = link(visit, "/step-up/link", ticket, next=to)
        about = "To confirm that it is you, open this link within 15 minutes:"
        mail(visit, who.user.email, "Confirm that it is you", about, url)
    return visit.render("people/sent.html", email=who.user.email)


async def show_link(visit: Visit) -> Response:
    """Ask for one click."""
    ticket = visit.request.query_params.get("ticket", "")
    if visit.site.service.people.tickets.look(ticket, Purpose.STEP_UP) is None:
        return visit.go("/step-up", failed="This link was used already, or is too old.")
    return visit.render("people/step_up_link.html", ticket=ticket, to=target(visit))


async def by_link(visit: Visit) -> Response:
    """Use up a link and prove it."""
    to = target(visit, await field_of(visit, "next"))
    ticket = await field_of(visit, "ticket")
    token = await visit.site.service.signing.prove_by_link(signed_in(visit), ticket)
    if token is None:
        return visit.go("/step-up", failed="This link was used already, or is not yours.")
    return _proved(visit, visit.go(to), token)


def _shown(visit: Visit) -> dict[str, Any]:
    people, settings = visit.site.service.people, visit.site.service.settings
    known = people.identities.issuers(signed_in(visit).user.id)
    providers = [name for name, each in settings.oidc.items() if each.issuer in known]
    return {"ways": _ways(visit), "providers": providers}


def _ways(visit: Visit) -> tuple[str, ...]:
    return visit.site.service.people.ways_to_prove(signed_in(visit).user)


def _proved(visit: Visit, response: Response, token: str) -> Response:
    return keep(visit.request, response, SESSION, token)


ROUTES = (
    Route(path="/step-up", page=show, access=SIGNED_IN),
    Route(path="/step-up", page=by_password, access=SIGNED_IN, method="POST"),
    Route(path="/step-up/passkey", page=by_passkey, access=SIGNED_IN, method="POST"),
    Route(path="/step-up/mail", page=by_mail, access=SIGNED_IN, method="POST"),
    Route(path="/step-up/link", page=show_link, access=SIGNED_IN),
    Route(path="/step-up/link", page=by_link, access=SIGNED_IN, method="POST"),
)
