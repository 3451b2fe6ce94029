"""All keys of this server: found in memory once they were used, changed on disk first."""

import asyncio
import sqlite3
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from instagramapi.accounts import docs_key
from instagramapi.accounts.accounts import require_account
from instagramapi.accounts.key import SELECT_KEYS, Key, key_of
from instagramapi.accounts.last_use import LastUses
from instagramapi.accounts.secret import LENGTH, hint, keyed_hash, looks_valid, new_secret
from instagramapi.accounts.terms import Terms, columns, malformed
from instagramapi.errors import BadParameter, InvalidApiKey
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

DEFAULT_OVERLAP_S = 86_400
_REMEMBERED = 4096
_KEPT = 16_384
MAX_OVERLAP_S = 366 * 86_400
# One text for every cause, so that nobody can learn which keys exist.
REFUSAL = (
    "This needs a valid API key. Send it as `Authorization: Bearer ig_live_…` "
    "or as `x-api-key: ig_live_…`."
)

_INSERT = """
    INSERT INTO keys (id, account_id, hash, hint, name, mode, created_at, expires_at, scopes,
                      addresses, cap_day, cap_month, rate_limit)
    VALUES (:id, :account_id, :hash, :hint, :name, :mode, :created_at, :expires_at, :scopes,
            :addresses, :cap_day, :cap_month, :rate_limit)
    ON CONFLICT (hash) DO NOTHING
"""
_INSERT_SUCCESSOR = """
    INSERT INTO keys (id, account_id, hash, hint, name, mode, created_at, expires_at, scopes,
                      addresses, cap_day, cap_month, rate_limit)
    SELECT :id, account_id, :hash, :hint, name, mode, :now, expires_at, scopes,
           addresses, cap_day, cap_month, rate_limit
    FROM keys WHERE id = :old
"""
_REPLACE = """
    UPDATE keys
    SET replaced_by = :id, expires_at = MIN(COALESCE(expires_at, :until), :until)
    WHERE id = :old AND replaced_by IS NULL AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > :now)
"""
_REVOKE = "UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"

Rows = list[tuple[Any, ...]]
Change = Callable[[sqlite3.Connection], Rows]


