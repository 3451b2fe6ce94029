"""Answers most `/v1` requests where they are parsed, before an ASGI application is called.

What may be answered here is a plain GET of a known path over a connection that has nothing else
under way. Its reply comes from the same `V1.reply` and the same `Envelope` as behind ASGI; only
the way in and out is shorter: no scope for a framework, no messages, and no task unless something
must be waited for. Everything else is handed on as if it had never been looked at.

Clients send the same bytes over and over. What the parser made of a request that came alone and
whole is kept by its bytes, and with it where such a request stands (see `gateway/standing.py`), as
long as that holds. So the next one with the same bytes is neither parsed nor judged again.
"""

import asyncio
from typing import Any, ClassVar, Protocol

from instagramapi.api.protocol import (
    MAX_HEAD_BYTES,
    STANDING,
    TRANSPORT,
    BoundedProtocol,
    Message,
    Receive,
    Scope,
)
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.standing import Standing
from instagramapi.kit.ahead import Errand, run_ahead
from instagramapi.store.writer import StoreFailed

# With these, uvicorn may first replace the address that the request came from, or must first say
# that it goes on; a GET with a body is read to its end first.
_HANDED_ON = frozenset(
    [
        *(b"x-forwarded-for", b"x-forwarded-proto"),
        *(b"expect", b"upgrade", b"content-length", b"transfer-encoding"),
    ]
)
# As many requests are known by their bytes, each of at most so many.
_KNOWN_REQUESTS = 1024
_KNOWN_BYTES = 2048


class Asked:
    """A request as its bytes say it: the scope but for the connection, and where it stands."""

    __slots__ = ("scope", "standing")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.standing: Standing | None = None


class Door(Protocol):
    """What answers here and behind ASGI alike."""

    @property
    def paths(self) -> frozenset[bytes]:
        """The paths that may be answered here."""

    def read(self, scope: Scope) -> None:
        """Put into a scope what its headers say, once for all requests with the same bytes."""

    def at_once(self, standing: Standing, scope: Scope, lines: bytes) -> bytes | None:
        """Write the answer to a request that stands there, if that takes nobody, and take note.

        It is one piece of HTTP/1.1, with these header lines of the server's. None where it takes
        more.
        """

    async def reply(self, scope: Scope, receive: Receive) -> Reply:
        """Find what is to be answered to a request; `receive` gives its body."""

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        """Write a reply as one piece of HTTP/1.1, with these header lines of the server's."""

    def sent(self, scope: Scope, reply: Reply) -> None:
        """Take note of a reply that was written to the transport."""


