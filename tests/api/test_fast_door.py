"""The short way and ASGI answer alike: the same bytes in, the same out, but for the number."""

import asyncio
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from doors import answer, request_of, short_way, two_doors
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instagramapi.api.protocol import TRANSPORT, Receive, Scope
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models.base import Model
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.standing import Standing
from instagramapi.store.writer import StoreFailed
from makers import Scripted, a_profile, open_api

pytestmark = pytest.mark.anyio

_NAMES = ["nike", "nothing", "broken", "fails", "@NIKE", "", "a b", "%ff", "caf%C3%A9", "x" * 40]

LINES = [
    *("connection: close", "connection: keep-alive", "accept: */*", "traceparent: 00-x"),
    *("x-forwarded-for: 203.0.113.7", "expect: 100-continue", "upgrade: h2c", "X-Api-Key: nobody"),
    *("x-instagramapi-via: a1,b2", "x-instagramapi-via: !", "content-length: 0"),
    "authorization: Bearer ig_live_" + "0" * 32,
    "authorization: Basic eHg6eXk=",
]
TARGETS = [
    *("/v1/profile", "/v1/profile/", "//v1/profile", "/v1/profil", "/v1", "/v1/", "/healthz"),
    *("/v1/%70rofile?handle=nike", "/v1/profile?handle=nike#top", "/v1/profile#?handle=nike"),
    *("http://x/v1/profile?handle=nike", "/v1/profile?", "/v1/profile?handle=nike&handle=nike"),
    *("/v1/profile?handle=nike?x=1", "/v1/profile?api_key=ig_live_abcdefgh", "/v1/resolve?input=x"),
    *("/v1/profile?handle=nike&fields=id,username", "/v1/profile?handle=nike&media=proxy"),
    *("/v1/profile?handle=nike&only_cached=true", "/v1/profile?handle=kept&only_cached=true"),
    *("/v1/profile?handle=nike&max_age=0", "/v1/profile?handle=fails&max_age=0", "/v1/credits"),
    *(f"/v1/profile?handle={name}" for name in _NAMES),
    "/v1/profile?handle=" + "x" * 9000,
    # The request log tells of the very requests that are sent to it here.
    *(
        f"{each.path}?{urlencode(each.example)}".rstrip("?")
        for each in CATALOGUE
        if not each.name.startswith("usage")
    ),
]


async def test_both_doors_answer_everything_alike(tmp_path: Path) -> None:
    async with two_doors(tmp_path) as two:
        key, test = f"x-api-key: {two.api.live}", f"authorization: Bearer {two.api.test}"
        await two.ask(request_of("/v1/profile?handle=kept", key))
        asked = [request_of(target, key) for target in TARGETS]
        asked += [request_of(target, test) for target in TARGETS]
        asked += [request_of("/v1/profile?handle=kept", key, line) for line in LINES]
        asked += [request_of("/v1/profile?handle=kept", line) for line in ("x: y", *LINES)]
        asked += [
            request_of("/v1/profile?handle=kept", key, method=method, version=version)
            for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT")
            for version in ("1.1", "1.0")
        ]
        asked.append(request_of("/v1/profile?handle=kept", key, "content-length: 2") + b"hi")

        different = {}
        for request in asked:
            await two.ask(request)
            short, asgi = await two.ask(request)
            if short != asgi:
                different[request[:200]] = (short, asgi)

    assert different == {}


