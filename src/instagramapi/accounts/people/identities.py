"""Whom an OpenID provider means: its subject is bound to one of our users."""

import sqlite3

from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.store.database import Database


class Identities:
    """Binds the subjects of OpenID providers to users, and finds users by them."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def user_id(self, issuer: str, subject: str) -> str | None:
        """Tell which user this is, if they were here before."""
        sql = "SELECT user_id FROM identities WHERE issuer = ? AND subject = ?"
        row = self._database.read().execute(sql, (issuer, subject)).fetchone()
        return str(row[0]) if row else None

    def issuers(self, user_id: str) -> tuple[str, ...]:
        """Return the providers at which a user is known."""
        sql = "SELECT issuer FROM identities WHERE user_id = ? ORDER BY issuer"
        return tuple(row[0] for row in self._database.read().execute(sql, (user_id,)))

    async def bind(self, user_id: str, issuer: str, subject: str) -> None:
        """Bind a subject to a user; BadParameter where it is bound to another."""
        values = (issuer, subject, user_id, self._clock.epoch_s())

        def change(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR IGNORE INTO identities VALUES (?, ?, ?, ?)", values)
            sql = "SELECT user_id FROM identities WHERE issuer = ? AND subject = ?"
            if connection.execute(sql, (issuer, subject)).fetchone()[0] != user_id:
                raise BadParameter("Another user signs in with this.", reason="conflict")

        await self._database.write(change)
