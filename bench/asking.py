"""Our server while it asks a provider: what a call costs it, and who else has to wait."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

import machine
from crowd import Crowd
from load import Ask, steady
from servers import HERE, ask
from slow import OursAsking, Slow

_CONNECTIONS = 64
_MISS_CALLERS = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: callers who wait, and what comes beside them."""

    callers: int = 1_000
    rate: float = 2_000.0
    runs: int = 3
    run_s: float = 2.0
    held_s: float = 15.0
    flowing_s: float = 10.0
    miss_s: float = 5.0


SMOKE = Size(callers=20, rate=200.0, runs=1, run_s=0.3, held_s=4.0, flowing_s=0.5, miss_s=0.3)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who takes part, and the accounts that are asked about."""

    server: OursAsking
    provider: Slow
    size: Size
    key: str
    handles: Sequence[str]
    questions: Mapping[str, str]
    """What the provider is asked for one of them, by the path of the call."""
    core: int
    pids: set[int]

    def asks(self, path: str) -> list[Ask]:
        """Ask for all accounts in turn, past the cache."""
        return [Ask(f"/v1/{path}?handle={each}&max_age=0", self.key) for each in self.handles]

    def bare_ms(self, path: str) -> float:
        """Ask the provider itself, on the core of the server; return the CPU of one question."""
        url, seconds = self.questions[path], str(self.size.miss_s / 2)
        bare = [sys.executable, str(HERE / "bare.py"), url, seconds, str(_MISS_CALLERS)]
        return float(subprocess.check_output(machine.pinned(self.server.place.core, bare)))


@dataclass(frozen=True, slots=True)
class Steady:
    """Runs at a steady rate, and how many other calls were answered beside them in a second."""

    title: str
    runs: list[dict[str, Any]]
    beside_per_s: float = 0.0

    def median(self, name: str) -> float:
        """Return the median over the runs of what the generator told."""
        return float(median(run[name] for run in self.runs))


@dataclass(frozen=True, slots=True)
class Miss:
    """What a call costs that the provider answers at once."""

    path: str
    payload_bytes: int
    calls: int
    cpu_ms: float
    bare_ms: float
    """What the provider's question alone takes of that, as an HTTP client asks it."""

    @property
    def added_ms(self) -> float:
        """What we add to the question."""
        return self.cpu_ms - self.bare_ms


async def miss(stage: Stage, path: str, payload_bytes: int, credits_each: int) -> Miss:
    """Divide the server's processor time by the calls that the provider answered."""
    asks = stage.asks(path)
    # Afterwards both sides know whom the handles mean, and a call is one question.
    for each in asks:
        ask(stage.server.port, each.path, each.key)
    bare_ms = [stage.bare_ms(path)]
    charged, before = stage.server.charged(), machine.Reading.take(stage.server.pids)
    crowd = Crowd(stage.server.port, asks)
    gathering = asyncio.create_task(crowd.gather(_MISS_CALLERS))
    await asyncio.sleep(stage.size.miss_s)
    crowd.is_over = True
    await gathering
    used_s = machine.Reading.take(stage.server.pids).ours_s - before.ours_s
    _check_books(stage, crowd, charged, credits_each)
    calls = crowd.answered.total()
    bare_ms.append(stage.bare_ms(path))
    return Miss(path, payload_bytes, calls, 1000 * used_s / calls, sum(bare_ms) / 2)


def cached(stage: Stage) -> list[dict[str, Any]]:
    """Ask for one cached answer, whether or not answers come."""
    question = Ask(f"/v1/profile?handle={stage.handles[0]}", stage.key)
    return [_steady(stage, question) for _ in range(stage.size.runs)]


def _steady(stage: Stage, question: Ask) -> dict[str, Any]:
    size, before = stage.size, machine.Reading.take(stage.pids)
    run = steady(
        stage.server.port,
        [question],
        rate=size.rate,
        connections=_CONNECTIONS,
        seconds=size.run_s,
        core=stage.core,
    )
    quiet = machine.Quiet.between(before, machine.Reading.take(stage.pids), run.load_s)
    if set(run.told["statuses"]) != {"200"}:
        raise SystemExit(f"not every cached answer was a 200: {run.told}")
    return {**run.told, **asdict(quiet), "is_quiet": quiet.is_quiet}


@asynccontextmanager
async def waiting(
    stage: Stage, seconds: float, crowd: Crowd, apart_s: float
) -> AsyncIterator[None]:
    """Keep calls to the provider under way; in the end all are answered, and the books agree."""
    stage.provider.answer_after(seconds)
    charged, asked = stage.server.charged(), stage.provider.asked()
    gathering = asyncio.create_task(crowd.gather(stage.size.callers, apart_s=apart_s))
    await asyncio.to_thread(stage.provider.wait_for, asked + stage.size.callers)
    yield
    crowd.is_over = True
    await gathering
    stage.provider.answer_after(0)
    _check_books(stage, crowd, charged, 1)


def _check_books(stage: Stage, crowd: Crowd, before: int, credits_each: int) -> None:
    charged, due = stage.server.charged() - before, crowd.answered.total() * credits_each
    if set(crowd.answered) != {200} or charged != due:
        raise SystemExit(
            f"{charged} credits were charged for {dict(crowd.answered)}, {due} are due"
        )


async def held(stage: Stage) -> Steady:
    """Measure beside calls of which none ends."""
    crowd = Crowd(stage.server.port, stage.asks("profile"), is_over=True)
    async with waiting(stage, stage.size.held_s, crowd, apart_s=0.002):
        runs = await asyncio.to_thread(cached, stage)
        if crowd.answered:
            raise SystemExit("calls that were to wait were answered: the machine is too busy")
    return Steady(f"{stage.size.callers:,} under way, none answered meanwhile", runs)


async def flowing(stage: Stage) -> Steady:
    """Measure beside calls that end, each followed by the next."""
    size, crowd = stage.size, Crowd(stage.server.port, stage.asks("profile"))
    async with waiting(stage, size.flowing_s, crowd, apart_s=size.flowing_s / size.callers):
        began_s, answered = time.monotonic(), crowd.answered.total()
        runs = await asyncio.to_thread(cached, stage)
        answered = crowd.answered.total() - answered
        per_s = answered / (time.monotonic() - began_s)
        if not answered:
            raise SystemExit("no call that was to end was answered: the machine is too busy")
    return Steady(f"{size.callers:,} under way, each answered in {size.flowing_s:g} s", runs, per_s)


async def measure(stage: Stage, payload_bytes: int) -> tuple[list[Miss], list[Steady]]:
    """Make all measurements; the one that the others are compared with, at both ends."""
    profile = len(stage.provider.get(f"/v2/user/by/username?username={stage.handles[0]}"))
    misses = [
        await miss(stage, "profile/posts", payload_bytes, 2),
        await miss(stage, "profile", profile, 1),
    ]
    quiet = cached(stage)
    beside = [await held(stage), await flowing(stage)]
    return misses, [Steady("no call to the provider under way", quiet + cached(stage)), *beside]
