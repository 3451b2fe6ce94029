"""SIGTERM with calls in flight: each gets its answer and its charge, then the process ends."""

import asyncio
import time
from pathlib import Path

import pytest
from client import Answer, Connection, Cut, request
from harness import Server, open_accounts, read_journal, serving, violations

CALLS = 50
CREDITS = 1000


async def ask_then_stop(server: Server, secret: str) -> list[Answer]:
    """Stop the server while it works on slow calls, and see that it takes no more."""
    connections = [await Connection(server.port).__aenter__() for _ in range(CALLS)]
    for number, connection in enumerate(connections):
        await connection.send(request(f"/v1/profile?handle=crawl.{number}", secret))
    await _until_asked(server, secret)
    server.terminate()
    await _until_closed(server)
    answers = await asyncio.gather(*(connection.read() for connection in connections))
    for connection in connections:
        connection.hang_up()
    return answers


async def _until_asked(server: Server, secret: str) -> None:
    """A call that comes after the others is answered when they have begun."""
    async with Connection(server.port) as connection:
        await connection.get("/v1/credits", secret)


async def _until_closed(server: Server) -> None:
    give_up_s = time.monotonic() + 10
    while time.monotonic() < give_up_s:
        try:
            async with Connection(server.port) as connection:
                await connection.get("/healthz")
        except Cut:
            return
    raise AssertionError("the server still takes calls")


def test_calls_in_flight_are_finished_and_billed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (payer,) = open_accounts(folder)
    with serving(folder, "--credits", str(CREDITS), "--deadline-s", "20") as server:
        answers = asyncio.run(ask_then_stop(server, payer.secret))
        books = server.stopped()
    assert [(each.status, each.charged) for each in answers] == [(200, 1)] * CALLS
    assert {each.json["data"]["username"] for each in answers} == {
        f"crawl.{number}" for number in range(CALLS)
    }
    assert books["open_holds"] == 0
    assert violations(folder) == ()
    charges = {e.reference: e.balance_after for e in read_journal(folder) if e.kind == "charge"}
    assert charges == {each.request_id: each.remaining for each in answers}


def test_nothing_is_refunded_after_a_stop_in_good_order(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (payer,) = open_accounts(folder)
    with serving(folder, "--credits", str(CREDITS), "--deadline-s", "20") as server:
        asyncio.run(ask_then_stop(server, payer.secret))
        server.stopped()
    with serving(folder, "--credits", str(CREDITS)):
        pass
    assert [e for e in read_journal(folder) if e.kind == "refund"] == []


@pytest.mark.parametrize("times", [1, 2])
def test_an_idle_server_stops_at_once(times: int, tmp_path: Path) -> None:
    open_accounts(tmp_path / "data")
    with serving(tmp_path / "data") as server:
        for _ in range(times):
            server.terminate()
        server.stopped()
