"""Makes the room of people on a real store, with a clock that stands still until told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from argon2 import PasswordHasher

from instagramapi.accounts.accounts import Accounts
from instagramapi.accounts.people.passwords import Passwords
from instagramapi.accounts.people.people import People, SignedIn, people_of
from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.people.site import Site
from instagramapi.accounts.people.users import User
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database
from makers import StoppedClock

SECRET = b"a secret of this server, thirty-two"
SITE = Site("localhost", "http://localhost:8000")
DEVICE = Device("203.0.113.7", "Firefox")
PASSWORD = "correct horse battery"
# The real algorithm with the least work: what it costs is not what these tests are about.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@asynccontextmanager
async def open_people(
    data_dir: Path, clock: StoppedClock | None = None, *, has_mail: bool = False
) -> AsyncIterator[People]:
    """Open the room, as a start of the server does, and close it."""
    clock = clock or StoppedClock()
    ids = Ids(clock)
    database = Database.open(data_dir)
    try:
        yield people_of(
            database,
            SECRET,
            Accounts(database, clock=clock, ids=ids),
            site=SITE,
            clock=clock,
            ids=ids,
            passwords=Passwords(database, QUICK),
            has_mail=has_mail,
        )
    finally:
        await database.close()


async def a_user(
    room: People, email: str = "ada@example.com", *, is_verified: bool = False
) -> User:
    """Add a user with an account of their own."""
    user = await room.users.create(email, is_verified=is_verified)
    await room.settle(user)
    return user


async def signed_in(room: People, user: User, method: str = "link") -> tuple[str, SignedIn]:
    """Open a session: its token, and whom it finds."""
    token = await room.sessions.open(user.id, DEVICE, method=method)
    visitor = room.visitor(token)
    assert visitor is not None
    return token, visitor


def again(room: People, user: User) -> User:
    """Read a user anew."""
    return room.users.find(user.id)
