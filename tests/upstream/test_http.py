"""HTTP to providers: bounded, no redirects, and failures that name no address."""

import asyncio
import gzip
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from instagramapi.errors import UpstreamError
from instagramapi.upstream.http import Http, Response

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve the same bytes to everybody, and keep what was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x", asked


def http_answer(body: bytes, head: str = "HTTP/1.1 200 OK") -> bytes:
    return f"{head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


async def get(answer: bytes, make: Callable[[], Http] = Http) -> Response:
    http = make()
    try:
        async with serving(answer) as (url, _):
            return await http.get(url, params={"a": "b c"}, headers={"x-access-key": "k"})
    finally:
        await http.close()


async def test_a_get_brings_status_headers_and_json() -> None:
    response = await get(http_answer(b'{"a": 1}', "HTTP/1.1 429 Slow\r\nRetry-After: 7"))

    assert (response.status, response.headers["retry-after"]) == (429, "7")
    assert response.json() == {"a": 1}


async def test_as_many_are_asked_at_once_as_somebody_asks() -> None:
    at_once = 150
    all_came = asyncio.Barrier(at_once)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await all_came.wait()
        writer.write(http_answer(b"{}"))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    http = Http()
    async with server, asyncio.timeout(20):
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
        asked = (http.get(url, params={}, headers={}) for _ in range(at_once))
        answers = await asyncio.gather(*asked)
        await http.close()

    assert {answer.status for answer in answers} == {200}


async def test_a_get_whose_connection_breaks_is_not_sent_again() -> None:
    http = Http()
    async with serving(b"") as (url, asked):
        with pytest.raises(UpstreamError) as failed:
            await http.get(url, params={}, headers={})
    await http.close()

    assert failed.value.reason == "network"
    assert len(asked) == 1


async def test_a_post_sends_a_form() -> None:
    http = Http()
    async with serving(http_answer(b"{}")) as (url, asked):
        await http.post(url, form={"doc_id": "1"}, headers={})
    await http.close()

    assert asked[0].startswith(b"POST /x HTTP/1.1")
    assert b"application/x-www-form-urlencoded" in asked[0]


ASK = """
import asyncio, sys
from instagramapi.upstream.http import Http
async def ask():
    http = Http()
    print((await http.get(sys.argv[1], params={}, headers={})).status)
    await http.close()
asyncio.run(ask())
"""


async def asked_in_a_process(url: str, **environment: str) -> bytes:
    """Send a GET from a process with this environment; return the status that it prints."""
    asking = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASK, url),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    printed, _ = await asking.communicate()
    return printed.strip()


async def test_the_environment_names_a_proxy() -> None:
    async with serving(http_answer(b"{}")) as (url, asked):
        proxy = url.removesuffix("/x").replace("//", "//ada:secret@")
        status = await asked_in_a_process("http://instagram.invalid/x", http_proxy=proxy)

    assert status == b"200"
    assert asked[0].startswith(b"GET http://instagram.invalid/x HTTP/1.1")
    assert b"Proxy-Authorization: Basic YWRhOnNlY3JldA==" in asked[0]


async def test_the_environment_names_hosts_that_are_asked_without_its_proxy() -> None:
    async with serving(http_answer(b"{}")) as (url, asked):
        status = await asked_in_a_process(
            url, http_proxy="http://proxy.invalid:1", no_proxy="127.0.0.1"
        )

    assert (status, len(asked)) == (b"200", 1)


async def test_passwords_of_the_system_are_not_sent(tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n", "utf-8")
    async with serving(http_answer(b"{}")) as (url, asked):
        status = await asked_in_a_process(url, HOME=str(tmp_path))

    assert status == b"200"
    assert b"authorization" not in asked[0].lower()


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    response = await get(http_answer(b"", "HTTP/1.1 302 Found\r\nlocation: /accounts/login/"))

    assert (response.status, response.headers["location"]) == (302, "/accounts/login/")


async def test_the_prefix_that_guards_json_is_taken_off() -> None:
    assert (await get(http_answer(b'for (;;);{"a":1}'))).json() == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [
        rb'"\ud800"',
        b'"\xff"',
        b"[" * 300 + b"]" * 300,
        b'{"a":1,"b":2,"a":3}',
        b"[12345678901234567890123, -0, -0.0, 1e400, 0.1, 5e-324]",
        b"[NaN, Infinity]",
        b'"a\tb"',
        b"\xef\xbb\xbf{}",
        b"[01]",
        b"[1,]",
        b"1" * 5_000,
    ],
)
async def test_odd_json_means_what_it_means_to_python(body: bytes) -> None:
    response = await get(http_answer(body))

    assert outcome(response.json) == outcome(lambda: json.loads(body.decode("utf-8", "replace")))


def outcome(read: Callable[[], Any]) -> str:
    try:
        return repr(read())
    except (ValueError, UpstreamError):
        return "no JSON"


async def test_a_header_that_comes_twice_is_joined() -> None:
    response = await get(http_answer(b"", "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2"))

    assert response.headers["set-cookie"] == "a=1, b=2"


async def test_json_without_end_is_a_wrong_shape() -> None:
    response = await get(http_answer(b"[" * 100_000))

    with pytest.raises(UpstreamError) as raised:
        response.json()

    assert raised.value.reason == "shape"


async def test_what_is_no_json_is_a_wrong_shape() -> None:
    response = await get(http_answer(b"{"))

    with pytest.raises(UpstreamError) as raised:
        response.json()

    assert raised.value.reason == "shape"


async def test_a_body_over_the_limit_is_refused_even_when_it_is_packed_small() -> None:
    packed = gzip.compress(b"x" * 1_000_000)
    answer = http_answer(packed, "HTTP/1.1 200 OK\r\ncontent-encoding: gzip")

    with pytest.raises(UpstreamError) as raised:
        await get(answer, lambda: Http(max_body_bytes=10_000))

    assert raised.value.reason == "shape"


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n123", b"\x00garbage\r\n\r\n"]
)
async def test_a_broken_connection_is_a_network_failure(answer: bytes) -> None:
    with pytest.raises(UpstreamError) as raised:
        await get(answer)

    assert raised.value.reason == "network"
    assert "127.0.0.1" not in raised.value.message


@pytest.mark.parametrize(
    ("body", "content_type", "is_html"),
    [
        (b"<!DOCTYPE html><html>", "text/html", True),
        (b" <html>", "application/json", True),
        (b"", "text/html; charset=utf-8", True),
        (b'{"a":1}', "text/html", False),
        (b'{"a":1}', "text/javascript", False),
    ],
)
def test_a_page_is_told_from_data(body: bytes, content_type: str, is_html: bool) -> None:
    assert Response(200, {"content-type": content_type}, body).is_html is is_html


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert Response(200, {}, b"\xff").text == "\N{REPLACEMENT CHARACTER}"
