"""Writes what was measured: a table of medians and ratios, the raw runs, a chart."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure import Measured
    from plan import Outcome

DECISIVE = 64
_NOTHING = "–"
# What must hold: work, against what, at least; both at 64 connections.
GOALS = [
    ("cached", "hello", 1.3),
    ("cached", "nginx", 0.6),
    ("billed", "b-always", 1.0),
    ("billed", "a-sqlite", 15.0),
    ("billed", "billed-many", 0.8),
    ("401", "hello", 1.0),
    ("402", "hello", 1.0),
]


def write(folder: Path, outcome: "Outcome", about: dict[str, Any]) -> None:
    """Write `results.json`, `table.md` and `chart.svg`, and print the table."""
    folder.mkdir(exist_ok=True)
    raw = {"machine": about, "thrown_away": outcome.thrown_away}
    raw |= {"left_out": _left_out(outcome), "runs": [asdict(run) for run in outcome.runs]}
    (folder / "results.json").write_text(json.dumps(raw, indent=1) + "\n", "utf-8")
    told = "\n".join(table(outcome, about)) + "\n"
    (folder / "table.md").write_text(told, "utf-8")
    (folder / "chart.svg").write_text(_chart(outcome), "utf-8")
    sys.stdout.write(told)


def table(outcome: "Outcome", about: dict[str, Any]) -> Iterator[str]:
    """Write the lines of `table.md`; what there was no time for is a dash."""
    yield ", ".join(f"{name} {value}" for name, value in about.items()) + "  "
    disturbed = sum(not run.is_quiet for run in outcome.runs)
    yield f"{len(outcome.runs)} runs; {outcome.thrown_away} more were thrown away; of those that"
    yield f"count, {disturbed} were disturbed all the same. The books agreed after every run."
    yield from _time_was_over(outcome)
    yield from _closed_loop(outcome)
    yield from _batches(outcome)
    yield from _open_loop(outcome)
    yield from _goals(outcome)


def _left_out(outcome: "Outcome") -> dict[str, int]:
    return dict(Counter(step.kind for step in outcome.left_out))


def _time_was_over(outcome: "Outcome") -> Iterator[str]:
    planned = Counter(step.kind for step in outcome.steps)
    kinds = [f"{kind} ({n} of {planned[kind]} runs)" for kind, n in _left_out(outcome).items()]
    if kinds:
        yield ""
        yield f"**Left out, as the time was over: {'; '.join(kinds)}.**"


def _closed_loop(outcome: "Outcome") -> Iterator[str]:
    heads = " | ".join(f"{number} conn." for number in outcome.connections)
    yield ""
    yield f"| requests a second, median | {heads} | p50, p99 (ms) | CPU (µs) |"
    yield "|---|" + "---:|" * (len(outcome.connections) + 2)
    for each in outcome.variants:
        rates = (_rate(outcome, each.name, number) for number in outcome.connections)
        cells = " | ".join(_cell(rate, ",.0f") for rate in rates)
        latency, cpu_us = _latency(outcome, each.name, "closed"), _cpu_us(outcome, each.name)
        yield f"| {each.title} | {cells} | {latency} | {_cell(cpu_us, '.1f')} |"
    yield ""
    yield "Latency and CPU are those of 64 connections; CPU is what a server with all its processes"
    yield "used for one request."


def _batches(outcome: "Outcome") -> Iterator[str]:
    batches = [each for each in outcome.variants if each.is_batch]
    if not batches:
        return
    yield ""
    yield "| 64 connections | answers a second | calls a second | CPU of a call (µs) |"
    yield "|---|---:|---:|---:|"
    for each in batches:
        rate, cpu_us = _rate(outcome, each.name), _cpu_us(outcome, each.name)
        calls = rate * each.calls_each if rate else None
        of_a_call_us = cpu_us / each.calls_each if cpu_us else None
        yield (
            f"| {each.title} | {_cell(rate, ',.0f')} | {_cell(calls, ',.0f')} "
            f"| {_cell(of_a_call_us, '.1f')} |"
        )


def _open_loop(outcome: "Outcome") -> Iterator[str]:
    yield ""
    yield "Half the ceiling, in an open loop:"
    yield ""
    yield "| 64 connections | rate | p50, p99 (ms) | generator late, p99 (ms) |"
    yield "|---|---:|---:|---:|"
    for each in outcome.variants:
        if each.is_steady:
            rate = _cell(_median(run.rate for run in _runs(outcome, each.name, "open")), ",.0f")
            late = _cell(_told(outcome, each.name, "open", "late_p99_ms"), ".2f")
            yield f"| {each.title} | {rate} | {_latency(outcome, each.name, 'open')} | {late} |"


def _goals(outcome: "Outcome") -> Iterator[str]:
    titles = {each.name: each.title for each in outcome.variants}
    yield ""
    yield "| at 64 connections | against | must be | is |  |"
    yield "|---|---|---:|---:|---|"
    for name, against, least in GOALS:
        ours, theirs = _rate(outcome, name), _rate(outcome, against)
        if ours and theirs:
            verdict = "yes" if ours / theirs >= least else "no"
            is_so = f"{ours / theirs:.2f} | {verdict}"
            yield f"| {titles[name]} | {titles[against]} | {least:g} | {is_so} |"
    p99s = [_told(outcome, name, "open", "p99_ms") for name in ("billed", "b-always")]
    if p99s[0] is not None and p99s[1] is not None:
        verdict = "yes" if p99s[0] <= p99s[1] else "no"
        yield (
            f"| p99 of {titles['billed']}, open loop | {titles['b-always']} | ≤ {p99s[1]:.2f} ms "
            f"| {p99s[0]:.2f} ms | {verdict} |"
        )


def _runs(
    outcome: "Outcome", name: str, loop: str, connections: int = DECISIVE
) -> "list[Measured]":
    wanted = (name, loop, connections)
    return [run for run in outcome.runs if (run.variant, run.loop, run.connections) == wanted]


def _median(values: Iterable[float]) -> float | None:
    """Return the median; None where nothing was measured."""
    found = list(values)
    return float(median(found)) if found else None


def _rate(outcome: "Outcome", name: str, connections: int = DECISIVE) -> float | None:
    return _median(run.rate for run in _runs(outcome, name, "closed", connections))


def _told(outcome: "Outcome", name: str, loop: str, what: str) -> float | None:
    return _median(run.told[what] for run in _runs(outcome, name, loop))


def _cpu_us(outcome: "Outcome", name: str) -> float | None:
    return _median(
        1e6 * run.quiet["server"] * run.told["seconds"] / run.told["requests"]
        for run in _runs(outcome, name, "closed")
    )


def _latency(outcome: "Outcome", name: str, loop: str) -> str:
    return ", ".join(_cell(_told(outcome, name, loop, at), ".2f") for at in ("p50_ms", "p99_ms"))


def _cell(value: float | None, form: str) -> str:
    return _NOTHING if value is None else format(value, form)


def _chart(outcome: "Outcome") -> str:
    """Draw one bar a variant: requests a second at 64 connections."""
    bars = [(each.title, _rate(outcome, each.name) or 0.0) for each in outcome.variants]
    most = max([rate for _, rate in bars if rate], default=1.0)
    height = 26 * len(bars) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13">',
        "<title>Requests a second at 64 connections, one core for the server</title>",
        "<style>text{fill:#24292f}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>",
    ]
    for number, (title, rate) in enumerate(bars):
        y, width = 10 + 26 * number, 420 * rate / most
        colour = "#2563eb" if title.startswith("ours") else "#9ca3af"
        parts.append(f'<text x="232" y="{y + 14}" text-anchor="end">{escape(title)}</text>')
        parts.append(
            f'<rect x="240" y="{y}" width="{width:.1f}" height="18" rx="3" fill="{colour}"/>'
        )
        parts.append(f'<text x="{246 + width:.1f}" y="{y + 14}">{rate:,.0f}</text>')
    parts.append(
        f'<text x="240" y="{height - 8}" font-size="11">'
        "requests a second, 64 connections, one core, median</text></svg>\n"
    )
    return "\n".join(parts)
