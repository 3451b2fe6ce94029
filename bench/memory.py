"""What the memory holds: a server when it is idle, and with 100,000 answers in its cache.

    python bench/memory.py [--answers 100000] [--cache-bytes N]

Starts `instagramapi serve` as it comes, asks it over HTTP for so many posts of the demo world and
lists of who likes them, 4 KB of data on average and no two alike, and reads what the process holds.
Then it asks which of them are still kept, from the newest on.
"""

import argparse
import http.client
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import machine
from ours import Ours, prepare
from servers import HERE, Place, running

from instagramapi.kit.clock import SystemClock
from instagramapi.upstream.providers.demo import numbers
from instagramapi.upstream.providers.demo.world import World

_IDLE_AFTER_S = 5
_SAMPLES = 200
_AT_ONCE = 50
_POSTS_EACH = 50
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class Caller:
    """One kept connection with a key, that asks many at once."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}

    def ask(self, paths: list[str]) -> list[int]:
        """Return how many bytes of data each has; 0 for what is refused."""
        body = json.dumps({"requests": [{"path": path} for path in paths]})
        self._connection.request("POST", "/v1/batch", body, self._headers)
        results = json.load(self._connection.getresponse())["data"]["results"]
        if any(each["status"] >= 500 for each in results):
            raise SystemExit("the server fails")
        return [_size(each["data"]) if each["status"] == 200 else 0 for each in results]


def _size(data: Any) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def questions() -> Iterator[str]:
    """List calls that have answers of 4 KB on average, without an end."""
    world = World(clock=SystemClock(), public_url="http://127.0.0.1:8000")
    for number in count():
        owner = world.by_handle(f"account{number}")
        for index in range(min(owner.posts, _POSTS_EACH)):
            post_id = numbers.post_id_of(owner.id, index)
            yield f"/v1/post?id={post_id}"
            yield f"/v1/post/likers?id={post_id}&limit=31"


def fill(caller: Caller, answers: int) -> tuple[list[str], int]:
    """Ask until there are so many answers; return what was asked, and their bytes."""
    asked: list[str] = []
    data_bytes, unasked = 0, questions()
    while len(asked) < answers:
        paths = list(islice(unasked, min(_AT_ONCE, answers - len(asked))))
        for path, size in zip(paths, caller.ask(paths), strict=True):
            if size:
                asked.append(path)
                data_bytes += size
    return asked, data_bytes


def kept(caller: Caller, asked: list[str]) -> float:
    """Estimate the share that is still in the cache, by looking at some, the newest first."""
    looked_at = asked[:: -max(1, len(asked) // _SAMPLES)]
    found = [caller.ask([f"{path}&only_cached=true"])[0] for path in looked_at]
    return sum(map(bool, found)) / len(looked_at)


def held_mb(pid: int) -> float:
    """Read how much memory a process holds, in millions of bytes."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024 / 1e6


def used_s(pid: int) -> float:
    """Read how many seconds of processor a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def main() -> None:
    """Start, fill, look."""
    parser = argparse.ArgumentParser(description="Measure the memory of a server and its cache.")
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--cache-bytes", help="the bound of the cache, in place of the default")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=HERE, prefix=".run-"))
    settings = {"cache_bytes": given.cache_bytes} if given.cache_bytes else {}
    try:
        place = Place(folder, machine.cores()[0], answer=folder)
        ours = Ours(place, **settings)
        key = prepare(ours.data_dir, accounts=0).busy
        with running(ours):
            _measure(ours, key, given.answers)
    finally:
        shutil.rmtree(folder)


def _measure(ours: Ours, key: str, answers: int) -> None:
    (pid,) = ours.pids
    time.sleep(_IDLE_AFTER_S)
    _say(f"idle: {held_mb(pid):.0f} MB")
    caller = Caller(ours.port, key)
    before_s = used_s(pid)
    asked, data_bytes = fill(caller, answers)
    took_us = 1e6 * (used_s(pid) - before_s) / len(asked)
    _say(
        f"{len(asked):,} answers of {data_bytes / len(asked):,.0f} bytes, {took_us:.0f} µs CPU each"
    )
    _say(f"with them: {held_mb(pid):.0f} MB")
    _say(f"of them still kept: {kept(caller, asked):.1%}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
