"""What a provider costs that is asked over HTTP: others who wait for it, and the processor.

    python bench/upstream.py

Our server asks the provider `hiker`, which here sends what the product's simulator says. First
calls are made that the provider answers at once, and the server's processor time is divided by
them. Then callers of a cached answer come at a steady rate while no call to the provider is under
way, and while 1,000 are: with none of them answered in that time, and with each answered after
some seconds and asked again.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import machine
from asking import SMOKE, Miss, Size, Stage, Steady, measure
from load import HERE
from ours import prepare
from servers import Place, running
from slow import OursAsking, Simulator, Slow

MOST_RATIO = 3.0
MOST_MS = 1.0
_PATIENCE_S = 60
_SUBJECTS = 20
_PAYLOAD_BYTES = range(25_000, 36_000)


def subjects(provider: Slow) -> tuple[list[str], dict[str, str], int]:
    """Find public accounts whose page of posts has the size that is wanted.

    With them come the questions for the last of them, and that size.
    """
    found: dict[str, int] = {}
    questions: dict[str, str] = {}
    number = 0
    while len(found) < _SUBJECTS:
        number += 1
        handle = f"bench.{number}"
        profile = f"/v2/user/by/username?username={handle}"
        user = json.loads(provider.get(profile))["user"]
        posts = f"/v1/user/medias/chunk?user_id={user['pk']}"
        size = len(provider.get(posts))
        if not user["is_private"] and size in _PAYLOAD_BYTES:
            found[handle] = size
            questions = {"profile": provider.url + profile, "profile/posts": provider.url + posts}
    return list(found), questions, int(median(found.values()))


def table(size: Size, misses: list[Miss], steadies: list[Steady]) -> Iterator[str]:
    """Write what was measured as Markdown."""
    yield (
        f"| cached answers, {size.rate:,.0f} a second | p50, p99 (ms) | generator late, p99 (ms) "
        "| answered beside them, a second | disturbed runs | p99 against the first |"
    )
    yield "|---|---:|---:|---:|---:|---:|"
    for each in steadies:
        ratio = each.median("p99_ms") / steadies[0].median("p99_ms")
        verdict = "1" if each is steadies[0] else _verdict(ratio, MOST_RATIO)
        disturbed = sum(not run["is_quiet"] for run in each.runs)
        yield (
            f"| {each.title} | {each.median('p50_ms'):.2f}, {each.median('p99_ms'):.2f} "
            f"| {each.median('late_p99_ms'):.2f} | {each.beside_per_s:.0f} "
            f"| {disturbed} of {len(each.runs)} | {verdict} |"
        )
    yield ""
    yield (
        "| call that the provider answers at once | its payload | calls | CPU of one (ms) "
        "| the bare request | what we add |"
    )
    yield "|---|---:|---:|---:|---:|---:|"
    for one in misses:
        yield (
            f"| {one.path} | {one.payload_bytes / 1000:.1f} KB | {one.calls:,} | {one.cpu_ms:.2f} "
            f"| {one.bare_ms:.2f} | {_verdict(one.added_ms, MOST_MS)} |"
        )


def _verdict(value: float, most: float) -> str:
    return f"{value:.2f} (≤ {most:g}: {'yes' if value <= most else 'no'})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what a provider over HTTP costs.")
    parser.add_argument("--smoke", action="store_true", help="only show that it can be measured")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "upstream.json")
    return parser.parse_args()


def run(size: Size) -> tuple[list[Miss], list[Steady]]:
    """Start a provider and a server, and measure."""
    server_core, load_core = machine.cores()
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".run-") as folder, ExitStack() as stack:
        place = Place(Path(folder), server_core, Path(folder) / "answer.json")
        beside = Place(place.folder, load_core, place.answer)
        simulator = Simulator(beside.within("simulator"))
        provider = Slow(beside.within("slow"), simulator)
        server = OursAsking(
            place.within("ours"), provider, at_once=size.callers, patience_s=_PATIENCE_S
        )
        key = prepare(server.data_dir, 0).busy
        for each in (simulator, provider, server):
            stack.enter_context(running(each))
        handles, questions, payload_bytes = subjects(provider)
        # This program asks for the crowd: that is load, and belongs beside the generator.
        os.sched_setaffinity(0, {load_core})
        pids = machine.family(os.getpid())
        stage = Stage(server, provider, size, key, handles, questions, load_core, pids)
        return asyncio.run(measure(stage, payload_bytes))


def main() -> None:
    """Measure, write, print."""
    given = _arguments()
    size = SMOKE if given.smoke else Size()
    misses, steadies = run(size)
    told: dict[str, Any] = {"machine": machine.describe(), "size": asdict(size)}
    told |= {"misses": [asdict(each) for each in misses]}
    told |= {"cached": [asdict(each) for each in steadies]}
    given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    sys.stdout.write("\n".join(table(size, misses, steadies)) + "\n")


if __name__ == "__main__":
    main()
