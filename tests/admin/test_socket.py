"""The administrative socket: who may use it, what it answers, how it bears abuse."""

import asyncio
import contextlib
import json
import os
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from admin_makers import EMAIL, open_service

from instagramapi.admin.failure import Failure
from instagramapi.admin.socket import FILE_NAME, AdminServer, NobodyListens, ask

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def listening(data_dir: Path) -> AsyncIterator[AdminServer]:
    """Open a service and its socket."""
    async with open_service(data_dir) as service:
        server = AdminServer(service)
        await server.start()
        try:
            yield server
        finally:
            await server.close()


def send(data_dir: Path, request: bytes) -> bytes:
    """Write bytes to the socket and read what comes back until it is closed."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(data_dir / FILE_NAME))
        # It may hang up before it has read all of what is too much.
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
    return b""


async def test_an_operation_is_done_in_the_running_server(tmp_path: Path) -> None:
    async with listening(tmp_path):
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})

    assert [account["email"] for account in done["accounts"]] == [EMAIL]


async def test_a_failure_travels_with_code_message_and_param(tmp_path: Path) -> None:
    async with listening(tmp_path):
        with pytest.raises(Failure) as caught:
            await asyncio.to_thread(ask, tmp_path, "accounts.create", {"email": EMAIL})

    assert (caught.value.code, caught.value.param) == ("missing_parameter", "email")
    assert "exists already" in caught.value.message


async def test_only_the_owner_may_open_it(tmp_path: Path) -> None:
    async with listening(tmp_path):
        mode = stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode)

    assert mode == 0o600


async def test_it_is_gone_when_the_server_is(tmp_path: Path) -> None:
    async with listening(tmp_path):
        pass

    assert not (tmp_path / FILE_NAME).exists()
    with pytest.raises(NobodyListens):
        ask(tmp_path, "accounts.list", {})


async def test_the_file_of_a_killed_server_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(tmp_path / FILE_NAME))
    with pytest.raises(NobodyListens):
        ask(tmp_path, "accounts.list", {})

    async with listening(tmp_path):
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})

    assert done["accounts"]


async def test_a_folder_deeper_than_a_socket_path_may_be_works(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)

    async with listening(deep):
        done = await asyncio.to_thread(ask, deep, "accounts.list", {})

    assert len(os.fsencode(deep)) > 200
    assert done["accounts"]


@pytest.mark.parametrize("request_", [b"\n", b"{}\n", b"[1]\n", b"nonsense\n", b"\xff\n"])
async def test_what_is_no_request_is_answered_as_a_fault(tmp_path: Path, request_: bytes) -> None:
    async with listening(tmp_path):
        answer = json.loads(await asyncio.to_thread(send, tmp_path, request_))
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})

    assert answer["error"]["code"] == "malformed_request"
    assert done["accounts"]


async def test_a_request_without_an_end_is_dropped(tmp_path: Path) -> None:
    async with listening(tmp_path):
        answer = await asyncio.to_thread(send, tmp_path, b"x" * 3_000_000)
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})

    assert answer == b""
    assert done["accounts"]


async def test_a_server_that_stops_in_between_is_told_as_unknown(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / FILE_NAME))
        listener.listen()
        asking = asyncio.create_task(asyncio.to_thread(ask, tmp_path, "accounts.list", {}))
        connection, _ = await asyncio.to_thread(listener.accept)
        connection.close()
        with pytest.raises(Failure) as caught:
            await asking

    assert caught.value.code == "connection_lost"


async def test_an_unforeseen_fault_ends_one_request_and_no_more(tmp_path: Path) -> None:
    async with listening(tmp_path):
        with pytest.raises(Failure) as caught:
            await asyncio.to_thread(ask, tmp_path, "accounts.create", {"email": 5})
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})

    assert caught.value.code == "internal_error"
    assert done["accounts"]


async def test_a_connection_that_asks_nothing_does_not_hold_up_the_end(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        server = AdminServer(service, finish_within_s=0)
        await server.start()
        _, idle = await asyncio.open_unix_connection(tmp_path / FILE_NAME)
        done = await asyncio.to_thread(ask, tmp_path, "accounts.list", {})
        await server.close()
        idle.close()

    assert done["accounts"]


async def test_one_that_never_started_can_be_closed(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        await AdminServer(service).close()

    assert not (tmp_path / FILE_NAME).exists()
