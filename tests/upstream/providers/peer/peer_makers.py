"""A peer that plays what a test gives it, and a way to ask it as the provider does."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import Problem
from instagramapi.upstream.http import Http
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.peer import PeerProvider

KEY = "ig_live_operators-secret"
NODE = "aaaa000000000001"
NIKE = GetProfile(account=AccountRef(handle="nike"))


class Stage:
    """A provider, the peer that it asks, and the requests that came there."""

    def __init__(self, provider: PeerProvider, asked: list[web.Request]) -> None:
        self.provider = provider
        self.asked = asked

    async def answer(self, call: Call = NIKE) -> Model:
        return await self.provider.answer(call)

    async def problem(self, call: Call = NIKE) -> Problem:
        try:
            answer = await self.provider.answer(call)
        except Problem as problem:
            return problem
        raise AssertionError(f"it answered {answer!r}")


@asynccontextmanager
async def playing(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Stage]:
    """Answer everything with the same: an object as JSON, or a text as a page."""
    asked: list[web.Request] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append(request)
        is_page = isinstance(body, str)
        return web.Response(
            status=status,
            text=body if is_page else json.dumps(body),
            content_type="text/html" if is_page else "application/json",
            headers=headers,
        )

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    provider = peer_at(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    try:
        yield Stage(provider, asked)
    finally:
        await provider.close()
        await runner.cleanup()


def peer_at(base_url: str, key: str = KEY, node_id: str = NODE) -> PeerProvider:
    """Make the provider for a peer."""
    return PeerProvider(http=Http(), base_url=base_url, key=key, node_id=node_id)


def success(data: Any, **meta: Any) -> dict[str, Any]:
    """Put data into an envelope; the peer takes 2 credits for it."""
    usual = {"endpoint": "x", "request_id": "req_1", "credits_charged": 2, "next_cursor": None}
    return {"data": data, "meta": {**usual, **meta}}


def refusal(code: str, reason: str | None = None, **meta: Any) -> dict[str, Any]:
    """Put an error into an envelope."""
    error = {"code": code, "message": f"Told: {code}.", "param": None, "reason": reason}
    return {"error": error, "meta": {"credits_charged": 0, **meta}}


class Named(Provider):
    """A provider that gets the peer which it speaks for later, when that one's port is known."""

    name = "peer"
    manners = PeerProvider.manners

    def __init__(self) -> None:
        self.peer: PeerProvider | None = None

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        return endpoint.credits > 0

    async def answer(self, call: Call) -> Model:
        assert self.peer
        return await self.peer.answer(call)

    async def close(self) -> None:
        if self.peer:
            await self.peer.close()
