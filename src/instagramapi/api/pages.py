"""Everything beside `/v1`: health, metrics, the OpenAPI document, the errors, demo pictures."""

import html
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from hmac import compare_digest

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from instagramapi.errors import PROBLEMS, Problem

Readiness = Callable[[], Awaitable[dict[str, bool]]]
Picture = Callable[[str], Response | None]

_A_DAY = {"cache-control": "public, max-age=86400"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark}code{font-size:.95em}h2{margin-top:2rem}"
)
_POLICY = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The pages of one server."""

    document: dict[str, object]
    readiness: Readiness
    registry: CollectorRegistry
    metrics_token: str | None
    picture: Picture

    def application(self, otherwise: ASGIApp) -> Starlette:
        """Put the routes together; `otherwise` answers every other path."""
        application = Starlette(
            routes=[
                Route("/", _root),
                Route("/openapi.json", self.openapi),
                Route("/docs/errors", _errors),
                Route("/healthz", _alive),
                Route("/readyz", self.ready),
                Route("/metrics", self.metrics),
                Route("/demo/{name:path}", self.draw),
            ]
        )
        application.router.default = otherwise
        return application

    async def openapi(self, request: Request) -> Response:
        """Hand out the OpenAPI document."""
        return Response(self._openapi_json, media_type="application/json")

    async def ready(self, request: Request) -> Response:
        """Tell whether calls can be answered: 200 or 503, and what is missing."""
        checks = await self.readiness()
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    async def metrics(self, request: Request) -> Response:
        """Hand out the metrics to who has the token."""
        if not _is_token(request.headers.get("authorization", ""), self.metrics_token):
            return PlainTextResponse(
                "Set INSTAGRAMAPI_METRICS_TOKEN and send it as a bearer token.\n", status_code=403
            )
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

    async def draw(self, request: Request) -> Response:
        """Draw a picture of the demo world."""
        found = self.picture(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such picture.\n", status_code=404)
        found.headers.update(_A_DAY)
        return found

    @cached_property
    def _openapi_json(self) -> bytes:
        return json.dumps(self.document, ensure_ascii=False).encode()


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _errors(request: Request) -> Response:
    return HTMLResponse(_errors_page(), headers=_POLICY)


async def _root(request: Request) -> Response:
    return HTMLResponse(_root_page(), headers=_POLICY)


def _is_token(sent: str, token: str | None) -> bool:
    return token is not None and compare_digest(sent.encode(), f"Bearer {token}".encode())


def _errors_page() -> str:
    sections = "".join(_error_section(problem) for problem in PROBLEMS)
    return _page("Errors", f"<h1>Errors</h1>{sections}")


def _error_section(problem: type[Problem]) -> str:
    billed = "billed" if problem.billed else "free"
    retry = "safe to ask again" if problem.retryable else "asking again gives the same"
    text = "".join(
        f"<p>{html.escape(paragraph)}</p>" for paragraph in problem.documentation().split("\n\n")
    )
    return (
        f'<section id="{problem.code}"><h2><code>{problem.code}</code></h2>'
        f"<p>HTTP {problem.status} · {billed} · {retry}</p>{text}</section>"
    )


def _root_page() -> str:
    return _page(
        "instagramapi",
        "<h1>instagramapi</h1><p>A REST API for public Instagram data.</p><ul>"
        '<li><a href="/openapi.json">OpenAPI document</a>: every endpoint, price and field</li>'
        '<li><a href="/docs/errors">Errors</a>: what each means and whether it is billed</li>'
        '<li><a href="/healthz">Alive</a>, <a href="/readyz">ready</a></li></ul>',
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<main>{body}</main></html>"
    )
