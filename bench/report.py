"""Writes what was measured: a table of medians and ratios, the raw runs, a chart."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from run import Bench

DECISIVE = 64
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


def write(folder: Path, bench: "Bench", about: dict[str, Any]) -> None:
    """Write `results.json`, `table.md` and `chart.svg`, and print the table."""
    folder.mkdir(exist_ok=True)
    raw = {"machine": about, "thrown_away": bench.thrown_away}
    raw["runs"] = [asdict(run) for run in bench.runs]
    (folder / "results.json").write_text(json.dumps(raw, indent=1) + "\n", "utf-8")
    table = "\n".join(_table(bench, about)) + "\n"
    (folder / "table.md").write_text(table, "utf-8")
    (folder / "chart.svg").write_text(_chart(bench), "utf-8")
    sys.stdout.write(table)


def _rates(bench: "Bench", name: str, connections: int) -> list[float]:
    return [
        run.rate
        for run in bench.runs
        if (run.variant, run.connections, run.loop) == (name, connections, "closed")
    ]


def _table(bench: "Bench", about: dict[str, Any]) -> Iterator[str]:
    yield ", ".join(f"{name} {value}" for name, value in about.items()) + "  "
    disturbed = sum(not run.is_quiet for run in bench.runs)
    yield f"{len(bench.runs)} runs; {bench.thrown_away} more were thrown away; of those that count,"
    yield f"{disturbed} were disturbed all the same. The books agreed after every run."
    yield ""
    heads = " | ".join(f"{number} conn." for number in bench.connections)
    yield f"| requests a second, median | {heads} | p50, p99 (ms) | CPU (µs) |"
    yield "|---|" + "---:|" * (len(bench.connections) + 2)
    for each in bench.variants:
        medians = [median(_rates(bench, each.name, number)) for number in bench.connections]
        cells = " | ".join(f"{rate:,.0f}" for rate in medians)
        speed = _latency(bench, each.name, "closed")
        yield f"| {each.title} | {cells} | {speed} | {_cpu_us(bench, each.name):.1f} |"
    yield ""
    yield "Latency and CPU are those of 64 connections; CPU is what a server with all its processes"
    yield "used for one request. Half the ceiling, in an open loop:"
    yield ""
    yield "| 64 connections | rate | p50, p99 (ms) | generator late, p99 (ms) |"
    yield "|---|---:|---:|---:|"
    for each in bench.variants:
        if each.is_steady:
            yield _steady_row(bench, each.name, each.title)
    yield ""
    yield "| at 64 connections | against | must be | is |  |"
    yield "|---|---|---:|---:|---|"
    yield from _goals(bench)


def _latency(bench: "Bench", name: str, loop: str) -> str:
    runs = [r for r in bench.runs if (r.variant, r.connections, r.loop) == (name, DECISIVE, loop)]
    if not runs:
        return ""
    return ", ".join(f"{median(r.told[at] for r in runs):.2f}" for at in ("p50_ms", "p99_ms"))


def _cpu_us(bench: "Bench", name: str) -> float:
    runs = [r for r in bench.runs if (r.variant, r.connections) == (name, DECISIVE)]
    return median(
        1e6 * run.quiet["server"] * run.told["seconds"] / run.told["requests"]
        for run in runs
        if run.loop == "closed"
    )


def _steady_row(bench: "Bench", name: str, title: str) -> str:
    runs = [run for run in bench.runs if (run.variant, run.loop) == (name, "open")]
    late = median(run.told["late_p99_ms"] for run in runs)
    rate = median(run.rate for run in runs)
    return f"| {title} | {rate:,.0f} | {_latency(bench, name, 'open')} | {late:.2f} |"


def _goals(bench: "Bench") -> Iterator[str]:
    titles = {each.name: each.title for each in bench.variants}
    for name, against, least in GOALS:
        if {name, against} <= titles.keys():
            ratio = median(_rates(bench, name, DECISIVE)) / median(_rates(bench, against, DECISIVE))
            verdict = "yes" if ratio >= least else "no"
            yield f"| {titles[name]} | {titles[against]} | {least:g} | {ratio:.2f} | {verdict} |"
    if {"billed", "b-always"} <= titles.keys():
        ours, theirs = _p99(bench, "billed"), _p99(bench, "b-always")
        verdict = "yes" if ours <= theirs else "no"
        yield (
            f"| p99 of {titles['billed']}, open loop | {titles['b-always']} | ≤ {theirs:.2f} ms "
            f"| {ours:.2f} ms | {verdict} |"
        )


def _p99(bench: "Bench", name: str) -> float:
    runs = [run for run in bench.runs if (run.variant, run.loop) == (name, "open")]
    return float(median(run.told["p99_ms"] for run in runs))


def _chart(bench: "Bench") -> str:
    """Draw one bar a variant: requests a second at 64 connections."""
    bars = [(each.title, median(_rates(bench, each.name, DECISIVE))) for each in bench.variants]
    most = max(rate for _, rate in bars)
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
