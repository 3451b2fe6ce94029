"""How providers speak HTTP: one request, bounded in time and size, never following a redirect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from multidict import CIMultiDictProxy
from pydantic_core import from_json

from instagramapi.errors import UpstreamError

MAX_BODY_BYTES = 8 * 1024 * 1024
_CONNECT_TIMEOUT_S = 5.0
_CHUNK_BYTES = 65_536

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; header names are in lower case."""

    status: int
    headers: Values
    body: bytes

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 are replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_html(self) -> bool:
        """Whether it is a page, which is never the data that was asked for."""
        start = self.body[:256].lstrip().lower()
        is_declared = self.headers.get("content-type", "").startswith("text/html")
        return start.startswith((b"<!doctype html", b"<html")) or (
            is_declared and not start.startswith((b"{", b"["))
        )

    def json(self) -> Any:
        """Decode the body; UpstreamError with `reason` `shape` where it is no JSON."""
        try:
            # Takes two thirds of the time, and what it takes, it reads as `json.loads` does.
            return from_json(self.body)
        except ValueError:
            return self._odd_json()

    def _odd_json(self) -> Any:
        # Meta puts this before JSON so that no page can load it as a script.
        text = self.text.removeprefix("for (;;);")
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UpstreamError("The answer is not JSON.", reason="shape") from error


class Http:
    """Sends requests over kept connections; make it on the event loop that uses it."""

    def __init__(self, *, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        self._max_body_bytes = max_body_bytes
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, *, params: Values, headers: Values) -> Response:
        """Send a GET; network failures are UpstreamError with `reason` `network`."""
        return await self._send("GET", url, params=params, headers=headers)

    async def post(self, url: str, *, form: Values, headers: Values) -> Response:
        """Send a form by POST; network failures are UpstreamError with `reason` `network`."""
        return await self._send("POST", url, data=form, headers=headers)

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def _send(self, method: str, url: str, **content: Any) -> Response:
        try:
            async with self._opened().request(
                method, url, allow_redirects=False, proxy=_proxy_for(url), **content
            ) as answer:
                body = await self._read(answer)
                return Response(answer.status, _joined(answer.headers), body)
        except (aiohttp.ClientError, OSError) as error:
            raise _failed(error) from error

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        parts = bytearray()
        async for part in answer.content.iter_chunked(_CHUNK_BYTES):
            parts += part
            if len(parts) > self._max_body_bytes:
                answer.close()
                raise UpstreamError(
                    f"The answer is larger than {self._max_body_bytes} bytes.", reason="shape"
                )
        return bytes(parts)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Each attempt has its own time limit around it; this one is for dead addresses.
            timeout = aiohttp.ClientTimeout(total=None, connect=_CONNECT_TIMEOUT_S)
            self._session = aiohttp.ClientSession(
                # How many are asked at once is for the manners to say, at the desk.
                connector=aiohttp.TCPConnector(limit=0),
                timeout=timeout,
                middlewares=(_sent_once,),
                # A provider that needs cookies keeps its own: none may leak between subjects.
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _proxy_for(url: str) -> str | None:
    parts = urlsplit(url)
    return _environments_proxy(parts.scheme, parts.hostname or "")


# aiohttp's `trust_env` asks the environment, and a file of passwords, in two threads per request:
# that costs more than all else that it does.
@lru_cache(maxsize=256)
def _environments_proxy(scheme: str, host: str) -> str | None:
    """Find the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the system, name for a host."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


async def _sent_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    # aiohttp sends a GET whose connection broke again by itself, unless the error is not its own.
    # How often a provider is asked, and pays or is paid for it, is for the desk to say.
    try:
        return await send(request)
    except (aiohttp.ClientError, OSError) as error:
        raise _failed(error) from error


def _failed(error: Exception) -> UpstreamError:
    # The error's text may hold the URL and with it a token: only its kind is passed on.
    return UpstreamError(f"The connection failed ({type(error).__name__}).", reason="network")


def _joined(headers: CIMultiDictProxy[str]) -> Values:
    # One name may come several times, as each cookie does.
    return {name.lower(): ", ".join(headers.getall(name)) for name in headers}