class _Lines:
    """What the server says with every answer, written: a new list of headers once a second."""

    def __init__(self) -> None:
        self._headers: list[tuple[bytes, bytes]] = []
        self._written = b""

    def of(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        if headers is not self._headers:
            self._headers = headers
            self._written = b"".join(b"%b: %b\r\n" % header for header in headers)
        return self._written


async def _no_body() -> Message:
    raise AssertionError("no path that is answered here has a body")


class _Underway:
    """A request that waits here, as uvicorn sees it: a cycle that is not complete."""

    __slots__ = ("_protocol", "asked", "disconnected", "keep_alive", "response_complete", "scope")
    # Nobody waits for it: what is answered here has no body.
    message_event = asyncio.Event()

    def __init__(self, protocol: "FastProtocol", asked: Asked, scope: Scope) -> None:
        self.asked = asked
        self.scope = scope
        self.response_complete = False
        self.disconnected = False
        self.keep_alive = True
        self._protocol = protocol

    def ended(self, errand: Errand[Reply]) -> None:
        """Hand on what it came to."""
        self._protocol.answer_late(self, errand)


class FastProtocol(BoundedProtocol):
    """The HTTP protocol with the short way in front; a server uses what `for_door` makes of it."""

    door: ClassVar[Door]
    known: ClassVar[dict[bytes, Asked]]
    lines: ClassVar[_Lines]

    @classmethod
    def for_door(cls, door: Door, protocol: type[BoundedProtocol]) -> type["FastProtocol"]:
        """Make the protocol class of one server from the one that it would have had."""
        return type(cls.__name__, (cls, protocol), {"door": door, "known": {}, "lines": _Lines()})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._url = b""
        self._lines: list[tuple[bytes, bytes]] = []
        self._is_open = False
        self._is_plain = True
        self._begun = 0
        # What was asked by the request that is read, where it is answered here.
        self._asked: Asked | None = None
        self._used_at = 0.0
        self._idle_timer: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._idle_timer:
            self._idle_timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        # The parser waits for a request, and nothing else is under way.
        is_between = self._is_idle() and not (
            self._unread_bytes or self._is_open or self._is_in_body
        )
        asked = self.known.get(data) if is_between else None
        if asked is not None:
            self._answer_known(asked)
            return
        self._begun = 0
        super().data_received(data)
        if is_between:
            self._remember(data)
        # What came whole needs no timer; what did not has until then to come.
        if self._is_open and self._timer is None and not self.transport.is_closing():
            self._start_timer()

    def _remember(self, data: bytes) -> None:
        """Keep what was read, where the bytes were one whole request that was answered here."""
        is_whole = self._begun == 1 and not self._is_open and data.endswith(b"\r\n\r\n")
        if self._asked and is_whole and len(data) <= _KNOWN_BYTES:
            if len(self.known) >= _KNOWN_REQUESTS:
                self.known.clear()
            self.known[data] = self._asked

    def on_message_begin(self) -> None:
        self._begun += 1
        self._url, self._lines, self._head_bytes = b"", [], 0
        self._is_open, self._is_plain, self._asked = True, True, None

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._is_in_body:
            # A trailer: what it belongs to was handed on.
            super().on_header(name, value)
            return
        self._head_bytes += len(name) + len(value) + 4
        name = name.lower()
        if name in _HANDED_ON:
            self._is_plain = False
        self._lines.append((name, value))

    def on_headers_complete(self) -> None:
        path, _, query = self._url.partition(b"?")
        is_small = self._head_bytes + len(self._url) <= MAX_HEAD_BYTES
        if is_small and self._is_plain and path in self.door.paths and self._is_free():
            scope: Scope = {
                "method": "GET",
                "path": path.decode("ascii"),
                "raw_path": path,
                "query_string": query,
                "headers": tuple(self._lines),
            }
            self.door.read(scope)
            self._asked = Asked(scope)
            self._answer(self._asked)
        else:
            self._hand_on()

    def on_message_complete(self) -> None:
        self._is_open = False
        if self._asked is None:
            super().on_message_complete()
            return
        self._unread_bytes = 0
        if self._timer:
            self._stop_timer()

    def _is_free(self) -> bool:
        """Tell whether nothing else is under way, and it is a GET of kept-alive HTTP/1.1."""
        return (
            self._is_idle()
            and self.parser.get_method() == b"GET"
            and self.parser.should_keep_alive()
            and self.parser.get_http_version() == "1.1"
            and b"#" not in self._url
            and self._url.isascii()
        )

    def _is_idle(self) -> bool:
        """Tell whether an answer could be written now."""
        return (
            (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _hand_on(self) -> None:
        """Give uvicorn the request as the parser told of it."""
        super().on_message_begin()
        super().on_url(self._url)
        for name, value in self._lines:
            super().on_header(name, value)
        super().on_headers_complete()

    def _answer_known(self, asked: Asked) -> None:
        if self.timeout_keep_alive_task:
            self._unset_keepalive_if_required()
        if self._timer:
            self._stop_timer()
        if asked.standing:
            lines = self.lines.of(self.server_state.default_headers)
            answer = self.door.at_once(asked.standing, asked.scope, lines)
            if answer is not None:
                self.transport.write(answer)
                self._stay_open()
                return
        self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        scope: Scope = {
            **asked.scope,
            "client": self.client,
            TRANSPORT: self.transport,
            STANDING: asked.standing,
        }
        underway = _Underway(self, asked, scope)
        try:
            reply = run_ahead(self.door.reply(scope, _no_body), self.loop, underway.ended)
        except StoreFailed:
            # The door has hung up: nobody knows what is charged, so nobody is answered.
            return
        if isinstance(reply, Errand):
            # To uvicorn this is a cycle like its own: what is pipelined behind it waits for it.
            self.cycle = underway  # type: ignore[assignment]
            self.tasks.add(reply)  # type: ignore[arg-type] # it asks them to end, no more
        else:
            asked.standing = reply.standing
            self._write(scope, reply, is_last=False)
            self._stay_open()

    def answer_late(self, underway: "_Underway", errand: Errand[Reply]) -> None:
        """Write an answer that was waited for."""
        self.tasks.discard(errand)
        underway.response_complete = True
        if errand.error:
            self.transport.abort()
            return
        reply = errand.result
        underway.asked.standing = reply.standing
        if underway.disconnected:
            self.door.sent(underway.scope, reply)
        else:
            self._write(underway.scope, reply, is_last=not underway.keep_alive)
        if self.pipeline or self.flow.read_paused:
            self.on_response_complete()
        elif not self.transport.is_closing():
            self._stay_open()

    def _write(self, scope: Scope, reply: Reply, *, is_last: bool) -> None:
        lines = self.lines.of(self.server_state.default_headers)
        if is_last:
            lines += b"connection: close\r\n"
        self.transport.write(self.door.wire(reply, lines))
        if is_last:
            self.transport.close()
        self.door.sent(scope, reply)

    def _stay_open(self) -> None:
        """Let the connection live for a while; one timer for many answers."""
        self.server_state.total_requests += 1
        self._used_at = self.loop.time()
        if self._idle_timer is None:
            self._watch_idleness(self.timeout_keep_alive)

    def _watch_idleness(self, for_s: float) -> None:
        self._idle_timer = self.loop.call_later(for_s, self._close_if_idle)

    def _close_if_idle(self) -> None:
        self._idle_timer = None
        if self.timeout_keep_alive_task:
            # What was answered last went through ASGI, and uvicorn watches for itself.
            return
        left_s = self._used_at + self.timeout_keep_alive - self.loop.time()
        is_busy = self._is_open or (self.cycle and not self.cycle.response_complete)
        if left_s > 0 or is_busy:
            self._watch_idleness(max(left_s, 1.0))
        elif not self.transport.is_closing():
            self.transport.close()
