"""What a long history costs: charges a second, memory and the start, with and without one.

    python bench/history.py [--rows 10000000] [--keys 1000000] [--accounts 10000]

Writes data directories as the ledger would have left them, years later: a journal of that many
charges with as many rows in the request log, that many keys, that many accounts. Then it measures
the same on each, in turn: how long a start takes, how much memory it needs, and what a charge
costs in the ledger alone, 64 calls at a time.
"""

import argparse
import asyncio
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from statistics import median

from instagramapi.accounts.terms import Terms
from instagramapi.kit.clock import SystemClock
from instagramapi.ledger.sqlite import SqliteLedger
from instagramapi.settings import Settings
from instagramapi.store.database import FILE_NAME, Database
from instagramapi.wiring import Service, build
from ledger import charge

HERE = Path(__file__).parent
_CALLS = 20_000
_CALLERS = 64
_ROUNDS = 3
_AT_ONCE = 100_000
_BALANCE = 10_000_000_000

_JOURNAL = """
INSERT INTO journal (sequence, reference, kind, account_id, key_id, amount, balance_after, epoch,
                     at, day, reason)
SELECT :offset + value + 1, printf('req_H%025d', value), 'charge',
       printf('acc_%d', value % :accounts), printf('key_%d', value % :accounts), -1,
       :balance - value / :accounts - 1, 1,
       :begin + value / 6, date(:begin + value / 6, 'unixepoch'), 'post'
FROM generate_series
"""
_KINDS = """
INSERT INTO usage_kinds (kind_id, account_id, key_id, mode, endpoint, status, provider, cache,
                         queried, credits_charged, held)
SELECT value + 1, printf('acc_%d', value), printf('key_%d', value), 'live', 'post', 200, 'demo',
       'miss', 1, 1, 1
FROM generate_series
"""
_USAGE = """
INSERT INTO usage_rows (sequence, request_id, kind_id, credits_remaining, ms, at, subject)
SELECT value + 1, printf('req_H%025d', value), value % :accounts + 1,
       :balance - value / :accounts - 1, 5, :begin + value / 6, 'a1b2c3d4e5f60718'
FROM generate_series
"""
_SERIES = """
WITH RECURSIVE generate_series (value) AS (
    SELECT :first UNION ALL SELECT value + 1 FROM generate_series WHERE value + 1 < :end
)
"""


