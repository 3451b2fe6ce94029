"""How an answer travels: late, in drops, cut off, or not at all."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Send

TRANSPORT = "simulator.transport"

CARRIAGES: Mapping[str, str] = {
    "latency": "the answer comes `seconds` later",
    "hang": "nothing is ever sent",
    "hang_after_headers": "the head is sent, the body never",
    "slow_drip": "the body comes `bytes` by `bytes`, one piece every `every_s`",
    "reset": "the connection is reset before an answer",
    "reset_in_body": "the connection is reset in the middle of the body",
    "close": "the connection is closed without an answer",
    "truncated": "the connection is closed in the middle of the body",
}
SILENT = frozenset({"hang", "reset", "close"})
"""Those in which nothing is sent."""
# Nobody waits for ever: a client that is still there then gets its connection closed.
_LONGEST_HANG_S = 120.0


@dataclass(frozen=True)
class Carriage:
    """One way of travelling, with its settings."""

    name: str
    given: Mapping[str, Any]

    @property
    def seconds(self) -> float:
        """How long it waits, or how far its pieces lie apart."""
        return float(self.given.get("every_s" if self.name == "slow_drip" else "seconds", 1.0))

    @property
    def piece_bytes(self) -> int:
        """How large the pieces of a slow body are."""
        return max(1, int(self.given.get("bytes", 64)))


class Carrier:
    """Brings one answer to one client."""

    def __init__(self, receive: Receive, send: Send, transport: Any) -> None:
        self._receive = receive
        self._send = send
        self._transport = transport

    async def bring(self, head: Message, body: bytes, carriages: list[Carriage]) -> None:
        """Send an answer, as the carriages have it; the last one that speaks of the body wins."""
        way = None
        for carriage in carriages:
            if carriage.name == "latency":
                await asyncio.sleep(carriage.seconds)
            else:
                way = carriage
        if way is None:
            await self._send(head)
            await self._send({"type": "http.response.body", "body": body})
        elif way.name in SILENT:
            await self._no_answer(way.name)
        else:
            await self._send(head)
            await self._odd_body(way, body)

    async def _no_answer(self, name: str) -> None:
        if name == "hang":
            await self._wait_for_the_client()
        self._end(with_reset=name == "reset")

    async def _odd_body(self, way: Carriage, body: bytes) -> None:
        if way.name == "slow_drip":
            await self._drip(way, body)
            return
        if way.name == "hang_after_headers":
            await self._wait_for_the_client()
        else:
            half = body[: len(body) // 2]
            await self._send({"type": "http.response.body", "body": half, "more_body": True})
            # What is written must reach the client before the connection goes.
            await asyncio.sleep(0.05)
        self._end(with_reset=way.name == "reset_in_body")

    async def _drip(self, way: Carriage, body: bytes) -> None:
        for at in range(0, len(body), way.piece_bytes):
            piece = body[at : at + way.piece_bytes]
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            if self._transport is not None and self._transport.is_closing():
                return
            await asyncio.sleep(way.seconds)
        await self._send({"type": "http.response.body", "body": b""})

    async def _wait_for_the_client(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_HANG_S):
                while (await self._receive())["type"] != "http.disconnect":
                    pass

    def _end(self, *, with_reset: bool) -> None:
        if self._transport is None:
            return
        if with_reset:
            # A socket that does not linger is reset, not closed.
            bare = self._transport.get_extra_info("socket")
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self._transport.close()