class Keys:
    """Finds the key of a call without I/O; creates, rotates and revokes keys durably.

    A change is committed first, then made in memory, and only then answered: whoever has the
    answer of `revoke` knows that the key is refused, now and after a crash.
    """

    def __init__(
        self,
        database: Database,
        hash_key: bytes,
        *,
        clock: Clock,
        ids: Ids,
        endpoints: Collection[str],
        kept: int = _KEPT,
    ) -> None:
        """Load nothing yet; `endpoints` are the names that a scope may have.

        `kept` is how many keys are in memory; who is forgotten is read again in microseconds.
        """
        self._database = database
        self._hash_key = hash_key
        # The same secrets come over and over, and a hash takes longer than the rest of the look-up.
        self._hashed = lru_cache(_REMEMBERED)(self._hash)
        self._clock = clock
        self._ids = ids
        self._endpoints = endpoints
        self._last_uses = LastUses(database)
        # None is a hash that no key has. A server may have a million keys, and uses a few.
        self._by_hash: dict[bytes, Key | None] = {}
        self._kept = kept
        self.changes = 0
        """How often keys were made or changed; what was found out about one holds until then."""

    def find(self, secret: str, now_s: float) -> Key:
        """Find the key that works now, or raise InvalidApiKey in the same words for any cause."""
        key = self.known(secret, now_s)
        if key is None:
            raise InvalidApiKey(REFUSAL)
        return key

    def known(self, secret: str, now_s: float) -> Key | None:
        """Find the key that works now; None for any cause why there is none."""
        # Nothing of another length is remembered: headers may be long, and strangers send them.
        token_hash = self._hashed(secret) if len(secret) == LENGTH else None
        key = self._look_up(token_hash) if token_hash else None
        return key if key is not None and key.works_at(now_s) else None

    def touch(self, key_id: str, now_s: float) -> None:
        """Note that a key was used; does not wait for the disk."""
        self._last_uses.note(key_id, now_s)

    async def create(self, account_id: str, terms: Terms) -> tuple[Key, str]:
        """Make a key; the second value is its secret, which cannot be had again."""
        secret = new_secret(terms.mode)
        return await self._create(account_id, terms, secret), secret

    async def for_docs(self, account_id: str) -> str:
        """Return the secret of the account's docs key, which is made if there is none that works.

        It is the only secret that can be had again: a test key costs nothing and opens nothing.
        """
        generation = 0
        while True:
            secret = docs_key.docs_secret(self._hash_key, account_id, generation)
            key = self._look_up(keyed_hash(secret, self._hash_key))
            if key is None:
                await self._create(account_id, Terms(name=docs_key.NAME, mode="test"), secret)
                return secret
            if key.works_at(self._clock.epoch_s()):
                return secret
            generation += 1

    async def rotate(self, key_id: str, overlap_s: float = DEFAULT_OVERLAP_S) -> tuple[Key, str]:
        """Make a new key with the same terms; the old one works for `overlap_s` more seconds.

        An expiry is one of the terms: rotation prolongs neither key.
        """
        if not 0 <= overlap_s <= MAX_OVERLAP_S:
            raise malformed(
                "overlap", f"The overlap is 0 to {MAX_OVERLAP_S} seconds, for example 86400."
            )
        secret = new_secret(self._known(key_id).mode)
        identity = self._identity(secret)
        now_s = self._clock.epoch_s()
        row = identity | {"old": key_id, "now": now_s, "until": now_s + overlap_s}

        def change(connection: sqlite3.Connection) -> Rows:
            connection.execute(_INSERT_SUCCESSOR, row)
            if connection.execute(_REPLACE, row).rowcount != 1:
                raise _not_rotatable()
            return _row(connection, identity["id"]) + _row(connection, key_id)

        key, _ = await self._commit(change)
        return key, secret

    async def revoke(self, key_id: str) -> Key:
        """Refuse a key from now on; one that is revoked already stays as it is."""
        self._known(key_id)
        now_s = self._clock.epoch_s()

        def change(connection: sqlite3.Connection) -> Rows:
            connection.execute(_REVOKE, (now_s, key_id))
            return _row(connection, key_id)

        (key,) = await self._commit(change)
        return key

    async def get(self, key_id: str) -> Key:
        """Return one key by its id, or raise BadParameter."""
        return self._last_uses.told_by(self._known(key_id))

    async def list(self, account_id: str | None = None) -> tuple[Key, ...]:
        """Return the keys of one account or of all, oldest first, revoked ones too."""
        rows = self._read("" if account_id is None else " WHERE account_id = ?", account_id)
        keys = sorted((key for _, key in map(key_of, rows)), key=lambda key: key.id)
        return tuple(map(self._last_uses.told_by, keys))

    async def close(self) -> None:
        """Write the last uses that are only in memory; the database stays open."""
        await self._last_uses.save()

    def _hash(self, secret: str) -> bytes | None:
        """Hash what can be a key at all."""
        return keyed_hash(secret, self._hash_key) if looks_valid(secret) else None

    async def _create(self, account_id: str, terms: Terms, secret: str) -> Key:
        now_s = self._clock.epoch_s()
        identity = self._identity(secret)
        row = columns(terms, self._endpoints, now_s) | identity
        row |= {"account_id": account_id, "created_at": now_s}

        def change(connection: sqlite3.Connection) -> Rows:
            require_account(connection, account_id)
            connection.execute(_INSERT, row)
            return connection.execute(SELECT_KEYS + " WHERE hash = ?", (row["hash"],)).fetchall()

        (key,) = await self._commit(change)
        return key

    def _identity(self, secret: str) -> dict[str, Any]:
        return {
            "id": self._ids.new("key"),
            "hash": keyed_hash(secret, self._hash_key),
            "hint": hint(secret),
        }

    def _known(self, key_id: str) -> Key:
        rows = self._read(" WHERE id = ?", key_id)
        if not rows:
            # The text is not repeated: people paste the secret itself where an id is due.
            raise malformed(
                "key", "No key has this id; it looks like key_01JDD0Z7M8T4N6Q2V5X9Y3B1CW."
            )
        return key_of(rows[0])[1]

    def _look_up(self, token_hash: bytes) -> Key | None:
        if token_hash not in self._by_hash:
            rows = self._read(" WHERE hash = ?", token_hash)
            self._keep(token_hash, key_of(rows[0])[1] if rows else None)
        return self._by_hash[token_hash]

    def _read(self, where: str, value: str | bytes | None) -> Rows:
        values = () if value is None else (value,)
        return self._database.read().execute(SELECT_KEYS + where, values).fetchall()

    async def _commit(self, change: Change) -> tuple[Key, ...]:
        async def write_then_remember() -> tuple[Key, ...]:
            return self._remember(await self._database.write(change))

        # A caller that goes away must not leave memory behind what the disk already says.
        return await asyncio.shield(asyncio.ensure_future(write_then_remember()))

    def _remember(self, rows: Rows) -> tuple[Key, ...]:
        self.changes += 1
        pairs = [key_of(row) for row in rows]
        for token_hash, key in pairs:
            self._keep(token_hash, key)
        return tuple(key for _, key in pairs)

    def _keep(self, token_hash: bytes, key: Key | None) -> None:
        self._by_hash[token_hash] = key
        if len(self._by_hash) > self._kept:
            del self._by_hash[next(iter(self._by_hash))]


def _row(connection: sqlite3.Connection, key_id: str) -> Rows:
    return connection.execute(SELECT_KEYS + " WHERE id = ?", (key_id,)).fetchall()


def _not_rotatable() -> BadParameter:
    return BadParameter(
        "Only a key that works and was not rotated yet can be rotated; create a new one instead.",
        param="key",
        reason="conflict",
    )
