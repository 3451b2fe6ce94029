"""A small instagram.com on loopback that plays what a test tells it, for invented accounts."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.web import WebProvider
from makers import StoppedClock

ROUTE = "comet.igweb.PolarisLoggedOutDesktopWWW{}Route"
ERROR_ROUTE = "comet.igweb.PolarisErrorRoute"
LOGGED_OUT = "PolarisLoggedOutDesktopWWW"
POSTS_MORE = f"{LOGGED_OUT}ProfilePostsTabContentQuery_connection"
REELS = f"{LOGGED_OUT}ProfileReelsTabContentQuery"
POST = f"{LOGGED_OUT}PostRootContentQuery"
COMMENTS = f"{LOGGED_OUT}PostCommentsPaginationQuery"
BY_ID = "PolarisProfilePageContentQuery"
INFO = "/api/v1/users/web_profile_info/"

PAGE_ID = "17841400000000042"
OWNER = {"pk": "42", "username": "mara.films", "id": PAGE_ID}


@dataclass(frozen=True)
class Reply:
    """One answer of the server."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    key: str
    target: str
    headers: Mapping[str, str]
    form: Mapping[str, str]

    @property
    def variables(self) -> Any:
        return json.loads(self.form["variables"])


@dataclass
class Instagram:
    """Answers by path, and queries by their name; a list is played in order, its last for ever."""

    script: dict[str, Reply | list[Reply]]
    asked: list[Asked] = field(default_factory=list)

    def opened(self) -> list[str]:
        """What was asked, without the pages that were opened for tokens only."""
        return [one.key for one in self.asked if one.key != "/"]

    def of(self, key: str) -> list[Asked]:
        return [one for one in self.asked if one.key == key]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        found = self.script.get(asked.key, page(ERROR_ROUTE) if asked.key != "/" else home())
        if isinstance(found, Reply):
            return found
        return found.pop(0) if len(found) > 1 else found[0]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        line, *fields = head.split("\r\n")
        headers = dict(part.lower().split(": ", 1) for part in fields if part)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        target = line.split(" ")[1]
        key = form.get("fb_api_req_friendly_name", urlsplit(target).path)
        writer.write(_written(self.answer(Asked(key, target, headers, form))))
        await writer.drain()
        writer.close()


def _written(reply: Reply) -> bytes:
    content = reply.body.encode()
    lines = [f"HTTP/1.1 {reply.status} X", f"content-type: {reply.media_type}"]
    lines += [f"content-length: {len(content)}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


@asynccontextmanager
async def instagram(
    script: Mapping[str, Reply | list[Reply]], **options: Any
) -> AsyncIterator[tuple[WebProvider, Instagram]]:
    """Serve a script, and give the provider that asks it."""
    site, http = Instagram(dict(script)), Http()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    options.setdefault("clock", StoppedClock())
    try:
        yield WebProvider(http=http, base_url=base_url, **options), site
    finally:
        await http.close()
        server.close()


def page(route: str, *results: Any, head: str = "") -> Reply:
    """A page of one kind with the results of its queries."""
    blocks: list[Any] = [{"canonicalRouteName": route}]
    for result in results:
        stream = {"__bbox": {"complete": True, "result": {"data": result}}}
        blocks.append({"require": [["RelayPrefetchedStreamCache", "next", [], ["adp", stream]]]})
    texts = [json.dumps(block, separators=(",", ":")) for block in blocks]
    scripts = "".join(f'<script type="application/json" data-sjs>{text}</script>' for text in texts)
    return Reply(f"<!DOCTYPE html><html><head>{head}</head><body>{scripts}</body></html>")


def home(lsd: str = "lsd-1", csrf: str = "csrf-1") -> Reply:
    """The start page, which hands out the tokens."""
    tokens = f'<script>["LSD",[],{{"token":"{lsd}"}},323]</script>'
    cookies = {"set-cookie": f"csrftoken={csrf}; Path=/", "Set-Cookie": "mid=other; Path=/"}
    return Reply(f"<!DOCTYPE html><html>{tokens}</html>", headers=cookies)


def data(**objects: Any) -> Reply:
    """The answer of `/api/graphql`."""
    return answered({"data": objects, "extensions": {"is_final": True}})


def answered(body: Any, status: int = 200, **headers: str) -> Reply:
    """An answer in JSON."""
    return Reply(json.dumps(body), status, headers, "application/json")


def profile_page(user: Any, tab: Any = None, head: str = "") -> Reply:
    """A profile's page; its head and its posts are results of two queries."""
    tabs = [{"xig_user_by_username": {"pk": "42", "id": PAGE_ID, **tab}}] if tab else []
    return page(ROUTE.format("Profile"), {"xig_user_by_username": user}, *tabs, head=head)


def user(**changes: Any) -> dict[str, Any]:
    """The head of a profile."""
    head = {"full_name": "Mara", "biography": "Films.", "is_private": False, "is_verified": False}
    counts = {"follower_count": 1200, "following_count": 0, "all_media_count": None}
    links = {"bio_links": [{"title": "", "url": "https://mara.example/"}]}
    return {**OWNER, **head, **counts, **links, **changes}


def connection(nodes: list[Any], end_cursor: str | None = None) -> dict[str, Any]:
    """A list as GraphQL has them."""
    info = {"end_cursor": end_cursor, "has_next_page": end_cursor is not None}
    return {"edges": [{"node": node} for node in nodes], "page_info": info}


def timeline(nodes: list[Any], end_cursor: str | None = None) -> dict[str, Any]:
    """The tab of posts."""
    return {"polaris_ordered_timeline_connection": connection(nodes, end_cursor)}


def clips(nodes: list[Any], end_cursor: str | None = None) -> dict[str, Any]:
    """The tab of reels."""
    return {"pk": "42", "id": PAGE_ID, "polaris_clips_connection": connection(nodes, end_cursor)}


def node(pk: int, **changes: Any) -> dict[str, Any]:
    """A post of a tab: neither time nor counts."""
    names = {"pk": str(pk), "id": f"POLARIS_{pk}", "media_type": 1, "product_type": "feed"}
    return {**names, "caption": {"text": f"No. {pk}"}, "user": OWNER, **changes}


def media(pk: int, comments: Any = None, **changes: Any) -> dict[str, Any]:
    """A post by itself."""
    counts = {"like_count": 7, "comment_count": 3, "like_and_view_counts_disabled": False}
    inner = {**node(pk), "taken_at": 1_790_000_000 + pk, **counts, **changes}
    empty = {"edges": [], "page_info": {"end_cursor": None, "has_next_page": True}}
    return {
        "pk": str(pk),
        "id": f"POLARIS_{pk}",
        "if_not_gated_logged_out": inner,
        "gating_ruling": None,
        "comments_connection": comments or empty,
    }


def gated(pk: int, ruling: Any) -> dict[str, Any]:
    """A post behind a gate."""
    return {**media(pk), "if_not_gated_logged_out": None, "gating_ruling": ruling}


def comment(pk: int, **changes: Any) -> dict[str, Any]:
    """A comment."""
    said = {"text": f"Comment {pk}", "created_at": 1_790_000_000, "comment_like_count": 0}
    replies = {"child_comment_count": None, "parent_comment_id": None}
    return {
        "__typename": "XIGComment",
        "pk": str(pk),
        "id": str(pk),
        **said,
        **replies,
        "user": OWNER,
        **changes,
    }
