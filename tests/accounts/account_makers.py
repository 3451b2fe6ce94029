"""Makes the room `accounts` on a real store, with a clock that stands still until told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from instagramapi.accounts.accounts import Account, Accounts
from instagramapi.accounts.keys import Keys
from instagramapi.accounts.suppression import Suppression
from instagramapi.errors import BadParameter, InvalidApiKey, Problem
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

HASH_KEY = b"a key of thirty-two bytes, as is"
ENDPOINTS = frozenset({"profile", "profile/posts", "post", "search/users"})
NOON_S = 1_800_000_000.0


class StoppedClock:
    """A clock that shows `now_s`."""

    def __init__(self, now_s: float = NOON_S) -> None:
        self.now_s = now_s

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s


@dataclass
class Room:
    clock: StoppedClock
    database: Database
    accounts: Accounts
    keys: Keys
    suppression: Suppression

    def accepts(self, secret: str) -> bool:
        """Tell whether a call with this key would be let in now."""
        try:
            self.keys.find(secret, self.clock.now_s)
        except InvalidApiKey:
            return False
        return True

    async def ada(self) -> Account:
        """Return the account of ada@example.com, made if it is not there yet."""
        try:
            return self.accounts.find("ada@example.com")
        except BadParameter:
            return await self.accounts.create("ada@example.com", "Ada")


@asynccontextmanager
async def open_room(
    data_dir: Path, clock: StoppedClock | None = None, *, keys_kept: int = 100
) -> AsyncIterator[Room]:
    """Open the room on a data directory, as a start of the server does, and close it."""
    clock = clock or StoppedClock()
    ids = Ids(clock)
    database = Database.open(data_dir)
    try:
        yield Room(
            clock,
            database,
            Accounts(database, clock=clock, ids=ids),
            Keys(database, HASH_KEY, clock=clock, ids=ids, endpoints=ENDPOINTS, kept=keys_kept),
            Suppression(database, HASH_KEY),
        )
    finally:
        await database.close()


def told(problem: Problem) -> tuple[str | None, str | None]:
    """Shorten a problem to the parameter and the reason that a program reads."""
    return problem.param, problem.reason


def bytes_in(data_dir: Path) -> bytes:
    """Read all that a thief of the data directory would have."""
    return b"".join(file.read_bytes() for file in sorted(data_dir.iterdir()))
