"""Charges per second: 64 concurrent calls, each hold, settle, delivered; group commit or not."""

import asyncio
import sqlite3
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from instagramapi.kit.clock import SystemClock
from instagramapi.ledger.flush import Charge
from instagramapi.ledger.ledger import Usage, UsageKind
from instagramapi.ledger.sqlite import SqliteLedger
from instagramapi.store.database import Database

CALLERS = 64
CALLS = 20_000
_CLOCK = SystemClock()
_NUMBERS = count(1)


def usage(request_id: str, account_id: str) -> Usage:
    """Make the row of an answered profile call."""
    kind = UsageKind(
        account_id, "key_1", "live", "profile", 200, None, None, "demo", "miss", True, 1
    )
    return Usage(request_id, kind, 12, _CLOCK.epoch_s(), "nike")


async def charge(ledger: SqliteLedger, account_id: str) -> float:
    """Pay for one call; return how long hold and settlement took."""
    request_id = f"req_{next(_NUMBERS):026}"
    began = time.perf_counter()
    hold = await ledger.hold(
        request_id=request_id, account_id=account_id, key_id="key_1", credits=1
    )
    receipt = await ledger.settle(hold, usage(request_id, account_id))
    took = time.perf_counter() - began
    ledger.delivered(receipt)
    return took


async def grouped(data_dir: Path, accounts: int) -> tuple[float, list[float]]:
    """Run the calls through the ledger; return calls per second and their times."""
    database = Database.open(data_dir)
    ledger = await SqliteLedger.open(database, _CLOCK)
    for account in range(accounts):
        await ledger.grant(f"acc_{account}", CALLS, reason="bench")
    times: list[float] = []

    async def caller(number: int) -> None:
        for _ in range(CALLS // CALLERS):
            times.append(await charge(ledger, f"acc_{number % accounts}"))

    began = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(CALLERS)))
    rate = len(times) / (time.perf_counter() - began)
    verification = await ledger.verify()
    if not verification.ok:
        raise SystemExit("\n".join(verification.violations))
    await ledger.close()
    await database.close()
    return rate, times


async def single(data_dir: Path) -> float:
    """Post the same rows with one transaction per charge; return charges per second."""
    database = Database.open(data_dir)
    ledger = await SqliteLedger.open(database, _CLOCK)
    await ledger.grant("acc_0", CALLS, reason="bench")
    flusher = ledger._flusher
    loop = asyncio.get_running_loop()
    calls = CALLS // 10

    def one(connection: sqlite3.Connection, settlement: Charge) -> None:
        flusher.post(connection, [settlement])

    began = time.perf_counter()
    for slot in range(calls):
        request_id = f"req_{next(_NUMBERS):026}"
        hold = await ledger.hold(
            request_id=request_id, account_id="acc_0", key_id="key_1", credits=1
        )
        settlement = Charge(usage(request_id, "acc_0"), hold, slot % 64, loop.create_future())
        await database.write(lambda connection, each=settlement: one(connection, each))  # type: ignore[misc]
    rate = calls / (time.perf_counter() - began)
    await ledger.close()
    await database.close()
    return rate


async def main() -> None:
    """Print one line per way of charging."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for accounts in (1, 64):
            rate, times = await grouped(Path(folder) / str(accounts), accounts)
            times.sort()
            p50, p999 = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.999))
            sys.stdout.write(
                f"group commit, {accounts} accounts: {rate:,.0f}/s, "
                f"p50 {p50:.2f} ms, p99.9 {p999:.2f} ms\n"
            )
        rate = await single(Path(folder) / "single")
        sys.stdout.write(f"one transaction per charge: {rate:,.0f}/s\n")


if __name__ == "__main__":
    asyncio.run(main())
