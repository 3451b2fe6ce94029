"""Callers who hang up: no connection, no task and no hold stays behind."""

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest
from client import Connection, Cut, request
from harness import setting
from simulated import QUICK, Upstreams

from instagramapi.kit.clock import SystemClock
from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.hiker import HikerProvider
from makers import Api, open_server

ABORTS = setting("INSTAGRAMAPI_ABORTS", 500)
LEAVERS = 25
CREDITS = 100
_LATENCY_S = 0.02
_LONGEST_PATIENCE_S = 0.05
_SETTLED_WITHIN_S = 10.0


def open_sockets() -> int:
    """How many sockets this process, which is the server too, has open."""
    found = 0
    for link in Path(f"/proc/{os.getpid()}/fd").iterdir():
        # One that is closed while this looks is not there.
        with suppress(OSError):
            found += str(link.readlink()).startswith("socket:")
    return found


async def leave_often(api: Api, count: int, secret: str) -> int:
    """Ask and hang up before the answer is there, or just then; return how many got one."""
    numbers, answered = iter(range(count)), 0

    async def leaver() -> None:
        nonlocal answered
        for number in numbers:
            # Now and then with a query of one's own, which no other flight carries.
            own = "&max_age=0" if number % 3 == 0 else ""
            with suppress(Cut, TimeoutError):
                await _leave(api.port, request(f"/v1/profile?handle=leaver.{number}{own}", secret))
                answered += 1

    await asyncio.gather(*(leaver() for _ in range(LEAVERS)))
    return answered


async def _leave(port: int, question: bytes) -> None:
    async with Connection(port) as connection:
        await connection.send(question)
        async with asyncio.timeout(random.random() * _LONGEST_PATIENCE_S):
            await connection.read()


async def settled(wanted: int, read: object) -> int:
    """Wait until a number has come down to what it was; return what it is."""
    assert callable(read)
    with suppress(TimeoutError):
        async with asyncio.timeout(_SETTLED_WITHIN_S):
            while read() > wanted:  # noqa: ASYNC110 - there is no event for a socket that is gone
                await asyncio.sleep(0.05)
    return int(read())


async def let_go(api: Api) -> None:
    """Wait until nothing is on hold: who waits for the disk alone is no task and no socket."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_SETTLED_WITHIN_S):
            while await api.balance() > api.service.ledger.spendable(api.account_id):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def drain(api: Api) -> int:
    """Spend what is left, one after the other; return how many calls it paid for."""
    async with Connection(api.port) as connection:
        for number in range(ABORTS + CREDITS + 1):
            answer = await connection.get(f"/v1/profile?handle=drain.{number}", api.live)
            if answer.status != 200:
                assert answer.json["error"]["code"] == "insufficient_credits"
                break
        return number


@pytest.mark.anyio
async def test_callers_who_hang_up_leave_nothing_behind(
    upstreams: Upstreams, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hiker = HikerProvider(http=Http(), base_url=upstreams.url, key="k", clock=SystemClock())
    upstreams.break_with("latency", "hiker", seconds=_LATENCY_S)
    async with open_server(
        tmp_path / "data", hiker, granted=ABORTS + CREDITS, manners={"hiker": QUICK}
    ) as api:
        await leave_often(api, LEAVERS, api.test)
        tasks, sockets = len(asyncio.all_tasks()), open_sockets()

        answered = await leave_often(api, ABORTS, api.live)

        # What providers are asked through stays open for the next call, as it is meant to.
        kept = int(QUICK["concurrency"])
        tasks_after = await settled(tasks, lambda: len(asyncio.all_tasks()))
        sockets_after = await settled(sockets + kept, open_sockets)
        await let_go(api)
        left = await api.balance()
        upstreams.heal()
        paid_for = await drain(api)
        verification = await api.service.ledger.verify()

    with capsys.disabled():
        print(
            f"\n{ABORTS} aborts ({answered} answered): tasks {tasks} → {tasks_after},"
            f" sockets {sockets} → {sockets_after}, {ABORTS + CREDITS - left} credits charged"
        )
    assert tasks_after <= tasks
    assert sockets_after <= sockets + kept
    # A hold that nobody lets go of would leave less to spend than the books say.
    assert paid_for == left
    assert verification.violations == ()
