"""One-time codes of an authenticator app (RFC 6238); a code that was used is refused.

The app's secret is derived from the server's secret and a stored salt: the file alone tells none.
"""

import base64
import hmac
import secrets
import sqlite3

import pyotp

from instagramapi.accounts.people.users import User
from instagramapi.kit.clock import Clock
from instagramapi.store.database import Database

ISSUER = "instagramapi"
_STEP_S = 30
_SECRET_BYTES = 20
# A clock that is 30 seconds off still fits.
_DRIFT_STEPS = 1


class Totp:
    """Turns one-time codes on and off for a user, and takes each code once."""

    def __init__(self, database: Database, key: bytes, *, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock

    def new_salt(self) -> str:
        """Make what a new secret is derived from."""
        return secrets.token_hex(16)

    def secret(self, user: User, salt: str) -> str:
        """Write the app's secret for typing in: base 32."""
        derived = hmac.digest(self._key, f"{user.id}:{salt}".encode(), "sha256")[:_SECRET_BYTES]
        return base64.b32encode(derived).decode()

    def uri(self, user: User, salt: str) -> str:
        """Write what the QR code says."""
        return pyotp.TOTP(self.secret(user, salt)).provisioning_uri(
            name=user.email, issuer_name=ISSUER
        )

    async def enable(self, user: User, salt: str, code: str) -> bool:
        """Turn codes on, if this one shows that the app has the secret."""
        step = self._step_of(user, salt, code)
        if step is None:
            return False
        sql = "UPDATE users SET totp_salt = ?, totp_step = ? WHERE id = ?"
        values = (bytes.fromhex(salt), step, user.id)
        await self._database.write(lambda connection: connection.execute(sql, values))
        return True

    async def accept(self, user: User, code: str) -> bool:
        """Take a code: right, and newer than the last one that was taken."""
        row = (
            self._database.read()
            .execute("SELECT totp_salt FROM users WHERE id = ?", (user.id,))
            .fetchone()
        )
        step = self._step_of(user, row[0].hex(), code) if row and row[0] else None
        if step is None:
            return False
        values = (step, user.id, step)

        def take(connection: sqlite3.Connection) -> bool:
            sql = "UPDATE users SET totp_step = ? WHERE id = ? AND totp_step < ?"
            return bool(connection.execute(sql, values).rowcount)

        return await self._database.write(take)

    async def disable(self, user_id: str) -> None:
        """Turn codes off."""
        sql = "UPDATE users SET totp_salt = NULL WHERE id = ?"
        await self._database.write(lambda connection: connection.execute(sql, (user_id,)))

    def _step_of(self, user: User, salt: str, code: str) -> int | None:
        digits = "".join(code.split())
        totp, now = pyotp.TOTP(self.secret(user, salt)), int(self._clock.epoch_s() // _STEP_S)
        near = range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1)
        given = digits.encode(errors="replace")
        right = [s for s in near if hmac.compare_digest(totp.generate_otp(s).encode(), given)]
        return right[0] if right else None
