"""The outer wall, over real sockets: what is bounded, what is refused, and what goes on."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from instagramapi.api.protocol import MAX_HEAD_BYTES
from instagramapi.asgi import App, bind
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from makers import Api, Scripted, a_profile, open_server

pytestmark = pytest.mark.anyio

Served = Callable[..., AbstractAsyncContextManager[Api]]

PROFILE = b"GET /v1/profile?handle=nike HTTP/1.1\r\nhost: x\r\n"


@pytest.fixture(params=[True, False], ids=["short way", "ASGI"])
def served(request: pytest.FixtureRequest) -> Served:
    """Serve with each of the two doors: what is outside of them must not tell them apart."""
    return partial(open_server, fast_door=request.param)


class Line:
    """One connection to a server, spoken to in bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> tuple[int, dict[str, Any]]:
        """Read one answer: its status and its body."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        status_line, *lines = head.lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = await self._reader.readexactly(int(headers["content-length"]))
        return int(status_line.split()[1]), json.loads(body)

    async def is_closed(self) -> bool:
        """Wait until the server closes; what it sends before that is dropped."""
        try:
            await self._reader.read()
        except ConnectionError:
            return True
        return self._reader.at_eof()

    def hang_up(self) -> None:
        self._writer.close()


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[Line]:
    line = Line(*await asyncio.open_connection("127.0.0.1", port))
    try:
        async with asyncio.timeout(10):
            yield line
    finally:
        line.hang_up()


@asynccontextmanager
async def impatient(api: Api, timeout_s: float) -> AsyncIterator[int]:
    """Serve the same application with less patience; gives the port."""
    listener = bind("127.0.0.1", 0)
    config = uvicorn.Config(
        App(api.service),
        http=api.app.protocol(timeout_s),
        lifespan="off",
        ws="none",
        log_config=None,
        timeout_keep_alive=60,
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup([listener])
    try:
        yield listener.getsockname()[1]
    finally:
        await server.shutdown([listener])


async def still_answers(api: Api) -> bool:
    return (await api.get("/v1/credits")).status_code == 200


def with_key(api: Api, head: bytes = PROFILE) -> bytes:
    return head + f"x-api-key: {api.live}\r\n".encode()


async def test_requests_share_a_connection(tmp_path: Path, served: Served) -> None:
    async with served(tmp_path, Scripted()) as api, line_to(api.port) as line:
        for expected in (1, 0, 0):
            await line.say(with_key(api) + b"\r\n")
            status, body = await line.answer()

            assert (status, body["meta"]["credits_charged"]) == (200, expected)


async def test_requests_sent_ahead_are_answered_in_their_order(
    tmp_path: Path, served: Served
) -> None:
    async with served(tmp_path, Scripted()) as api, line_to(api.port) as line:
        names = [f"user{number}" for number in range(50)]
        await line.say(
            b"".join(
                with_key(api, f"GET /v1/profile?handle={name} HTTP/1.1\r\nhost: x\r\n".encode())
                + b"\r\n"
                for name in names
            )
        )

        answers = [await line.answer() for _ in names]

        assert [body["data"]["username"] for _, body in answers] == names


async def test_many_requests_in_one_piece_are_no_large_head(tmp_path: Path, served: Served) -> None:
    async with served(tmp_path, Scripted()) as api, line_to(api.port) as line:
        request = with_key(api) + b"x-filler: " + b"x" * 1000 + b"\r\n\r\n"
        count = 2 * MAX_HEAD_BYTES // len(request)
        await line.say(request * count + request[:-2])
        answers = [await line.answer() for _ in range(count)]
        await line.say(b"\r\n")
        answers.append(await line.answer())

        assert {status for status, _ in answers} == {200}


@pytest.mark.parametrize(
    "head",
    [
        PROFILE + b"x: " + b"x" * (1 << 20) + b"\r\n\r\n",
        PROFILE + b"".join(b"x-%d: x\r\n" % number for number in range(100_000)) + b"\r\n",
        b"GET /" + b"x" * (1 << 20) + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        PROFILE + b"x" * (1 << 20),
    ],
    ids=["a long header", "many headers", "a long URL", "a header without end"],
)
async def test_a_head_of_a_megabyte_is_refused(head: bytes, tmp_path: Path, served: Served) -> None:
    async with served(tmp_path, provider := Scripted()) as api:
        async with line_to(api.port) as line:
            saying = asyncio.create_task(line.say(head))
            status, body = await line.answer()
            await asyncio.gather(saying, return_exceptions=True)

        assert (status, body["error"]["code"]) == (413, "payload_too_large")
        assert body["meta"]["request_id"].startswith("req_")
        assert await still_answers(api)
        assert provider.asked == []


async def test_trailers_are_bounded_as_headers_are(tmp_path: Path, served: Served) -> None:
    async with served(tmp_path, Scripted()) as api, line_to(api.port) as line:
        await line.say(with_key(api) + b"transfer-encoding: chunked\r\n\r\n0\r\n")
        assert (await line.answer())[0] == 200
        for number in range(40):
            await line.say(b"x-%d: " % number + b"x" * 1000 + b"\r\n")

        assert (await line.answer())[0] == 413


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /v1/profile HTTP/9.9\r\n\r\n",
        b"GET /v1/\xff HTTP/1.1\r\nhost: x\r\n\r\n",
        PROFILE + b"bad header\r\n\r\n",
        PROFILE + b"x: a\x00b\r\n\r\n",
        PROFILE + b"content-length: -1\r\n\r\n",
        PROFILE + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        PROFILE + b"content-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        PROFILE + b"transfer-encoding: chunked\r\n\r\nxyz\r\n",
    ],
)
async def test_what_is_no_http_is_told_so(garbage: bytes, tmp_path: Path, served: Served) -> None:
    async with served(tmp_path, Scripted()) as api:
        async with line_to(api.port) as line:
            await line.say(garbage)
            status, body = await line.answer()

            assert (status, body["error"]["reason"]) in [(400, "malformed"), (401, None)]
            assert await line.is_closed() or status == 401
        assert await still_answers(api)


async def test_a_head_that_does_not_come_is_not_waited_for(tmp_path: Path, served: Served) -> None:
    async with (
        served(tmp_path, Scripted()) as api,
        impatient(api, 0.05) as port,
        line_to(port) as silent,
        line_to(port) as slow,
    ):
        await slow.say(PROFILE + b"x-a: ")

        assert await silent.is_closed()
        assert await slow.is_closed()


async def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path, served: Served) -> None:
    async with (
        served(tmp_path, Scripted()) as api,
        impatient(api, 0.05) as port,
        line_to(port) as line,
    ):
        await line.say(with_key(api) + b"content-length: 10\r\n\r\nhalf")

        assert (await line.answer())[0] == 200
        assert await line.is_closed()


async def test_empty_lines_do_not_keep_a_connection_open(tmp_path: Path, served: Served) -> None:
    async with (
        served(tmp_path, Scripted()) as api,
        impatient(api, 0.05) as port,
        line_to(port) as line,
    ):
        await line.say(with_key(api) + b"\r\n")
        assert (await line.answer())[0] == 200
        await line.say(b"\r\n")

        assert await line.is_closed()


async def test_who_waits_for_an_answer_is_not_cut_off(tmp_path: Path, served: Served) -> None:
    async def slowly(call: Call) -> Model:
        await asyncio.sleep(0.2)
        raise RuntimeError("late, and wrong")

    async with (
        served(tmp_path, Scripted(slowly)) as api,
        impatient(api, 0.05) as port,
        line_to(port) as line,
    ):
        await line.say(with_key(api) + b"\r\n" + PROFILE)

        assert (await line.answer())[0] == 500
        assert await line.is_closed()


async def test_a_caller_who_hangs_up_early_finds_the_answer_kept(
    tmp_path: Path, served: Served
) -> None:
    came, go = asyncio.Event(), asyncio.Event()

    async def held(call: Call) -> Model:
        came.set()
        await go.wait()
        return a_profile()

    async with served(tmp_path, Scripted(held)) as api:
        async with line_to(api.port) as line:
            await line.say(with_key(api) + b"\r\n")
            await came.wait()
        go.set()

        again = await api.get("/v1/profile?handle=nike")

        assert again.headers["x-credits-charged"] == "0"
        await api.service.database.write(lambda connection: None)
        assert await api.balance() == 99
