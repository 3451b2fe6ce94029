"""What every room's tests are built with: a clock, a scripted provider, a service, two clients.

    async with open_api(tmp_path, Scripted(NotFound("Gone."))) as api:
        answer = await api.get("/v1/profile?handle=nike")

`open_api` speaks to the real application in this process, `open_server` over loopback.
"""

import asyncio
import json
import signal
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from instagramapi.accounts.terms import Terms
from instagramapi.asgi import App, bind, run
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page, Post, Profile, UserShort
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile
from instagramapi.kit.clock import Clock
from instagramapi.settings import Settings
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider
from instagramapi.wiring import Service, build

NOON_S = 1_800_000_000.0
EMAIL = "ada@example.com"

Outcome = Model | BaseException | Callable[[Call], Awaitable[Model]]


class StoppedClock:
    """A clock that shows `now_s` until it is told to go on."""

    def __init__(self, now_s: float = NOON_S) -> None:
        self.now_s = now_s

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s

    def advance(self, seconds: float) -> None:
        self.now_s += seconds


class Scripted(Provider):
    """A provider that gives the outcomes of a test in their order, the last one for ever.

    An outcome is an answer, something to raise, or a coroutine function that makes either.
    Without any, it answers with an account of the name asked for, and with empty lists.
    """

    name = "scripted"

    def __init__(self, *outcomes: Outcome) -> None:
        self._outcomes = deque(outcomes)
        self.asked: list[Call] = []
        self.is_closed = False

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        return True

    async def answer(self, call: Call) -> Model:
        self.asked.append(call)
        if not self._outcomes:
            return usual_answer(call)
        outcome = self._outcomes.popleft() if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, Model):
            return outcome
        if isinstance(outcome, BaseException):
            raise outcome
        return await outcome(call)

    async def close(self) -> None:
        self.is_closed = True


class Second(Scripted):
    """Another provider beside the first."""

    name = "second"


class Outside(Scripted):
    """A provider beyond the network, which is asked with manners."""

    name = "outside"
    manners = Manners()


class Partial(Scripted):
    """A provider that holds only a part of the world."""

    name = "partial"
    is_partial = True


class Unable(Scripted):
    """A provider that answers nothing at all."""

    name = "unable"

    @classmethod
    def can_answer(cls, endpoint: type[Call]) -> bool:
        return False


def usual_answer(call: Call) -> Model:
    """Make the plainest answer to a call."""
    if isinstance(call, GetProfile):
        return a_profile(call.account.handle or "nike")
    if call.answer is Post:
        return Post.model_validate({"id": "1", "shortcode": "B"})
    return call.answer.model_validate({"items": ()} if call.is_list() else {"id": "1"})


def a_profile(handle: str = "nike", **values: Any) -> Profile:
    """Make the account of a handle."""
    return Profile(id="787132", username=handle, **values)


def a_page(*handles: str, next_cursor: str | None = None, **values: Any) -> Page[UserShort]:
    """Make a page of accounts; `next_cursor` is the provider's own."""
    people = tuple(UserShort(id=str(at), username=name) for at, name in enumerate(handles, 1))
    return Page[UserShort](items=people, next_cursor=next_cursor, **values)


def settings_of(data_dir: Path, given: tuple[Provider, ...] = (), /, **settings: Any) -> Settings:
    """Make the settings of a quiet server with these providers."""
    names = tuple(provider.name for provider in given) or ("demo",)
    quiet = {"access_log": False, "providers": names}
    return Settings(data_dir=data_dir, **{**quiet, **settings})


async def build_service(
    settings: Settings, providers: tuple[Provider, ...] = (), clock: Clock | None = None
) -> Service:
    """Put a service together from given providers; the demo provider where there are none."""
    if not providers:
        return await build(settings, clock=clock)
    makers = {provider.name: _always(provider) for provider in providers}
    return await build(settings, clock=clock, providers=makers)


def _always(provider: Provider) -> Callable[[Settings, Clock], Provider]:
    return lambda settings, clock: provider


