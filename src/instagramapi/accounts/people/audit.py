"""The audit log: who changed what, on what, from where, when. Rows are only ever added."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from instagramapi.kit.clock import Clock
from instagramapi.store.database import Database

_PAGE = 100
_INSERT = """
    INSERT INTO audit (at, actor_kind, actor_id, account_id, action, target, address, detail)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
    SELECT sequence, at, actor_kind, actor_id, address, account_id, action, target, detail
    FROM audit WHERE sequence < ? AND (? IS NULL OR account_id = ?) AND (? IS NULL OR actor_id = ?)
    ORDER BY sequence DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something: a user, a key, the server by itself, or whoever runs its commands."""

    kind: Literal["user", "command", "key", "server"]
    id: str | None = None
    address: str | None = None


COMMAND = Actor("command")
SERVER = Actor("server")


@dataclass(frozen=True, slots=True)
class Note:
    """One row: `action` like `keys.create`, `target` the id of what was changed."""

    sequence: int
    at: float
    actor: Actor
    account_id: str | None
    action: str
    target: str | None
    detail: Mapping[str, Any]


class Audit:
    """Adds to the log and reads it. Ids only: no secret, and no name that outlives its owner."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(
        self,
        actor: Actor,
        action: str,
        target: str | None = None,
        *,
        account_id: str | None = None,
        **detail: str | int | None,
    ) -> None:
        """Add one row, durably; call it when the change is done."""
        row = (
            *(self._clock.epoch_s(), actor.kind, actor.id, account_id, action, target),
            *(actor.address, json.dumps({k: v for k, v in detail.items() if v is not None})),
        )
        await self._database.write(lambda connection: connection.execute(_INSERT, row))

    def latest(
        self,
        account_id: str | None = None,
        *,
        actor_id: str | None = None,
        before: int | None = None,
        limit: int = _PAGE,
    ) -> tuple[Note, ...]:
        """Return the newest rows of one account, of one actor, or of all; `before` a sequence."""
        first = 2**63 - 1 if before is None else before
        values = (first, account_id, account_id, actor_id, actor_id, limit)
        rows = self._database.read().execute(_SELECT, values).fetchall()
        return tuple(
            Note(sequence, at, Actor(kind, who, where), account, action, target, json.loads(detail))
            for sequence, at, kind, who, where, account, action, target, detail in rows
        )
