"""The product's own commands as processes: a simulator, and servers whose upstreams it plays."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from client import Answer, Connection
from harness import read_rows, violations

PROVIDERS = ("graph", "web", "hiker")
# What is proved is failure, not politeness: nobody waits for the pace of the true upstreams.
QUICK = {"per_minute": 600_000.0, "per_day": 1e9, "concurrency": 64.0, "timeout_s": 5.0}
CREDITS = 1_000_000
_ENVIRONMENT = {name: text for name, text in os.environ.items() if "INSTAGRAMAPI" not in name}
_END_S = 40


class Program:
    """A command that runs until it is told to stop; `ready` is the line that it printed first."""

    def __init__(self, *words: str | Path, log: Path | None = None, **environment: str) -> None:
        command = [sys.executable, "-m", "instagramapi", *map(str, words), "--json"]
        with (log or Path(os.devnull)).open("ab") as errors:
            self.process = subprocess.Popen(
                command, env=_ENVIRONMENT | environment, stdout=subprocess.PIPE, stderr=errors
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"it did not start: {log and log.read_text('utf-8')[-2000:]}"
        self.ready: dict[str, Any] = json.loads(line)
        self.url: str = self.ready["url"]
        self.port = int(self.url.rpartition(":")[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self._reap()

    @property
    def sockets(self) -> int:
        """How many sockets the process has open."""
        found = 0
        for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
            # One that is closed while this looks is not there.
            with suppress(OSError):
                found += str(link.readlink()).startswith("socket:")
        return found

    def stop(self) -> int:
        """Ask it to stop and return its exit code; the time that it may take is bounded."""
        self.process.send_signal(signal.SIGTERM)
        return self._reap()

    def _reap(self) -> int:
        code = self.process.wait(_END_S)
        assert self.process.stdout
        self.process.stdout.close()
        return code


class Upstreams(Program):
    """A simulator process, whose failures are switched over its control paths."""

    def __init__(self, port: int = 0) -> None:
        super().__init__("simulate", "--port", str(port))

    def break_with(self, fault: str, *upstreams: str, **given: Any) -> None:
        """Let all requests to these upstreams fail from now on; to all, where none is named."""
        rules = [
            {"match": {"upstream": name}, "fault": fault, "with": given}
            for name in upstreams or PROVIDERS
        ]
        self._control("POST", "faults", rules)

    def heal(self) -> None:
        """Let all go well again."""
        self._control("DELETE", "faults")

    def asked(self) -> Counter[str]:
        """How many requests came for each upstream since the last `forget`."""
        return Counter(entry["upstream"] for entry in self._control("GET", "log")["requests"])

    def forget(self) -> None:
        """Begin a new log."""
        self._control("DELETE", "log")

    def _control(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{self.url}/_sim/{path}", data, method=method), timeout=10) as answer:
            return json.load(answer)


class Product(Program):
    """`instagramapi serve` on a new data directory, with a key that can pay for everything."""

    def __init__(self, data_dir: Path, url: str, **settings: Any) -> None:
        self.data_dir = data_dir
        log = data_dir.parent / f"{data_dir.name}.log"
        super().__init__(
            *("serve", "--port", "0", "--data-dir", data_dir),
            log=log,
            **_environment(url, settings),
        )
        self.key: str = self.ready["live_key"]

    def tell(self, *words: str) -> dict[str, Any]:
        """Run another command beside it and return what it prints."""
        command = [sys.executable, "-m", "instagramapi", *words]
        command += ["--data-dir", str(self.data_dir), "--json"]
        ran = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, check=True)
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    def fares(self, provider: str) -> dict[str, Any]:
        """What `instagramapi providers` tells of one provider, by endpoint."""
        told = self.tell("providers")["providers"]
        found: dict[str, Any] = next(each for each in told if each["name"] == provider)
        return dict(found["endpoints"])

    def books(self) -> list[str]:
        """What is wrong with the money, once it has stopped: nothing may be."""
        (row,) = read_rows(self.data_dir, "SELECT balance FROM balances")
        spent = CREDITS - int(row[0])
        charged = read_rows(self.data_dir, "SELECT ifnull(sum(credits_charged), 0) FROM usage")
        wrong = list(violations(self.data_dir))
        if charged != [(spent,)]:
            wrong.append(f"{spent} credits are gone, but {charged} were charged")
        return wrong


def _environment(url: str, settings: dict[str, Any]) -> dict[str, str]:
    providers = settings.pop("providers", PROVIDERS)
    manners = QUICK | settings.pop("manners", {})
    values = {
        "providers": ",".join(providers),
        **{f"{name}_url": url for name in PROVIDERS},
        "graph_token": "any",
        "graph_user_id": "17841400455970028",
        "hiker_key": "any",
        "manners": json.dumps(dict.fromkeys(providers, manners)),
        "welcome_credits": CREDITS,
        "access_log": "false",
        **settings,
    }
    return {f"INSTAGRAMAPI_{name.upper()}": str(value) for name, value in values.items()}


@contextmanager
def product(data_dir: Path, url: str, **settings: Any) -> Iterator[Product]:
    """Run a server; at its end it must stop in good order, with books that are right."""
    with Product(data_dir, url, **settings) as running:
        yield running
        assert running.stop() == 0
        assert running.books() == []


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer and how long it took."""

    target: str
    answer: Answer
    seconds: float

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def provider(self) -> Any:
        """Who answered; None where nobody did."""
        return self.answer.json.get("meta", {}).get("provider")

    @property
    def code(self) -> Any:
        """The problem's code; None where there is none."""
        return self.answer.json.get("error", {}).get("code")


async def ask(server: Product, targets: Iterable[str], *, callers: int = 1) -> list[Timed]:
    """Ask everything once, by so many callers, each on its own connection."""
    waiting = iter(list(targets))
    done: list[Timed] = []

    async def call() -> None:
        async with Connection(server.port) as connection:
            for target in waiting:
                done.append(await timed(connection, target, server.key))

    await asyncio.gather(*(call() for _ in range(callers)))
    return done


async def timed(connection: Connection, target: str, key: str) -> Timed:
    """Ask one thing and take the time."""
    started_s = time.monotonic()
    answer = await connection.get(target, key)
    return Timed(target, answer, time.monotonic() - started_s)


def targets(path: str, name: str, count: int, **parameters: str) -> list[str]:
    """Questions about so many different accounts."""
    return [
        f"/v1/{path}?" + urlencode({"handle": f"{name}.{number}", **parameters})
        for number in range(count)
    ]


def deaf_address() -> str:
    """An address on this machine at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def slowest_ms(answers: Iterable[Timed]) -> int:
    """The longest time that a caller waited."""
    return int(max(each.seconds for each in answers) * 1000)


def quantile_ms(answers: Iterable[Timed], share: float) -> int:
    """The time within which a share of the callers had their answer."""
    times = sorted(each.seconds for each in answers)
    return int(times[min(len(times) - 1, int(len(times) * share))] * 1000)
