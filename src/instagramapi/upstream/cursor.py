"""Sealed cursors: a provider's position in a list, signed and bound to that list."""

from dataclasses import dataclass

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.parameters import MAX_CURSOR_CHARACTERS
from instagramapi.errors import BadParameter, UpstreamError
from instagramapi.kit.sealing import BrokenSeal, seal, unseal

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
        cursor = seal(self._key, content, call.list_identity.encode())
        if len(cursor) > MAX_CURSOR_CHARACTERS:
            raise UpstreamError("The provider's cursor is too long to pass on.", reason="shape")
        return cursor

    def open(self, call: Call) -> Position | None:
        """Read the call's cursor; None on the first page, BadParameter if it is not for this."""
        if call.cursor_text is None:
            return None
        try:
            content = unseal(self._key, call.cursor_text, call.list_identity.encode())
        except BrokenSeal as wrong:
            raise foreign_cursor() from wrong
        provider, _, text = content.partition(_SEPARATOR)
        return Position(provider.decode(), text.decode())


def foreign_cursor() -> BadParameter:
    """Say that a cursor does not belong to the list that is asked for."""
    return BadParameter(
        "`cursor` is not one of this list: send `meta.next_cursor` of the page before unchanged, "
        "with the same parameters, or leave it out to start from the first page.",
        param="cursor",
        reason="cursor",
    )
