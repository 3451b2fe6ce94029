"""Who belongs to which account, and as what. An account that has members keeps one owner."""

import sqlite3
from dataclasses import dataclass

from instagramapi.accounts.accounts import Account, require_account
from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.people.users import SELECT_USERS, User, renew_sessions, user_of
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.store.database import Database

_SELECT_MEMBERS = (
    SELECT_USERS.replace("SELECT", "SELECT members.role, members.since,", 1)
    + "JOIN members ON members.user_id = users.id WHERE members.account_id = ? "
    "ORDER BY members.since, users.id"
)
_SELECT_MEMBERSHIPS = """
    SELECT role, since, accounts.id, email, name, created_at
    FROM members JOIN accounts ON accounts.id = account_id
    WHERE user_id = ? ORDER BY since, accounts.id
"""
_OTHER_OWNERS = (
    "SELECT COUNT(*) FROM members WHERE account_id = ? AND user_id <> ? AND role = 'owner'"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A user in an account."""

    user: User
    role: Role
    since: float


@dataclass(frozen=True, slots=True)
class Membership:
    """An account of a user."""

    account: Account
    role: Role
    since: float


class Members:
    """Adds members, changes their roles, removes them; each change renews their sessions."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, account_id: str, user_id: str, role: Role) -> None:
        """Make a user a member; BadParameter where they are one already."""
        now_s = self._clock.epoch_s()

        def change(connection: sqlite3.Connection) -> None:
            require_account(connection, account_id)
            try:
                connection.execute(
                    "INSERT INTO members (account_id, user_id, role, since) VALUES (?, ?, ?, ?)",
                    (account_id, user_id, role, now_s),
                )
            except sqlite3.IntegrityError as error:
                raise _conflict("They are a member of this account already.") from error
            renew_sessions(connection, user_id)

        await self._database.write(change)

    async def adopt(self, account_id: str, user_id: str) -> bool:
        """Make a user the owner of an account that has none; False where it has one."""
        now_s = self._clock.epoch_s()

        def change(connection: sqlite3.Connection) -> bool:
            added = connection.execute(
                "INSERT INTO members (account_id, user_id, role, since) SELECT ?, ?, 'owner', ? "
                "WHERE NOT EXISTS (SELECT 1 FROM members WHERE account_id = ? AND role = 'owner')",
                (account_id, user_id, now_s, account_id),
            ).rowcount
            return bool(added)

        return await self._database.write(change)

    async def change_role(self, account_id: str, user_id: str, role: Role) -> None:
        """Give a member another role; the last owner stays one."""

        def change(connection: sqlite3.Connection) -> None:
            if role is not Role.OWNER:
                _keep_an_owner(connection, account_id, user_id)
            changed = connection.execute(
                "UPDATE members SET role = ? WHERE account_id = ? AND user_id = ?",
                (role, account_id, user_id),
            ).rowcount
            _require_member(changed)
            renew_sessions(connection, user_id)

        await self._database.write(change)

    async def remove(self, account_id: str, user_id: str) -> None:
        """Take a member out of an account; the last owner stays."""

        def change(connection: sqlite3.Connection) -> None:
            _keep_an_owner(connection, account_id, user_id)
            removed = connection.execute(
                "DELETE FROM members WHERE account_id = ? AND user_id = ?", (account_id, user_id)
            ).rowcount
            _require_member(removed)
            renew_sessions(connection, user_id)

        await self._database.write(change)

    def of_account(self, account_id: str) -> tuple[Member, ...]:
        """Return the members of an account, the first ones first."""
        rows = self._database.read().execute(_SELECT_MEMBERS, (account_id,))
        return tuple(Member(user_of(user), Role(role), since) for role, since, *user in rows)

    def of_user(self, user_id: str) -> tuple[Membership, ...]:
        """Return the accounts of a user, the first ones first."""
        rows = self._database.read().execute(_SELECT_MEMBERSHIPS, (user_id,))
        return tuple(
            Membership(Account(*account), Role(role), since) for role, since, *account in rows
        )

    def role_of(self, account_id: str, user_id: str) -> Role | None:
        """Tell what a user is in an account; None where they are nothing."""
        row = (
            self._database.read()
            .execute(
                "SELECT role FROM members WHERE account_id = ? AND user_id = ?",
                (account_id, user_id),
            )
            .fetchone()
        )
        return Role(row[0]) if row else None


def _keep_an_owner(connection: sqlite3.Connection, account_id: str, user_id: str) -> None:
    (role,) = connection.execute(
        "SELECT (SELECT role FROM members WHERE account_id = ? AND user_id = ?)",
        (account_id, user_id),
    ).fetchone()
    (others,) = connection.execute(_OTHER_OWNERS, (account_id, user_id)).fetchone()
    if role == Role.OWNER and not others:
        raise _conflict("An account keeps one owner: make somebody else an owner first.")


def _require_member(changed: int) -> None:
    if not changed:
        raise _conflict("They are no member of this account (any more).")


def _conflict(message: str) -> BadParameter:
    return BadParameter(message, param="member", reason="conflict")
