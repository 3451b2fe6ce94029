"""Recovery codes: ten of 50 bits, each stands in once for a one-time code."""

import secrets
import sqlite3
from hashlib import blake2b

from instagramapi.kit.ids import ALPHABET
from instagramapi.store.database import Database

HOW_MANY = 10
_LENGTH = 10


class RecoveryCodes:
    """Makes a user's codes, and takes each of them once."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    async def make(self, user_id: str) -> tuple[str, ...]:
        """Make new codes in place of all old ones; they are shown only now."""
        codes = tuple(_new() for _ in range(HOW_MANY))
        rows = [(user_id, self._hash(user_id, code)) for code in codes]

        def change(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM recovery_codes WHERE user_id = ?", (user_id,))
            connection.executemany("INSERT INTO recovery_codes VALUES (?, ?)", rows)

        await self._database.write(change)
        return codes

    async def accept(self, user_id: str, code: str) -> bool:
        """Take a code, in any case of letters and with or without the dash."""
        sql = "DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?"
        values = (user_id, self._hash(user_id, code))
        return await self._database.write(
            lambda connection: bool(connection.execute(sql, values).rowcount)
        )

    async def remove(self, user_id: str) -> None:
        """Make every code worthless."""
        sql = "DELETE FROM recovery_codes WHERE user_id = ?"
        await self._database.write(lambda connection: connection.execute(sql, (user_id,)))

    def left(self, user_id: str) -> int:
        """Count the codes that were not used."""
        sql = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?"
        (count,) = self._database.read().execute(sql, (user_id,)).fetchone()
        return int(count)

    def _hash(self, user_id: str, code: str) -> bytes:
        plain = "".join(code.split()).replace("-", "").upper()
        said = f"{user_id}:{plain}".encode(errors="replace")
        return blake2b(said, key=self._key, digest_size=32).digest()


def _new() -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"
