"""What WebAuthn asks of a browser, and how its answers are checked; pure, but for a clock.

Imported when the first passkey is used: the library takes a tenth of a second to load.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

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
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from instagramapi.accounts.people.site import Site
from instagramapi.accounts.people.users import User
from instagramapi.errors import BadParameter

_NAME = "instagramapi"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a browser made; it counts only once `check` was passed."""

    token: str
    """The challenge, as a ticket."""
    _credential: RegistrationCredential

    def check(self, site: Site) -> tuple[bytes, bytes, int]:
        """Return its id, its public key and its count; BadParameter where it does not fit."""
        found = _read(
            lambda: verify_registration_response(
                credential=self._credential,
                expected_challenge=base64url_to_bytes(self.token),
                expected_rp_id=site.domain,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        )
        return found.credential_id, found.credential_public_key, found.sign_count


@dataclass(frozen=True, slots=True)
class Signed:
    """A challenge that a passkey signed; it counts only once `check` was passed."""

    token: str
    """The challenge, as a ticket."""
    _credential: AuthenticationCredential

    @property
    def credential_id(self) -> bytes:
        """Which passkey it claims to be."""
        return self._credential.raw_id

    def check(self, site: Site, public_key: bytes, count: int) -> int:
        """Return the new count; BadParameter for another key or site, or a count too small."""
        found = _read(
            lambda: verify_authentication_response(
                credential=self._credential,
                expected_challenge=base64url_to_bytes(self.token),
                expected_rp_id=site.domain,
                expected_origin=site.origin,
                credential_public_key=public_key,
                credential_current_sign_count=count,
                require_user_verification=True,
            )
        )
        return found.new_sign_count


def to_make(site: Site, user: User, token: str, known: Iterable[bytes]) -> str:
    """Write, as JSON, what a new passkey is made of; not on a device that has one of `known`."""
    options = generate_registration_options(
        rp_id=site.domain,
        rp_name=_NAME,
        user_id=user.id.encode(),
        user_name=user.email,
        user_display_name=user.name or user.email,
        challenge=base64url_to_bytes(token),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json(options)


def to_sign(site: Site, token: str) -> str:
    """Write, as JSON, what any passkey of this site is to sign."""
    options = generate_authentication_options(
        rp_id=site.domain,
        challenge=base64url_to_bytes(token),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def made(credential: str) -> Made:
    """Read what a browser made; BadParameter where it is nothing."""
    parsed = _read(lambda: parse_registration_credential_json(credential))
    return Made(_challenge(parsed.response.client_data_json), parsed)


def signed(credential: str) -> Signed:
    """Read what a passkey signed; BadParameter where it is nothing."""
    parsed = _read(lambda: parse_authentication_credential_json(credential))
    return Signed(_challenge(parsed.response.client_data_json), parsed)


def refused() -> BadParameter:
    """Make the problem of a passkey that is not accepted, whatever the cause."""
    return BadParameter(
        "This passkey was not accepted. Try again; it may have been removed here.",
        param="passkey",
        reason="malformed",
    )


def _challenge(client_data: bytes) -> str:
    return bytes_to_base64url(_read(lambda: parse_client_data_json(client_data)).challenge)


def _read(read: Callable[[], T]) -> T:
    try:
        return read()
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise refused() from error
