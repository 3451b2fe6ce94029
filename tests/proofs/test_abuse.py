"""What no client sends by accident: refused in the API's own form, bounded, free, and survived."""

import asyncio
import itertools
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from client import Answer, Connection, Cut, parse_answers
from harness import Payer, Server, open_accounts, read_rows, serving, violations

MIB = 1024 * 1024
PATIENCE_S = 0.5
# How much the server may hold after an attack, beyond what it held before.
_MEMORY_BYTES = 24 * MIB
_GIVE_UP_S = 10.0
_TARGET = b"/v1/profile?handle=ok.abuse"
_HOST = b"host: localhost\r\n"
_GET = b"GET " + _TARGET + b" HTTP/1.1\r\n" + _HOST


def _get(target: bytes, *lines: bytes) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + _HOST + b"\r\n".join([*lines, b"", b""])


def _post(*lines: bytes, body: bytes = b"") -> bytes:
    head = b"POST /v1/profile HTTP/1.1\r\n" + _HOST + b"\r\n".join([*lines, b"", b""])
    return head + body


_CHUNKED = b"transfer-encoding: chunked"

# What is sent, and the statuses of which each answer must have one.
ATTACKS: dict[str, tuple[bytes, set[int]]] = {
    "chunk size is no number": (_post(_CHUNKED, body=b"xyz\r\nabc\r\n0\r\n\r\n"), {400, 405}),
    "chunk size overflows": (_post(_CHUNKED, body=b"f" * 40 + b"\r\nabc\r\n"), {400, 405}),
    "chunk size is negative": (_post(_CHUNKED, body=b"-1\r\nabc\r\n0\r\n\r\n"), {400, 405}),
    "chunk is longer than said": (_post(_CHUNKED, body=b"1\r\nabcdef\r\n0\r\n\r\n"), {400, 405}),
    "both lengths": (
        _post(b"content-length: 4", _CHUNKED, body=b"0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n"),
        {400},
    ),
    "two lengths that differ": (
        _post(b"content-length: 1", b"content-length: 5", body=b"abcde"), {400},
    ),
    "negative length": (_post(b"content-length: -1"), {400}),
    "length with a plus": (_post(b"content-length: +4", body=b"abcd"), {400}),
    "length that overflows": (_post(b"content-length: " + b"9" * 30), {400}),
    "chunked is not last": (_post(b"transfer-encoding: chunked, identity"), {400, 405}),
    "obscured transfer encoding": (
        _post(b"transfer-encoding : chunked", b"content-length: 3", body=b"abc"), {400},
    ),
    "transfer encoding of the vertical tab": (
        _post(b"transfer-encoding: \x0bchunked", b"content-length: 3", body=b"abc"), {400},
    ),
    "header of 1 MiB": (_GET + b"x: " + b"a" * MIB + b"\r\n\r\n", {413}),
    "header name of 1 MiB": (_GET + b"a" * MIB + b": x\r\n\r\n", {413}),
    "100,000 headers": (_GET + b"a: b\r\n" * 100_000 + b"\r\n", {413}),
    "URL of 1 MiB": (_get(b"/" + b"a" * MIB), {413, 414}),
    "URL of 9,000 bytes": (_get(_TARGET + b"a" * 9_000), {414}),
    "method of 1 MiB": (b"G" * MIB + b" / HTTP/1.1\r\n\r\n", {400}),
    "NUL in the path": (_get(b"/v1/pro\x00file?handle=ok.1"), {400, 404}),
    "NUL in a header": (_get(_TARGET, b"x: a\x00b"), {400}),
    "NUL in the query": (_get(b"/v1/profile?handle=ok\x00.1"), {400}),
    "escaped NUL in the query": (_get(b"/v1/profile?handle=ok%00.1"), {400}),
    "escaped NUL in the path": (_get(b"/v1/profile%00?handle=ok.1"), {404}),
    "invalid UTF-8 in the query": (_get(b"/v1/profile?handle=%ff%fe"), {400}),
    "raw invalid UTF-8 in the query": (_get(b"/v1/profile?handle=\xff\xfe"), {400}),
    "invalid UTF-8 in the path": (_get(b"/v1/%ff%fe"), {404}),
    "overlong escape": (_get(b"/v1/profile?handle=%c0%ae%c0%ae"), {400}),
    "overlong escape in the path": (_get(b"/v1/%c0%ae%c0%ae/profile"), {404}),
    "half an escape": (_get(b"/v1/profile?handle=%"), {400, 401}),
    "path upwards": (_get(b"/v1/../v1/profile?handle=ok.1"), {404}),
    "line break in a header": (_get(_TARGET, b"x: a\rb: c"), {400}),
    "folded header": (_get(_TARGET, b"x: a", b" b"), {400, 401}),
    "header without a colon": (_get(_TARGET, b"nothing"), {400}),
    "bare line feeds": (b"GET " + _TARGET + b" HTTP/1.1\nhost: x\n\n", {400, 401}),
    "HTTP/0.9": (b"GET /v1/profile\r\n\r\n", {400, 401}),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}),
    "HTTP/9.9": (b"GET / HTTP/9.9\r\n\r\n", {400}),
    "TLS hello": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, {400}),
    "garbage": (bytes(range(256)) * 64, {400}),
    "no host": (b"GET " + _TARGET + b" HTTP/1.1\r\n\r\n", {400, 401}),
    "absolute form": (_get(b"http://elsewhere.example/v1/profile?handle=ok.1"), {400, 401, 404}),
    "asterisk form": (b"OPTIONS * HTTP/1.1\r\n" + _HOST + b"\r\n", {204, 400, 404, 405}),
    "CONNECT": (b"CONNECT elsewhere.example:443 HTTP/1.1\r\n" + _HOST + b"\r\n", {400, 404, 405}),
    "TRACE": (b"TRACE /v1/profile HTTP/1.1\r\n" + _HOST + b"\r\n", {405}),
    "unknown method": (b"BREW /v1/profile HTTP/1.1\r\n" + _HOST + b"\r\n", {400, 405}),
    "upgrade": (_get(_TARGET, b"connection: upgrade", b"upgrade: websocket"), {400, 401}),
    "upgrade to HTTP/2": (
        _get(_TARGET, b"connection: upgrade, http2-settings", b"upgrade: h2c"),
        {400, 401},
    ),
    "garbage in the pipeline": (_get(_TARGET) + b"\x00\xff garbage \r\n\r\n" * 3, {401, 400}),
    "body of 100 MB announced": (_post(b"content-length: 104857600"), {405, 413}),
    "expectation": (_post(b"expect: 100-continue", b"content-length: 70000"), {405, 413}),
}  # fmt: skip