@dataclass
class Api:
    """A service with one account, a live and a test key, and a client to ask it."""

    service: Service
    app: App
    client: httpx2.AsyncClient
    account_id: str
    live: str
    test: str
    key_id: str
    port: int = 0
    clock: StoppedClock = field(default_factory=StoppedClock)

    async def get(self, url: str, secret: str | None = None, **headers: str) -> httpx2.Response:
        """Ask with the live key, or another; an empty one sends none."""
        return await self.send("GET", url, secret, **headers)

    async def send(
        self, method: str, url: str, secret: str | None = None, **headers: str
    ) -> httpx2.Response:
        """Send one request; `_` in a header's name stands for `-`."""
        secret = self.live if secret is None else secret
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if secret:
            sent = {"authorization": f"Bearer {secret}", **sent}
        return await self.client.request(method, url, headers=sent)

    def from_address(self, address: str) -> httpx2.AsyncClient:
        """Make a client whose calls come from another address, with the live key."""
        return in_process(self.app, address, {"authorization": f"Bearer {self.live}"})

    async def new_key(self, **terms: Any) -> str:
        """Make another key of the account and return its secret."""
        _, secret = await self.service.keys.create(self.account_id, Terms(name="more", **terms))
        return secret

    async def balance(self) -> int:
        """Return the posted balance of the account."""
        return await self.service.ledger.balance(self.account_id)

    async def journal(self, request_id: str) -> list[tuple[str, int]]:
        """Read kind and amount of every journal row of a request."""
        return await self._rows(
            "SELECT kind, amount FROM journal WHERE reference = ? ORDER BY sequence", request_id
        )

    async def usage(self, request_id: str) -> dict[str, Any] | None:
        """Read the request-log row of a request; None where there is none."""
        rows = await self._rows("SELECT * FROM usage WHERE request_id = ?", request_id)
        names = await self._rows("SELECT name FROM pragma_table_info('usage')")
        return dict(zip((name for (name,) in names), rows[0], strict=True)) if rows else None

    async def _rows(self, sql: str, *values: Any) -> list[Any]:
        await self.service.database.write(lambda connection: None)
        return self.service.database.read().execute(sql, values).fetchall()


def in_process(
    app: Any, address: str = "127.0.0.1", headers: dict[str, str] | None = None
) -> httpx2.AsyncClient:
    """Make a client that speaks to an ASGI application without a network."""
    transport = httpx2.ASGITransport(app=app, client=(address, 50_000))
    return httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@contextmanager
def requests_logged(api: Api, capsys: pytest.CaptureFixture[str]) -> Iterator[list[dict[str, Any]]]:
    """Gather the lines that the access log writes for what is done inside."""
    lines: list[dict[str, Any]] = []
    yield lines
    api.app.observer.flush()
    lines += [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@asynccontextmanager
async def open_api(
    data_dir: Path,
    *providers: Provider,
    clock: StoppedClock | None = None,
    granted: int = 100,
    **settings: Any,
) -> AsyncIterator[Api]:
    """Open a service on a data directory, as a start does, and a client for it in this process."""
    clock = clock or StoppedClock()
    service = await build_service(settings_of(data_dir, providers, **settings), providers, clock)
    app = App(service)
    try:
        async with in_process(app) as client:
            yield Api(service, app, client, *await _account(service, granted), clock=clock)
    finally:
        await service.close()


@asynccontextmanager
async def reopen_api(
    data_dir: Path, before: Api, *providers: Provider, **settings: Any
) -> AsyncIterator[Api]:
    """Start once more on the same data, with the account and the keys of before."""
    service = await build_service(
        settings_of(data_dir, providers, **settings), providers, before.clock
    )
    app = App(service)
    try:
        async with in_process(app) as client:
            yield replace(before, service=service, app=app, client=client)
    finally:
        await service.close()


@asynccontextmanager
async def open_server(
    data_dir: Path, *providers: Provider, granted: int = 100, **settings: Any
) -> AsyncIterator[Api]:
    """Serve on a free port of loopback with the machine's clock, and stop by SIGTERM."""
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    effective = settings_of(data_dir, providers, port=port, **settings)
    service = await build_service(effective, providers)
    account = await _account(service, granted)
    ready = asyncio.Event()
    server = asyncio.create_task(run(service, listener, ready.set))
    # A server that fails to start never says that it is ready.
    server.add_done_callback(lambda _: ready.set())
    await ready.wait()
    try:
        async with httpx2.AsyncClient(base_url=effective.url) as client:
            yield Api(service, App(service), client, *account, port=port)
    finally:
        if not server.done():
            signal.raise_signal(signal.SIGTERM)
        await server


async def _account(service: Service, granted: int) -> tuple[str, str, str, str]:
    """Make the account and its keys: its id, the live and the test secret, the live key's id."""
    account = await service.accounts.create(EMAIL)
    if granted:
        await service.ledger.grant(account.id, granted, reason="test")
    key, live = await service.keys.create(account.id, Terms(name="live", mode="live"))
    _, test = await service.keys.create(account.id, Terms(name="test", mode="test"))
    return account.id, live, test, key.id
