"""The `/v1/media/{token}` door: hands media on while it comes, to whoever has the token.

A browser cannot send a key with a picture, so the signed token is the permission.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog

from instagramapi.api.app import Observer, Send
from instagramapi.api.envelope import CORS, Envelope, Headers, accounting, preflight
from instagramapi.api.protocol import TRANSPORT, Message, Receive, Scope
from instagramapi.api.query import MAX_URL_BYTES, read_query
from instagramapi.errors import (
    BadParameter,
    InternalError,
    MethodNotAllowed,
    Problem,
    Suppressed,
    UpstreamTimeout,
    UriTooLong,
)
from instagramapi.gateway.reply import Reply
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.media.links import PATH, MediaLink, MediaLinks
from instagramapi.media.own import OwnMedia, readable_part
from instagramapi.media.source import Media, MediaSource

log = structlog.get_logger()

_PATIENCE_S = 120.0
_GUARDED: Headers = [
    *CORS,
    (b"accept-ranges", b"bytes"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaParts:
    """What the door is made of; `is_suppressed` knows the marks of a token."""

    links: MediaLinks
    source: MediaSource
    own: OwnMedia
    is_suppressed: Callable[[bytes], bool]
    envelope: Envelope
    clock: Clock
    ids: Ids
    observer: Observer
    patience_s: float = _PATIENCE_S
    """How long one answer may take, to the last byte."""


class _Visit:
    """One request: its id, when it came, and whether its answer has begun."""

    def __init__(self, parts: MediaParts, scope: Scope, send: Send) -> None:
        self.id = parts.ids.new("req")
        self.started_s = parts.clock.monotonic_s()
        self.scope = scope
        self.status: int | None = None
        self._send = send

    @property
    def has_begun(self) -> bool:
        return self.status is not None

    async def begin(self, status: int, headers: Headers) -> None:
        self.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, piece: bytes, *, is_last: bool = False) -> None:
        await self._send({"type": "http.response.body", "body": piece, "more_body": not is_last})


class MediaDoor:
    """Answers GET and HEAD below `/v1/media/`; free, without a key."""

    def __init__(self, parts: MediaParts) -> None:
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whoever goes away stops what is fetched for them."""
        visit = _Visit(self._parts, scope, send)
        answering = asyncio.create_task(self._answer(visit))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering

    async def _answer(self, visit: _Visit) -> None:
        problem: Problem | None = None
        try:
            async with asyncio.timeout(self._parts.patience_s):
                await self._hand_on(visit)
        except Problem as raised:
            problem = raised
        except TimeoutError:
            problem = UpstreamTimeout("The media took too long.")
        except Exception:
            log.exception("internal_error", request_id=visit.id, endpoint="media")
            problem = InternalError(f"This server made a mistake. It is logged under {visit.id}.")
        await self._finish(visit, problem)

    async def _hand_on(self, visit: _Visit) -> None:
        scope, parts = visit.scope, self._parts
        if scope["method"] == "OPTIONS":
            status, headers, _ = preflight(visit.id)
            await visit.begin(status, headers)
            await visit.write(b"", is_last=True)
            return
        link = self._link(scope)
        part = _wanted_part(scope["headers"])
        if parts.own.has(link.url):
            await self._pass_on(visit, link, parts.own.open(link.url, part=part))
            return
        async with parts.source.open(link.url, method=scope["method"], part=part) as media:
            await self._pass_on(visit, link, media)

    def _link(self, scope: Scope) -> MediaLink:
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed(f"{PATH}{{token}} answers GET and HEAD.")
        if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_URL_BYTES:
            raise UriTooLong(f"The URL is longer than {MAX_URL_BYTES} bytes.")
        for name, _ in read_query(scope["query_string"]):
            raise BadParameter(
                f"`{name[:60]}` is not a parameter of {PATH}{{token}}, which has none. "
                f"For example {PATH}AbC….",
                param=name[:60],
                reason="unknown",
            )
        link = self._parts.links.read(scope["path"].removeprefix(PATH))
        if any(map(self._parts.is_suppressed, link.marks)):
            raise Suppressed("This account asked not to be served by this server.")
        return link

    async def _pass_on(self, visit: _Visit, link: MediaLink, media: Media) -> None:
        await visit.begin(media.status, self._headers(visit, link, media))
        if visit.scope["method"] != "HEAD":
            async for piece in media.body:
                await visit.write(piece)
        await visit.write(b"", is_last=True)

    def _headers(self, visit: _Visit, link: MediaLink, media: Media) -> Headers:
        left_s = max(0, int(link.ends_at_s - self._parts.clock.epoch_s()))
        headers = [
            *accounting(visit.id),
            *_GUARDED,
            # Kept by browsers only: a shared cache would go on serving whom we no longer serve.
            (b"cache-control", b"private, max-age=%d, immutable" % left_s),
        ]
        if media.media_type:
            headers.append((b"content-type", media.media_type.encode()))
        if media.length is not None:
            headers.append((b"content-length", b"%d" % media.length))
        if media.content_range:
            headers.append((b"content-range", media.content_range.encode()))
        return headers

    async def _finish(self, visit: _Visit, problem: Problem | None) -> None:
        ms = int((self._parts.clock.monotonic_s() - visit.started_s) * 1000)
        reply = Reply(visit.id, "media", receipt=None, ms=ms, problem=problem)
        if problem and visit.has_begun:
            # The status is sent and cannot be taken back: only a cut tells that this is not all.
            _hang_up(visit.scope)
        elif problem:
            status, headers, body = self._parts.envelope.write(reply)
            await visit.begin(status, headers)
            await visit.write(body, is_last=True)
        self._parts.observer.saw(reply, visit.status or 0, None)


def _wanted_part(headers: list[tuple[bytes, bytes]]) -> str | None:
    """Read which part is wanted; one that depends on a validator is not, we give out none."""
    sent = dict(headers)
    if b"if-range" in sent:
        return None
    return readable_part(sent.get(b"range", b"").decode("latin-1"))


async def _left(receive: Receive) -> None:
    """Wait until the caller is gone."""
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()


def _hang_up(scope: Scope) -> None:
    transport: Any = scope.get(TRANSPORT)
    if transport:
        transport.abort()
