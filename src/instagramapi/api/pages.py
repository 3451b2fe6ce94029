"""Everything beside `/v1`: health, metrics, the OpenAPI document, the errors, demo pictures."""

import html
import json
from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from instagramapi.errors import PROBLEMS, Problem

Readiness = Callable[[], Awaitable[dict[str, bool]]]
Picture = Callable[[str], Response | None]
Page = Callable[[Request], Awaitable[Response]]

_A_DAY = {"cache-control": "public, max-age=86400"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark}code{font-size:.95em}h2{margin-top:2rem}"
)
_POLICY = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


def pages(
    *,
    document: dict[str, object],
    readiness: Readiness,
    registry: CollectorRegistry,
    metrics_token: str | None,
    picture: Picture,
    otherwise: ASGIApp,
) -> Starlette:
    """Put the routes together; `otherwise` answers every other path."""
    openapi_json = json.dumps(document, ensure_ascii=False)
    application = Starlette(
        routes=[
            Route("/openapi.json", _fixed(openapi_json, "application/json")),
            Route("/docs/errors", _fixed(_errors_page(), "text/html", _POLICY)),
            Route("/healthz", _fixed("ok\n", "text/plain")),
            Route("/readyz", _ready(readiness)),
            Route("/metrics", _metrics(registry, metrics_token)),
            Route("/demo/{name:path}", _drawing(picture)),
        ]
    )
    application.router.default = otherwise
    return application


def _fixed(text: str, media_type: str, headers: Mapping[str, str] | None = None) -> Page:
    content = text.encode()

    async def page(request: Request) -> Response:
        return Response(content, media_type=media_type, headers=headers)

    return page


def _ready(readiness: Readiness) -> Page:
    async def page(request: Request) -> Response:
        checks = await readiness()
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    return page


def _metrics(registry: CollectorRegistry, token: str | None) -> Page:
    async def page(request: Request) -> Response:
        if not _is_token(request.headers.get("authorization", ""), token):
            return PlainTextResponse(
                "Set INSTAGRAMAPI_METRICS_TOKEN and send it as a bearer token.\n", status_code=403
            )
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return page


def _drawing(picture: Picture) -> Page:
    async def page(request: Request) -> Response:
        found = picture(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such picture.\n", status_code=404)
        found.headers.update(_A_DAY)
        return found

    return page


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


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<main>{body}</main></html>"
    )
