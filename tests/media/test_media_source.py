"""Fetching: to whom it connects, what it accepts, and how each way to fail is told."""

import asyncio
import gzip
import ssl
from typing import Any

import pytest

from instagramapi.errors import (
    Forbidden,
    NotFound,
    Overloaded,
    Problem,
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.media.hosts import MediaHosts
from instagramapi.media.source import Media, MediaSource
from media_makers import (
    CDN,
    PICTURE,
    PUBLIC,
    Host,
    Names,
    Sockets,
    http,
    open_host,
    trusting_tls,
)

pytestmark = pytest.mark.anyio

MAX_BYTES = 1_000_000
URL = f"https://{CDN}/a.jpg?oe=6A000100"


def source_of(host: Host, **given: Any) -> MediaSource:
    return MediaSource(MediaHosts([host.origin]), max_bytes=MAX_BYTES, **given)


async def fetched(source: MediaSource, url: str, **given: Any) -> tuple[Media, bytes]:
    try:
        async with source.open(url, **given) as media:
            return media, b"".join([piece async for piece in media.body])
    finally:
        await source.close()


async def fetched_from(answer: bytes, **given: Any) -> tuple[Media, bytes]:
    async with open_host(answer) as host:
        return await fetched(source_of(host), host.origin + "/a", **given)


async def refusal(answer: bytes, **given: Any) -> Problem:
    with pytest.raises(Problem) as raised:
        await fetched_from(answer, **given)
    return raised.value


async def test_a_picture_comes_whole_with_its_type_and_length() -> None:
    media, content = await fetched_from(http(content_type="Image/JPEG; q=1"))

    assert (media.status, media.media_type, media.length) == (200, "image/jpeg", len(PICTURE))
    assert (content, media.content_range) == (PICTURE, None)


async def test_it_asks_for_exactly_the_address_and_tells_nothing_of_the_caller() -> None:
    async with open_host(http()) as host:
        await fetched(source_of(host), host.origin + "/a/../%2F/%41?c=%3D&d=%7E+", part="bytes=0-9")

        (request,) = host.requests
    lines = request.decode().lower().split("\r\n")
    assert lines[0] == "get /a/../%2f/%41?c=%3d&d=%7e+ http/1.1"
    names = {line.split(":")[0] for line in lines[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "range", "user-agent"}
    assert {"accept-encoding: identity", "range: bytes=0-9"} < set(lines)


async def test_instagrams_hosts_are_asked_by_tls_under_their_own_name() -> None:
    names = Names({CDN: [[PUBLIC], ["127.0.0.1"]]})
    async with open_host(http(), is_secure=True) as host:
        sockets = Sockets(host.port)
        source = MediaSource(
            MediaHosts(),
            max_bytes=MAX_BYTES,
            resolver=names,
            tls=trusting_tls(),
            socket_factory=sockets,
        )
        _, content = await fetched(source, URL)

    assert (content, host.name) == (PICTURE, CDN)
    assert (names.asked, sockets.connected) == ([CDN], [(PUBLIC, 443)])
    assert names.is_closed


@pytest.mark.parametrize(
    ("name", "tls"),
    [("other.cdninstagram.com", trusting_tls()), (CDN, None)],
    ids=["another name", "an unknown issuer"],
)
async def test_a_certificate_that_is_not_the_hosts_is_refused(
    name: str, tls: ssl.SSLContext | None
) -> None:
    async with open_host(http(), is_secure=True) as host:
        source = MediaSource(
            MediaHosts(),
            max_bytes=MAX_BYTES,
            resolver=Names({name: [[PUBLIC]]}),
            tls=tls,
            socket_factory=Sockets(host.port),
        )
        with pytest.raises(UpstreamError) as raised:
            await fetched(source, f"https://{name}/a.jpg")

    assert (raised.value.reason, host.requests) == ("network", [])
    assert name not in raised.value.message


async def test_a_part_is_passed_on_with_its_place() -> None:
    part = http(b"jpeg", "206 Partial Content", content_range="bytes 3-6/4003")
    media, content = await fetched_from(part, part="bytes=3-6")

    assert (media.status, media.length, media.content_range) == (206, 4, "bytes 3-6/4003")
    assert content == b"jpeg"


async def test_a_part_that_is_not_there_is_told_as_such() -> None:
    none = http(b"", "416 Range Not Satisfiable", content_range="bytes */40")
    media, content = await fetched_from(none, part="bytes=50-")

    assert (media.status, media.content_range, content) == (416, "bytes */40", b"")


async def test_a_head_brings_no_body() -> None:
    media, content = await fetched_from(http(b"", content_length="4003"), method="HEAD")

    assert (media.length, content) == (4003, b"")


@pytest.mark.parametrize(
    "media_type",
    [
        *("", "text/html", "text/html; charset=utf-8", "image/svg+xml", "image/svg", "image/xml"),
        *(
            "IMAGE/SVG+XML",
            "application/octet-stream",
            "image/",
            "video/mp4, text/html",
            "image/a b",
        ),
        *("application/xhtml+xml", "text/plain", "multipart/byteranges; boundary=x", "image/a+xml"),
        "video/mp4, text/html",
    ],
)
async def test_what_is_no_picture_video_or_sound_is_refused(media_type: str) -> None:
    problem = await refusal(http(content_type=media_type))

    assert (problem.status, problem.reason) == (502, "type")


@pytest.mark.parametrize("media_type", ["image/webp", "video/mp4", "audio/mp4", "image/heic"])
async def test_pictures_videos_and_sounds_are_not(media_type: str) -> None:
    media, _ = await fetched_from(http(content_type=media_type))

    assert media.media_type == media_type


async def test_what_is_packed_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)

    assert (await refusal(http(bomb, content_encoding="gzip"))).reason == "type"


@pytest.mark.parametrize(
    ("head", "status", "reason"),
    [
        ("403 Forbidden", 404, "gone"),
        ("404 Not Found", 404, "gone"),
        ("410 Gone", 404, "gone"),
        ("301 Moved", 502, "redirect"),
        ("302 Found", 502, "redirect"),
        ("307 Temporary", 502, "redirect"),
        ("304 Not Modified", 502, "redirect"),
        ("204 No Content", 502, "server"),
        ("206 Partial Content", 502, "server"),
        ("416 Range Not Satisfiable", 502, "server"),
        ("429 Too Many", 502, "rate_limited"),
        ("500 Oops", 502, "server"),
    ],
)
async def test_every_other_status_is_a_problem(head: str, status: int, reason: str) -> None:
    problem = await refusal(http(b"", head, location="http://127.0.0.1/"))

    assert (problem.status, problem.reason) == (status, reason)


@pytest.mark.parametrize("head", ["200 OK", "206 Partial Content"])
@pytest.mark.parametrize("content_range", ["bytes 0-3/4 x", "", "bytes 0-3/4"])
async def test_a_part_without_a_place_or_a_place_without_a_part_is_refused(
    head: str, content_range: str
) -> None:
    answer = http(b"jpeg", head, content_range=content_range)
    is_right = (head == "206 Partial Content") == (content_range == "bytes 0-3/4")
    if is_right or (head == "200 OK" and content_range != "bytes 0-3/4"):
        await fetched_from(answer, part="bytes=0-3")
    else:
        assert (await refusal(answer, part="bytes=0-3")).reason == "range"


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", content_length=str(MAX_BYTES + 1)),
        http(b"x" * (MAX_BYTES + 1), content_length=""),
        http(b"x", "206 Partial Content", content_range=f"bytes 0-0/{MAX_BYTES + 1}"),
    ],
    ids=["stated", "not stated", "in parts"],
)
async def test_what_is_too_large_is_refused(answer: bytes) -> None:
    assert (await refusal(answer, part="bytes=0-0")).reason == "size"


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", http(b"short", content_length="10")])
async def test_a_broken_answer_is_a_network_failure(answer: bytes) -> None:
    assert (await refusal(answer)).reason == "network"


