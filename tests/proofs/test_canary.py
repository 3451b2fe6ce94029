"""No key in any sink: a real server is used and misused, then everything it wrote is searched."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import canary_server
import httpx2
import pytest

import makers

pytestmark = pytest.mark.anyio

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@dataclass
class Canary:
    """A server in its own process; `log` is there once it has stopped."""

    url: str
    live: str
    test: str
    log: str = ""


@asynccontextmanager
async def canary(data_dir: Path) -> AsyncIterator[Canary]:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        canary_server.__file__,
        str(data_dir),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(makers.__file__).parent)},
    )
    assert server.stdout is not None
    try:
        told = json.loads(await asyncio.wait_for(server.stdout.readline(), 20))
        yield (bird := Canary(f"http://127.0.0.1:{told['port']}", told["live"], told["test"]))
    finally:
        if server.returncode is None:
            server.terminate()
        _, log = await asyncio.wait_for(server.communicate(), 30)
    bird.log = log.decode()
    assert server.returncode == 0


async def use_and_misuse(client: httpx2.AsyncClient, key: str) -> list[httpx2.Response]:
    good = {"authorization": f"Bearer {key}", "traceparent": TRACEPARENT}
    profile = "/v1/profile?handle="
    return [
        await client.get(f"{profile}nike", headers=good),
        await client.get(f"{profile}nike", headers={"x-api-key": key}),
        await client.get(f"{profile}bug", headers=good),
        await client.get(f"{profile}down", headers=good),
        await client.get(f"{profile}nike", headers=good | {"x-request-id": key}),
        await client.get(f"{profile}nike", headers=good | {"user-agent": key, "referer": key}),
        await client.get(f"{profile}nike", headers=good | {"traceparent": key}),
        await client.get(f"{profile}nike", headers={"authorization": f"Basic {key}"}),
        await client.get(f"{profile}nike", headers={"authorization": f"Bearer {key}x"}),
        await client.get(f"{profile}{key}", headers=good),
        await client.get(f"{profile}nike&key={key}"),
        await client.get(f"{profile}nike&{key}=1", headers=good),
        await client.get(f"{profile}nike&fields={key}", headers=good),
        await client.get(f"{profile}nike&cursor={key}", headers=good),
        await client.get(f"/v1/{key}", headers=good),
        await client.get(f"/{key}", headers=good),
        await client.get(f"/demo/{key}", headers=good),
        await client.post("/v1/profile", headers=good, content=key),
        await client.get(f"{profile}nike", headers=good | {"x-long": key * 1000}),
        await client.get("/metrics", headers={"authorization": f"Bearer {key}"}),
        await client.get(
            "/metrics", headers={"authorization": f"Bearer {canary_server.METRICS_TOKEN}"}
        ),
        await client.get("/readyz", headers=good),
    ]


def files_of(data_dir: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(data_dir.iterdir()) if path.is_file())


async def test_no_key_is_in_any_sink(tmp_path: Path) -> None:
    async with canary(tmp_path) as bird, httpx2.AsyncClient(base_url=bird.url) as client:
        answers = [
            answer for key in (bird.live, bird.test) for answer in await use_and_misuse(client, key)
        ]
        kept = files_of(tmp_path)
    kept += files_of(tmp_path)
    told = b"".join(answer.content + repr(answer.headers).encode() for answer in answers)

    assert {answer.status_code for answer in answers} >= {200, 400, 401, 403, 404, 405, 413, 500}
    for key in (bird.live, bird.test):
        body_of_key = key[len("ig_live_") :]
        assert body_of_key.encode() not in kept
        assert body_of_key.encode() not in told
        assert body_of_key not in bird.log


async def test_the_log_is_json_and_says_who_what_and_what_went_wrong(tmp_path: Path) -> None:
    async with canary(tmp_path) as bird, httpx2.AsyncClient(base_url=bird.url) as client:
        headers = {"x-api-key": bird.live, "traceparent": TRACEPARENT}
        await client.get("/v1/profile?handle=nike", headers=headers)
        broken = await client.get("/v1/profile?handle=bug", headers=headers)

    lines = [json.loads(line) for line in bird.log.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    (mistake,) = [line for line in lines if line["event"] == "internal_error"]
    assert [line["status"] for line in requests] == [200, 500]
    assert {line["traceparent"] for line in requests} == {TRACEPARENT}
    assert all("nike" not in line["subject"] for line in requests)
    assert mistake["request_id"] == broken.headers["x-request-id"]
    assert "RuntimeError" in mistake["exception"]
