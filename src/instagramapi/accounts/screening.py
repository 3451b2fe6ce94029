"""Keeps back from an answer what belongs to people who asked not to be served."""

import json
import re
from dataclasses import replace
from typing import Any

from instagramapi.accounts.suppression import Kind, Suppression
from instagramapi.catalog.owners import owner_of
from instagramapi.errors import Suppressed
from instagramapi.store.cache import Copy

LEFT_OUT = "What belongs to accounts that asked not to be served is left out."
REFUSED = "This account asked not to be served by this server."

_GONE = object()
# Names and ids of accounts as JSON holds them; ids of other things are caught as well.
_NAMES = re.compile(rb'"(username|id)"\s*:\s*"([A-Za-z0-9._]{1,64})"')
_KINDS: dict[bytes, Kind] = {b"username": "handle", b"id": "id"}


class Screening:
    """Screens copies: before one is kept, and each time that one is served.

    An object goes with its owner: a post with its author, a comment with who wrote it. From a
    list it is left out, elsewhere it becomes null. What others say of somebody stays theirs.
    A copy is decoded only where a suppressed name stands in it: that costs milliseconds.
    """

    def __init__(self, suppression: Suppression) -> None:
        self._suppression = suppression

    def __call__(self, copy: Copy) -> Copy:
        """Return what may be served of a copy; raises Suppressed where that is nothing."""
        state = self._suppression.changes
        if copy.screened != state:
            copy = self._screened(copy)
            copy.screened = state
        return copy

    def _screened(self, copy: Copy) -> Copy:
        if not self._suppression or not self._may_be_in(copy.data):
            return copy
        data = json.loads(copy.data)
        kept = self._kept(data)
        if kept is _GONE:
            raise Suppressed(REFUSED)
        if kept == data:
            return copy
        warnings = dict.fromkeys((*copy.warnings, LEFT_OUT))
        return replace(copy, data=_encoded(kept), warnings=tuple(warnings))

    def _may_be_in(self, data: bytes) -> bool:
        names = set(_NAMES.findall(data))
        is_suppressed = self._suppression.is_suppressed
        return any(is_suppressed(_KINDS[field], name.decode()) for field, name in names)

    def _kept(self, value: Any) -> Any:
        if isinstance(value, list):
            kept = map(self._kept, value)
            return [item for item in kept if item is not _GONE]
        if not isinstance(value, dict):
            return value
        owner = owner_of(value)
        if owner and self._suppression.has(owner):
            return _GONE
        held = {name: self._kept(part) for name, part in value.items()}
        return {name: None if part is _GONE else part for name, part in held.items()}


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
