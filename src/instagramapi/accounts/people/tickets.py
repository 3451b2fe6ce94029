"""Tickets: what works once. Sign-in links, invitations, proofs of an address, challenges.

256 random bits that only their holder has; the file holds a keyed hash. A ticket is bound to one
purpose and ends by itself. Looking at one spends nothing, so that a mail program that opens links
in advance burns none; `use` takes it away in the same statement that reads it.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

_DAY_S = 86_400
_SELECT = """
    SELECT id, purpose, user_id, account_id, content, created_at, expires_at FROM tickets
"""
_INSERT = """
    INSERT INTO tickets (hash, id, purpose, user_id, account_id, content, created_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_USE = """
    DELETE FROM tickets WHERE hash = ? AND purpose = ? AND expires_at > ?
    RETURNING id, purpose, user_id, account_id, content, created_at, expires_at
"""


class Purpose(StrEnum):
    """What a ticket is good for; it is good for nothing else."""

    FIRST_RUN = "first-run"
    """Sign in as the first owner."""
    LINK = "link"
    """Sign in, by a link that the operator made."""
    MAIL = "mail"
    """Sign in, by a link in a mail."""
    SIGN_UP = "sign-up"
    """Prove an address and open an account."""
    INVITATION = "invitation"
    """Join an account."""
    ADDRESS = "address"
    """Prove a new address."""
    STEP_UP = "step-up"
    """Prove, by a link in a mail, that it is still them."""
    SECOND_FACTOR = "second-factor"
    """Go on with a sign-in whose first factor was right."""
    TOTP = "totp"
    """Confirm a new authenticator app."""
    PASSKEY_NEW = "passkey-new"
    """The challenge of a new passkey."""
    PASSKEY = "passkey"
    """The challenge of a sign-in with a passkey."""
    OIDC = "oidc"
    """A sign-in that is under way at an OpenID provider."""


LIVES_S: Mapping[Purpose, int] = {
    Purpose.FIRST_RUN: _DAY_S,
    Purpose.LINK: 3_600,
    Purpose.MAIL: 900,
    Purpose.SIGN_UP: _DAY_S,
    Purpose.INVITATION: 7 * _DAY_S,
    Purpose.ADDRESS: _DAY_S,
    Purpose.STEP_UP: 900,
    Purpose.SECOND_FACTOR: 600,
    Purpose.TOTP: 1_800,
    Purpose.PASSKEY_NEW: 600,
    Purpose.PASSKEY: 600,
    Purpose.OIDC: 900,
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says; `id` names it to people who may withdraw it, and opens nothing."""

    id: str
    purpose: Purpose
    user_id: str | None
    account_id: str | None
    content: Mapping[str, str]
    created_at: float
    expires_at: float


class Tickets:
    """Issues tickets and takes each of them once."""

    def __init__(self, database: Database, key: bytes, *, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._ids = ids

    async def issue(
        self,
        purpose: Purpose,
        *,
        user_id: str | None = None,
        account_id: str | None = None,
        **content: str,
    ) -> str:
        """Make a ticket and return its text, which cannot be had again."""
        token, now_s = secrets.token_urlsafe(32), self._clock.epoch_s()
        row = (
            *(self._hash(token), self._ids.new("tkt"), purpose, user_id, account_id),
            *(json.dumps(content), now_s, now_s + LIVES_S[purpose]),
        )

        def change(connection: sqlite3.Connection) -> None:
            # Old ones go with each new one, so that no sweeper is needed.
            connection.execute("DELETE FROM tickets WHERE expires_at <= ?", (now_s,))
            connection.execute(_INSERT, row)

        await self._database.write(change)
        return token

    def look(self, token: str, *purposes: Purpose) -> Ticket | None:
        """Read a ticket without using it; None where it is over, used, or for something else."""
        found = self._read("WHERE hash = ? AND expires_at > ?", self._hash(token))
        return next((ticket for ticket in found if ticket.purpose in purposes), None)

    async def use(self, token: str, purpose: Purpose) -> Ticket | None:
        """Take a ticket; whatever runs in parallel, one caller gets it and the others None."""
        values = (self._hash(token), purpose, self._clock.epoch_s())

        def change(connection: sqlite3.Connection) -> Ticket | None:
            row = connection.execute(_USE, values).fetchone()
            return _ticket_of(row) if row else None

        return await self._database.write(change)

    def of_account(self, account_id: str, purpose: Purpose) -> tuple[Ticket, ...]:
        """Return what is open for an account, for example its invitations."""
        where = "WHERE account_id = ? AND expires_at > ? ORDER BY id"
        return tuple(t for t in self._read(where, account_id) if t.purpose is purpose)

    def of_user(self, user_id: str, purpose: Purpose) -> tuple[Ticket, ...]:
        """Return what is open for a user, for example the links that were mailed to them."""
        where = "WHERE user_id = ? AND expires_at > ? ORDER BY id"
        return tuple(t for t in self._read(where, user_id) if t.purpose is purpose)

    async def withdraw(self, ticket_id: str, account_id: str) -> bool:
        """Make a ticket of an account worthless; False where there is none."""
        return await self._delete("id = ? AND account_id = ?", ticket_id, account_id)

    async def withdraw_all(self, user_id: str, *purposes: Purpose) -> bool:
        """Make the tickets of a user for these purposes worthless."""
        marks = ", ".join("?" * len(purposes))
        return await self._delete(f"user_id = ? AND purpose IN ({marks})", user_id, *purposes)

    async def _delete(self, where: str, *values: Any) -> bool:
        sql = f"DELETE FROM tickets WHERE {where}"  # noqa: S608 - written right above
        change: Callable[[sqlite3.Connection], int] = lambda connection: (  # noqa: E731
            connection.execute(sql, values).rowcount
        )
        return bool(await self._database.write(change))

    def _read(self, where: str, value: Any) -> list[Ticket]:
        rows = self._database.read().execute(_SELECT + where, (value, self._clock.epoch_s()))
        return [_ticket_of(row) for row in rows]

    def _hash(self, token: str) -> bytes:
        return blake2b(token.encode(errors="replace"), key=self._key, digest_size=32).digest()


def _ticket_of(row: tuple[Any, ...]) -> Ticket:
    ticket_id, purpose, user_id, account_id, content, created_at, expires_at = row
    return Ticket(
        *(ticket_id, Purpose(purpose), user_id, account_id),
        *(json.loads(content), created_at, expires_at),
    )
