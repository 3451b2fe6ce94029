"""What machines ask for beside `/v1`: health, metrics, the OpenAPI document, demo pictures."""

import json
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

Readiness = Callable[[], Awaitable[dict[str, bool]]]
Picture = Callable[[str], Response | None]
Page = Callable[[Request], Awaitable[Response]]

_A_DAY = {"cache-control": "public, max-age=86400"}


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
            Route("/healthz", _fixed("ok\n", "text/plain")),
            Route("/readyz", _ready(readiness)),
            Route("/metrics", _metrics(registry, metrics_token)),
            Route("/demo/{name:path}", _drawing(picture)),
        ]
    )
    application.router.default = otherwise
    return application


def _fixed(text: str, media_type: str) -> Page:
    content = text.encode()

    async def page(request: Request) -> Response:
        return Response(content, media_type=media_type)

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
