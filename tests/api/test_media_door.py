"""`/v1/media/{token}` over real connections: who may, what they get, and what stops it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from hostile_urls import families
from instagramapi.api.media import MediaDoor, MediaParts
from instagramapi.catalog.models import Post, UserShort
from instagramapi.media.hosts import MediaHosts
from instagramapi.media.links import MediaLink
from instagramapi.media.own import Draw, OwnMedia
from instagramapi.media.source import MediaSource
from makers import Api, Scripted, in_process, open_api, open_server
from media_makers import PICTURE, Host, http, open_host

pytestmark = pytest.mark.anyio

NIKE = UserShort(id="787132", username="nike", profile_pic_url="https://elsewhere.example/a.jpg")
POST = "/v1/post?shortcode=B"


@asynccontextmanager
async def open_media(
    data_dir: Path, answer: bytes, **settings: Any
) -> AsyncIterator[tuple[Api, Host, str]]:
    """Serve one post whose picture is on a media host; give the link to it through the server."""
    async with open_host(answer) as host:
        post = Post(id="1", shortcode="B", owner=NIKE, image_url=host.origin + "/a.jpg?b=c")
        trusted = {"media_hosts": (host.origin,), **settings}
        async with open_server(data_dir, Scripted(post), **trusted) as api:
            found = await api.get(POST + "&media=proxy")
            yield api, host, found.json()["data"]["image_url"]


async def test_a_picture_is_handed_on_to_whoever_has_the_link(tmp_path: Path) -> None:
    async with open_media(tmp_path, http()) as (api, host, link):
        answer = await api.client.get(link)

    assert link.startswith(f"http://127.0.0.1:{api.port}/v1/media/")
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert host.requests[0].startswith(b"GET /a.jpg?b=c HTTP/1.1\r\n")
    headers = answer.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-length"] == str(len(PICTURE))
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["accept-ranges"] == "bytes"
    assert headers["access-control-allow-origin"] == "*"
    assert (headers["x-credits-charged"], headers["x-credits-remaining"]) == ("0", "null")
    cached = headers["cache-control"].split(", ")
    assert cached[0] == "private"
    assert 82_000 < int(cached[1].removeprefix("max-age=")) <= 86_400


async def test_it_costs_nothing_and_leaves_no_row(tmp_path: Path) -> None:
    async with open_media(tmp_path, http()) as (api, _, link):
        before = await api.balance()
        answer = await api.client.get(link)

        assert await api.balance() == before
        assert await api.usage(answer.headers["x-request-id"]) is None


async def test_direct_is_what_is_not_asked_otherwise_and_no_other_answer(tmp_path: Path) -> None:
    async with open_media(tmp_path, http()) as (api, host, _):
        direct, said = await api.get(POST), await api.get(POST + "&media=direct")

        # The same copy serves both ways: the links are made on the way out.
        assert direct.headers["x-cache"] == said.headers["x-cache"] == "hit"
        assert direct.json()["data"]["image_url"] == host.origin + "/a.jpg?b=c"
        owner = (await api.get(POST + "&media=proxy")).json()["data"]["owner"]
        assert owner["profile_pic_url"] == NIKE.profile_pic_url


async def test_fields_and_media_go_together(tmp_path: Path) -> None:
    async with open_media(tmp_path, http()) as (api, _, link):
        answer = await api.get(POST + "&media=proxy&fields=image_url")

        assert answer.json()["data"] == {"image_url": link}


async def test_a_part_is_asked_for_and_handed_on(tmp_path: Path) -> None:
    part = http(b"jpeg", "206 Partial Content", content_range="bytes 3-6/4003")
    async with open_media(tmp_path, part) as (api, host, link):
        answer = await api.client.get(link, headers={"range": "bytes=3-6"})

    assert (answer.status_code, answer.content) == (206, b"jpeg")
    assert answer.headers["content-range"] == "bytes 3-6/4003"
    assert b"range: bytes=3-6\r\n" in host.requests[0].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-3", "if-range": '"etag"'},
        {"range": "bytes=0-1,5-6"},
        {"range": "lines=1-2"},
    ],
)
async def test_what_is_no_simple_part_is_answered_whole(
    headers: dict[str, str], tmp_path: Path
) -> None:
    async with open_media(tmp_path, http()) as (api, host, link):
        answer = await api.client.get(link, headers=headers)

    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert b"range:" not in host.requests[0].lower()


async def test_a_part_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    none = http(b"", "416 No", content_range="bytes */40")
    async with open_media(tmp_path, none) as (api, _, link):
        answer = await api.client.get(link, headers={"range": "bytes=50-"})

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == "bytes */40"


async def test_a_head_tells_what_a_get_would(tmp_path: Path) -> None:
    async with open_media(tmp_path, http(b"", content_length="4003")) as (api, host, link):
        answer = await api.client.head(link)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "4003"
    assert host.requests[0].startswith(b"HEAD ")


async def test_nothing_of_the_caller_reaches_the_host_and_nothing_else_of_the_host_the_caller(
    tmp_path: Path,
) -> None:
    answer = http(set_cookie="a=b", server="x", x_secret="y", etag='"z"')
    async with open_media(tmp_path, answer) as (api, host, link):
        sent = {"cookie": "session=1", "referer": "http://a/", "user-agent": "me", "x-key": "k"}
        got = await api.client.get(link, headers=sent)

    assert not {"set-cookie", "server", "x-secret", "etag"} & set(got.headers)
    for value in (b"session", b"http://a/", b"x-key", b"user-agent: me"):
        assert value not in host.requests[0].lower()


@pytest.mark.parametrize(
    ("answer", "status", "code", "reason"),
    [
        (http(b"", "404 Not Found"), 404, "not_found", "gone"),
        (http(b"", "302 Found", location="http://127.0.0.1/"), 502, "upstream_error", "redirect"),
        (http(content_type="text/html"), 502, "upstream_error", "type"),
        (http(content_type="image/svg+xml"), 502, "upstream_error", "type"),
        (http(content_length="99999999"), 502, "upstream_error", "size"),
        (b"", 502, "upstream_error", "network"),
    ],
)
async def test_a_failure_is_a_typed_error(
    answer: bytes, status: int, code: str, reason: str, tmp_path: Path
) -> None:
    async with open_media(tmp_path, answer) as (api, host, link):
        failed = await api.client.get(link)

    error = failed.json()["error"]
    assert (failed.status_code, error["code"], error["reason"]) == (status, code, reason)
    assert failed.headers["content-type"] == "application/json"
    assert failed.headers["x-credits-charged"] == "0"
    assert str(host.port) not in failed.text.replace(f":{api.port}", "")


@pytest.mark.parametrize(
    ("answer", "settings"),
    [
        (http(b"x" * 500_000, content_length=""), {"media_bytes": 300_000}),
        (http(b"x" * 100, content_length="200"), {}),
    ],
    ids=["too large", "broken off"],
)
async def test_what_fails_on_the_way_is_cut_so_that_nobody_takes_it_for_whole(
    answer: bytes, settings: dict[str, Any], tmp_path: Path
) -> None:
    async with open_media(tmp_path, answer, **settings) as (api, _, link):
        with pytest.raises(httpx2.TransportError):
            await api.client.get(link)


async def test_a_caller_who_goes_away_stops_what_is_fetched_for_them(tmp_path: Path) -> None:
    film = http(b"x" * 50_000_000, content_type="video/mp4")
    async with open_media(tmp_path, film) as (api, host, link):
        async with api.client.stream("GET", link) as answer:
            async for _ in answer.aiter_raw():
                break
        async with asyncio.timeout(10):
            await host.gone.wait()

    assert host.sent_bytes < 50_000_000


async def test_no_more_is_taken_from_the_host_than_the_caller_takes(tmp_path: Path) -> None:
    film = http(b"x" * 50_000_000, content_type="video/mp4")
    async with (
        open_media(tmp_path, film) as (api, host, link),
        api.client.stream("GET", link) as answer,
    ):
        assert answer.status_code == 200
        await asyncio.sleep(0.3)

        # Kernels and libraries hold a few megabytes between the two; the rest waits.
        assert host.sent_bytes < 25_000_000


async def test_the_method_and_the_query_are_checked(tmp_path: Path) -> None:
    async with open_media(tmp_path, http()) as (api, host, link):
        put = await api.client.put(link)
        options = await api.client.options(link)
        query = await api.client.get(link + "?size=1")
        key = await api.client.get(link + f"?key={api.live}")
        long = await api.client.get(link + "A" * 9000)

    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (options.status_code, options.content) == (204, b"")
    assert [query.status_code, key.status_code, long.status_code] == [400, 400, 414]
    assert query.json()["error"]["param"] == "size"
    assert host.requests == []


async def test_whom_we_do_not_serve_is_not_handed_on_also_by_a_link_from_before(
    tmp_path: Path,
) -> None:
    async with open_media(tmp_path, http()) as (api, host, link):
        await api.service.suppression.suppress("id", "787132")
        refused = await api.client.get(link)
        await api.service.suppression.lift("id", "787132")
        served = await api.client.get(link)

    assert (refused.status_code, refused.json()["error"]["code"]) == (451, "suppressed")
    assert served.status_code == 200
    assert len(host.requests) == 1


async def test_the_log_has_a_line_that_does_not_tell_what_was_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_media(tmp_path, http(), access_log=True) as (api, host, link):
        await api.client.get(link)
        await api.client.get(link + "x")

    # The server has stopped, and with it what it had gathered was written.
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["endpoint"], line["status"]) for line in lines] == [
        ("post", 200),
        ("media", 200),
        ("media", 400),
    ]
    assert link[-20:] not in str(lines)
    assert str(host.port) not in str(lines)


async def test_the_demo_worlds_media_are_drawn_and_need_no_connection(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        post = (await api.get("/v1/post?shortcode=DRqAYKuAIUx&media=proxy")).json()["data"]
        whole = await api.client.get(post["image_url"])
        video = await api.client.get(post["items"][0]["video_url"], headers={"range": "bytes=4-7"})

    assert (whole.status_code, whole.headers["content-type"]) == (200, "image/svg+xml")
    assert (video.status_code, video.content) == (206, b"ftyp")
    assert post["owner"]["profile_pic_url"].startswith("http://127.0.0.1:8000/v1/media/")


@pytest.mark.parametrize(("family", "urls"), [f for f in families() if f[0] != "ways of the path"])
async def test_a_token_of_our_own_for_a_hostile_address_is_refused_too(
    family: str, urls: list[str], tmp_path: Path
) -> None:
    async with open_api(tmp_path) as api:
        links = api.service.media_links
        for url in urls:
            if url.isprintable() or url.isascii():
                assert links.through_here({"image_url": url}) == {"image_url": url}
                token = links.token(MediaLink(url, int(api.clock.now_s) + 60, []))
                answer = await api.client.get(f"/v1/media/{token}")
                assert answer.json()["error"]["reason"] == "host", url


def door_of(api: Api, draw: Draw, source: MediaSource | None = None) -> MediaDoor:
    """Make another door for the same service, with no patience at all."""
    service = api.service
    parts = MediaParts(
        links=service.media_links,
        source=source or service.media,
        own=OwnMedia(service.settings.url, draw),
        is_suppressed=service.suppression.is_marked,
        envelope=api.app.envelope,
        clock=service.clock,
        ids=service.ids,
        observer=api.app.observer,
        patience_s=0.05,
    )
    return MediaDoor(parts)


async def failing(door: MediaDoor, api: Api, url: str) -> tuple[int, str]:
    token = api.service.media_links.token(MediaLink(url, int(api.clock.now_s) + 60, []))
    async with in_process(door) as client:
        answer = await client.get(f"/v1/media/{token}")
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_host_that_never_answers_is_a_timeout(tmp_path: Path) -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, open_api(tmp_path) as api:
        source = MediaSource(MediaHosts([origin]), max_bytes=1000)
        door = door_of(api, lambda path: None, source)

        assert await failing(door, api, origin + "/a") == (504, "upstream_timeout")
        await source.close()


async def test_a_fault_of_ours_is_logged_and_told_as_one(tmp_path: Path) -> None:
    def draw(path: str) -> None:
        raise RuntimeError("broken brush")

    async with open_api(tmp_path) as api:
        with capture_logs() as lines:
            told = await failing(door_of(api, draw), api, "http://127.0.0.1:8000/demo/a")

    assert told == (500, "internal_error")
    assert lines[0]["event"] == "internal_error"


async def test_what_cannot_be_drawn_is_not_there(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        door = door_of(api, lambda path: None)

        assert await failing(door, api, "http://127.0.0.1:8000/demo/a") == (404, "not_found")
