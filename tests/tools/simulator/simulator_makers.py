"""What the simulator's tests share: a client for each upstream, and the world to compare with."""

import asyncio
import json
import re
from typing import Any

import httpx2

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.reading import read_call
from instagramapi.kit.clock import SystemClock
from instagramapi.tools.simulator import Simulator
from instagramapi.upstream.providers.demo import DemoProvider

OPERATOR = "17841400455970028"
LOGGED_OUT = "PolarisLoggedOutDesktopWWW"
NAVIGATION = {
    "accept": "text/html",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "none",
}
GUEST = {"x-ig-app-id": "936619743392459", "x-csrftoken": "token"}
PERSON = {**GUEST, "cookie": "sessionid=1%3A2"}
_BLOCK = re.compile(r'<script type="application/json" data-sjs>(.*?)</script>')


class Client:
    """Speaks to a running simulator as the clients of its upstreams do."""

    def __init__(self, upstreams: Simulator) -> None:
        self.http = httpx2.Client(base_url=upstreams.url, timeout=5.0)

    def graph(self, path: str, **query: str) -> httpx2.Response:
        return self.http.get(f"/v26.0/{path}", params={"access_token": "token", **query})

    def discover(self, handle: str, fields: str) -> Any:
        told = f"business_discovery.username({handle}){{{fields}}}"
        return self.graph(OPERATOR, fields=told).json()

    def page(self, path: str, **headers: str) -> httpx2.Response:
        return self.http.get(path, headers={**NAVIGATION, **headers})

    def ask(
        self, name: str, *, path: str = "/api/graphql", headers: Any = GUEST, **variables: Any
    ) -> httpx2.Response:
        form = {
            "fb_api_req_friendly_name": name,
            "variables": json.dumps(variables),
            "lsd": "token",
            "doc_id": "0",
        }
        return self.http.post(path, data=form, headers=headers)

    def rest(self, path: str, *, headers: Any = PERSON, **query: str) -> httpx2.Response:
        return self.http.get(path, params=query, headers=headers)

    def hiker(self, path: str, **query: str) -> httpx2.Response:
        return self.http.get(path, params=query, headers={"x-access-key": "key"})


class Demo:
    """The demo world that the simulator shows."""

    def __init__(self, url: str) -> None:
        self._provider = DemoProvider(clock=SystemClock(), public_url=url)

    def ask(self, endpoint: str, **parameters: object) -> Any:
        pairs = [(name, str(value)) for name, value in parameters.items() if value is not None]
        call, _ = read_call(CATALOGUE.by_name[endpoint], pairs)
        return asyncio.run(self._provider.answer(call))

    def posts(self, handle: str) -> list[Any]:
        """All posts of an account."""
        posts, cursor = [], None
        while True:
            page = self.ask("profile/posts", handle=handle, limit=50, cursor=cursor)
            posts += page.items
            cursor = page.next_cursor
            if cursor is None:
                return posts


def blocks(page: httpx2.Response) -> list[Any]:
    """The JSON that a page carries, without its tokens."""
    found = [json.loads(text) for text in _BLOCK.findall(page.text)]
    return [block for block in found if "define" not in block and "preloaders" not in block]


def undated(link: str | None) -> str | None:
    """A media link without the time at which it stops working."""
    return link and link.partition("?")[0]
