"""The server itself, over loopback: it starts, delivers, believes its proxies, and stops clean."""

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from instagramapi.asgi import bind
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from makers import Scripted, a_profile, open_server, reopen_api

pytestmark = pytest.mark.anyio

LOOPS = [("asyncio", {"use_uvloop": is_used}) for is_used in (False, True)]
PROFILE = "/v1/profile?handle=nike"


@pytest.mark.parametrize("anyio_backend", LOOPS)
async def test_an_answer_over_the_network_is_delivered(
    anyio_backend: object, tmp_path: Path
) -> None:
    async with open_server(tmp_path, Scripted()) as api:
        get, head = await api.get(PROFILE), await api.send("HEAD", PROFILE)

        assert (get.status_code, get.headers["x-credits-charged"]) == (200, "1")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers.keys() == get.headers.keys()

    async with reopen_api(tmp_path, api, Scripted()) as again:
        assert await again.balance() == 99
        assert (await again.service.ledger.verify()).ok


async def test_errors_lead_to_this_servers_own_pages(tmp_path: Path) -> None:
    async with open_server(tmp_path, Scripted()) as api:
        doc_url = (await api.get("/v1/nothing")).json()["error"]["doc_url"]

        page = await api.client.get(doc_url)

        assert page.status_code == 200
        assert 'id="unknown_endpoint"' in page.text


@pytest.mark.parametrize(("trusted", "status"), [((), 403), (("127.0.0.1",), 200)])
async def test_only_a_trusted_proxy_says_who_calls(
    trusted: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    async with open_server(tmp_path, Scripted(), trusted_proxies=trusted) as api:
        secret = await api.new_key(addresses=["203.0.113.7"])

        answer = await api.get(PROFILE, secret, x_forwarded_for="203.0.113.7")

        assert answer.status_code == status


async def test_a_proxy_that_names_nobody_is_refused_politely(tmp_path: Path) -> None:
    async with open_server(tmp_path, Scripted(), trusted_proxies=("127.0.0.1",)) as api:
        secret = await api.new_key(addresses=["203.0.113.7"])

        assert (await api.get(PROFILE, secret, x_forwarded_for="unknown")).status_code == 403


async def test_a_stop_waits_for_the_answer_under_way(tmp_path: Path) -> None:
    came = asyncio.Event()

    async def slowly(call: Call) -> Model:
        came.set()
        await asyncio.sleep(0.2)
        return a_profile()

    async with httpx2.AsyncClient() as patient:
        async with open_server(tmp_path, Scripted(slowly)) as api:
            url = f"http://127.0.0.1:{api.port}{PROFILE}"
            asking = asyncio.create_task(patient.get(url, headers={"x-api-key": api.live}))
            await came.wait()
        answer = await asking

    assert answer.status_code == 200
    assert answer.headers["connection"] == "close"
    async with reopen_api(tmp_path, api, Scripted()) as again:
        assert await again.balance() == 99


def test_a_port_that_is_taken_is_an_error_before_anything_is_opened() -> None:
    with bind("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        bind("127.0.0.1", listener.getsockname()[1])


def test_an_ipv6_address_can_be_listened_on() -> None:
    with bind("::1", 0) as listener:
        assert listener.getsockname()[0] == "::1"


def test_a_commit_that_failed_ends_the_process_at_once() -> None:
    code = "from instagramapi.asgi import _die; _die(OSError('disk')); print('still here')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)

    assert ended.returncode == 70
    assert "store_failed" in ended.stdout + ended.stderr
    assert "still here" not in ended.stdout
