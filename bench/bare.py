"""The request that a call to a provider cannot do without, and its CPU: aiohttp, and no more.

    python bench/bare.py URL SECONDS CALLERS

Prints the milliseconds that one took.
"""

import asyncio
import sys
import time

import aiohttp
import uvloop


async def ask_on(session: aiohttp.ClientSession, url: str, ends_s: float) -> int:
    """Ask one time after the other; return how often."""
    asked = 0
    while time.monotonic() < ends_s:
        async with session.get(url) as answer:
            await answer.read()
        asked += 1
    return asked


async def measure(url: str, seconds: float, callers: int) -> float:
    """Divide the processor time of some callers by the answers that they had."""
    async with aiohttp.ClientSession() as session:
        await ask_on(session, url, time.monotonic() + seconds / 10)
        began_s, ends_s = time.process_time(), time.monotonic() + seconds
        asked = await asyncio.gather(*(ask_on(session, url, ends_s) for _ in range(callers)))
        return 1000 * (time.process_time() - began_s) / sum(asked)


if __name__ == "__main__":
    url, seconds, callers = sys.argv[1:]
    sys.stdout.write(f"{uvloop.run(measure(url, float(seconds), int(callers)))}\n")
