"""What stands before every page: where a request is from, who sends it, whether they may."""

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from instagramapi.web.routes import Route, Visitor

SIGN_IN, STEP_UP = "/signin", "/step-up"
MAX_BODY_BYTES = 262_144
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_A_YEAR = "max-age=31536000; includeSubDomains"


def is_from_here(request: Request, public_url: str) -> bool:
    """Tell whether an unsafe request comes from one of our own pages.

    A browser says so in `sec-fetch-site`, or, on plain http, in `origin`. Where it says neither,
    nobody knows who made it send the request.
    """
    if request.method in _SAFE:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return origin in (here, _origin(public_url))


def is_bounded(request: Request) -> bool:
    """Tell whether a request's body is small enough to be read; one of unknown length is not."""
    if request.method in _SAFE:
        return True
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= MAX_BODY_BYTES


def detour(request: Request, route: Route, visitor: Visitor | None) -> Response | None:
    """Send the visitor to where they sign in or prove themselves; None where they need not."""
    if route.access.kind != "public" and visitor is None:
        return _to(request, SIGN_IN)
    if route.steps_up and visitor and route.access.allows(visitor) and not visitor.is_stepped_up:
        return _to(request, STEP_UP)
    return None


def protect(response: Response, *, is_private: bool, is_secure: bool) -> Response:
    """Add the headers that every page has."""
    response.headers.update(_ALWAYS)
    if is_private:
        response.headers["cache-control"] = "no-store"
    else:
        response.headers.setdefault("cache-control", "no-cache")
        response.headers.add_vary_header("cookie")
    if is_secure:
        response.headers["strict-transport-security"] = _A_YEAR
    return response


def path_within(url: str, otherwise: str) -> str:
    """Reduce where to go next to a path of this site, so that no link leads away from it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return otherwise
    path = parts.path if parts.path.startswith("/") else ""
    if path.startswith(("//", "/\\")) or not path.isprintable() or "\\" in path:
        return otherwise
    return f"{path}?{parts.query}" if path and parts.query else path or otherwise


def _to(request: Request, path: str) -> Response:
    # What a form sent is lost on the way: the visitor comes back to the form, not to its target.
    here = str(request.url) if request.method in _SAFE else request.headers.get("referer", "/app")
    target = f"{path}?{urlencode({'next': path_within(here, '/app')})}"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"hx-redirect": target})
    return RedirectResponse(target, status_code=303)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
