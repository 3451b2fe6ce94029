"""Signing in and out: password, one-time code, passkey, mail, links."""

from starlette.responses import Response

from instagramapi.accounts.people.signing import LINKS
from instagramapi.errors import Problem
from instagramapi.web.people.cookies import (
    KNOWN,
    SESSION,
    can_keep,
    device_of,
    drop,
    read,
)
from instagramapi.web.people.entering import (
    HOME,
    NOT_ACCEPTED,
    admit,
    enter,
    field_of,
    link,
    mail,
    refused,
    signed_in,
    target,
)
from instagramapi.web.routes import PUBLIC, SIGNED_IN, Route
from instagramapi.web.visit import Visit

_FORM = "people/signin.html"
_OVER = "This link was used already, or is too old. Ask for a new one."


async def show(visit: Visit) -> Response:
    """Offer every way of signing in that this server has."""
    if visit.visitor:
        return visit.go(target(visit))
    return _form(visit, to=target(visit))


async def by_password(visit: Visit) -> Response:
    """Sign in by address and password."""
    email, password = await field_of(visit, "email"), await field_of(visit, "password")
    to = target(visit, await field_of(visit, "next"))
    known = read(visit.request, KNOWN)
    try:
        outcome = await visit.site.service.signing.by_password(
            email, password, device_of(visit.request), known
        )
    except Problem as problem:
        return refused(visit, _FORM, problem, **_ways(visit), to=to, email=email)
    if outcome is None:
        return _form(visit, 401, to=to, email=email, error=NOT_ACCEPTED)
    return await enter(visit, outcome, to)


async def by_code(visit: Visit) -> Response:
    """Go on with a one-time code or a recovery code."""
    ticket, to = await field_of(visit, "ticket"), target(visit, await field_of(visit, "next"))
    again = {"ticket": ticket, "to": to}
    try:
        entered = await visit.site.service.signing.by_code(
            *(ticket, await field_of(visit, "code"), device_of(visit.request)),
            known=read(visit.request, KNOWN),
        )
    except Problem as problem:
        return refused(visit, "people/code.html", problem, **again)
    if entered is None:
        error = "That code is not right, or was used. Wait for the next one."
        return visit.render("people/code.html", 401, error=error, **again)
    return await enter(visit, entered, to)


async def ask_passkey(visit: Visit) -> Response:
    """Tell the script what a passkey is to sign."""
    try:
        asked = await visit.site.service.signing.ask_passkey(device_of(visit.request))
    except Problem as problem:
        return visit.json({"error": problem.message}, problem.status)
    return Response(asked, media_type="application/json")


async def by_passkey(visit: Visit) -> Response:
    """Sign in by what a passkey signed."""
    to = target(visit, await field_of(visit, "next"))
    try:
        entered = await visit.site.service.signing.by_passkey(
            await field_of(visit, "credential"), device_of(visit.request)
        )
    except Problem as problem:
        return visit.json({"error": problem.message}, problem.status)
    return admit(visit, visit.json({"next": to}), entered)


async def by_mail(visit: Visit) -> Response:
    """Mail a link; the answer is the same whether or not there is such a user."""
    email, service = await field_of(visit, "email"), visit.site.service
    to = target(visit, await field_of(visit, "next"))
    if not service.people.has_mail:
        return visit.go("/signin", failed="This server sends no mail.")
    try:
        issued = await service.signing.mail_ticket(email, device_of(visit.request))
    except Problem as problem:
        return refused(visit, _FORM, problem, **_ways(visit), to=to, email=email)
    if issued:
        user, ticket = issued
        url = link(visit, "/link", ticket, next=to)
        about = "Open this link within 15 minutes; it works once:"
        mail(visit, user.email, "Your sign-in link", about, url, "Not you? Then do nothing.")
    return visit.render("people/sent.html", email=email)


async def show_link(visit: Visit) -> Response:
    """Ask for one click: programs that look at links in mails must not use them up."""
    ticket = visit.request.query_params.get("ticket", "")
    found = visit.site.service.people.tickets.look(ticket, *LINKS)
    user = visit.site.service.people.users.by_id(found.user_id or "") if found else None
    if user is None:
        return visit.go("/signin", failed=_OVER)
    return visit.render("people/link.html", ticket=ticket, to=target(visit), email=user.email)


async def by_link(visit: Visit) -> Response:
    """Use up a link and sign in."""
    outcome = await visit.site.service.signing.by_link(
        await field_of(visit, "ticket"), device_of(visit.request)
    )
    if outcome is None:
        return visit.go("/signin", failed=_OVER)
    return await enter(visit, outcome, target(visit, await field_of(visit, "next")))


async def sign_out(visit: Visit) -> Response:
    """End this session."""
    who, people = signed_in(visit), visit.site.service.people
    await people.sessions.end(who.session.id, who.user.id)
    await people.audit.note(who.actor, "session.end", who.user.id)
    return drop(visit.request, visit.go("/"), SESSION)


def _form(visit: Visit, status: int = 200, *, to: str = HOME, **values: str) -> Response:
    shown = {"email": "", "error": "", **values}
    return visit.render(_FORM, status, to=to, **_ways(visit), **shown)


def _ways(visit: Visit) -> dict[str, object]:
    service = visit.site.service
    return {
        "has_mail": service.people.has_mail,
        "providers": tuple(service.settings.oidc),
        "is_open": service.joining.sign_up == "open",
        "can_keep": can_keep(visit.request),
    }


ROUTES = (
    Route(path="/signin", page=show, access=PUBLIC),
    Route(path="/signin", page=by_password, access=PUBLIC, method="POST"),
    Route(path="/signin/code", page=by_code, access=PUBLIC, method="POST"),
    Route(path="/signin/passkey/ask", page=ask_passkey, access=PUBLIC, method="POST"),
    Route(path="/signin/passkey", page=by_passkey, access=PUBLIC, method="POST"),
    Route(path="/signin/mail", page=by_mail, access=PUBLIC, method="POST"),
    Route(path="/link", page=show_link, access=PUBLIC),
    Route(path="/link", page=by_link, access=PUBLIC, method="POST"),
    Route(path="/signout", page=sign_out, access=SIGNED_IN, method="POST"),
)