@pytest.fixture(scope="module", params=[(), ("--asgi-only",)], ids=["short way", "ASGI"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Payer]]:
    """One server for all attacks: what one leaves behind, the next would meet."""
    folder = tmp_path_factory.mktemp("abuse") / "data"
    (payer,) = open_accounts(folder)
    arguments = ("--request-timeout-s", str(PATIENCE_S), "--credits", "1000", *request.param)
    with serving(folder, *arguments) as server:
        yield server, payer
    # Whatever was sent, nobody paid but for the questions that prove that the server serves.
    (paid,) = read_rows(folder, "SELECT count(*), sum(credits_charged) FROM usage")
    assert paid[0] == paid[1]
    assert violations(folder) == ()


_questions = itertools.count()


async def _still_serves(server: Server, payer: Payer) -> None:
    async with asyncio.timeout(_GIVE_UP_S), Connection(server.port) as connection:
        handle = f"ok.still.{next(_questions)}"
        answer = await connection.get(f"/v1/profile?handle={handle}", payer.secret)
        assert (answer.status, answer.charged) == (200, 1)


def _exchange(server: Server, data: bytes) -> bytes:
    """Send everything and read until the server hangs up, or has no more to say.

    On a plain socket, because what came before a reset can still be read from one.
    """
    pieces: list[bytes] = []
    with socket.create_connection(("127.0.0.1", server.port), timeout=_GIVE_UP_S) as link:
        # A server that refuses need not read on.
        with suppress(OSError):
            link.sendall(data)
        with suppress(OSError):
            while piece := link.recv(65_536):
                pieces.append(piece)
                link.settimeout(2 * PATIENCE_S)
    return b"".join(pieces)


