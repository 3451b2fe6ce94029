"""The cookies of people, and who a request is from by them.

`__Host-` binds a cookie to this very host over https. Browsers keep no such cookie over plain
http, so on http://localhost, and only there, it has its plain name.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from instagramapi.accounts.people.people import People, SignedIn
from instagramapi.accounts.people.sessions import ABSOLUTE_S, Device

SESSION, KNOWN, OIDC = "session", "known-device", "oidc"
_A_YEAR_S = 31_536_000
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_LIVES_S = {SESSION: ABSOLUTE_S, KNOWN: _A_YEAR_S, OIDC: 900}


def is_plain(request: Request) -> bool:
    """Tell whether this is http://localhost, where nothing goes over a network."""
    return request.url.scheme == "http" and (request.url.hostname or "") in _HERE


def can_keep(request: Request) -> bool:
    """Tell whether a browser would keep our cookies: over https, or on this machine."""
    forwarded = request.headers.get("x-forwarded-proto", "")
    return is_plain(request) or "https" in (request.url.scheme, forwarded)


def read(request: Request, name: str) -> str:
    """Return the value of one of these cookies; empty where it is not there."""
    return request.cookies.get(_written(request, name), "")


def keep(request: Request, response: Response, name: str, value: str) -> Response:
    """Let the browser keep one of these cookies."""
    response.set_cookie(
        _written(request, name),
        value,
        max_age=_LIVES_S[name],
        path="/",
        secure=not is_plain(request),
        httponly=True,
        samesite="lax",
    )
    return response


def drop(request: Request, response: Response, name: str) -> Response:
    """Let the browser forget one of these cookies."""
    response.delete_cookie(
        _written(request, name),
        path="/",
        secure=not is_plain(request),
        httponly=True,
        samesite="lax",
    )
    return response


def device_of(request: Request) -> Device:
    """Tell where a request comes from."""
    address = request.client.host if request.client else ""
    return Device(address, request.headers.get("user-agent", ""))


def by_session(people: People) -> Callable[[Request], Awaitable[SignedIn | None]]:
    """Make what finds out who sends a request, by its session cookie."""

    async def identify(request: Request) -> SignedIn | None:
        token = read(request, SESSION)
        visitor = people.visitor(token) if token else None
        if visitor is None:
            return None
        people.sessions.seen(visitor.session, device_of(request))
        if visitor.session.must_renew:
            request.state.renewed_session = await people.sessions.renew_where_due(visitor.session)
        return visitor

    return identify


def keep_renewed(request: Request, response: Response) -> None:
    """Give the browser the new id of a session whose rights changed."""
    renewed = getattr(request.state, "renewed_session", None)
    named = f"{_written(request, SESSION)}=".encode()
    is_set = any(name == b"set-cookie" and v.startswith(named) for name, v in response.raw_headers)
    if renewed and not is_set:
        keep(request, response, SESSION, renewed)


def _written(request: Request, name: str) -> str:
    return name if is_plain(request) else f"__Host-{name}"
