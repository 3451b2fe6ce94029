"""Numbers and positions that only upstreams have: Facebook-side ids, cursors, dated links."""

import base64
import re
from collections import OrderedDict
from hashlib import blake2b

# Graph ids of accounts begin so and have 17 digits (recorded for six accounts).
_ACCOUNTS = 17_841_000_000_000_000
_ROOM = 10**12
_STEP = 799_999_999_979
_BACK = pow(_STEP, -1, _ROOM)
_REMEMBERED = 100_000

# Links live some days (upstreams B6: 33 to 107 hours); the whole hour keeps answers comparable.
_LINK_LIFE_S = 4 * 86_400
_HOUR_S = 3600
_LINK = re.compile(rb"/demo/(?:pictures|videos|captions)/[\w.-]+\.(?:svg|mp4|srt)")


class FacebookIds:
    """The Facebook-side ids of accounts, which are not the accounts' ids, and the way back."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, str] = OrderedDict()

    def of_account(self, account_id: str) -> str:
        """The Facebook-side id, remembered for the way back."""
        told = str(_ACCOUNTS + int(account_id) * _STEP % _ROOM)
        self._told[told] = account_id
        self._told.move_to_end(told)
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return told

    def account_of(self, facebook_id: str) -> str | None:
        """The account's id; small ones are read from the number, also after a restart."""
        if facebook_id in self._told:
            return self._told[facebook_id]
        number = int(facebook_id) - _ACCOUNTS if facebook_id.isdecimal() else -1
        return str(number * _BACK % _ROOM) if 0 <= number < _ROOM else None


def graph_id(*subject: str) -> str:
    """The Graph id of a post or a part of one; it says nothing about the post's own id."""
    drawn = blake2b("\0".join(subject).encode(), digest_size=8).digest()
    return str(17_900_000_000_000_000 + int.from_bytes(drawn) % 10**14)


def sealed(position: str | None) -> str | None:
    """Write a position as upstreams do: a text that means nothing to a reader."""
    if position is None:
        return None
    return "QVFB" + base64.urlsafe_b64encode(f"simulator:{position}".encode()).decode()


def opened(cursor: str | None) -> str | None:
    """Read a position from a cursor; a ValueError where it is none of ours."""
    if not cursor:
        return None
    text = base64.urlsafe_b64decode(cursor.removeprefix("QVFB")).decode("utf-8")
    kind, _, position = text.partition(":")
    if kind != "simulator" or not cursor.startswith("QVFB"):
        raise ValueError("this is not a cursor of the simulator")
    return position


def dated(body: bytes, now_s: float) -> bytes:
    """Give every media link in a body the hour at which it stops working, as CDNs do."""
    expires_s = (int(now_s) + _LINK_LIFE_S) // _HOUR_S * _HOUR_S
    stamp = f"?oe={expires_s:08X}".encode()
    return _LINK.sub(lambda link: link[0] + stamp, body)