def _refused(answers: list[Answer], statuses: set[int]) -> None:
    for answer in answers:
        assert answer.status in statuses, answer
        assert answer.status == 204 or "error" in answer.json, answer
        assert answer.charged == 0


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_answered_in_form_and_survived(name: str, stage: tuple[Server, Payer]) -> None:
    server, payer = stage
    data, statuses = ATTACKS[name]
    before = server.memory_bytes
    answers = parse_answers(_exchange(server, data))
    assert answers
    _refused(answers, statuses)
    assert server.memory_bytes - before < _MEMORY_BYTES
    asyncio.run(_still_serves(server, payer))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "piece", [b"x: y\r\n", b"a", b""], ids=["headers", "one header", "silence"]
)
async def test_a_request_that_drips_is_given_up(piece: bytes, stage: tuple[Server, Payer]) -> None:
    server, payer = stage
    async with asyncio.timeout(_GIVE_UP_S), Connection(server.port) as connection:
        await connection.send(b"GET / HTTP/1.1\r\n" if piece else b"")
        with suppress(Cut):
            for _ in range(200):
                await connection.send(piece)
                await asyncio.sleep(PATIENCE_S / 20)
        assert parse_answers(await connection.rest()) == []
    await _still_serves(server, payer)


@pytest.mark.anyio
async def test_five_hundred_silent_connections_block_nobody(stage: tuple[Server, Payer]) -> None:
    server, payer = stage
    links = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
    await _still_serves(server, payer)
    for link in links:
        link.close()
    await _still_serves(server, payer)


@pytest.mark.anyio
async def test_a_caller_who_says_no_more_gets_his_answer(stage: tuple[Server, Payer]) -> None:
    server, payer = stage
    async with asyncio.timeout(_GIVE_UP_S), Connection(server.port) as connection:
        await connection.send(_get(_TARGET))
        connection.half_close()
        answers = parse_answers(await connection.rest())
    assert [answer.status for answer in answers] in ([], [401])
    await _still_serves(server, payer)


@pytest.mark.anyio
async def test_an_endless_body_of_a_get_is_not_kept(stage: tuple[Server, Payer]) -> None:
    server, payer = stage
    before = server.memory_bytes
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    async with asyncio.timeout(_GIVE_UP_S), Connection(server.port) as connection:
        with suppress(Cut):
            await connection.send(_GET + _CHUNKED + b"\r\n\r\n")
            for _ in range(1_000):
                await connection.send(chunk)
        _refused(parse_answers(await connection.rest()), {401, 413})
    assert server.memory_bytes - before < _MEMORY_BYTES
    await _still_serves(server, payer)


@pytest.mark.anyio
async def test_a_thousand_requests_at_once_are_answered_in_order(
    stage: tuple[Server, Payer],
) -> None:
    server, payer = stage
    before = server.memory_bytes
    wanted = 1_000
    async with asyncio.timeout(_GIVE_UP_S), Connection(server.port) as connection:
        sending = asyncio.create_task(connection.send(_get(b"/v1/nowhere") * wanted))
        answers = [await connection.read() for _ in range(wanted)]
        await sending
    assert {answer.status for answer in answers} == {404}
    ids = [answer.request_id for answer in answers]
    assert ids == sorted(set(ids))
    assert server.memory_bytes - before < _MEMORY_BYTES
    await _still_serves(server, payer)
