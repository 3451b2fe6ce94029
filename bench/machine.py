"""The machine that measures: its cores, what else it is doing, and where processes run."""

import os
import platform
import re
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")
# More of one core than this, taken by others during a run, and the run is thrown away.
MAX_FOREIGN = 0.05


def cores() -> tuple[int, int]:
    """Choose the server's core and the load generator's: the first and the last of ours."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def pinned(core: int, command: list[str]) -> list[str]:
    """Keep a command on one core."""
    return ["taskset", "-c", str(core), *command]


def family(pid: int) -> set[int]:
    """List a process and all that it started, and what those started."""
    children: dict[int, list[int]] = {}
    for stat in _PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, new = {pid}, [pid]
    while new:
        new = children.get(new.pop(), []) + new
        found.update(new)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What the processors did up to a moment, in seconds."""

    at_s: float
    busy_s: float
    stolen_s: float
    ours_s: float
    throttled: int

    @classmethod
    def take(cls, pids: set[int]) -> "Reading":
        """Read the whole machine, and the part of it that these processes had."""
        line = (_PROC / "stat").read_text("ascii").partition("\n")[0]
        user, nice, system, _, _, interrupts, soft, stolen = map(int, line.split()[1:9])
        busy = user + nice + system + interrupts + soft
        ours = sum(map(_used_ticks, pids))
        return cls(time.monotonic(), busy / _TICKS, stolen / _TICKS, ours / _TICKS, _throttled())


@dataclass(frozen=True, slots=True)
class Quiet:
    """What others had of the machine during a run, as shares of one core."""

    foreign: float
    stolen: float
    was_throttled: bool
    server: float

    @classmethod
    def between(cls, before: Reading, after: Reading, load_s: float) -> "Quiet":
        """Compare two readings; `load_s` is what the load generator, which is gone, used."""
        seconds = after.at_s - before.at_s
        ours = after.ours_s - before.ours_s
        # Soft interrupts of loopback traffic are the traffic's: what is left is what others had.
        foreign = (after.busy_s - before.busy_s) - ours - load_s
        return cls(
            max(0.0, foreign / seconds),
            (after.stolen_s - before.stolen_s) / seconds,
            after.throttled > before.throttled,
            ours / seconds,
        )

    @property
    def is_quiet(self) -> bool:
        """Whether the run may count."""
        return max(self.foreign, self.stolen) <= MAX_FOREIGN and not self.was_throttled


def describe() -> dict[str, str | int]:
    """Say what machine this is."""
    cpu = re.search(r"model name\s*: (.*)", (_PROC / "cpuinfo").read_text("utf-8"))
    memory = re.search(r"MemTotal:\s*(\d+)", (_PROC / "meminfo").read_text("utf-8"))
    return {
        "cpu": cpu[1] if cpu else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mib": int(memory[1]) // 1024 if memory else 0,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }


def fsync_ms(folder: Path) -> float:
    """Measure one fsync of 4 KB, as a commit makes it: the median of 100."""
    path = folder / "fsync.probe"
    taken = []
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - began)
    path.unlink()
    return sorted(taken)[50] * 1000


def _used_ticks(pid: int) -> int:
    try:
        fields = (_PROC / str(pid) / "stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _throttled() -> int:
    """Count how often this control group was held back; 0 where there is none."""
    for path in ("/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/cpu/cpu.stat"):
        try:
            found = re.search(r"nr_throttled (\d+)", Path(path).read_text("ascii"))
        except OSError:
            continue
        return int(found[1]) if found else 0
    return 0
