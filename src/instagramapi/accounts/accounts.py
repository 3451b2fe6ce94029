"""Accounts: who pays. Keys belong to one, and so do credits."""

import re
import sqlite3
import unicodedata
from dataclasses import astuple, dataclass

from instagramapi.accounts.terms import clean_name, malformed
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

# Whether mail arrives is not for a pattern to tell; this refuses what is surely no address, and
# what a mail's header takes for another one: lists, comments, quotes, brackets, encoded words.
_PART = r"""[^@\s()<>\[\]:;,\\"]"""
_EMAIL = re.compile(rf"(?!.*=\?){_PART}{{1,64}}@{_PART}{{1,255}}")
_SELECT = "SELECT id, email, name, created_at FROM accounts "
# An address that nobody proved may be a stranger's.
_CONTACT = """
    SELECT coalesce((
        SELECT users.email FROM members JOIN users ON users.id = user_id
        WHERE account_id = ? AND role = 'owner' AND email_verified_at IS NOT NULL
        ORDER BY since, users.id LIMIT 1
    ), email) FROM accounts WHERE id = ?
"""
_LIKE = """
    WHERE (id = :id OR email LIKE :part ESCAPE '!' OR name LIKE :part ESCAPE '!') AND id > :after
    ORDER BY id LIMIT :limit
"""
_INSERT = """
    INSERT INTO accounts (id, email, name, created_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (email) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who owns credits and keys; `created_at` is in epoch seconds."""

    id: str
    email: str
    name: str | None
    created_at: float


class Accounts:
    """Creates accounts and finds them by id or e-mail address."""

    def __init__(self, database: Database, *, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    async def create(self, email: str, name: str | None = None) -> Account:
        """Open an account; an address has one at most, whatever its upper and lower case."""
        account = Account(
            id=self._ids.new("acc"),
            email=clean_email(email),
            name=None if name is None else clean_name(name),
            created_at=self._clock.epoch_s(),
        )
        await self._database.write(lambda connection: _insert(connection, account))
        return account

    def find(self, id_or_email: str) -> Account:
        """Find one account, or raise BadParameter."""
        wanted = id_or_email.strip()
        row = (
            self._database.read()
            .execute(_SELECT + "WHERE id = ? OR email = ?", (wanted, wanted.lower()))
            .fetchone()
        )
        if row is None:
            raise _no_such_account()
        return Account(*row)

    async def close(self, account_id: str) -> None:
        """Forget whose account this is; its books stay. Revoke its keys first."""
        gone = f"{account_id}@deleted.invalid".lower()
        sql = "UPDATE accounts SET email = ?, name = NULL WHERE id = ?"
        await self._database.write(lambda connection: connection.execute(sql, (gone, account_id)))

    async def give_up_address(self, account_id: str) -> None:
        """Take the address from an account whose people have other ones."""
        sql = "UPDATE accounts SET email = ? WHERE id = ?"
        values = (f"{account_id}@moved.invalid".lower(), account_id)
        await self._database.write(lambda connection: connection.execute(sql, values))

    def contact(self, account_id: str) -> str:
        """Tell where mail about an account goes: to its first owner, else to its own address."""
        row = self._database.read().execute(_CONTACT, (account_id, account_id)).fetchone()
        if row is None:
            raise _no_such_account()
        return str(row[0])

    async def rename(self, account_id: str, name: str) -> None:
        """Call an account something else."""
        sql = "UPDATE accounts SET name = ? WHERE id = ?"
        values = (clean_name(name), account_id)
        await self._database.write(lambda connection: connection.execute(sql, values))

    def by_email(self, email: str) -> Account | None:
        """Find the account of an address, if there is one."""
        row = self._database.read().execute(_SELECT + "WHERE email = ?", (email,)).fetchone()
        return Account(*row) if row else None

    def list(self) -> tuple[Account, ...]:
        """Return all accounts, oldest first."""
        rows = self._database.read().execute(_SELECT + "ORDER BY id").fetchall()
        return tuple(Account(*row) for row in rows)

    def count(self) -> int:
        """Count all accounts."""
        (found,) = self._database.read().execute("SELECT COUNT(*) FROM accounts").fetchone()
        return int(found)

    def search(self, text: str, *, after: str = "", limit: int = 50) -> tuple[Account, ...]:
        """Return accounts with this text in their address or name, or with this id, oldest first.

        `after` is the id of the last one that was seen before. An empty text is every account.
        """
        values = {"id": text.strip(), "part": _pattern(text), "after": after, "limit": limit}
        rows = self._database.read().execute(_SELECT + _LIKE, values).fetchall()
        return tuple(Account(*row) for row in rows)


def require_account(connection: sqlite3.Connection, account_id: str) -> None:
    """Raise BadParameter unless there is an account with this id."""
    if connection.execute(_SELECT + "WHERE id = ?", (account_id,)).fetchone() is None:
        raise _no_such_account()


def _insert(connection: sqlite3.Connection, account: Account) -> None:
    if connection.execute(_INSERT, astuple(account)).rowcount != 1:
        raise BadParameter(
            "An account with this e-mail address exists already; use that one.",
            param="email",
            reason="conflict",
        )


def _pattern(text: str) -> str:
    """Write a LIKE pattern for "has this somewhere", in which no character is special."""
    escaped = re.sub(r"[!%_]", r"!\g<0>", text.strip())
    return f"%{escaped}%"


def clean_email(email: str) -> str:
    """Write an address in lower case, or raise BadParameter for what is surely none."""
    cleaned = email.strip().lower()
    # Wide letters reach the same inbox as plain ones.
    is_plain = cleaned.isprintable() and cleaned == unicodedata.normalize("NFKC", cleaned)
    if _EMAIL.fullmatch(cleaned) is None or not is_plain:
        raise malformed("email", "An e-mail address is needed, like ada@example.com.")
    return cleaned


def _no_such_account() -> BadParameter:
    return malformed(
        "account", "No account has this id or e-mail address; both are accepted, and must match."
    )
