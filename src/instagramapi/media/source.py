"""Fetches media from the hosts on the list: bounded in size, time and number, never elsewhere."""

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from instagramapi.errors import (
    Forbidden,
    NotFound,
    Overloaded,
    Problem,
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.media.addresses import PublicResolver
from instagramapi.media.hosts import MediaHosts

_CHUNK_BYTES = 65_536
_CONNECT_TIMEOUT_S = 5.0
# An image with a `+` in its type is SVG, which can carry scripts; so can everything in XML.
_MEDIA_TYPE = re.compile(r"(?:image|video|audio)/(?!svg|xml)[a-z0-9][a-z0-9.-]{0,60}")
_CONTENT_RANGE = re.compile(r"bytes (?:[0-9]{1,15}-[0-9]{1,15}|\*)/(?:[0-9]{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video or sound, whole (200) or in part (206), or no such part of it (416)."""

    status: int
    media_type: str
    body: AsyncIterator[bytes]
    length: int | None = None
    content_range: str | None = None


class MediaSource:
    """Asks media hosts.

    A host may be silent for `silence_s`. `resolver` looks names up; `tls` and `socket_factory`
    are as aiohttp's connector takes them.
    """

    def __init__(
        self,
        hosts: MediaHosts,
        *,
        max_bytes: int,
        max_open: int = 100,
        silence_s: float = 15.0,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
        socket_factory: Any = None,
    ) -> None:
        self._hosts = hosts
        self._max_bytes = max_bytes
        self._max_open = max_open
        self._silence_s = silence_s
        self._resolver = resolver
        self._tls = tls
        self._socket_factory = socket_factory
        self._open = 0
        self._names: PublicResolver | None = None
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def open(
        self, url: str, *, method: str = "GET", part: str | None = None
    ) -> AsyncIterator[Media]:
        """Ask for media, or with `part` (`bytes=0-99`) for a part of it; leaving lets go of it.

        Raises Forbidden for an address that is not on the list, before any look-up; NotFound
        where the host has nothing there any more; UpstreamTimeout; Overloaded; UpstreamError with
        `reason` `network`, `redirect`, `server`, `rate_limited`, `type`, `range` or `size`.
        """
        if not self._hosts.allows(url):
            raise Forbidden("This server does not fetch media from that host.", reason="host")
        if self._open >= self._max_open:
            raise Overloaded("Too much media is under way; ask again.", retry_after_s=1)
        self._open += 1
        try:
            async with self._asked(method, url, part) as answer:
                yield self._media(answer, is_part=part is not None)
        except TimeoutError as error:
            raise UpstreamTimeout("The media host did not answer in time.") from error
        except (aiohttp.ClientError, OSError) as error:
            # The error's text may hold the address of the media: only its kind is passed on.
            raise UpstreamError(
                f"The media host cannot be reached ({type(error).__name__}).", reason="network"
            ) from error
        finally:
            self._open -= 1

    async def close(self) -> None:
        """Close the connections."""
        if self._session and self._names:
            await self._session.close()
            # The client closes only what it made itself.
            await self._names.close()

    def _asked(self, method: str, url: str, part: str | None) -> Any:
        headers = {"accept": "image/*, video/*, audio/*", "accept-encoding": "identity"}
        if part:
            headers["range"] = part
        # Sent as it was checked: nothing is quoted, unquoted or shortened once more.
        return self._opened().request(
            method, URL(url, encoded=True), headers=headers, allow_redirects=False
        )

    def _media(self, answer: aiohttp.ClientResponse, *, is_part: bool) -> Media:
        content_range = _readable(answer.headers.get("content-range"))
        if answer.status == 416 and is_part:
            return Media(416, "", _nothing(), 0, content_range)
        if answer.status != 200 and not (answer.status == 206 and is_part):
            raise _refusal(answer.status)
        media_type = answer.headers.get("content-type", "").split(";")[0].strip().lower()
        encoding = answer.headers.get("content-encoding", "identity").lower()
        if not _MEDIA_TYPE.fullmatch(media_type) or encoding != "identity":
            raise UpstreamError("The media host sent no picture or video.", reason="type")
        if (answer.status == 206) != (content_range is not None):
            raise UpstreamError("The media host sent an unreadable part.", reason="range")
        self._require_size(answer, content_range)
        length = answer.content_length
        return Media(answer.status, media_type, self._pieces(answer), length, content_range)

    def _require_size(self, answer: aiohttp.ClientResponse, content_range: str | None) -> None:
        total = int((content_range or "0").rpartition("/")[2].replace("*", "0"))
        if max(total, answer.content_length or 0) > self._max_bytes:
            raise self._too_large()

    async def _pieces(self, answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        size_bytes = 0
        async for piece in answer.content.iter_chunked(_CHUNK_BYTES):
            size_bytes += len(piece)
            if size_bytes > self._max_bytes:
                answer.close()
                raise self._too_large()
            yield piece

    def _too_large(self) -> Problem:
        return UpstreamError(f"The media is larger than {self._max_bytes} bytes.", reason="size")

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            names = self._resolver or aiohttp.ThreadedResolver()
            self._names = PublicResolver(names, self._hosts.trusted)
            connector = aiohttp.TCPConnector(
                limit=self._max_open,
                resolver=self._names,
                use_dns_cache=False,
                ssl=self._tls or True,
                socket_factory=self._socket_factory,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=_CONNECT_TIMEOUT_S, sock_read=self._silence_s
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                # A proxy would look the name up once more, beyond our check.
                trust_env=False,
            )
        return self._session


def _refusal(status: int) -> Problem:
    if status in (403, 404, 410):
        return NotFound("The media host has nothing there any more.", reason="gone")
    if 300 <= status < 400:
        return UpstreamError("The media host sends us elsewhere; we do not go.", reason="redirect")
    reason = "rate_limited" if status == 429 else "server"
    return UpstreamError(f"The media host answered {status}.", reason=reason)


def _readable(content_range: str | None) -> str | None:
    return content_range if content_range and _CONTENT_RANGE.fullmatch(content_range) else None


async def _nothing() -> AsyncIterator[bytes]:
    yield b""
