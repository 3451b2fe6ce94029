"""The `/v1` door: a raw ASGI callable, because a framework would cost more than the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from typing import Any, Protocol

import structlog

from instagramapi.api.batch import PATH, Asked, read_batch, read_body
from instagramapi.api.deliveries import Deliveries
from instagramapi.api.envelope import Envelope, Headers, preflight
from instagramapi.api.head import Head, read_head
from instagramapi.api.protocol import STANDING, TRANSPORT, Message, Receive, Scope
from instagramapi.api.query import MAX_URL_BYTES, read_query, without_keys
from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.errors import (
    BadParameter,
    InternalError,
    MethodNotAllowed,
    PayloadTooLarge,
    Problem,
    UnknownEndpoint,
    UriTooLong,
)
from instagramapi.gateway.batch import NAME, Batches, NoCall
from instagramapi.gateway.call import Gateway
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.request import Request
from instagramapi.gateway.standing import ONLY_NOW, Standing
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.ledger.ledger import Ledger
from instagramapi.store.writer import StoreFailed
from instagramapi.upstream.via import arrive

log = structlog.get_logger()

Send = Callable[[Message], Awaitable[None]]

_HEAD = "instagramapi.head"
MAX_BODY_BYTES = 65_536


class Observer(Protocol):
    """Sees every reply once it is on its way: the access log, the metrics."""

    def saw(self, reply: Reply, status: int, traceparent: str | None) -> None:
        """Note one answered request."""


class V1:
    """Answers everything below `/v1`."""

    def __init__(
        self,
        gateway: Gateway,
        catalogue: Catalogue,
        *,
        batches: Batches,
        ledger: Ledger,
        envelope: Envelope,
        clock: Clock,
        ids: Ids,
        observer: Observer,
        node_id: str,
    ) -> None:
        self._gateway = gateway
        self._catalogue = catalogue
        self._batches = batches
        self._deliveries = Deliveries(ledger)
        self._envelope = envelope
        self._clock = clock
        self._ids = ids
        self._observer = observer
        self._node_id = node_id
        self._paths = frozenset(path.encode() for path in catalogue.by_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["method"] == "OPTIONS":
            await _send(send, *preflight(self._ids.new("req"), is_batch=scope["path"] == PATH))
            return
        reply = await self.reply(scope, receive)
        status, headers, body = self._envelope.write(reply)
        await _send(send, status, headers, body)
        self.sent(scope, reply)

    async def reply(self, scope: Scope, receive: Receive) -> Reply:
        """Find what is to be answered to a request, whichever way it came in."""
        try:
            return await self._reply(scope, receive)
        except StoreFailed:
            # Nobody knows what is charged, so nobody is answered, and the process ends.
            _hang_up(scope)
            raise
        except Exception:
            # Even the books could not be kept; then nothing was charged.
            request_id = self._ids.new("req")
            log.exception("internal_error", request_id=request_id)
            return await self._mistake(request_id, None, _head(scope).secret)

    def read(self, scope: Scope) -> None:
        """Put into a scope what its headers say, for all requests with the same bytes."""
        _head(scope)

    def at_once(self, standing: Standing, scope: Scope, lines: bytes) -> bytes | None:
        """Write the answer to a request that stands there; None where it takes more.

        What is wrong here is wrong there, too, and `reply` tells of it.
        """
        if standing.asks_anew or not self._gateway.holds(standing):
            return None
        started_s = self._clock.monotonic_s()
        try:
            reply = self._gateway.at_once(standing, self._ids.new("req"), started_s)
        except Exception:  # noqa: BLE001 - it is met again there, and told
            return None
        if reply is None:
            return None
        self.sent(scope, reply)
        return self._envelope.wire(reply, lines)

    @property
    def paths(self) -> frozenset[bytes]:
        """The paths of endpoints that are written out, as they stand in a request."""
        return self._paths

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        """Write a reply as one piece of HTTP/1.1, with these header lines of the server's."""
        return self._envelope.wire(reply, lines)

    def sent(self, scope: Scope, reply: Reply) -> None:
        """Take note of a reply that was written to the transport."""
        transport = scope.get(TRANSPORT)
        for charge in reply.charges:
            self._deliveries.confirm(transport, charge)
        head = _head(scope)
        for result in reply.results:
            self._observer.saw(result, result.status, head.traceparent)
        self._observer.saw(reply, reply.status, head.traceparent)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        started_s = self._clock.monotonic_s()
        request_id = self._ids.new("req")
        standing: Standing | None = scope.get(STANDING)
        if standing and self._gateway.holds(standing):
            # It came straight here: one that came through another server stands nowhere.
            request = Request(request_id, standing.endpoint, "", started_s)
            return await self._gateway.answer(request, standing)
        head = _head(scope)
        endpoint, in_path = self._catalogue.find(scope["path"])
        problem = self._refusal(scope, head, endpoint) or arrive(head.via, self._node_id)
        if scope["path"] == PATH and not problem:
            return await self._batch(request_id, scope, receive)
        if endpoint is None or problem:
            problem = problem or self._unknown(scope["path"])
            name = endpoint.name if endpoint else NAME if scope["path"] == PATH else None
            return await self._gateway.refuse(problem, request_id, name, head.secret)
        pairs, refused = _pairs(scope["query_string"])
        request = Request(
            id=request_id,
            endpoint=endpoint,
            secret=head.secret,
            address=(scope.get("client") or ("",))[0],
            started_s=started_s,
            pairs=(*in_path, *pairs),
            refused=refused,
        )
        reply = await self._gateway.answer(request)
        if head.via and reply.standing:
            # The way of a call is no part of where it stands.
            reply.standing.changes = ONLY_NOW
        return reply

    async def _batch(self, request_id: str, scope: Scope, receive: Receive) -> Reply:
        secret = _head(scope).secret
        try:
            asked = read_batch(await read_body(receive, MAX_BODY_BYTES), self._catalogue)
        except (BadParameter, PayloadTooLarge) as problem:
            return await self._gateway.refuse(problem, request_id, NAME, secret)
        address = (scope.get("client") or ("",))[0]
        calls = [self._part(each, secret, address) for each in asked]
        return await self._batches.answer(request_id, secret, calls, self._one)

    def _part(self, asked: Asked, secret: str, address: str) -> Request | NoCall:
        request_id = self._ids.new("req")
        if asked.endpoint is None:
            return NoCall(request_id, self._unknown(asked.name))
        return Request(
            id=request_id,
            endpoint=asked.endpoint,
            secret=secret,
            address=address,
            started_s=0.0,
            pairs=asked.pairs,
            refused=asked.refused,
        )

    async def _one(self, call: Request) -> Reply:
        """Answer one call of a batch, whose mistake must not spoil the others."""
        try:
            return await self._gateway.answer(call)
        except StoreFailed:
            raise
        except Exception:
            log.exception("internal_error", request_id=call.id)
            return await self._mistake(call.id, call.endpoint.name, call.secret)

    async def _mistake(self, request_id: str, endpoint: str | None, secret: str) -> Reply:
        problem = InternalError(f"This server made a mistake. It is logged under {request_id}.")
        return await self._gateway.refuse(problem, request_id, endpoint, secret)

    def _refusal(self, scope: Scope, head: Head, endpoint: type[Call] | None) -> Problem | None:
        if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_URL_BYTES:
            return UriTooLong(f"The URL is longer than {MAX_URL_BYTES} bytes.")
        if endpoint and scope["method"] not in ("GET", "HEAD"):
            return MethodNotAllowed(f"{scope['path']} answers GET and HEAD.")
        if scope["path"] == PATH and scope["method"] != "POST":
            return MethodNotAllowed(f"{PATH} answers POST.")
        if head.body_bytes > MAX_BODY_BYTES:
            return PayloadTooLarge(f"The body is larger than {MAX_BODY_BYTES} bytes.")
        return None

    def _unknown(self, path: str) -> UnknownEndpoint:
        known = (*self._catalogue.by_path, PATH)
        near = get_close_matches(path, known, n=1, cutoff=0.5)
        hint = f" The nearest one is {near[0]}." if near else " See /openapi.json for all of them."
        return UnknownEndpoint(f"There is no {without_keys(path)[:100]}.{hint}")


def _hang_up(scope: Scope) -> None:
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport:
        transport.abort()


def _pairs(query: bytes) -> tuple[Any, BadParameter | None]:
    try:
        return read_query(query), None
    except BadParameter as problem:
        return (), problem


def _head(scope: Scope) -> Head:
    head: Head | None = scope.get(_HEAD)
    if head is None:
        head = scope[_HEAD] = read_head(tuple(scope["headers"]))
    return head


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
