"""The HTTP parser's outer wall: bounds on headers and patience, refusals in the API's own form.

uvicorn bounds neither the size of a request's head nor the time that a request may take to
arrive. This adds both, answers what is no HTTP with a typed error, and hands the transport on, so
that the `/v1` door sees when an answer has left the process.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar, Protocol, Self

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from instagramapi.api.envelope import Headers
from instagramapi.errors import BadParameter, PayloadTooLarge, Problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

MAX_HEAD_BYTES = 32_768
REQUEST_TIMEOUT_S = 10.0
TRANSPORT = "instagramapi.transport"
STANDING = "instagramapi.standing"


class Refuser(Protocol):
    """Writes refusals of what never became a request."""

    def refuse(self, problem: Problem) -> tuple[int, Headers, bytes]:
        """Turn a problem into status, headers and body."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with bounds; a server uses the subclass that `for_server` makes."""

    refuser: ClassVar[Refuser]
    timeout_s: ClassVar[float] = REQUEST_TIMEOUT_S

    @classmethod
    def for_server(cls, refuser: Refuser, timeout_s: float = REQUEST_TIMEOUT_S) -> type[Self]:
        """Make the protocol class of one server."""
        return type(cls.__name__, (cls,), {"refuser": refuser, "timeout_s": timeout_s})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._unread_bytes = 0
        self._is_in_body = False
        self._is_too_large = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        # The parser tells of a header only when it is whole; one without end is counted here.
        # A piece that ends a request starts the count anew: what follows in it is bounded by it.
        self._unread_bytes += len(data)
        super().data_received(data)
        if self._is_in_body or self.transport.is_closing():
            return
        if self._unread_bytes > MAX_HEAD_BYTES:
            self._refuse(_too_large())
        elif self._unread_bytes and self._timer is None:
            self._start_timer()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]
        self._head_bytes = 0
        if self._timer is None:
            self._start_timer()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        # Trailers come here too, so that these have the same bound.
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_body = False
        self._unread_bytes = 0
        self._stop_timer()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(_too_large() if self._is_too_large else _no_http())

    def _refuse(self, problem: Problem) -> None:
        status, headers, body = self.refuser.refuse(problem)
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        head = STATUS_LINE[status] + lines + b"connection: close\r\n\r\n"
        self.transport.write(head + body)
        self.transport.close()

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.timeout_s, self._give_up)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        # What was asked before is answered first, and that has a deadline of its own.
        if self.cycle and not self.cycle.response_complete:
            self._start_timer()
            return
        self._timer = None
        self.transport.close()

    def _count(self, size_bytes: int) -> None:
        self._head_bytes += size_bytes
        if self._head_bytes > MAX_HEAD_BYTES:
            self._is_too_large = True
            raise ValueError("the head is too large")


def _too_large() -> Problem:
    return PayloadTooLarge(f"The request's head is larger than {MAX_HEAD_BYTES} bytes.")


def _no_http() -> Problem:
    return BadParameter("This is not a valid HTTP/1.1 request.", reason="malformed")
