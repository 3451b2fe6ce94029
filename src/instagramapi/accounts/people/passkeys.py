"""Passkeys (WebAuthn): discoverable credentials; each challenge is a ticket that works once."""

import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from instagramapi.accounts.people.site import Site
from instagramapi.accounts.people.tickets import Purpose, Tickets
from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import clean_name
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

MOST = 20
_SELECT = "SELECT id, user_id, name, created_at, last_used_at FROM passkeys "
_USED = "UPDATE passkeys SET sign_count = ?, last_used_at = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of a user, as people see it."""

    id: str
    user_id: str
    name: str
    created_at: float
    last_used_at: float | None


class Passkeys:
    """Adds passkeys to users, and finds the user of one that signs a challenge."""

    def __init__(
        self, database: Database, tickets: Tickets, site: Site, *, clock: Clock, ids: Ids
    ) -> None:
        self.site = site
        self._database = database
        self._tickets = tickets
        self._clock = clock
        self._ids = ids

    async def ask_new(self, user: User) -> str:
        """Write, as JSON, what the browser is asked to make a new passkey of."""
        from instagramapi.accounts.people import ceremony

        token = await self._tickets.issue(Purpose.PASSKEY_NEW, user_id=user.id)
        sql = "SELECT credential_id FROM passkeys WHERE user_id = ?"
        known = self._database.read().execute(sql, (user.id,)).fetchall()
        return ceremony.to_make(self.site, user, token, (one for (one,) in known))

    async def add(self, user: User, name: str, credential: str) -> Passkey:
        """Add the passkey that the browser made; BadParameter where it does not fit."""
        from instagramapi.accounts.people import ceremony

        now_s = self._clock.epoch_s()
        passkey = Passkey(self._ids.new("psk"), user.id, clean_name(name), now_s, None)
        made = ceremony.made(credential)
        ticket = await self._tickets.use(made.token, Purpose.PASSKEY_NEW)
        if ticket is None or ticket.user_id != user.id:
            raise ceremony.refused()
        row = (passkey.id, user.id, *made.check(self.site), passkey.name, now_s)
        await self._database.write(lambda connection: _insert(connection, row))
        return passkey

    async def ask(self) -> str:
        """Write, as JSON, what the browser is asked to sign: any passkey of this site will do."""
        from instagramapi.accounts.people import ceremony

        return ceremony.to_sign(self.site, await self._tickets.issue(Purpose.PASSKEY))

    async def accept(self, credential: str) -> Passkey:
        """Find the passkey that signed the challenge; BadParameter for whatever is wrong."""
        from instagramapi.accounts.people import ceremony

        signed = ceremony.signed(credential)
        ticket = await self._tickets.use(signed.token, Purpose.PASSKEY)
        sql = _SELECT.replace("FROM", ", public_key, sign_count FROM") + "WHERE credential_id = ?"
        row = self._database.read().execute(sql, (signed.credential_id,)).fetchone()
        if ticket is None or row is None:
            raise ceremony.refused()
        *known, public_key, count = row
        passkey = replace(Passkey(*known), last_used_at=self._clock.epoch_s())
        values = (signed.check(self.site, public_key, count), passkey.last_used_at, passkey.id)
        await self._database.write(lambda connection: connection.execute(_USED, values))
        return passkey

    def of_user(self, user_id: str) -> tuple[Passkey, ...]:
        """Return the passkeys of a user, oldest first."""
        sql = _SELECT + "WHERE user_id = ? ORDER BY id"
        return tuple(Passkey(*row) for row in self._database.read().execute(sql, (user_id,)))

    async def remove(self, passkey_id: str, user_id: str) -> bool:
        """Remove one passkey of a user; False where they have none with this id."""
        sql = "DELETE FROM passkeys WHERE id = ? AND user_id = ?"
        return await self._database.write(
            lambda connection: bool(connection.execute(sql, (passkey_id, user_id)).rowcount)
        )


def _insert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    count = "SELECT COUNT(*) FROM passkeys WHERE user_id = ?"
    if connection.execute(count, (row[1],)).fetchone()[0] >= MOST:
        raise BadParameter(f"{MOST} passkeys are enough: remove one first.", reason="conflict")
    connection.execute(
        "INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, name, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )
