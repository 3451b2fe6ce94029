"""Where the CPU of a call to a live provider goes: HikerAPI, played by the simulator.

Each stage contains the one before it: the bare request by aiohttp, the same through our HTTP
client, the provider's answer, the desk where it is asked. 16 calls at a time.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import uvloop

from instagramapi.catalog.profile import ListProfilePosts
from instagramapi.catalog.subjects import AccountRef
from instagramapi.kit.clock import SystemClock
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.hiker import HikerProvider

HANDLE = "natgeo"
CALLERS, CALLS, ROUNDS = 16, 320, 10
_HEADERS = {"x-access-key": "any"}

Stage = Callable[[], Awaitable[object]]


async def stages(url: str, session: aiohttp.ClientSession, http: Http) -> dict[str, Stage]:
    """Make the stages; they ask for the same page of posts."""
    clock = SystemClock()
    provider = HikerProvider(http=http, base_url=url, key="any", clock=clock)
    desk = Desk(provider, clock)
    call = ListProfilePosts(account=AccountRef(handle=HANDLE))
    by_name = f"{url}/v1/user/by/username"
    found = await http.get(by_name, params={"username": HANDLE}, headers=_HEADERS)
    params = {"user_id": str(found.json()["pk"])}
    page = f"{url}/v1/user/medias/chunk"

    async def bare() -> int:
        async with session.get(page, params=params, headers=_HEADERS) as answer:
            return len(await answer.read())

    sys.stdout.write(f"{await bare():,} bytes come\n")
    return {
        "bare request": bare,
        "our HTTP client": lambda: http.get(page, params=params, headers=_HEADERS),
        "provider": lambda: provider.answer(call),
        "desk": lambda: desk.ask(call),
    }


async def cpu_ms(stage: Stage) -> float:
    """Run a stage many times; return the CPU of all threads for one."""

    async def caller() -> None:
        for _ in range(CALLS // CALLERS):
            await stage()

    began = time.process_time()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return (time.process_time() - began) / CALLS * 1000


async def measure(url: str) -> None:
    """Print the best of several rounds for each stage, which take turns."""
    async with AsyncExitStack() as opened:
        session = await opened.enter_async_context(aiohttp.ClientSession())
        http = Http()
        opened.push_async_callback(http.close)
        measured = await stages(url, session, http)
        rounds = [[await cpu_ms(each) for each in measured.values()] for _ in range(ROUNDS)]
    for name, times in zip(measured, zip(*rounds, strict=True), strict=True):
        sys.stdout.write(f"{name:16} {min(times):.2f} ms\n")


def main() -> None:
    """Start a simulator, and measure against it."""
    command = [sys.executable, "-m", "instagramapi", "simulate", "--port", "0", "--json"]
    simulator = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        ready = simulator.stdout.readline() if simulator.stdout else b""
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(measure(json.loads(ready)["url"]))
    finally:
        simulator.terminate()
        simulator.wait()


if __name__ == "__main__":
    main()
