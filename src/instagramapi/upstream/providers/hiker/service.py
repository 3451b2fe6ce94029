"""HikerAPI over HTTP: one question, its answer as JSON, and what that cost the operator."""

from collections import Counter
from typing import Any, Final
from urllib.parse import urlsplit

from instagramapi.errors import UpstreamError
from instagramapi.upstream.http import Http, Response
from instagramapi.upstream.providers.hiker.errors import require_answer
from instagramapi.upstream.shapes.reading import MISSING, count, embedded

# Only these are charged (documented); some paths check privacy first and count as two.
_CHARGED: Final = frozenset({200, 400, 403, 404})
_MEDIA_HOSTS: Final = (".cdninstagram.com", ".fbcdn.net")


class Service:
    """Asks, and counts for each endpoint of ours what was asked and what was charged."""

    def __init__(self, http: Http, *, base_url: str, key: str) -> None:
        self.calls_made: Counter[str] = Counter()
        self.requests_billed: Counter[str] = Counter()
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._headers = {"x-access-key": key, "accept": "application/json"}

    async def ask(self, endpoint: str, path: str, **parameters: str | None) -> Any:
        """Ask one path for an endpoint of ours; raises NotFound, UpstreamError, UpstreamTimeout.

        Parameters that are None are left out.
        """
        self.calls_made[endpoint] += 1
        params = {name: value for name, value in parameters.items() if value is not None}
        response = await self._http.get(self._base_url + path, params=params, headers=self._headers)
        self.requests_billed[endpoint] += _charged(response)
        require_answer(response)
        return response.json()

    async def fetch(self, url: str) -> str:
        """Fetch a text that an answer links to, from Instagram's media hosts or this service."""
        if not self._may_fetch(url):
            raise UpstreamError("HikerAPI links to a host that is not Instagram's.", reason="shape")
        response = await self._http.get(url, params={}, headers={})
        if response.status != 200:
            message = f"Instagram's media host answers with status {response.status}."
            raise UpstreamError(message, reason="server")
        if response.is_html:
            raise UpstreamError("Instagram's media host sent a page.", reason="shape")
        return response.text

    def _may_fetch(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            is_plain = parts.netloc == parts.hostname
        except ValueError:
            return False
        is_instagram = parts.scheme == "https" and parts.netloc.endswith(_MEDIA_HOSTS)
        return (is_plain and is_instagram) or url.startswith(self._base_url + "/")


def _charged(response: Response) -> int:
    stated = count(embedded(response.headers, "x-hiker-info"), "reqs")
    return int(response.status in _CHARGED) if stated is MISSING else int(stated)
