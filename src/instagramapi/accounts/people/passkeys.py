"""Passkeys (WebAuthn): discoverable credentials; each challenge is a ticket that works once."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from instagramapi.accounts.people.tickets import Purpose, Ticket, Tickets
from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import clean_name
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database

MOST = 20
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_NAME = "instagramapi"
_SELECT = "SELECT id, user_id, name, created_at, last_used_at FROM passkeys "

_USED = "UPDATE passkeys SET sign_count = ?, last_used_at = ? WHERE id = ?"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: a domain, and the address of the pages that may ask for it."""

    domain: str
    origin: str

    @classmethod
    def of(cls, url: str) -> "Site":
        """Tell what a server at this address is: passkeys belong to a name, never to a number."""
        parts = urlsplit(url)
        if parts.hostname in _LOOPBACK:
            port = f":{parts.port}" if parts.port else ""
            return cls("localhost", f"{parts.scheme}://localhost{port}")
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


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
        token = await self._tickets.issue(Purpose.PASSKEY_NEW, user_id=user.id)
        sql = "SELECT credential_id FROM passkeys WHERE user_id = ?"
        known = self._database.read().execute(sql, (user.id,)).fetchall()
        options = generate_registration_options(
            rp_id=self.site.domain,
            rp_name=_NAME,
            user_id=user.id.encode(),
            user_name=user.email,
            user_display_name=user.name or user.email,
            challenge=base64url_to_bytes(token),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for (one,) in known],
        )
        return options_to_json(options)

    async def add(self, user: User, name: str, credential: str) -> Passkey:
        """Add the passkey that the browser made; BadParameter where it does not fit."""
        passkey = Passkey(
            self._ids.new("psk"), user.id, clean_name(name), self._clock.epoch_s(), None
        )
        parsed = _read(lambda: parse_registration_credential_json(credential))
        ticket, challenge = await self._challenge(
            parsed.response.client_data_json, Purpose.PASSKEY_NEW
        )
        if ticket.user_id != user.id:
            raise _refused()
        verified = _read(
            lambda: verify_registration_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=self.site.domain,
                expected_origin=self.site.origin,
                require_user_verification=True,
            )
        )
        row = (
            *(passkey.id, user.id, verified.credential_id, verified.credential_public_key),
            *(verified.sign_count, passkey.name, passkey.created_at),
        )
        await self._database.write(lambda connection: _insert(connection, row))
        return passkey

    async def ask(self) -> str:
        """Write, as JSON, what the browser is asked to sign: any passkey of this site will do."""
        token = await self._tickets.issue(Purpose.PASSKEY)
        options = generate_authentication_options(
            rp_id=self.site.domain,
            challenge=base64url_to_bytes(token),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(options)

    async def accept(self, credential: str) -> Passkey:
        """Find the passkey that signed the challenge; BadParameter for whatever is wrong."""
        parsed = _read(lambda: parse_authentication_credential_json(credential))
        _, challenge = await self._challenge(parsed.response.client_data_json, Purpose.PASSKEY)
        sql = _SELECT.replace("FROM", ", public_key, sign_count FROM") + "WHERE credential_id = ?"
        row = self._database.read().execute(sql, (parsed.raw_id,)).fetchone()
        if row is None:
            raise _refused()
        *known, public_key, sign_count = row
        verified = _read(
            lambda: verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=self.site.domain,
                expected_origin=self.site.origin,
                credential_public_key=public_key,
                # A count that does not grow is of a copied passkey: the library refuses it.
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        )
        passkey = replace(Passkey(*known), last_used_at=self._clock.epoch_s())
        values = (verified.new_sign_count, passkey.last_used_at, passkey.id)
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

    async def _challenge(self, client_data: bytes, purpose: Purpose) -> tuple[Ticket, bytes]:
        challenge = _read(lambda: parse_client_data_json(client_data)).challenge
        ticket = await self._tickets.use(bytes_to_base64url(challenge), purpose)
        if ticket is None:
            raise _refused()
        return ticket, challenge


def _insert(connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    count = "SELECT COUNT(*) FROM passkeys WHERE user_id = ?"
    if connection.execute(count, (row[1],)).fetchone()[0] >= MOST:
        raise BadParameter(f"{MOST} passkeys are enough: remove one first.", reason="conflict")
    connection.execute(
        "INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, name, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused() from error


def _refused() -> BadParameter:
    return BadParameter(
        "This passkey was not accepted. Try again; it may have been removed here.",
        param="passkey",
        reason="malformed",
    )
