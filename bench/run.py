"""`make bench`: every variant against every other, in turn, with the books checked each time."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import machine
from load import HERE
from measure import Measured, measure_closed, measure_open, median_rate
from plan import CONNECTIONS, DECISIVE, WARM_UP_S, Outcome, Step, follow, needed_s, planned
from report import write
from servers import PYTHON, Place, ask
from variants import Variant, listed, start

# It ends within 10 minutes: what is left is for the run that is under way, and to stop everybody.
_BUDGET_S = 540.0
_DEBIAN = ["nginx", "libnginx-mod-http-lua", "lua-nginx-redis", "redis-server", "wrk", "postgresql"]
_PROGRAMS = ["nginx", "redis-server", "wrk", "psql", "taskset"]


def _measure(step: Step, before: Sequence[Measured]) -> Measured:
    _say(f"{step.kind}, round {step.round}: {step.variant.name}")
    if step.loop == "closed":
        return measure_closed(step.variant, step.connections, step.seconds)
    rate = median_rate(before, step.variant.name, DECISIVE) / 2
    return measure_open(step.variant, step.connections, step.seconds, rate)


def _install() -> None:
    """Install what is missing: Debian's packages, and the peers' environment."""
    if not all(map(shutil.which, _PROGRAMS)) or not Path("/usr/lib/postgresql").exists():
        subprocess.run(["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *_DEBIAN]
        subprocess.run(install, check=True, stdout=sys.stderr)
    wanted = (HERE / "requirements.txt").read_text("utf-8")
    stamp = PYTHON.parent.parent / "stamp"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", str(PYTHON.parent.parent)], check=True)
        install = [str(PYTHON), "-m", "pip", "install", "-q", "-r", str(HERE / "requirements.txt")]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_text(wanted, "utf-8")


def _check_answers(variants: list[Variant]) -> None:
    """Every server answers its first request with the status that is due, and the same data."""
    data: set[str] = set()
    for each in variants:
        first = each.asks[0]
        status, _, body = ask(each.server.port, first.path, first.key, first.body)
        if status != each.status:
            raise SystemExit(f"{each.name} answers {status}, not {each.status}: {body[:200]!r}")
        told = json.loads(body)
        calls = told["data"]["results"] if each.is_batch else [told]
        if len(calls) != each.calls_each:
            raise SystemExit(f"{each.name} answers {len(calls)} calls, not {each.calls_each}")
        if status == 200:
            data.update(json.dumps(call.get("data"), sort_keys=True) for call in calls)
    if len(data) > 1:
        raise SystemExit("the variants answer different data")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare this server with what one would build.")
    parser.add_argument("--only", default="", help="names of variants, separated by commas")
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", default=",".join(map(str, CONNECTIONS)))
    parser.add_argument("--budget-s", type=float, default=_BUDGET_S, help="when to stop measuring")
    parser.add_argument("--plan", action="store_true", help="only say how long it would take")
    parser.add_argument("--smoke", action="store_true", help="only start all, and ask each once")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    return parser.parse_args()


def _plan(variants: list[Variant], given: argparse.Namespace) -> list[Step]:
    return planned(
        variants,
        seconds=given.seconds,
        rounds=given.rounds,
        connections=map(int, given.connections.split(",")),
    )


def _tell_plan(variants: list[Variant], given: argparse.Namespace) -> None:
    steps = _plan(variants, given)
    told = {"variants": len(variants), "runs": len(steps), "budget_s": given.budget_s}
    told |= {"needed_s": round(needed_s(variants, steps), 1)}
    sys.stdout.write(json.dumps(told) + "\n")


def _bench(variants: list[Variant], given: argparse.Namespace, ends_s: float) -> Outcome:
    for each in variants:
        measure_closed(each, DECISIVE, WARM_UP_S)
    outcome = Outcome(variants, _plan(variants, given))
    follow(outcome.steps, outcome, _measure, ends_s=ends_s)
    return outcome


def main() -> None:
    """Install, start, measure, check, write."""
    began_s, given = time.monotonic(), _arguments()
    names = set(filter(None, given.only.split(",")))
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".run-") as folder, ExitStack() as stack:
        # PostgreSQL runs as its own user, which must reach its folder.
        Path(folder).chmod(0o755)
        place = Place(Path(folder), machine.cores()[0], Path(folder) / "answer.json")
        if given.plan:
            _tell_plan([each for each in listed(place) if not names or each.name in names], given)
            return
        _install()
        variants = start(stack, place, lambda name: not names or name in names)
        _check_answers(variants)
        if given.smoke:
            sys.stdout.write(f"{len(variants)} variants answer the same\n")
            return
        outcome = _bench(variants, given, began_s + given.budget_s)
        about = {**machine.describe(), "fsync_ms": machine.fsync_ms(Path(folder))}
    write(given.out, outcome, about)


if __name__ == "__main__":
    main()
