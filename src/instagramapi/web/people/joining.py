"""Becoming a user: signing up where that is open, and accepting an invitation."""

from contextlib import suppress

from starlette.responses import Response

from instagramapi.accounts.people.joining import one_spelling
from instagramapi.accounts.people.throttle import Count, neighbourhood
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.accounts.people.users import User
from instagramapi.errors import Problem, RateLimited
from instagramapi.ledger.ledger import ReferenceTaken
from instagramapi.web.people.cookies import device_of
from instagramapi.web.people.entering import (
    HOME,
    enter,
    field_of,
    link,
    mail,
    refused,
    signed_in,
)
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit
from instagramapi.wiring import Service

_OVER = "This link was used already, or is too old. Ask for a new one."
_FORM = "people/signup.html"
_PAIR_FREE, _ADDRESS_FREE = 3, 10


async def show(visit: Visit) -> Response:
    """Offer to open an account, or say how else to get in."""
    service = visit.site.service
    is_open = service.joining.sign_up == "open" and service.people.has_mail
    return visit.render(
        _FORM, is_open=is_open, email="", error="", trial=service.settings.trial_credits
    )


async def ask(visit: Visit) -> Response:
    """Mail a link that opens an account; one that has a user gets a link to sign in."""
    email, service = await field_of(visit, "email"), visit.site.service
    try:
        await _mail(visit, email)
    except Problem as problem:
        trial = service.settings.trial_credits
        return refused(visit, _FORM, problem, is_open=True, email=email, trial=trial)
    return visit.render("people/sent.html", email=email)


async def show_new(visit: Visit) -> Response:
    """Ask for a name and one click."""
    ticket = visit.request.query_params.get("ticket", "")
    found = visit.site.service.people.tickets.look(ticket, Purpose.SIGN_UP)
    if found is None:
        return visit.go("/signin", failed=_OVER)
    return visit.render("people/new.html", ticket=ticket, email=found.content["email"])


async def open_account(visit: Visit) -> Response:
    """Open the account, with trial credits, and sign in."""
    service, device = visit.site.service, device_of(visit.request)
    try:
        user = await service.joining.sign_up_by(
            await field_of(visit, "ticket"), await field_of(visit, "name"), device
        )
    except Problem as problem:
        return visit.go("/signin", failed=problem.message)
    if user is None:
        return visit.go("/signin", failed=_OVER)
    await grant_trial(service, user)
    entered = await service.signing.enter(user, device, "mail")
    return await enter(visit, entered, HOME)


async def show_invitation(visit: Visit) -> Response:
    """Say what the invitation is to, and ask for one click."""
    ticket, service = visit.request.query_params.get("ticket", ""), visit.site.service
    found = service.people.tickets.look(ticket, Purpose.INVITATION)
    if found is None:
        return visit.go("/signin", failed=_OVER)
    account = service.accounts.find(found.account_id or "")
    return visit.render(
        "people/join.html",
        ticket=ticket,
        invitation=found.content,
        account=account,
        is_known=service.people.users.by_email(found.content["email"]) is not None,
        is_theirs=visit.visitor is not None
        and signed_in(visit).user.email == found.content["email"],
    )


async def join(visit: Visit) -> Response:
    """Join, as who is signed in or as a new user."""
    try:
        return await _join(visit)
    except Problem as problem:
        return visit.go(HOME if visit.visitor else "/signin", failed=problem.message)


async def _join(visit: Visit) -> Response:
    service, device = visit.site.service, device_of(visit.request)
    ticket = await field_of(visit, "ticket")
    if visit.visitor:
        used = await service.joining.accept_as(ticket, signed_in(visit))
        if used is None:
            return visit.go(HOME, failed=_OVER)
        await service.people.sessions.view(signed_in(visit).session.id, used.account_id or "")
        return visit.go(HOME, done="You are in.")
    user = await service.joining.accept(
        ticket, await field_of(visit, "name"), device, was_mailed=service.people.has_mail
    )
    if user is None:
        return visit.go("/signin", failed=_OVER)
    return await enter(visit, await service.signing.enter(user, device, "invitation"), HOME)


async def grant_trial(service: Service, user: User) -> None:
    """Give a new account its trial credits: once for an address, however it is spelt."""
    amount = service.settings.trial_credits
    account = service.accounts.by_email(user.email)
    if amount and account:
        # Another account of this address had them: whatever runs in parallel, the journal knows.
        with suppress(ReferenceTaken):
            await service.ledger.grant(
                account.id,
                amount,
                reason="trial",
                reference=service.joining.trial_reference(user.email),
            )


async def _mail(visit: Visit, email: str) -> None:
    service, device = visit.site.service, device_of(visit.request)
    here = neighbourhood(device.address)
    service.people.throttle.attempt(
        Count(f"sign-up {one_spelling(email)}", _PAIR_FREE), Count(f"sign-up {here}", _ADDRESS_FREE)
    )
    ticket = await service.joining.ask(email)
    known = service.people.users.by_email(email)
    if known is None:
        url = link(visit, "/signup/new", ticket)
        about = "Open this link within a day to open your account:"
        mail(visit, email, "Open your account", about, url, "Not you? Then do nothing.")
        return
    try:
        issued = await service.signing.mail_ticket(email, device)
    except RateLimited:
        # Said aloud, it would tell that there is such a user.
        return
    if issued:
        url = link(visit, "/link", issued[1])
        about = "You have an account here already. This link signs you in, once:"
        mail(visit, known.email, "You have an account already", about, url)


ROUTES = (
    Route(path="/signup", page=show, access=PUBLIC),
    Route(path="/signup", page=ask, access=PUBLIC, method="POST"),
    Route(path="/signup/new", page=show_new, access=PUBLIC),
    Route(path="/signup/new", page=open_account, access=PUBLIC, method="POST"),
    Route(path="/join", page=show_invitation, access=PUBLIC),
    Route(path="/join", page=join, access=PUBLIC, method="POST"),
)
