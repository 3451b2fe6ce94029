"""Starts servers as processes of their own, and reads their books from outside."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from instagramapi.accounts.terms import Terms
from instagramapi.ledger.audit import verify_offline
from instagramapi.settings import Settings
from instagramapi.store.database import FILE_NAME
from instagramapi.wiring import Service, build

T = TypeVar("T")

PROGRAM = Path(__file__).with_name("server.py")
_START_S = 30


@dataclass(frozen=True, slots=True)
class Payer:
    """A key and the account that it spends of."""

    account_id: str
    key_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal."""

    sequence: int
    reference: str
    kind: str
    account_id: str
    key_id: str | None
    amount: int
    balance_after: int


class Server:
    """A server process on a data directory; `kill` is SIGKILL, `stop` is SIGTERM."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        """Start it and wait until it listens; `ready_s` is how long that took."""
        started_s = time.monotonic()
        self.data_dir = data_dir
        self._log = (data_dir.parent / f"{data_dir.name}.log").open("ab")
        command = [sys.executable, str(PROGRAM), "--data-dir", str(data_dir), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log)
        ready = self._line()
        self.ready_s = time.monotonic() - started_s
        self.port = int(ready["url"].rpartition(":")[2])

    @property
    def memory_bytes(self) -> int:
        """What the process holds in memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def kill(self) -> float:
        """End it without a word; returns the monotonic second."""
        killed_s = time.monotonic()
        self.process.send_signal(signal.SIGKILL)
        self._end()
        return killed_s

    def terminate(self) -> None:
        """Ask it to stop."""
        self.process.send_signal(signal.SIGTERM)

    def stop(self, within_s: float = 30) -> dict[str, int]:
        """Ask it to stop and return what it saw; a code other than 0 is an error."""
        self.terminate()
        return self.stopped(within_s)

    def stopped(self, within_s: float = 30) -> dict[str, int]:
        """Wait for an end that was asked for."""
        code = self.process.wait(within_s)
        books = self._line()
        self._end()
        assert code == 0, f"exit code {code}"
        return books

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def _end(self) -> None:
        self.process.wait(_START_S)
        assert self.process.stdout
        self.process.stdout.close()
        self._log.close()

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.process.kill()
            log = Path(self._log.name).read_text("utf-8")
            self._end()
            raise AssertionError(f"the server did not start: {log[-2000:]}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def serving(data_dir: Path, *arguments: str) -> Iterator[Server]:
    """Run a server and stop it in good order; where the test fails, kill it."""
    server = Server(data_dir, *arguments)
    try:
        yield server
        if server.is_alive():
            server.stop()
    finally:
        if server.is_alive():
            server.kill()


def prepare(data_dir: Path, work: Callable[[Service], Awaitable[T]]) -> T:
    """Do something with the service of a data directory that no server has open."""

    async def run() -> T:
        service = await build(Settings(data_dir=data_dir))
        try:
            return await work(service)
        finally:
            await service.close()

    return asyncio.run(run())


def open_accounts(data_dir: Path, accounts: int = 1, keys: int = 1, **terms: Any) -> list[Payer]:
    """Make accounts, each with some keys; the server grants their credits when it starts."""

    async def work(service: Service) -> list[Payer]:
        payers = []
        for number in range(accounts):
            account = await service.accounts.create(f"payer{number}@example.com")
            payers += [await make_key(service, account.id, **terms) for _ in range(keys)]
        return payers

    return prepare(data_dir, work)


async def make_key(service: Service, account_id: str, **terms: Any) -> Payer:
    """Make one more key of an account."""
    key, secret = await service.keys.create(account_id, Terms(**{"name": "proof", **terms}))
    return Payer(account_id, key.id, secret)


def read_rows(data_dir: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the store of a server, running or not."""
    uri = f"file:{data_dir / FILE_NAME}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        return connection.execute(sql).fetchall()


def read_journal(data_dir: Path) -> list[Entry]:
    """Return the whole journal, oldest first."""
    columns = "sequence, reference, kind, account_id, key_id, amount, balance_after"
    rows = read_rows(data_dir, f"SELECT {columns} FROM journal ORDER BY sequence")
    return [Entry(*row) for row in rows]


def violations(data_dir: Path) -> tuple[str, ...]:
    """Return what the ledger's own audit finds; the server need not run."""
    return verify_offline(data_dir).violations


def setting(name: str, default: int) -> int:
    """Read how long a proof shall be from the environment."""
    return int(os.environ.get(name, default))
