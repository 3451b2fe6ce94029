"""Makes the application out of the table of pages."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import cast

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path
from starlette.types import ASGIApp, Receive, Scope, Send

from instagramapi.errors import Problem
from instagramapi.web.guard import detour, is_bounded, is_from_here, protect
from instagramapi.web.people.cookies import keep_renewed
from instagramapi.web.routes import Route
from instagramapi.web.site import Site
from instagramapi.web.visit import Visit

log = structlog.get_logger()

_SAID = {
    403: ("This is not for you", "Your role does not allow this page, or this action."),
    404: ("There is no such page", "The address may be mistyped, or the page has moved."),
    405: ("That is not how this page works", "It does not take this kind of request."),
    413: ("That is too much", "A form of this site is never that large."),
    500: ("This server made a mistake", "It is logged. Nothing was charged; please try again."),
}


def website(site: Site, routes: Sequence[Route], otherwise: ASGIApp) -> Starlette:
    """Put the pages together; `otherwise` answers unknown paths to who wants no HTML."""
    paths: dict[str, dict[str, Route]] = {}
    for route in routes:
        if route.method in paths.setdefault(route.path, {}):
            raise ValueError(f"two pages answer {route.method} {route.path}")
        paths[route.path][route.method] = route

    async def files(request: Request) -> Response:
        return protect_file(site.assets.answer(request))

    application = Starlette(
        routes=[
            Path("/static/{digest}/{name:path}", files),
            *(Path(path, _Door(site, ways), methods=None) for path, ways in paths.items()),
        ]
    )
    application.router.default = _Unknown(site, otherwise)
    # A path with a slash too many is unknown: redirects would tell which paths there are.
    application.router.redirect_slashes = False
    return application


def protect_file(response: Response) -> Response:
    """Keep a browser from taking a file for something that it is not."""
    response.headers["x-content-type-options"] = "nosniff"
    response.headers["content-security-policy"] = "default-src 'none'; sandbox"
    response.headers["cross-origin-resource-policy"] = "same-origin"
    return response


class _Door:
    """One path: finds out who is there, and lets in who may."""

    def __init__(self, site: Site, ways: dict[str, Route]) -> None:
        self._site = site
        self._ways = ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        visit = Visit(request, self._site)
        route = self._ways.get("GET" if request.method == "HEAD" else request.method)
        response = await self._answer(visit, route)
        is_private = visit.visitor is not None or (route and route.access.kind != "public")
        await finish(visit, response, is_private=bool(is_private))(scope, receive, send)

    async def _answer(self, visit: Visit, route: Route | None) -> Response:
        try:
            visit.visitor = await self._site.identify(visit.request)
            if route is None:
                return self._wrong_method(visit)
            return await self._enter(visit, route)
        except HTTPException as refusal:
            return apology(visit, refusal.status_code)
        except Problem as problem:
            return apology(visit, problem.status, problem.message)
        except Exception:
            log.exception("page_failed", path=visit.request.url.path)
            return apology(visit, 500)

    async def _enter(self, visit: Visit, route: Route) -> Response:
        if not route.is_for_machines and not is_from_here(visit.request, self._site.public_url):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        if not is_bounded(visit.request):
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elsewhere = detour(visit.request, route, visit.visitor)
        if elsewhere:
            return elsewhere
        if not route.access.allows(visit.visitor):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        return await route.page(visit)

    def _wrong_method(self, visit: Visit) -> Response:
        response = apology(visit, 405)
        response.headers["allow"] = ", ".join(sorted(self._ways))
        return response


class _Unknown:
    """Any path that is not there: a page for people, a typed error for programs."""

    def __init__(self, site: Site, otherwise: ASGIApp) -> None:
        self._site = site
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if "text/html" not in request.headers.get("accept", ""):
            await self._otherwise(scope, receive, send)
            return
        visit = Visit(request, self._site)
        visit.visitor = await self._site.identify(request)
        response = apology(visit, 404)
        await finish(visit, response, is_private=visit.visitor is not None)(scope, receive, send)


def apology(visit: Visit, status: int, told: str = "") -> Response:
    """Say what went wrong, and where to go from here."""
    title, text = _SAID.get(status, (HTTPStatus(status).phrase, ""))
    return visit.render("problem.html", status, title=title, text=told or text, code=status)


def finish(visit: Visit, response: Response, *, is_private: bool) -> ASGIApp:
    """Add what every page has."""
    keep_renewed(visit.request, response)
    is_secure = visit.site.public_url.startswith("https:")
    return cast(ASGIApp, protect(response, is_private=is_private, is_secure=is_secure))
