"""A caller on a raw socket: it knows exactly which bytes it got, and when."""

import asyncio
import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

_PATIENCE_S = 60.0


class Cut(Exception):  # noqa: N818 - it names a state
    """The connection ended before the answer was complete."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; `received_s` is the monotonic second of its last byte."""

    status: int
    headers: dict[str, str]
    body: bytes
    received_s: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        """The body as a value; empty where it is no JSON, which is always a fault."""
        is_json = self.headers.get("content-type") == "application/json"
        return json.loads(self.body) if is_json else {}

    @property
    def request_id(self) -> str:
        return self.headers.get("x-request-id", "")

    @property
    def charged(self) -> int:
        """What the headers say; -1 where they say nothing, which is always a fault."""
        return int(self.headers.get("x-credits-charged", "-1"))

    @property
    def remaining(self) -> int | None:
        text = self.headers.get("x-credits-remaining", "null")
        return None if text == "null" else int(text)


class Connection:
    """One keep-alive connection; one request at a time."""

    def __init__(self, port: int, *, receive_bytes: int | None = None) -> None:
        self._port = port
        self._receive_bytes = receive_bytes
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        link = socket.socket()
        link.setblocking(False)
        if self._receive_bytes:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_bytes)
        try:
            await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", self._port))
            self._reader, self._writer = await asyncio.open_connection(sock=link, limit=65_536)
        except OSError as error:
            link.close()
            raise Cut from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.transport.abort()

    async def get(self, target: str, secret: str = "") -> Answer:
        """Ask and read the whole answer, or raise Cut."""
        await self.send(request(target, secret))
        return await self.read()

    async def ask_slowly(self, target: str, secret: str, patience_s: float) -> None:
        """Ask, then let the answer wait before `read` takes it."""
        await self.send(request(target, secret))
        await asyncio.sleep(patience_s)

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise Cut from error

    async def read(self) -> Answer:
        """Read one whole answer, or raise Cut; a server that hangs is a TimeoutError."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                head = await self._reader.readuntil(b"\r\n\r\n")
                status, headers = parse_head(head)
                length = int(headers.get("content-length", "0"))
                return Answer(status, headers, await self._reader.readexactly(length))
        except TimeoutError:
            raise
        except (OSError, EOFError) as error:
            raise Cut from error

    async def rest(self) -> bytes:
        """Read until the server hangs up."""
        pieces: list[bytes] = []
        with suppress(OSError):
            while piece := await self._reader.read(65_536):
                pieces.append(piece)
        return b"".join(pieces)

    def hang_up(self) -> None:
        """Leave without a word."""
        self._writer.transport.abort()

    def half_close(self) -> None:
        """Say that nothing more will be sent."""
        self._writer.write_eof()


def request(target: str, secret: str = "", *headers: str) -> bytes:
    """Write a GET."""
    lines = [f"GET {target} HTTP/1.1", "host: localhost", *headers]
    if secret:
        lines.append(f"authorization: Bearer {secret}")
    return "\r\n".join([*lines, "", ""]).encode()


def parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    """Read status line and headers."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


def parse_answers(raw: bytes) -> list[Answer]:
    """Split what came on one connection into answers; raises ValueError on what is no HTTP."""
    answers = []
    while raw:
        head, _, raw = raw.partition(b"\r\n\r\n")
        status, headers = parse_head(head)
        length = int(headers.get("content-length", "0"))
        if len(raw) < length:
            raise ValueError("the last answer is cut off")
        answers.append(Answer(status, headers, raw[:length]))
        raw = raw[length:]
    return answers
