"""Signing in with an OpenID provider; the library for it is loaded when somebody does."""

from typing import TYPE_CHECKING

import structlog
from starlette.responses import RedirectResponse, Response

from instagramapi.accounts.people.joining import Identity
from instagramapi.accounts.people.throttle import Count, neighbourhood
from instagramapi.accounts.people.tickets import Purpose, Ticket
from instagramapi.errors import BadParameter
from instagramapi.web.people.cookies import OIDC, SESSION, device_of, drop, keep, read
from instagramapi.web.people.entering import enter, signed_in, target
from instagramapi.web.people.joining import grant_trial
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit

if TYPE_CHECKING:
    from instagramapi.web.people.oidc import OpenId

log = structlog.get_logger()

_LEAVES_FREE = 60
_SORRY = "That did not work: {name} did not tell who you are. Try again."


async def leave(visit: Visit) -> Response:
    """Send the visitor to the provider; this browser alone may come back.

    Who is signed in goes there to prove that it is still them.
    """
    from instagramapi.web.people.oidc import Asked, OidcFailed

    name = visit.request.path_params["name"]
    provider = _provider(visit, name)
    if provider is None:
        return visit.go("/signin", failed="There is no such provider here.")
    here = neighbourhood(device_of(visit.request).address)
    visit.site.service.people.throttle.attempt(Count(f"oidc {here}", _LEAVES_FREE))
    asked = Asked.new()
    is_proof = visit.visitor is not None
    ticket = await visit.site.service.people.tickets.issue(
        Purpose.OIDC,
        user_id=signed_in(visit).user.id if is_proof else None,
        provider=name,
        nonce=asked.nonce,
        verifier=asked.verifier,
        to=target(visit),
    )
    try:
        url = await provider.url(ticket, asked, anew=is_proof)
    except OidcFailed as failure:
        log.warning("oidc_failed", provider=name, error=str(failure))
        return visit.go("/signin", failed=_SORRY.format(name=name))
    return keep(visit.request, RedirectResponse(url, status_code=303), OIDC, ticket)


async def come_back(visit: Visit) -> Response:
    """Take what the provider sent along, and sign in whom it vouches for."""
    from instagramapi.web.people.oidc import Asked, OidcFailed

    service, query = visit.site.service, visit.request.query_params
    state = query.get("state", "")
    used = None
    if state and state == read(visit.request, OIDC):
        used = await service.people.tickets.use(state, Purpose.OIDC)
    if used is None:
        return visit.go("/signin", failed="That took too long, or began elsewhere. Try again.")
    name = used.content["provider"]
    provider = _provider(visit, name)
    if provider is None or "code" not in query:
        return visit.go("/signin", failed=_SORRY.format(name=name))
    asked = Asked(used.content["nonce"], used.content["verifier"])
    since_s = used.created_at if used.user_id else None
    try:
        identity = await provider.identity(query["code"], asked, asked_since_s=since_s)
        if used.user_id:
            return await _prove(visit, used, identity)
        user, is_new = await service.joining.by_identity(identity, device_of(visit.request))
    except OidcFailed as failure:
        log.warning("oidc_failed", provider=name, error=str(failure))
        return visit.go("/signin", failed=_SORRY.format(name=name))
    except BadParameter as problem:
        return visit.go("/signin", failed=problem.message)
    if is_new:
        await grant_trial(service, user)
    entered = await service.signing.enter(user, device_of(visit.request), name)
    return drop(visit.request, await enter(visit, entered, used.content["to"]), OIDC)


async def _prove(visit: Visit, used: Ticket, identity: Identity) -> Response:
    token = None
    if visit.visitor and signed_in(visit).user.id == used.user_id:
        token = await visit.site.service.signing.prove_by_identity(
            signed_in(visit), identity.issuer, identity.subject
        )
    if token is None:
        return visit.go("/step-up", failed="That is not the one who is signed in here.")
    answer = keep(visit.request, visit.go(used.content["to"]), SESSION, token)
    return drop(visit.request, answer, OIDC)


def _provider(visit: Visit, name: str) -> "OpenId | None":
    from instagramapi.web.people.oidc import Client, OpenId

    found = visit.site.service.settings.oidc.get(name)
    if found is None:
        return None
    client = Client(
        found.issuer,
        found.client_id,
        found.client_secret.get_secret_value(),
        f"{visit.site.public_url}/signin/back",
    )
    return OpenId(client, visit.site.service.clock)


ROUTES = (
    Route(path="/signin/with/{name}", page=leave, access=PUBLIC),
    Route(path="/signin/back", page=come_back, access=PUBLIC),
)
