"""A server on loopback that plays Meta from a script, and answers to put into the script."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.graph import GraphProvider
from makers import StoppedClock

TOKEN = "EAAB-not-to-be-seen"
OPERATOR = "17841400000000001"


@dataclass(frozen=True)
class Told:
    """One answer of the script."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        lines = [f"HTTP/1.1 {self.status} -", f"content-length: {len(body)}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Asked:
    """One question as it came over the wire."""

    path: str
    query: dict[str, str]
    head: str


@dataclass
class Meta:
    """The provider under test, its clock, and what it asked."""

    graph: GraphProvider
    clock: StoppedClock
    asked: list[Asked]


@asynccontextmanager
async def playing(*script: Told | Mapping[str, Any]) -> AsyncIterator[Meta]:
    """Play the answers in their order; a mapping is a 200."""
    answers = iter(told if isinstance(told, Told) else Told(told) for told in script)
    asked: list[Asked] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        address = urlsplit(head.split(" ", 2)[1])
        asked.append(Asked(address.path, dict(parse_qsl(address.query)), head))
        writer.write(next(answers, Told({"unscripted": True}, 599)).written())
        await writer.drain()
        writer.close()

    http, clock = Http(), StoppedClock()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        provider = GraphProvider(
            http=http, token=TOKEN, user_id=OPERATOR, clock=clock, base_url=base_url
        )
        try:
            yield Meta(provider, clock, asked)
        finally:
            await http.close()


def discovered(**fields: Any) -> dict[str, Any]:
    """Make an answer of business discovery about an invented account."""
    account = {"id": "17841400000000777", "ig_id": 5551234, "username": "tilda.bakes", **fields}
    return {"business_discovery": account, "id": OPERATOR}


def with_media(*media: dict[str, Any], after: str | None = None, **fields: Any) -> dict[str, Any]:
    """Make an answer about an account with one page of its media; it states 137 of them."""
    cursors = {"before": "QVFIbefore"} | ({"after": after} if after else {})
    connection = {"data": list(media), "paging": {"cursors": cursors}}
    return discovered(**{"media_count": 137, "media": connection} | fields)


def medium(number: int, **fields: Any) -> dict[str, Any]:
    """Make a picture; the higher its number, the older it is by a day."""
    return {
        "id": f"179{number:014}",
        "media_type": "IMAGE",
        "media_product_type": "FEED",
        "media_url": f"https://cdn.example/{number}.jpg?oe=6A000100",
        "permalink": f"https://www.instagram.com/p/DPnJi9D9g{number:02}/",
        "timestamp": f"2026-10-{31 - number:02}T10:00:00+0000",
        "caption": f"Loaf {number} #bread",
        "like_count": 100 + number,
        "comments_count": number,
    } | fields


def reel(number: int, **fields: Any) -> dict[str, Any]:
    """Make a reel."""
    return medium(
        number,
        media_type="VIDEO",
        media_product_type="REELS",
        media_url=f"https://cdn.example/{number}.mp4",
        thumbnail_url=f"https://cdn.example/{number}.jpg",
        permalink=f"https://www.instagram.com/reel/DPnJi9D9g{number:02}/",
        **fields,
    )


def tagged(*media: dict[str, Any], after: str | None = None, is_last: bool = False) -> Any:
    """Make a page of a hashtag's posts, which on top has an address of the next."""
    paging: dict[str, Any] = {"cursors": {"after": after}} if after else {}
    if after and not is_last:
        paging["next"] = f"https://graph.facebook.com/x?access_token=EAAsecret&after={after}"
    return {"data": list(media), **({"paging": paging} if paging else {})}


def refused(code: int, subcode: int | None = None, message: str = "No.", **more: Any) -> Told:
    """Make a refusal; its HTTP status is 400 as nearly always."""
    error = {"message": message, "type": "OAuthException", "code": code, **more}
    error |= {"error_subcode": subcode} if subcode is not None else {}
    return Told({"error": error | {"fbtrace_id": "AQt_x"}}, 400)
