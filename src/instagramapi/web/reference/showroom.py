"""Really asks the examples: a whole server of its own, on the demo world, in a folder that goes.

So no example in the reference is written by hand, none can be outdated, and none of them is
anybody's call: the books of the real server know nothing of it.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from instagramapi.accounts.terms import Terms
from instagramapi.catalog.endpoint import Call
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.request import Request
from instagramapi.store.writer import StoreFailed
from instagramapi.wiring import Service, build

log = structlog.get_logger()

Write = Callable[[Reply], tuple[int, list[tuple[bytes, bytes]], bytes]]

_PEACE_S = 1.0
_CREDITS = 1_000
_KEPT_HEADERS = ("x-request-id", "x-credits-charged", "x-credits-remaining", "x-cache", "x-sandbox")


@dataclass(frozen=True, slots=True)
class Example:
    """One call of the demo world: what was asked, and what came back."""

    parameters: dict[str, str]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The answer as the page shows it: lists are cut to their first element."""
        return json.dumps(_shortened(self.body), ensure_ascii=False, indent=2)


class Showroom:
    """The examples of every endpoint, asked once."""

    def __init__(self, service: Service, write: Write, folder: Path | None = None) -> None:
        """Ask below a folder; by default below the system's own for what is temporary."""
        self._folder = folder
        self._service = service
        self._write = write
        self._asking: asyncio.Task[dict[str, Example]] | None = None

    async def example(self, name: str) -> Example | None:
        """Return the example of an endpoint; None where the examples cannot be asked here."""
        return (await self.examples()).get(name)

    async def examples(self) -> dict[str, Example]:
        """Ask all examples, or wait for whoever does it already."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        # A visitor who leaves must not take the examples of all others along.
        return await asyncio.shield(self._asking)

    async def warm(self, after_s: float = _PEACE_S) -> None:
        """Ask before the first visitor comes, once the start of the server is over."""
        await asyncio.sleep(after_s)
        await self.examples()

    async def _ask_all(self) -> dict[str, Example]:
        try:
            with TemporaryDirectory(prefix="instagramapi-docs-", dir=self._folder) as folder:
                return await self._ask_in(Path(folder))
        except (OSError, sqlite3.Error, StoreFailed) as error:
            # A folder that cannot be written must not take the pages away.
            log.warning("no_examples", error=str(error))
            return {}

    async def _ask_in(self, folder: Path) -> dict[str, Example]:
        own = self._service.settings
        # Nothing of the real server's settings but its address: no provider, no store, no mail.
        settings = type(own)(data_dir=folder, public_url=own.url, log_subjects=True)
        service = await build(
            settings, clock=self._service.clock, catalogue=self._service.catalogue
        )
        try:
            account = await service.accounts.create("docs@example.com")
            await service.ledger.grant(account.id, _CREDITS, reason="docs")
            _, secret = await service.keys.create(account.id, Terms(name="docs", mode="test"))
            examples: dict[str, Example] = {}
            for endpoint in service.catalogue:
                asked = _parameters(endpoint, examples)
                examples[endpoint.name] = await self._ask(service, endpoint, asked, secret)
            return examples
        finally:
            await service.close()

    async def _ask(
        self, service: Service, endpoint: type[Call], asked: dict[str, str], secret: str
    ) -> Example:
        request = Request(
            id=service.ids.new("req"),
            endpoint=endpoint,
            secret=secret,
            address="127.0.0.1",
            started_s=service.clock.monotonic_s(),
            pairs=tuple(asked.items()),
        )
        status, headers, body = self._write(await service.gateway.answer(request))
        told = {name.decode(): value.decode() for name, value in headers}
        kept = tuple((name, told[name]) for name in _KEPT_HEADERS if name in told)
        return Example(asked, status, kept, json.loads(body))


def _parameters(endpoint: type[Call], before: dict[str, Example]) -> dict[str, str]:
    """Take the endpoint's example; a request that it names is one that really was made here."""
    asked = dict(endpoint.example)
    if "request_id" in asked and before:
        asked["request_id"] = before["profile"].body["meta"]["request_id"]
    return asked


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return [_shortened(item) for item in value[:1]]
    if isinstance(value, dict):
        return {name: _shortened(item) for name, item in value.items()}
    return value