async def test_a_host_that_falls_silent_is_a_timeout() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    source = MediaSource(MediaHosts([origin]), max_bytes=MAX_BYTES, silence_s=0.05)
    async with server:
        with pytest.raises(UpstreamTimeout):
            await fetched(source, origin + "/a")


async def test_another_host_is_refused_before_any_look_up() -> None:
    names = Names({})
    source = MediaSource(MediaHosts(), max_bytes=MAX_BYTES, resolver=names)

    with pytest.raises(Forbidden) as raised:
        await fetched(source, "https://evil.example/a.jpg")
    assert (raised.value.reason, names.asked) == ("host", [])


async def test_no_more_is_open_at_a_time_than_may_be() -> None:
    async with open_host(http()) as host:
        source = source_of(host, max_open=1)
        async with source.open(host.origin + "/a"):
            with pytest.raises(Overloaded):
                await fetched(source, host.origin + "/b")
        source = source_of(host, max_open=1)
        for _ in range(2):
            async with source.open(host.origin + "/a") as media:
                assert media.status == 200
        await source.close()


async def test_leaving_early_lets_go_of_the_connection() -> None:
    async with open_host(http(b"x" * 900_000_0, content_length="")) as host:
        source = source_of(host)
        async with source.open(host.origin + "/a") as media:
            async for _ in media.body:
                break
        async with asyncio.timeout(5):
            await host.gone.wait()
        await source.close()


async def test_a_missing_picture_is_no_failure_of_the_source() -> None:
    assert isinstance(await refusal(http(b"", "404 Not Found")), NotFound)
