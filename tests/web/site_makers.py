"""What the tests of the pages are built with: visitors, and a site with a table of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx2
from starlette.requests import Request

from instagramapi.accounts.people.audit import Actor
from instagramapi.asgi import App
from instagramapi.web.routes import Identify, Route, Visitor
from makers import build_service, in_process, settings_of

HTML = {"accept": "text/html,*/*"}
HERE = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Signed:
    """A visitor as a test wants them."""

    name: str = "Ada"
    account_id: str = "acc_1"
    is_operator: bool = False
    is_stepped_up: bool = False
    rights: frozenset[str] = field(default_factory=frozenset)
    actor: Actor = field(default_factory=lambda: Actor("user", "user_1"))

    def may(self, right: str) -> bool:
        return right in self.rights


def always(visitor: Visitor | None) -> Identify:
    """Take every request for this visitor's."""

    async def identify(request: Request) -> Visitor | None:
        return visitor

    return identify


@asynccontextmanager
async def open_pages(
    data_dir: Path,
    visitor: Visitor | None = None,
    routes: Sequence[Route] | None = None,
    **settings: str,
) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve the pages, or a table of the test's own, to one visitor."""
    service = await build_service(settings_of(data_dir, **settings))
    tables = {} if routes is None else {"routes": routes}
    try:
        async with in_process(App(service, identify=always(visitor), **tables)) as client:
            yield client
    finally:
        await service.close()


class Elements(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, tag: str, attribute: str) -> list[str]:
        """List an attribute of every such element that has it."""
        return [
            value
            for name, attributes in self.found
            if name == tag and (value := attributes.get(attribute)) is not None
        ]
