"""One run of one variant: load on it, a look at what else the machine did, and at the books."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import machine
from load import Run, closed, steady
from variants import Variant

_SETTLING_S = 0.1


@dataclass(slots=True)
class Measured:
    """One run that was looked at from outside."""

    variant: str
    connections: int
    loop: str
    told: dict[str, Any]
    quiet: dict[str, Any]
    is_quiet: bool
    rate: float = 0.0


def measure_closed(variant: Variant, connections: int, seconds: int) -> Measured:
    """Ask as fast as answers come; ends all where an answer or the books are wrong."""
    core = machine.cores()[1]
    port, asks = variant.server.port, variant.asks
    run = _watched(
        variant,
        "closed",
        connections,
        lambda: closed(port, asks, connections=connections, seconds=seconds, core=core),
    )
    wrong = run.told["status_errors"] != (0 if variant.status < 400 else run.told["requests"])
    if wrong or run.told["socket_errors"]:
        raise SystemExit(f"{variant.name}: not every answer was a {variant.status}: {run.told}")
    run.rate = run.told["requests"] / run.told["seconds"]
    return run


def measure_open(variant: Variant, connections: int, seconds: int, rate: float) -> Measured:
    """Ask at a rate, whether or not answers come; ends all where something is wrong."""
    core = machine.cores()[1]
    port, asks = variant.server.port, variant.asks
    run = _watched(
        variant,
        "open",
        connections,
        lambda: steady(port, asks, rate=rate, connections=connections, seconds=seconds, core=core),
    )
    if set(run.told["statuses"]) != {str(variant.status)}:
        raise SystemExit(f"{variant.name}: not every answer was a {variant.status}: {run.told}")
    run.rate = rate
    return run


def median_rate(runs: Sequence[Measured], name: str, connections: int) -> float:
    """Return a variant's requests a second in the closed loop."""
    rates = sorted(
        run.rate
        for run in runs
        if (run.variant, run.connections, run.loop) == (name, connections, "closed")
    )
    return rates[len(rates) // 2]


def _watched(variant: Variant, loop: str, connections: int, work: Callable[[], Run]) -> Measured:
    """Run once; see what else the machine did, and whether the books say the same."""
    charged, pids = _settled(variant), variant.server.pids
    before = machine.Reading.take(pids)
    run = work()
    quiet = machine.Quiet.between(before, machine.Reading.take(pids), run.load_s)
    charged = _settled(variant) - charged
    due = run.told["requests"] * variant.credits_each
    # At the end of a closed loop, one request a connection is charged and not counted any more.
    if not due <= charged <= due + connections * variant.credits_each:
        raise SystemExit(f"{variant.name}: {charged} credits were charged, {due} are due")
    return Measured(variant.name, connections, loop, run.told, asdict(quiet), quiet.is_quiet)


def _settled(variant: Variant) -> int:
    """Read the books once what was under way at the end of a run is in them."""
    charged = variant.server.charged()
    while variant.credits_each:
        time.sleep(_SETTLING_S)
        before, charged = charged, variant.server.charged()
        if before == charged:
            break
    return charged
