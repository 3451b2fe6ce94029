"""What the ways of signing in share: the step after, the words for a refusal, the next page."""

from typing import Any, cast
from urllib.parse import urlencode

from starlette.responses import Response

from instagramapi.accounts.people.people import SignedIn
from instagramapi.accounts.people.signing import Entered, Halfway
from instagramapi.errors import Problem
from instagramapi.mail import Letter
from instagramapi.web.guard import path_within
from instagramapi.web.people.cookies import KNOWN, SESSION, keep
from instagramapi.web.visit import Visit

HOME = "/app"
NOT_ACCEPTED = "That is not right. Check the address and the password, and try again."


def signed_in(visit: Visit) -> SignedIn:
    """Return who is signed in, on a page that only they see."""
    return cast(SignedIn, visit.who)


def target(visit: Visit, given: str | None = None) -> str:
    """Tell where to go after signing in: a page of ours, the dashboard by default."""
    wanted = visit.request.query_params.get("next", "") if given is None else given
    return path_within(wanted, HOME)


async def field_of(visit: Visit, name: str) -> str:
    """Read one field of the form that was sent."""
    return str((await visit.form()).get(name, ""))


async def enter(visit: Visit, outcome: Entered | Halfway, to: str) -> Response:
    """Go on: in, or to the page that asks for a one-time code."""
    if isinstance(outcome, Halfway):
        return visit.render("people/code.html", ticket=outcome.ticket, to=to, error="")
    if visit.visitor:
        # The browser forgets that session now: nobody else shall find it.
        before = signed_in(visit)
        await visit.site.service.people.sessions.end(before.session.id, before.user.id)
    return admit(visit, visit.go(to), outcome)


def admit(visit: Visit, response: Response, entered: Entered) -> Response:
    """Let the browser keep the session, and the mark of a known device."""
    signing = visit.site.service.signing
    keep(visit.request, response, SESSION, entered.token)
    return keep(visit.request, response, KNOWN, signing.known_device(entered.user))


def refused(visit: Visit, template: str, problem: Problem, **values: Any) -> Response:
    """Show a form again, with what was wrong with it."""
    response = visit.render(template, problem.status, error=problem.message, **values)
    if problem.retry_after_s:
        response.headers["retry-after"] = str(problem.retry_after_s)
    return response


def link(visit: Visit, path: str, ticket: str, **more: str) -> str:
    """Write the address at which a ticket is used."""
    return f"{visit.site.public_url}{path}?{urlencode({'ticket': ticket, **more})}"


def mail(visit: Visit, to: str, subject: str, *lines: str) -> None:
    """Send a mail of a few lines."""
    text = "\n\n".join((*lines, f"instagramapi at {visit.site.public_url}")) + "\n"
    visit.site.service.mail.send(Letter(to, subject, text))
