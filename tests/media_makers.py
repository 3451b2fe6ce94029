"""Parts for tests of media: names that mean what a test says, and a host that is really there."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

CDN = "scontent.cdninstagram.com"
PUBLIC = "157.240.22.63"
PICTURE = b"\xff\xd8\xff" + b"jpeg" * 1000
# Self-signed for the name above, until 2126.
CERTIFICATE = Path(__file__).with_name("media_certificate.pem")


class Names(AbstractResolver):
    """A resolver that knows some names; each look-up gives the next of their answers."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._answers = {name: list(turns) for name, turns in answers.items()}
        self.asked: list[str] = []
        self.is_closed = False

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        turns = self._answers.get(host)
        if not turns:
            raise OSError("no such name")
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [self._result(host, address, port) for address in addresses]

    def _result(self, host: str, address: str, port: int) -> ResolveResult:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(
            hostname=host,
            host=address,
            port=port,
            family=family,
            proto=socket.IPPROTO_TCP,
            flags=socket.AI_NUMERICHOST,
        )

    async def close(self) -> None:
        self.is_closed = True


class Sockets:
    """Makes sockets that note where they are to connect, and all connect to one local port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connected: list[tuple[str, int]] = []

    def __call__(self, info: Any) -> socket.socket:
        made = _Diverted(socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        made.sockets = self
        return made


class _Diverted(socket.socket):
    sockets: Sockets

    def connect(self, address: Any) -> None:
        self.sockets.connected.append(tuple(address[:2]))
        super().connect(("127.0.0.1", self.sockets.port))


@dataclass
class Host:
    """A media host on loopback: answers everybody with the same bytes, and keeps the requests."""

    answer: bytes
    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    sent_bytes: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    name: str | None = None
    """The name that the last caller asked for in TLS."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            for at in range(0, len(self.answer), 65_536):
                writer.write(self.answer[at : at + 65_536])
                await writer.drain()
                self.sent_bytes += 65_536
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        finally:
            writer.close()


def http(body: bytes = PICTURE, head: str = "200 OK", **headers: str) -> bytes:
    """Write an answer; `_` in a header's name stands for `-`, an empty value leaves it out."""
    given = {"content_type": "image/jpeg", "content_length": str(len(body)), **headers}
    lines = "".join(f"{n.replace('_', '-')}: {value}\r\n" for n, value in given.items() if value)
    return f"HTTP/1.1 {head}\r\n{lines}connection: close\r\n\r\n".encode() + body


@asynccontextmanager
async def open_host(answer: bytes, *, is_secure: bool = False) -> AsyncIterator[Host]:
    """Serve an answer on a free port of loopback."""
    host = Host(answer)
    tls = _server_tls(host) if is_secure else None
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host


def _server_tls(host: Host) -> ssl.SSLContext:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)

    def note(_: Any, name: str | None, __: Any) -> None:
        host.name = name

    tls.sni_callback = note
    return tls


def trusting_tls() -> ssl.SSLContext:
    """Make a client's context that trusts the certificate of these tests, and checks names."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))
