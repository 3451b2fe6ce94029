"""`make bench`: every variant against every other, in turn, with the books checked each time."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import machine
from load import HERE, Run, closed, steady
from report import write
from servers import PYTHON, Place, get
from variants import Variant, start

CONNECTIONS = (1, 16, 64, 256)
DECISIVE = 64
_TRIES = 3
_SETTLING_S = 0.1
_DEBIAN = ["nginx", "libnginx-mod-http-lua", "lua-nginx-redis", "redis-server", "wrk", "postgresql"]
_PROGRAMS = ["nginx", "redis-server", "wrk", "psql", "taskset"]


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


@dataclass(slots=True)
class Bench:
    """What is measured, how long, how often; `thrown_away` counts the runs that were disturbed."""

    variants: list[Variant]
    seconds: int
    rounds: int
    connections: tuple[int, ...]
    ends_s: float
    runs: list[Measured] = field(default_factory=list)
    thrown_away: int = 0

    def everything(self) -> None:
        """Run each variant once a round, so that what changes with time meets all of them."""
        for each in self.variants:
            self._closed(each, DECISIVE, 1)
        self.runs.clear()
        for number in range(self.rounds):
            _say(f"round {number + 1} of {self.rounds}")
            for connections in self.connections:
                for each in self.variants:
                    self._undisturbed(each, "closed", connections)
        ceilings = {each.name: median_rate(self.runs, each.name) for each in self.variants}
        for number in range(self.rounds):
            _say(f"open loop, round {number + 1}")
            for each in self.variants:
                if each.is_steady:
                    self._undisturbed(each, "open", DECISIVE, ceilings[each.name] / 2)

    def _undisturbed(
        self, variant: Variant, loop: str, connections: int, rate: float = 0.0
    ) -> None:
        """Measure again while something else uses the machine, as long as there is time."""
        for _ in range(_TRIES):
            run = (
                self._closed(variant, connections, self.seconds)
                if loop == "closed"
                else self._open(variant, connections, rate)
            )
            if run.is_quiet:
                break
            self.thrown_away += 1
            if time.monotonic() > self.ends_s:
                break
        self.runs.append(run)

    def _closed(self, variant: Variant, connections: int, seconds: int) -> Measured:
        core = machine.cores()[1]

        def work() -> Run:
            return closed(
                variant.server.port,
                variant.asks,
                connections=connections,
                seconds=seconds,
                core=core,
            )

        run = _watched(variant, "closed", connections, work)
        wrong = run.told["status_errors"] != (0 if variant.status < 400 else run.told["requests"])
        if wrong or run.told["socket_errors"]:
            raise SystemExit(f"{variant.name}: not every answer was a {variant.status}: {run.told}")
        run.rate = run.told["requests"] / run.told["seconds"]
        return run

    def _open(self, variant: Variant, connections: int, rate: float) -> Measured:
        core = machine.cores()[1]

        def work() -> Run:
            return steady(
                variant.server.port,
                variant.asks,
                rate=rate,
                connections=connections,
                seconds=self.seconds,
                core=core,
            )

        run = _watched(variant, "open", connections, work)
        if set(run.told["statuses"]) != {str(variant.status)}:
            raise SystemExit(f"{variant.name}: not every answer was a {variant.status}: {run.told}")
        run.rate = rate
        return run


def _watched(variant: Variant, loop: str, connections: int, work: Any) -> Measured:
    """Run once; see what else the machine did, and whether the books say the same."""
    charged, pids = _settled(variant), variant.server.pids
    before = machine.Reading.take(pids)
    run: Run = work()
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


def median_rate(runs: list[Measured], name: str) -> float:
    """Return the requests a second of a variant at the connections that decide."""
    rates = sorted(r.rate for r in runs if (r.variant, r.connections) == (name, DECISIVE))
    return rates[len(rates) // 2]


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
    data = set()
    for each in variants:
        if each.asks[0].method != "GET":
            continue
        status, _, body = get(each.server.port, each.asks[0].path, each.asks[0].key)
        if status != each.status:
            raise SystemExit(f"{each.name} answers {status}, not {each.status}: {body[:200]!r}")
        if status == 200:
            data.add(json.dumps(json.loads(body)["data"], sort_keys=True))
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
    parser.add_argument("--budget-s", type=float, default=480)
    parser.add_argument("--smoke", action="store_true", help="only start all, and ask each once")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    return parser.parse_args()


def main() -> None:
    """Install, start, measure, check, write."""
    given = _arguments()
    _install()
    names = set(filter(None, given.only.split(",")))
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".run-") as folder, ExitStack() as stack:
        # PostgreSQL runs as its own user, which must reach its folder.
        Path(folder).chmod(0o755)
        place = Place(Path(folder), machine.cores()[0], Path(folder) / "answer.json")
        variants = start(stack, place, lambda name: not names or name in names)
        _check_answers(variants)
        if given.smoke:
            sys.stdout.write(f"{len(variants)} variants answer the same\n")
            return
        bench = Bench(
            variants,
            given.seconds,
            given.rounds,
            tuple(map(int, given.connections.split(","))),
            time.monotonic() + given.budget_s,
        )
        bench.everything()
        about = {**machine.describe(), "fsync_ms": machine.fsync_ms(Path(folder))}
    write(given.out, bench, about)


if __name__ == "__main__":
    main()
