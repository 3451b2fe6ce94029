"""Links to media through this server: signed, so that nobody else can say what it fetches."""

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from instagramapi.catalog.media import MEDIA_FIELDS
from instagramapi.catalog.owners import Owner, owner_of
from instagramapi.errors import BadParameter, NotFound
from instagramapi.kit.clock import Clock, iso
from instagramapi.kit.sealing import BrokenSeal, seal, unseal

PATH = "/v1/media/"
MARK_BYTES = 8

_BOUND = b"media"
_HEAD = struct.Struct(">IB")
_LAST_SECOND = 2**32 - 1
_NEVER = "9999"
# Instagram's own links carry their end as hexadecimal seconds.
_OWN_END = re.compile(r"[?&]oe=([0-9A-Fa-f]{8})(?:&|$)")
# A link stays the same for this part of its life, so that browsers find what they kept.
_GRAINS = 24

Marks = Sequence[bytes]
"""Keyed hashes of an account's handle and id, 8 bytes each."""


@dataclass(frozen=True, slots=True)
class MediaLink:
    """What a token says: what to fetch, until when (epoch seconds), and whose it is."""

    url: str
    ends_at_s: int
    marks: Marks


class MediaLinks:
    """Writes and reads tokens; with the same key they still open after a restart.

    `allows` says which addresses are worth a token, `mark` how an account is named in one.
    """

    def __init__(
        self,
        key: bytes,
        *,
        public_url: str,
        life_s: int,
        clock: Clock,
        allows: Callable[[str], bool],
        mark: Callable[[Owner], Marks],
    ) -> None:
        self._key = key
        self._prefix = public_url + PATH
        self._life_s = life_s
        self._clock = clock
        self._allows = allows
        self._mark = mark

    def through_here(self, value: Any, owner: Owner | None = None) -> Any:
        """Rewrite the links of a decoded answer; `owner` has what does not say whose it is."""
        if isinstance(value, list):
            return [self.through_here(item, owner) for item in value]
        if not isinstance(value, dict):
            return value
        owner = owner_of(value) or owner
        return {name: self._field(name, held, owner) for name, held in value.items()}

    def token(self, link: MediaLink) -> str:
        """Seal what a token says."""
        content = _HEAD.pack(link.ends_at_s, len(link.marks)) + b"".join(link.marks)
        return seal(self._key, content + link.url.encode(), _BOUND)

    def read(self, token: str) -> MediaLink:
        """Open a token; raises BadParameter where it is not ours, NotFound where it is over."""
        try:
            content = unseal(self._key, token, _BOUND)
        except BrokenSeal as wrong:
            raise BadParameter(
                "This is not a media link of this server, or it was changed on its way. Take it "
                "unchanged from an answer to a call with `media=proxy`.",
                param="token",
                reason="malformed",
            ) from wrong
        ends_at_s, count = _HEAD.unpack_from(content)
        url_at = _HEAD.size + count * MARK_BYTES
        marks = [content[at : at + MARK_BYTES] for at in range(_HEAD.size, url_at, MARK_BYTES)]
        if ends_at_s <= self._clock.epoch_s():
            raise NotFound("This media link is over; ask for the answer again.", reason="expired")
        return MediaLink(content[url_at:].decode(), ends_at_s, marks)

    def _field(self, name: str, held: Any, owner: Owner | None) -> Any:
        if name in MEDIA_FIELDS and held is not None:
            return self._link(held, owner)
        if name == "media_expires_at":
            # Both are written in the same way, so that the earlier one comes first as text.
            return min(held or _NEVER, iso(self._end("")))
        return self.through_here(held, owner)

    def _link(self, url: str, owner: Owner | None) -> str:
        # A link that would be refused is better as it came.
        if not self._allows(url):
            return url
        marks = self._mark(owner) if owner else ()
        return self._prefix + self.token(MediaLink(url, self._end(url), marks))

    def _end(self, url: str) -> int:
        grain_s = max(1, self._life_s // _GRAINS)
        end_s = int(self._clock.epoch_s() // grain_s) * grain_s + self._life_s
        own = _OWN_END.search(url)
        return min(end_s, int(own[1], 16) if own else _LAST_SECOND, _LAST_SECOND)