def write_history(data_dir: Path, rows: int, accounts: int) -> None:
    """Append charges and their log rows, in the order in which they would have come."""
    with closing(sqlite3.connect(data_dir / FILE_NAME, isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
        (offset,) = connection.execute("SELECT max(sequence) FROM journal").fetchone()
        connection.execute(_SERIES + _KINDS, {"first": 0, "end": accounts})
        for first in range(0, rows, _AT_ONCE):
            values = {"first": first, "end": min(rows, first + _AT_ONCE), "accounts": accounts}
            values |= {"balance": _BALANCE, "begin": int(time.time()) - rows // 6}
            values |= {"offset": offset}
            connection.execute("BEGIN")
            for insert in (_JOURNAL, _USAGE):
                connection.execute(_SERIES + insert, values)
            connection.execute("COMMIT")
        connection.execute(
            "INSERT INTO balances SELECT account_id, min(balance_after), max(sequence) "
            "FROM journal WHERE kind = 'charge' GROUP BY account_id"
        )
        connection.execute("UPDATE usage_marks SET rolled = ?", (rows,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_keys(data_dir: Path, keys: int) -> None:
    """Add keys of one account, as many as there are."""
    with closing(sqlite3.connect(data_dir / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        (account,) = connection.execute("SELECT id FROM accounts LIMIT 1").fetchone()
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO keys (id, account_id, hash, hint, name, mode, created_at, scopes, "
            "addresses, rate_limit) VALUES (?, ?, ?, 'ig_live_…', 'k', 'live', 0, '', '', 'none')",
            (
                (f"key_{number:026}", account, blake2b(b"%d" % number, digest_size=32).digest())
                for number in range(keys)
            ),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _found(service: Service) -> None:
    account = await service.accounts.create("bench@example.com")
    await service.ledger.grant(account.id, 1000, reason="bench")
    await service.keys.create(account.id, Terms(name="bench"))


def fresh(data_dir: Path) -> None:
    """Make a data directory with one account and one key."""

    async def run() -> None:
        service = await build(Settings(data_dir=data_dir))
        try:
            await _found(service)
        finally:
            await service.close()

    asyncio.run(run())


def start(data_dir: Path) -> tuple[float, float]:
    """Start the server; return the seconds until it says that it is ready, and its MiB then."""
    began = time.perf_counter()
    program = Path(sys.executable).parent / "instagramapi"
    command = [str(program), "serve", "--port", "0", "--json", "--data-dir", str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        json.loads(server.stdout.readline() if server.stdout else b"")
        ready_s = time.perf_counter() - began
        status = Path(f"/proc/{server.pid}/status").read_text("ascii")
        server.terminate()
        server.wait(60)
    return ready_s, int(status.partition("VmRSS:")[2].split()[0]) / 1024


def charges(data_dir: Path, accounts: int) -> float:
    """Charge calls in the ledger; return the microseconds of CPU that one took."""

    async def run() -> float:
        database = Database.open(data_dir)
        ledger = await SqliteLedger.open(database, SystemClock())
        names = [f"payer_{number}" for number in range(accounts)]
        for name in names[:_CALLERS] if accounts < _CALLERS else names[:1000]:
            await ledger.grant(name, _CALLS, reason="bench")

        async def caller(number: int) -> None:
            for at in range(_CALLS // _CALLERS):
                await charge(ledger, names[(number + at * _CALLERS) % min(accounts, 1000)])

        before = resource.getrusage(resource.RUSAGE_SELF)
        await asyncio.gather(*map(caller, range(_CALLERS)))
        after = resource.getrusage(resource.RUSAGE_SELF)
        await ledger.close()
        await database.close()
        used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return 1e6 * used_s / _CALLS

    return asyncio.run(run())


def main() -> None:
    """Make the directories, measure each in turn, print a table."""
    parser = argparse.ArgumentParser(description="Measure what a long history costs.")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=10_000)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=HERE, prefix=".run-"))
    try:
        stores = {name: folder / name for name in ("nothing", "rows", "keys", "accounts")}
        for store in stores.values():
            fresh(store)
        _say(f"writing {given.rows:,} rows and {given.keys:,} keys …")
        write_history(stores["rows"], given.rows, 1000)
        write_keys(stores["keys"], given.keys)
        _measure(stores, given)
    finally:
        shutil.rmtree(folder)


def _measure(stores: dict[str, Path], given: argparse.Namespace) -> None:
    names = {"nothing": "empty", "rows": f"{given.rows:,} journal and usage rows"}
    names |= {"keys": f"{given.keys:,} keys", "accounts": f"{given.accounts:,} accounts"}
    accounts = {name: given.accounts if name == "accounts" else 1 for name in stores}
    starts: dict[str, list[tuple[float, float]]] = {name: [] for name in stores}
    costs: dict[str, list[float]] = {name: [] for name in stores}
    for _ in range(_ROUNDS):
        for name, store in stores.items():
            starts[name].append(start(store))
            costs[name].append(charges(store, accounts[name]))
    _say("| data directory | ready (s) | memory (MiB) | a charge (µs CPU) | ratio |")
    _say("|---|---:|---:|---:|---:|")
    for name in stores:
        ready_s, memory = (median(each[at] for each in starts[name]) for at in (0, 1))
        cost = median(costs[name])
        ratio = cost / median(costs["nothing"])
        _say(f"| {names[name]} | {ready_s:.2f} | {memory:.0f} | {cost:.1f} | {ratio:.2f} |")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
