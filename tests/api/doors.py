"""Two doors to one service: the short way and ASGI alone, and what each answers to the same."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from instagramapi.api.fast_door import Door, FastProtocol
from instagramapi.api.protocol import BoundedProtocol
from instagramapi.asgi import bind
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound, UpstreamError
from makers import Api, Scripted, a_profile, open_server

Stop = Callable[[], Awaitable[None]]

# What two requests can never have alike: numbers, moments, and what the first of them left.
_OF_ONE = re.compile(rb"(?im)^(date|x-request-id|x-credits-remaining|age|content-length): .*\r\n")
_ID = re.compile(rb"req_[0-9A-Z]{26}")
_OF_ONE_BODY = ("request_id", "credits_remaining", "ms", "fetched_at")


class Two:
    """One service behind two ports: the short way, and ASGI alone."""

    def __init__(self, api: Api, asgi_port: int) -> None:
        self.api = api
        self._ports = (api.port, asgi_port)

    async def ask(self, *requests: bytes) -> list[list[tuple[bytes, Any]]]:
        """Send the same to both ports, to each over a connection of its own; what each answers."""
        return [await answers(port, requests) for port in self._ports]


async def answers(port: int, requests: tuple[bytes, ...]) -> list[tuple[bytes, Any]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(20):
            writer.write(b"".join(requests))
            return [await answer(reader, request) for request in requests]
    except asyncio.IncompleteReadError:
        return [(b"closed", None)]
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader, request: bytes) -> tuple[bytes, Any]:
    head = await reader.readuntil(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100"):
        head += await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: (\d+)", head)
    is_head = request.startswith(b"HEAD")
    body = await reader.readexactly(0 if is_head or not length else int(length[1]))
    lines = sorted(_OF_ONE.sub(b"", head).splitlines())
    return b"\n".join(lines), _without_its_own(body)


def _without_its_own(body: bytes) -> Any:
    if not body.startswith(b"{"):
        return body
    told = json.loads(_ID.sub(b"", body))
    for name in _OF_ONE_BODY:
        told.get("meta", {}).pop(name, None)
    return told


async def by_name(call: Call) -> Model:
    """Answer as the handle says."""
    name = getattr(getattr(call, "account", None), "handle", None)
    if name == "nothing":
        raise NotFound("There is no such account.", reason="nonexistent")
    if name == "broken":
        raise RuntimeError("a mistake")
    if name == "fails":
        raise UpstreamError("It fails.")
    if name == "slow":
        await asyncio.sleep(0.01)
    return a_profile(name or "nike")


def request_of(target: str, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
    head = [f"{method} {target} HTTP/{version}", "host: x", *lines, "", ""]
    return "\r\n".join(head).encode()


@asynccontextmanager
async def two_doors(data_dir: Path) -> AsyncIterator[Two]:
    """Serve the short way as `serve` does, and ASGI alone beside it."""
    async with (
        open_server(data_dir, Scripted(by_name), granted=1_000_000) as api,
        asgi_way(api) as port,
    ):
        yield Two(api, port)


@asynccontextmanager
async def asgi_way(api: Api) -> AsyncIterator[int]:
    """Serve through ASGI alone on a port of its own."""
    async with _serving(api, BoundedProtocol.for_server(api.app), 60) as (port, _):
        yield port


@asynccontextmanager
async def short_way(
    api: Api, door: Door | None = None, keep_alive_s: int = 60
) -> AsyncIterator[Any]:
    """Serve through the short way on a port of its own; give the port and how to stop."""
    bounded = BoundedProtocol.for_server(api.app)
    protocol = FastProtocol.for_door(door, bounded) if door else api.app.protocol(10.0)
    async with _serving(api, protocol, keep_alive_s) as served:
        yield served


@asynccontextmanager
async def _serving(
    api: Api, protocol: type[BoundedProtocol], keep_alive_s: int
) -> AsyncIterator[tuple[int, Stop]]:
    listener = bind("127.0.0.1", 0)
    config = uvicorn.Config(
        api.app,
        http=protocol,
        lifespan="off",
        ws="none",
        log_config=None,
        server_header=False,
        timeout_keep_alive=keep_alive_s,
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])

    async def stop() -> None:
        if server.started:
            server.started = False
            await server.shutdown([listener])

    try:
        yield listener.getsockname()[1], stop
    finally:
        await stop()
