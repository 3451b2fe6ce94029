"""The benchmark ends in time on any machine, and says what it then left out; each part runs."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"
# Its programs find each other by their bare names, as they do where they are run.
sys.path.append(str(BENCH))
plan, measure, report, variants, servers = map(
    import_module, ("plan", "measure", "report", "variants", "servers")
)

SECONDS = 2
QUIET = {"foreign": 0.0, "stolen": 0.0, "was_throttled": False, "server": 1.0}
LATENCIES = {"p50_ms": 1.0, "p99_ms": 2.0, "late_p99_ms": 0.1}


@dataclass
class Machine:
    """A machine whose time passes only in runs, of which the first so many are disturbed."""

    disturbed: int = 0
    now_s: float = 0.0
    made: list[Any] = field(default_factory=list)

    def now(self) -> float:
        return self.now_s

    def run(self, step: Any, before: Any) -> Any:
        self.now_s += step.cost_s
        self.made.append(step)
        told = {"requests": 1000, "seconds": 1.0, **LATENCIES}
        return measure.Measured(
            step.variant.name,
            step.connections,
            step.loop,
            told,
            QUIET,
            len(self.made) > self.disturbed,
            1000.0,
        )


@pytest.fixture
def everybody(tmp_path: Path) -> list[Any]:
    listed: list[Any] = variants.listed(servers.Place(tmp_path, 0, tmp_path / "answer.json"))
    return listed


def steps_of(everybody: list[Any], rounds: int = 3) -> list[Any]:
    found: list[Any] = plan.planned(
        everybody, seconds=SECONDS, rounds=rounds, connections=plan.CONNECTIONS
    )
    return found


def followed(everybody: list[Any], machine: Machine, ends_s: float) -> Any:
    outcome = plan.Outcome(everybody, steps_of(everybody))
    plan.follow(outcome.steps, outcome, machine.run, ends_s=ends_s, now=machine.now)
    return outcome


def test_what_is_run_by_default_is_over_within_ten_minutes() -> None:
    ran = subprocess.run(
        [sys.executable, str(BENCH / "run.py"), "--plan"], capture_output=True, check=True
    )

    told = json.loads(ran.stdout)
    assert told["needed_s"] < told["budget_s"] < 600


def test_every_variant_is_measured_three_times_where_it_decides(everybody: list[Any]) -> None:
    first = steps_of(everybody)[: 3 * len(everybody)]

    assert {step.kind for step in first} == {"closed loop, 64 conn."}
    assert [step.variant for step in first] == everybody * 3


def test_a_run_that_was_disturbed_is_repeated_and_counted(everybody: list[Any]) -> None:
    machine = Machine(disturbed=1)

    outcome = followed(everybody, machine, ends_s=1e9)

    assert machine.made[0] is machine.made[1]
    assert outcome.thrown_away == 1
    assert len(outcome.runs) == len(outcome.steps)
    assert all(run.is_quiet for run in outcome.runs)


def test_a_machine_that_never_rests_repeats_only_what_it_has_time_for(
    everybody: list[Any],
) -> None:
    steps = steps_of(everybody)
    needed_s, spare_s = sum(step.cost_s for step in steps), 10 * steps[0].cost_s + 0.1
    machine = Machine(disturbed=10**9)

    outcome = followed(everybody, machine, ends_s=needed_s + spare_s)

    assert outcome.left_out == []
    assert outcome.thrown_away == 10
    assert len(outcome.runs) == len(steps)


def test_where_the_time_is_over_what_decides_is_there(everybody: list[Any]) -> None:
    machine = Machine()
    decisive_s = 3 * len(everybody) * steps_of(everybody)[0].cost_s

    outcome = followed(everybody, machine, ends_s=decisive_s + 0.1)

    assert machine.now_s <= decisive_s + 0.1
    assert len(outcome.runs) == 3 * len(everybody)
    assert len(outcome.runs) + len(outcome.left_out) == len(outcome.steps)


@pytest.mark.parametrize("ends_s", [0.0, 10.0, 130.0, 1e9])
def test_the_table_says_what_was_left_out(everybody: list[Any], ends_s: float) -> None:
    outcome = followed(everybody, Machine(), ends_s)

    told = "\n".join(report.table(outcome, {"cpu": "any"}))

    assert ("**Left out, as the time was over:" in told) == bool(outcome.left_out)
    assert all(f"| {each.title} |" in told for each in everybody)


def test_a_batch_is_told_in_answers_and_in_calls(everybody: list[Any]) -> None:
    outcome = followed(everybody, Machine(), ends_s=1e9)

    told = list(report.table(outcome, {"cpu": "any"}))

    assert "| ours: batch of 50 cached answers | 1,000 | 50,000 | 20.0 |" in told
    assert "| ours: batch of 50 billed | 1,000 | 50,000 | 20.0 |" in told


def test_a_slow_provider_is_measured_with_the_books_checked(tmp_path: Path) -> None:
    out = tmp_path / "upstream.json"

    subprocess.run(
        [sys.executable, str(BENCH / "upstream.py"), "--smoke", "--out", str(out)],
        check=True,
        capture_output=True,
    )

    told = json.loads(out.read_text("utf-8"))
    assert [each["path"] for each in told["misses"]] == ["profile/posts", "profile"]
    assert all(each["calls"] and each["cpu_ms"] > each["bare_ms"] > 0 for each in told["misses"])
    quiet, held, flowing = told["cached"]
    assert quiet["beside_per_s"] == held["beside_per_s"] == 0
    assert flowing["beside_per_s"] > 0
