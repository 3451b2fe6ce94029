"""A ledger on disk that can crash: `Till`, and the values that its tests are about."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from instagramapi.kit.clock import iso
from instagramapi.ledger.ledger import NO_CAPS, Caps, Hold, Receipt, Usage, UsageKind
from instagramapi.ledger.sqlite import LIMITS, Limits, SqliteLedger
from instagramapi.store.database import Database
from instagramapi.store.file import MIGRATIONS

NOON = 1_795_435_200.0  # 2026-11-23T12:00:00Z
DAY_S = 86_400.0


class StillClock:
    """A clock that moves only when a test says so."""

    def __init__(self) -> None:
        self.now_s = NOON

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s


def make_usage(
    request_id: str,
    charged: int = 0,
    *,
    account_id: str = "acc",
    key_id: str = "key",
    subject: str | None = "nike",
) -> Usage:
    """Make the row of a profile call."""
    kind = UsageKind(
        account_id=account_id,
        key_id=key_id,
        mode="live",
        endpoint="profile",
        status=200,
        code=None,
        reason=None,
        provider="demo",
        cache="miss",
        queried=charged > 0,
        credits_charged=charged,
    )
    return Usage(request_id, kind, ms=12, at=NOON, subject=subject)


class Till:
    """A data directory with an open ledger; `crash` leaves it as `kill -9` would."""

    def __init__(
        self, folder: Path, kind: type[SqliteLedger] = SqliteLedger, limits: Limits = LIMITS
    ) -> None:
        self.clock = StillClock()
        self.folder = folder
        self.lives = 0
        self._kind = kind
        self._limits = limits
        self._calls = 0

    async def open(self) -> None:
        self.database = Database.open(self.data_dir)
        self.ledger = await self._kind.open(self.database, self.clock, self._limits)

    @property
    def today(self) -> str:
        return iso(self.clock.now_s)[:10]

    @property
    def data_dir(self) -> Path:
        return self.folder / str(self.lives)

    async def crash(self) -> None:
        """Go on with a copy of the files as they are now, as a new process would."""
        before = self.data_dir
        self.lives += 1
        self.data_dir.mkdir()
        for name in ("instagramapi.db", "instagramapi.db-wal", "delivered.ring"):
            shutil.copy(before / name, self.data_dir / name)
        database, ledger = self.database, self.ledger
        await self.open()
        self._dropped = asyncio.create_task(self._drop(database, ledger))

    async def dropped(self) -> None:
        """Wait until the process that crashed has let go of its threads."""
        await self._dropped

    async def reopen(self) -> None:
        """Stop in good order and start again on the same files."""
        await self.close()
        await self.open()

    async def close(self) -> None:
        await self._drop(self.database, self.ledger)

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self.database.read().execute(sql, values).fetchall()

    async def hold(
        self,
        price: int = 1,
        *,
        request_id: str | None = None,
        caps: Caps = NO_CAPS,
        account_id: str = "acc",
        key_id: str = "key",
    ) -> Hold:
        self._calls += 1
        return await self.ledger.hold(
            request_id=request_id or f"req_{self._calls:026}",
            account_id=account_id,
            key_id=key_id,
            credits=price,
            caps=caps,
        )

    async def capture(self, hold: Hold) -> Receipt:
        usage = make_usage(
            hold.request_id, hold.credits, account_id=hold.account_id, key_id=hold.key_id
        )
        return await self.ledger.settle(hold, usage)

    async def void(self, hold: Hold) -> Receipt:
        usage = make_usage(hold.request_id, account_id=hold.account_id, key_id=hold.key_id)
        return await self.ledger.settle(hold, usage)

    async def pay(self, price: int = 1, *, caps: Caps = NO_CAPS) -> Receipt:
        """One whole call, answered and delivered."""
        # A crash ends the ledger of a call, so the call must not go on with the next one.
        ledger = self.ledger
        receipt = await self.capture(await self.hold(price, caps=caps))
        ledger.delivered(receipt)
        return receipt

    @staticmethod
    async def _drop(database: Database, ledger: SqliteLedger) -> None:
        await ledger.close()
        await database.close()


@asynccontextmanager
async def open_till(
    folder: Path,
    start: int = 10,
    *,
    kind: type[SqliteLedger] = SqliteLedger,
    limits: Limits = LIMITS,
) -> AsyncIterator[Till]:
    """Open a till whose account `acc` has some credits."""
    till = Till(folder, kind, limits)
    await till.open()
    try:
        if start:
            await till.ledger.grant("acc", start, reason="start")
        yield till
    finally:
        await till.close()


def schema_before(migration: str, folder: Path) -> Path:
    """Copy the migrations before this one into a new folder, for a store of that time."""
    folder.mkdir()
    for each in MIGRATIONS.iterdir():
        if each.name.endswith(".sql") and each.name < migration:
            (folder / each.name).write_text(each.read_text("utf-8"), "utf-8")
    return folder


async def turns(count: int = 20) -> None:
    """Let everything that can run on the loop run."""
    for _ in range(count):
        await asyncio.sleep(0)
