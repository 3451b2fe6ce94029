"""instagram.com as a guest asks it: pages, the queries of its web app, one REST answer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

from instagramapi.errors import NotFound, UpstreamError
from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Http, Response
from instagramapi.upstream.providers.web import failures, pages
from instagramapi.upstream.providers.web.ids import QUERY_NAMES, WebIds
from instagramapi.upstream.shapes.reading import at

Door = Literal["/api/graphql", "/graphql/query"]

_TOKENS_LAST_S = 3600.0
# Who refuses this answer once, refuses it for long (instaloader 4.16: some accounts, some guests).
_INFO_RESTS_S = 3600.0
# These are also what comes of tokens that are too old, so the next query fetches new ones.
_MAY_BE_TOKENS = frozenset({"login_required", "shape"})
_CSRF_COOKIE = re.compile(r"(?:^|[\s,;])csrftoken=([^;,\s]+)")
# The data is only in pages that were asked for as a page to show.
_PAGE_HEADERS = {
    "accept": "text/html",
    "accept-language": "en",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "none",
}
_DATA_HEADERS = {
    "accept": "*/*",
    "accept-language": "en",
    "sec-fetch-dest": "empty",
    "sec-fetch-mode": "cors",
    "sec-fetch-site": "same-origin",
    "x-requested-with": "XMLHttpRequest",
}


def own_user_agent() -> str:
    """Say who asks, as this server does by default."""
    return f"instagramapi/{version('instagramapi')}"


@dataclass(frozen=True, slots=True)
class _Tokens:
    """What a page hands to its visitor, to be sent with queries; they name no account."""

    lsd: str = ""
    csrf: str = ""
    until_s: float = float("-inf")

    def headers(self) -> dict[str, str]:
        """The headers that carry them; none is made up where none was handed out."""
        if not self.csrf:
            return {}
        cookie = f"csrftoken={self.csrf}"
        return {"x-fb-lsd": self.lsd, "x-csrftoken": self.csrf, "cookie": cookie}


class Site:
    """Asks instagram.com; raises the Problems of `failures` and `pages`."""

    def __init__(
        self, http: Http, clock: Clock, *, base_url: str, ids: WebIds, user_agent: str
    ) -> None:
        self._http = http
        self._clock = clock
        self._base_url = base_url.rstrip("/")
        self._ids = ids
        self._user_agent = user_agent
        self._tokens = _Tokens()
        self._info_rests_until_s = float("-inf")
        self._proven: set[str] = set()

    async def page(self, path: str) -> pages.Page:
        """Open a page that carries data."""
        return pages.require_data(await self._open(path), f"page {path}")

    async def query(
        self, name: str, variables: Mapping[str, Any], door: Door = "/api/graphql"
    ) -> Any:
        """Ask a query of the web app, by the field of WebIds that holds its id.

        Returns its `data`, in which an object may be null: that alone proves nothing, since a
        query with an old id answers so too.
        """
        await self._refresh_tokens()
        what = f"query {name}"
        response = await self._http.post(
            self._base_url + door,
            form=self._form(name, variables),
            headers=self._query_headers(name),
        )
        data = self._data_of(response, what)
        if isinstance(data, dict) and any(data.values()):
            self._proven.add(name)
        return data

    def knows(self, name: str) -> bool:
        """Whether there is an id for a query at all."""
        return bool(getattr(self._ids, name))

    def is_proven(self, name: str) -> bool:
        """Whether the query has brought an object before, so that its id is good."""
        return name in self._proven

    async def info(self, handle: str) -> Any:
        """Ask `web_profile_info` for an account; None where it does not tell.

        It refuses many guests and many accounts, so its refusal is no failure: it is then left
        alone for an hour.
        """
        if self._clock.monotonic_s() < self._info_rests_until_s:
            return None
        try:
            return await self._info(handle)
        except NotFound:
            return None
        except UpstreamError:
            self._info_rests_until_s = self._clock.monotonic_s() + _INFO_RESTS_S
            return None

    async def _info(self, handle: str) -> Any:
        what = "web_profile_info"
        response = await self._http.get(
            f"{self._base_url}/api/v1/users/web_profile_info/",
            params={"username": handle},
            headers=self._headers(_DATA_HEADERS) | {"x-ig-www-claim": "0"},
        )
        return at(self._json_of(response, what), "data", "user")

    async def _open(self, path: str) -> pages.Page:
        response = await self._http.get(
            self._base_url + path,
            params={},
            headers={"user-agent": self._user_agent, **_PAGE_HEADERS},
        )
        failures.refuse(response, what=f"page {path}")
        page = pages.read(response.text)
        self._keep_tokens(response, page)
        return page

    def _keep_tokens(self, response: Response, page: pages.Page) -> None:
        cookie = _CSRF_COOKIE.search(response.headers.get("set-cookie", ""))
        csrf = cookie[1] if cookie else page.csrf
        if page.lsd and csrf:
            until_s = self._clock.monotonic_s() + _TOKENS_LAST_S
            self._tokens = _Tokens(page.lsd, csrf, until_s)

    async def _refresh_tokens(self) -> None:
        if self._clock.monotonic_s() < self._tokens.until_s:
            return
        try:
            await self._open("/")
        except NotFound as nothing:
            # That the start page is not there says nothing about what was asked for.
            raise failures.wrong_shape("start page") from nothing

    def _form(self, name: str, variables: Mapping[str, Any]) -> dict[str, str]:
        lsd = {"lsd": self._tokens.lsd} if self._tokens.lsd else {}
        return {
            **lsd,
            "av": "0",
            "fb_api_caller_class": "RelayModern",
            "fb_api_req_friendly_name": QUERY_NAMES[name],
            "server_timestamps": "true",
            "variables": json.dumps(variables, separators=(",", ":")),
            "doc_id": getattr(self._ids, name),
        }

    def _query_headers(self, name: str) -> dict[str, str]:
        own = {"origin": self._base_url, "x-fb-friendly-name": QUERY_NAMES[name]}
        return self._headers(_DATA_HEADERS) | own | self._tokens.headers()

    def _headers(self, kind: Mapping[str, str]) -> dict[str, str]:
        return {
            **kind,
            "user-agent": self._user_agent,
            "referer": f"{self._base_url}/",
            "x-ig-app-id": self._ids.app_id,
            "x-asbd-id": self._ids.asbd_id,
        }

    def _data_of(self, response: Response, what: str) -> Any:
        try:
            body = self._json_of(response, what)
        except NotFound as nothing:
            # The door itself is not there: that says nothing about what was asked for.
            raise failures.wrong_shape(what) from nothing
        except UpstreamError as problem:
            if problem.reason in _MAY_BE_TOKENS:
                self._tokens = _Tokens()
            raise
        data = at(body, "data")
        if not isinstance(data, dict) and not failures.is_doubtful(body):
            raise failures.wrong_shape(what)
        return data

    def _json_of(self, response: Response, what: str) -> Any:
        failures.refuse(response, what=what)
        if response.is_html:
            raise failures.page_instead(what)
        body = response.json()
        # An answer can bring data and errors: then the data counts (recorded, a gated post).
        if not any(_values(at(body, "data"))):
            failures.refuse_body(body, what=what)
        return body


def _values(data: Any) -> list[Any]:
    return list(data.values()) if isinstance(data, dict) else []
