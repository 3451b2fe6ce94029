"""Sealed cursors: a provider's position in a list, signed and bound to that list."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.parameters import MAX_CURSOR_CHARACTERS
from instagramapi.errors import BadParameter, UpstreamError

_SEAL_BYTES = 16
_SEPARATOR = b"\0"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list goes on: which provider gave the page before, and what it calls the place."""

    provider: str
    text: str


class Cursors:
    """Seals and opens cursors; with the same key they still open after a restart."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, call: Call, position: Position) -> str:
        """Write a cursor for the page after this call's."""
        content = position.provider.encode() + _SEPARATOR + position.text.encode()
        cursor = _encode(self._mark(call, content) + content)
        if len(cursor) > MAX_CURSOR_CHARACTERS:
            raise UpstreamError("The provider's cursor is too long to pass on.", reason="shape")
        return cursor

    def open(self, call: Call) -> Position | None:
        """Read the call's cursor; None on the first page, BadParameter if it is not for this."""
        if call.cursor_text is None:
            return None
        sealed = _decode(call.cursor_text)
        mark, content = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(mark, self._mark(call, content)):
            raise foreign_cursor()
        provider, _, text = content.partition(_SEPARATOR)
        return Position(provider.decode(), text.decode())

    def _mark(self, call: Call, content: bytes) -> bytes:
        bound = call.list_identity.encode() + _SEPARATOR + content
        return hmac.digest(self._key, bound, hashlib.sha256)[:_SEAL_BYTES]


def foreign_cursor() -> BadParameter:
    """Say that a cursor does not belong to the list that is asked for."""
    return BadParameter(
        "`cursor` is not one of this list: send `meta.next_cursor` of the page before unchanged, "
        "with the same parameters, or leave it out to start from the first page.",
        param="cursor",
        reason="cursor",
    )


def _decode(cursor: str) -> bytes:
    padding = "=" * (-len(cursor) % 4)
    try:
        sealed = base64.b64decode(cursor + padding, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise foreign_cursor() from wrong
    # Base 64 has several spellings of one value; only ours is a cursor.
    if _encode(sealed) != cursor:
        raise foreign_cursor()
    return sealed


def _encode(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
