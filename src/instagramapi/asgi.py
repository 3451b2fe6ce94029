"""The server's door: an ASGI application around the service, and `serve`, which runs it."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from importlib.metadata import version
from types import FrameType
from typing import Any

import structlog
import uvicorn
from prometheus_client import CollectorRegistry
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from instagramapi.admin.socket import AdminServer
from instagramapi.api.access_log import AccessLog
from instagramapi.api.app import V1
from instagramapi.api.auditor import Auditor
from instagramapi.api.envelope import Envelope, Headers
from instagramapi.api.fast_door import FastProtocol
from instagramapi.api.media import MediaDoor, MediaParts
from instagramapi.api.observer import TrafficObserver
from instagramapi.api.openapi import openapi
from instagramapi.api.pages import pages
from instagramapi.api.protocol import REQUEST_TIMEOUT_S, BoundedProtocol
from instagramapi.api.provider_metrics import ProviderCollector
from instagramapi.errors import Problem
from instagramapi.gateway.batch import Batches
from instagramapi.gateway.reply import Reply
from instagramapi.media.links import PATH as MEDIA_PATH
from instagramapi.media.own import OwnMedia
from instagramapi.settings import Settings, described
from instagramapi.store.database import Database
from instagramapi.store.retention import keep_retention
from instagramapi.store.writer import StoreFailed
from instagramapi.upstream.providers.demo import pictures
from instagramapi.web.app import website
from instagramapi.web.people.cookies import by_session
from instagramapi.web.routes import Identify, Route
from instagramapi.web.site import Site
from instagramapi.web.table import ROUTES
from instagramapi.wiring import Service, canary_of, rollup_of, watch_of

log = structlog.get_logger()

GRACE_S = 25
_BACKLOG = 2048
_DRAWN = {
    "pictures": (pictures.draw, ".svg", "image/svg+xml"),
    "videos": (pictures.video, ".mp4", "video/mp4"),
}


class App:
    """Sends `/v1` to its own door and everything else to the pages."""

    store_answers_within_s = 2.0
    """How long the store may take where the server calls itself ready."""

    def __init__(
        self,
        service: Service,
        *,
        identify: Identify | None = None,
        routes: Sequence[Route] = ROUTES,
    ) -> None:
        settings = service.settings
        registry = CollectorRegistry()
        self.service = service
        access_log = AccessLog(service.clock) if settings.access_log else None
        self.observer = TrafficObserver(registry, access_log)
        self.envelope = Envelope(f"{settings.url}/docs/errors", service.media_links)
        self.auditor = Auditor(service.ledger, self.observer.ledger_drift)
        self._is_fast = settings.fast_door
        self._v1 = _v1(service, self.envelope, self.observer)
        self._media = MediaDoor(
            MediaParts(
                links=service.media_links,
                source=service.media,
                own=OwnMedia(settings.url, _drawn),
                is_suppressed=service.suppression.is_marked,
                envelope=self.envelope,
                clock=service.clock,
                ids=service.ids,
                observer=self.observer,
            )
        )
        registry.register(ProviderCollector(service.turns, service.catalogue))
        self._pages = self._everything_else(
            identify or by_session(service.people), routes, registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; there is nothing to do at the start and end of an ASGI lifespan."""
        if scope["type"] == "http" and scope["path"].startswith(MEDIA_PATH):
            await self._media(scope, receive, send)
        elif scope["type"] == "http" and (scope["path"] + "/").startswith("/v1/"):
            await self._v1(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def readiness(self) -> dict[str, bool]:
        """Check what a call needs: a store that writes, its schema, the journal, a provider."""
        store = self.service.database
        is_writing = await _is_writing(store, self.store_answers_within_s)
        return {
            "store": is_writing,
            "migrations": is_writing and store.is_migrated(),
            "ledger": is_writing and self.auditor.can_read,
            "providers": bool(self.service.turns.desks),
        }

    def _everything_else(
        self, identify: Identify, routes: Sequence[Route], registry: CollectorRegistry
    ) -> ASGIApp:
        service = self.service
        document = openapi(service.catalogue, service.settings.url, version("instagramapi"))
        site = Site.of(
            service,
            routes,
            identify=identify,
            write=self.envelope.write,
            document=document,
            settings=described(),
            version=version("instagramapi"),
        )
        self.library = site.library
        token = service.settings.metrics_token
        return pages(
            document=document,
            readiness=self.readiness,
            registry=registry,
            metrics_token=token.get_secret_value() if token else None,
            picture=_picture,
            otherwise=website(site, routes, self._v1),
        )

    def protocol(self, request_timeout_s: float) -> type[BoundedProtocol]:
        """Make the HTTP protocol of a server, with the short way in front where it is wanted."""
        bounded = BoundedProtocol.for_server(self, request_timeout_s)
        return FastProtocol.for_door(self._v1, bounded) if self._is_fast else bounded

    def refuse(self, problem: Problem) -> tuple[int, Headers, bytes]:
        """Write a refusal of what never became a request."""
        request_id = self.service.ids.new("req")
        return self.envelope.write(Reply(request_id, None, receipt=None, ms=0, problem=problem))


def _v1(service: Service, envelope: Envelope, observer: TrafficObserver) -> V1:
    return V1(
        service.gateway,
        service.catalogue,
        batches=Batches(
            service.gateway, service.ledger, service.clock, deadline_s=service.settings.deadline_s
        ),
        ledger=service.ledger,
        envelope=envelope,
        clock=service.clock,
        ids=service.ids,
        observer=observer,
        node_id=service.node_id,
    )


def bind(host: str, port: int) -> socket.socket:
    """Listen, so that the port is known and a busy one is an OSError before anything is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    # Connections inherit it. Not every loop sets it by itself, and then a body that follows its
    # head in another write waits 40 ms for the caller's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def run(
    service: Service,
    listener: socket.socket,
    on_ready: Callable[[], None],
    *,
    request_timeout_s: float = REQUEST_TIMEOUT_S,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way and close the service."""
    app = App(service)
    service.database.on_fatal = _die
    config = _config(app, service.settings, request_timeout_s)
    admin = AdminServer(service)
    try:
        async with _meanwhile(
            app.auditor.run(),
            canary_of(service).run(),
            keep_retention(service.cache, service.clock, service.settings.retention_s),
            rollup_of(service).run(),
            service.topups.watch(),
            watch_of(service).run(),
            app.library.showroom.warm(),
        ):
            await admin.start()
            await _Server(config, on_ready).serve([listener])
    finally:
        app.observer.flush()
        await admin.close()
        await service.close()


def _config(app: App, settings: Settings, request_timeout_s: float) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=app.protocol(request_timeout_s),
        loop="none",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACE_S,
    )


@contextlib.asynccontextmanager
async def _meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do work in the background; what is under way ends before what it works with is closed."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


class _Server(uvicorn.Server):
    """uvicorn, which tells when it is ready and leaves with exit code 0."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises the signal again after a clean stop, which would be exit code 143.
        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


async def _is_writing(store: Database, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            # An empty transaction does not touch the disk, but it waits in the writer's queue.
            await store.write(lambda connection: None)
    except (StoreFailed, TimeoutError):
        return False
    return True


def _die(failure: BaseException) -> None:
    """End the process at once: a commit failed, so nobody knows what is charged."""
    log.critical("store_failed", error=str(failure))
    os._exit(70)


def _picture(path: str) -> Response | None:
    drawn = _drawn(path)
    return Response(drawn[0], media_type=drawn[1]) if drawn else None


def _drawn(path: str) -> tuple[bytes, str] | None:
    folder, _, file = path.partition("/")
    if folder not in _DRAWN:
        return None
    draw, suffix, media_type = _DRAWN[folder]
    drawn = draw(file.removesuffix(suffix))
    return (drawn, media_type) if drawn else None
