"""Questions to Meta: with the operator's token, within the limits, in one version of the API."""

from typing import Any

from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.graph.refusals import read_answer
from instagramapi.upstream.providers.graph.usage import Usage


class GraphClient:
    """Asks one question at a time; raises what Meta refuses as a Problem."""

    def __init__(
        self, *, http: Http, base_url: str, version: str, token: str, clock: Clock
    ) -> None:
        self.usage = Usage(clock)
        self.version_answered: str | None = None
        """The version that answered last: Meta serves an ended one with the next that lives."""
        self._http = http
        self._root = f"{base_url.rstrip('/')}/{version}"
        # In a header and not in the query, where addresses in logs would show it.
        self._headers = {"authorization": f"Bearer {token}", "accept": "application/json"}

    async def get(self, path: str, **params: str) -> dict[str, Any]:
        """Return the data of one node or edge."""
        self.usage.require_room()
        response = await self._http.get(
            f"{self._root}/{path}", params=params, headers=self._headers
        )
        self.usage.read(response.headers)
        self.version_answered = response.headers.get("facebook-api-version", self.version_answered)
        return read_answer(response, rest_s=self.usage.rest_s)