async def test_a_request_known_by_its_bytes_is_judged_anew(tmp_path: Path) -> None:
    async with two_doors(tmp_path) as two, asyncio.timeout(20):
        request = request_of("/v1/profile?handle=nike", f"x-api-key: {two.api.live}")
        reader, writer = await asyncio.open_connection("127.0.0.1", two.api.port)
        answers = []
        for pieces in ((request,), (request,), (request[:30], request[30:]), (request * 2,)):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            answers += [await answer(reader, request) for _ in range(pieces[0].count(b"GET"))]
        (key,) = [key for key in await two.api.service.keys.list() if key.mode == "live"]
        await two.api.service.keys.revoke(key.id)
        writer.write(request)
        refused, _ = await answer(reader, request)
        writer.close()

    assert [b"x-cache: hit" in head for head, _ in answers] == [False, True, True, True, True]
    assert b"HTTP/1.1 401 Unauthorized" in refused


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_doors_answer_what_is_sent_ahead_alike(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Several requests in one piece, some with ways of their own, come back in their order."""
    names = st.sampled_from(["kept", "nothing", "slow", "fails", ""])
    methods = st.sampled_from(["GET", "GET", "GET", "HEAD"])
    lines = st.lists(st.sampled_from([line for line in LINES if "close" not in line]), max_size=2)
    wanted = data.draw(st.lists(st.tuples(names, methods, lines), min_size=1, max_size=6))

    async def run() -> None:
        async with two_doors(tmp_path_factory.mktemp("two")) as two:
            key = f"x-api-key: {two.api.live}"
            requests = [
                request_of(f"/v1/profile?handle={name}&max_age=9", key, *lines, method=method)
                for name, method, lines in wanted
            ]
            for request in requests:
                await two.ask(request)
            short, asgi = await two.ask(*requests)
            assert short == asgi

    asyncio.run(run())


async def test_a_connection_that_nobody_uses_is_closed(tmp_path: Path) -> None:
    async with (
        open_api(tmp_path, Scripted()) as api,
        short_way(api, keep_alive_s=0) as (port, _),
        asyncio.timeout(10),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_of("/v1/profile?handle=nike"))

        assert (await reader.read()).startswith(b"HTTP/1.1 401 ")
        writer.close()


async def test_a_connection_on_which_a_request_arrives_is_in_use(tmp_path: Path) -> None:
    async with (
        open_api(tmp_path, Scripted()) as api,
        short_way(api, keep_alive_s=0) as (port, _),
        asyncio.timeout(10),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = request_of("/v1/profile?handle=nike")
        writer.write(request + request[:20])
        await reader.readuntil(b"\r\n\r\n")
        # A turn of the loop later the connection would be closed, if it were taken for unused.
        await asyncio.open_connection("127.0.0.1", port)
        writer.write(request[20:])

        assert (await reader.read()).count(b'"code":"invalid_api_key"') == 2
        writer.close()


async def test_who_waits_while_the_server_stops_is_answered_and_let_go(tmp_path: Path) -> None:
    came, go = asyncio.Event(), asyncio.Event()

    async def held(call: Call) -> Model:
        came.set()
        await go.wait()
        return a_profile()

    async with (
        open_api(tmp_path, Scripted(held)) as api,
        short_way(api) as (port, stop),
        asyncio.timeout(10),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_of("/v1/profile?handle=nike", f"x-api-key: {api.live}"))
        await came.wait()
        stopping = asyncio.create_task(stop())
        await asyncio.sleep(0)
        go.set()
        answer = await reader.read()
        await stopping
        writer.close()

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nconnection: close\r\n" in answer


class Failing:
    """A door whose store fails, at once or after a while."""

    paths = frozenset([b"/at-once", b"/later"])

    def at_once(self, standing: Standing, scope: Scope, lines: bytes) -> bytes | None:
        raise AssertionError("no request stands anywhere")

    async def reply(self, scope: Scope, receive: Receive) -> Reply:
        if scope["path"] == "/later":
            await asyncio.sleep(0)
        scope[TRANSPORT].abort()
        raise StoreFailed("the disk is gone")

    def read(self, scope: Scope) -> None:
        """Read nothing."""

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        raise AssertionError("nobody is answered")

    def sent(self, scope: Scope, reply: Reply) -> None:
        raise AssertionError("nothing is sent")


@pytest.mark.parametrize("path", ["/at-once", "/later"])
async def test_where_the_store_fails_nobody_is_answered(path: str, tmp_path: Path) -> None:
    async with (
        open_api(tmp_path, Scripted()) as api,
        short_way(api, Failing()) as (port, _),
        asyncio.timeout(10),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_of(path))

        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
