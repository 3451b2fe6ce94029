"""Web sessions: kept here, found by a keyed hash; the browser holds 256 random bits and no more."""

import secrets
import sqlite3
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

IDLE_S = 7 * 86_400
ABSOLUTE_S = 30 * 86_400
STEPPED_UP_S = 600
# A look at a page is worth a write once a minute at most.
_SEEN_EVERY_S = 60
_MAX_USER_AGENT = 300

_SELECT = """
    SELECT id, user_id, account_id, created_at, last_seen_at, stepped_up_at, method, user_agent,
           address, must_renew FROM sessions
"""
_INSERT = """
    INSERT INTO sessions (hash, id, user_id, account_id, created_at, last_seen_at, stepped_up_at,
                          method, user_agent, address)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser; times are epoch seconds."""

    id: str
    user_id: str
    account_id: str | None
    """The account in view, of which the user may no longer be a member."""
    created_at: float
    last_seen_at: float
    stepped_up_at: float
    """When the user last proved who they are."""
    method: str
    """How they signed in: `password`, `passkey`, `mail`, `link`, or the name of a provider."""
    user_agent: str
    address: str
    must_renew: bool
    """Whether rights changed since: the next answer brings a new id."""

    def is_stepped_up(self, now_s: float) -> bool:
        """Tell whether that was a moment ago."""
        return now_s - self.stepped_up_at < STEPPED_UP_S


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request comes from, as it says itself."""

    address: str
    user_agent: str = ""


class Sessions:
    """Opens, finds, renews and ends sessions."""

    def __init__(self, database: Database, key: bytes, *, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._ids = ids

    async def open(
        self, user_id: str, device: Device, *, method: str, account_id: str | None = None
    ) -> str:
        """Sign a user in and return the session's token, which cannot be had again."""
        token, now_s = secrets.token_urlsafe(32), self._clock.epoch_s()
        row = (
            *(self._hash(token), self._ids.new("ses"), user_id, account_id, now_s, now_s, now_s),
            *(method, device.user_agent[:_MAX_USER_AGENT], device.address),
        )

        def change(connection: sqlite3.Connection) -> None:
            connection.execute(
                "DELETE FROM sessions WHERE last_seen_at <= ? OR created_at <= ?",
                (now_s - IDLE_S, now_s - ABSOLUTE_S),
            )
            connection.execute(_INSERT, row)

        await self._database.write(change)
        return token

    def find(self, token: str) -> Session | None:
        """Find the session of a token; None where there is none, or it is over."""
        found = self._living("WHERE hash = ?", self._hash(token))
        return found[0] if found else None

    def of_user(self, user_id: str) -> tuple[Session, ...]:
        """Return a user's sessions, the one seen last first."""
        return self._living("WHERE user_id = ? ORDER BY last_seen_at DESC, id", user_id)

    def seen(self, session: Session, device: Device) -> None:
        """Note that a session is in use; does not wait for the disk."""
        now_s = self._clock.epoch_s()
        if now_s - session.last_seen_at < _SEEN_EVERY_S and device.address == session.address:
            return
        values = (now_s, device.address, session.id)
        self._database.submit(
            lambda connection: connection.execute(
                "UPDATE sessions SET last_seen_at = ?, address = ? WHERE id = ?", values
            ),
            _ignore,
            is_lazy=True,
        )

    async def renew(self, session: Session) -> str:
        """Give a session a new token, because its rights changed; the old one is worth nothing."""
        return await self._renew(session, session.stepped_up_at)

    async def renew_where_due(self, session: Session) -> str | None:
        """Renew a session whose rights changed; of requests at once, one brings the new token."""
        token = secrets.token_urlsafe(32)
        sql = "UPDATE sessions SET hash = ?, must_renew = 0 WHERE id = ? AND must_renew = 1"
        return token if await self._write(sql, self._hash(token), session.id) else None

    async def step_up(self, session: Session) -> str:
        """Note that the user proved who they are, and give the session a new token."""
        return await self._renew(session, self._clock.epoch_s())

    async def view(self, session_id: str, account_id: str) -> None:
        """Change the account in view."""
        await self._write("UPDATE sessions SET account_id = ? WHERE id = ?", account_id, session_id)

    async def end(self, session_id: str, user_id: str) -> bool:
        """End one session of a user; False where they have none with this id."""
        sql = "DELETE FROM sessions WHERE id = ? AND user_id = ?"
        return bool(await self._write(sql, session_id, user_id))

    async def end_all(self, user_id: str, *, but: str | None = None) -> int:
        """End the sessions of a user, except one; return how many there were."""
        return await self._write(
            "DELETE FROM sessions WHERE user_id = ? AND id IS NOT ?", user_id, but
        )

    async def _renew(self, session: Session, stepped_up_at: float) -> str:
        token = secrets.token_urlsafe(32)
        await self._write(
            "UPDATE sessions SET hash = ?, stepped_up_at = ?, must_renew = 0 WHERE id = ?",
            *(self._hash(token), stepped_up_at, session.id),
        )
        return token

    async def _write(self, sql: str, *values: Any) -> int:
        return await self._database.write(
            lambda connection: connection.execute(sql, values).rowcount
        )

    def _living(self, where: str, value: Any) -> tuple[Session, ...]:
        now_s = self._clock.epoch_s()
        rows = self._database.read().execute(_SELECT + where, (value,)).fetchall()
        sessions = map(_session_of, rows)
        return tuple(
            session
            for session in sessions
            if now_s - session.last_seen_at < IDLE_S and now_s - session.created_at < ABSOLUTE_S
        )

    def _hash(self, token: str) -> bytes:
        return blake2b(token.encode(errors="replace"), key=self._key, digest_size=32).digest()


def _session_of(row: tuple[Any, ...]) -> Session:
    values: tuple[Any, ...] = (*row[:-1], bool(row[-1]))
    return Session(*values)


def _ignore(_: object) -> None:
    """A look that could not be noted is not worth an error to anybody."""
