"""Passwords: argon2id, the same work for a user who does not exist, few at the same time."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import malformed
from instagramapi.errors import Overloaded
from instagramapi.store.database import Database

MIN_LENGTH = 10
MAX_LENGTH = 200
_TELLING = 3
# One hash takes 64 MiB for a moment (RFC 9106, second recommendation): two at once, 32 in line.
_AT_ONCE = 2
_WAITING = 32

T = TypeVar("T")


class Passwords:
    """Sets and checks passwords."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._in_line = 0
        self._decoy: str | None = None

    async def set(self, user: User, password: str) -> None:
        """Give a user this password; BadParameter where it is easy to guess."""
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            raise malformed("password", f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.")
        called = user.email.partition("@")[0]
        # Of an address like `a@example.com`, the letter says nothing.
        is_named = len(called) >= _TELLING and called in password.lower()
        if len(set(password)) < 5 or is_named:
            raise malformed(
                "password", "This one is easy to guess. Three or four random words are a good one."
            )
        hashed = await self._in_turn(lambda: self._hasher.hash(_plain(password)))
        await self._write(user.id, hashed)

    async def matches(self, user: User | None, password: str) -> bool:
        """Tell whether this is the user's password; the work is the same where there is none."""
        stored = self._stored(user) if user else None
        given = _plain(password[: MAX_LENGTH + 1])
        # What is compared with where there is nothing to compare with; made before either needs it.
        if self._decoy is None:
            self._decoy = await self._in_turn(self._new_decoy)
        compared = stored or self._decoy
        is_right = await self._in_turn(lambda: self._verify(compared, given))
        if not (is_right and user and stored):
            return False
        if self._hasher.check_needs_rehash(stored):
            await self._write(user.id, await self._in_turn(lambda: self._hasher.hash(given)))
        return True

    async def remove(self, user_id: str) -> None:
        """Leave the user without a password."""
        await self._write(user_id, None)

    def _stored(self, user: User) -> str | None:
        sql = "SELECT password_hash FROM users WHERE id = ?"
        row = self._database.read().execute(sql, (user.id,)).fetchone()
        return str(row[0]) if row and row[0] else None

    def _new_decoy(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe(16))

    def _verify(self, stored: str, given: str) -> bool:
        try:
            return self._hasher.verify(stored, given)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._in_line >= _WAITING:
            raise Overloaded("Many people sign in just now; try again.", retry_after_s=2)
        self._in_line += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work)
        finally:
            self._in_line -= 1

    async def _write(self, user_id: str, hashed: str | None) -> None:
        sql = "UPDATE users SET password_hash = ? WHERE id = ?"
        await self._database.write(lambda connection: connection.execute(sql, (hashed, user_id)))


def _plain(password: str) -> str:
    # One and the same letter can be typed as different characters on different keyboards.
    return unicodedata.normalize("NFKC", password)
