"""Users: people who sign in. What they own belongs to an account that they are a member of."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from instagramapi.accounts.accounts import clean_email
from instagramapi.accounts.terms import clean_name, malformed
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

SELECT_USERS = """
    SELECT users.id, users.email, users.name, users.is_operator, users.email_verified_at,
           users.created_at, users.password_hash IS NOT NULL, users.totp_salt IS NOT NULL,
           (SELECT COUNT(*) FROM passkeys WHERE passkeys.user_id = users.id)
    FROM users
"""
_INSERT = """
    INSERT INTO users (id, email, name, is_operator, email_verified_at, created_at)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_MOVE_ACCOUNT = """
    UPDATE OR IGNORE accounts SET email = ?
    WHERE email = (SELECT email FROM users WHERE id = ?)
    AND id IN (SELECT account_id FROM members WHERE user_id = ? AND role = 'owner')
"""
_DROP_LINKS = "DELETE FROM tickets WHERE user_id = ? AND purpose IN ('mail', 'step-up')"
# What was set up before an address was proved may have been set up by somebody else.
_FORGET_FACTORS = (
    "UPDATE users SET password_hash = NULL, totp_salt = NULL WHERE id = ?",
    "DELETE FROM passkeys WHERE user_id = ?",
    "DELETE FROM recovery_codes WHERE user_id = ?",
    "DELETE FROM identities WHERE user_id = ?",
    "DELETE FROM sessions WHERE user_id = ?",
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in; times are epoch seconds."""

    id: str
    email: str
    name: str | None
    is_operator: bool
    """Whether they run this server: a right of its own, whatever their roles in accounts."""
    email_verified_at: float | None
    created_at: float
    has_password: bool = False
    has_totp: bool = False
    passkeys: int = 0

    @property
    def has_factor(self) -> bool:
        """Tell whether they can prove who they are without anybody's help."""
        return self.has_password or self.passkeys > 0


class Users:
    """Creates, finds, changes and deletes users."""

    def __init__(self, database: Database, *, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    async def create(
        self,
        email: str,
        name: str | None = None,
        *,
        is_operator: bool = False,
        is_verified: bool = False,
    ) -> User:
        """Add a user; an address has one at most. `is_verified` says that the address is proved."""
        now_s = self._clock.epoch_s()
        user = User(
            id=self._ids.new("usr"),
            email=clean_email(email),
            name=clean_name(name) if name else None,
            is_operator=is_operator,
            email_verified_at=now_s if is_verified else None,
            created_at=now_s,
        )
        await self._database.write(lambda connection: _insert(connection, user))
        return user

    def find(self, id_or_email: str) -> User:
        """Find one user, or raise BadParameter."""
        user = self.by_id(id_or_email.strip()) or self.by_email(id_or_email)
        if user is None:
            raise malformed("user", "No user has this id or e-mail address.")
        return user

    def by_id(self, user_id: str) -> User | None:
        """Find a user by id."""
        return self._one("WHERE users.id = ?", user_id)

    def by_email(self, email: str) -> User | None:
        """Find a user by address, in any case of letters."""
        return self._one("WHERE users.email = ?", email.strip().lower())

    def list(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        rows = self._database.read().execute(SELECT_USERS + "ORDER BY users.id").fetchall()
        return tuple(user_of(row) for row in rows)

    def exist(self) -> bool:
        """Tell whether there is any user."""
        return self._database.read().execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None

    async def rename(self, user_id: str, name: str | None) -> None:
        """Change the name for people; an empty one is none."""
        cleaned = clean_name(name) if name and name.strip() else None
        await self._update("UPDATE users SET name = ? WHERE id = ?", cleaned, user_id)

    async def make_operator(self, user_id: str, *, is_operator: bool) -> None:
        """Give or take the right to run this server; their sessions get new ids."""

        def change(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE users SET is_operator = ? WHERE id = ?", (is_operator, user_id)
            )
            renew_sessions(connection, user_id)

        await self._database.write(change)

    async def change_email(self, user_id: str, email: str, *, is_verified: bool) -> None:
        """Give a user another address; BadParameter where somebody has it.

        The account that they own under the old one comes along, unless the new one has another or
        is not proved: who runs the server gives credits to accounts by their addresses.
        What waits in the old inbox opens nothing any more.
        """
        address, verified_at = clean_email(email), self._clock.epoch_s() if is_verified else None

        def change(connection: sqlite3.Connection) -> None:
            if is_verified:
                connection.execute(_MOVE_ACCOUNT, (address, user_id, user_id))
            connection.execute(_DROP_LINKS, (user_id,))
            try:
                connection.execute(
                    "UPDATE users SET email = ?, email_verified_at = ? WHERE id = ?",
                    (address, verified_at, user_id),
                )
            except sqlite3.IntegrityError as error:
                raise _taken() from error

        await self._database.write(change)

    async def prove_email(self, user_id: str) -> bool:
        """Note that the user reads mail at their address; True where that is new.

        The first proof removes every factor, identity and session that was there before it: whoever
        set them up had not shown that the address is theirs.
        """
        now_s = self._clock.epoch_s()

        def change(connection: sqlite3.Connection) -> bool:
            changed = connection.execute(
                "UPDATE users SET email_verified_at = ? WHERE id = ? AND email_verified_at IS NULL",
                (now_s, user_id),
            ).rowcount
            for sql in _FORGET_FACTORS if changed else ():
                connection.execute(sql, (user_id,))
            return bool(changed)

        return await self._database.write(change)

    async def delete(self, user_id: str) -> None:
        """Remove a user with all that is theirs alone: sessions, factors, memberships, tickets."""
        await self._update("DELETE FROM users WHERE id = ?", user_id)

    async def _update(self, sql: str, *values: Any) -> None:
        await self._database.write(lambda connection: connection.execute(sql, values))

    def _one(self, where: str, value: str) -> User | None:
        row = self._database.read().execute(SELECT_USERS + where, (value,)).fetchone()
        return user_of(row) if row else None


def user_of(row: Sequence[Any]) -> User:
    """Read one row of SELECT_USERS."""
    user = User(*row)
    return replace(
        user,
        is_operator=bool(user.is_operator),
        has_password=bool(user.has_password),
        has_totp=bool(user.has_totp),
    )


def renew_sessions(connection: sqlite3.Connection, user_id: str) -> None:
    """Give every session of a user a new id at its next request, because rights changed."""
    connection.execute("UPDATE sessions SET must_renew = 1 WHERE user_id = ?", (user_id,))


def _insert(connection: sqlite3.Connection, user: User) -> None:
    row = (
        *(user.id, user.email, user.name, user.is_operator),
        *(user.email_verified_at, user.created_at),
    )
    try:
        connection.execute(_INSERT, row)
    except sqlite3.IntegrityError as error:
        raise _taken() from error


def _taken() -> BadParameter:
    return BadParameter("Another user has this e-mail address.", param="email", reason="conflict")
