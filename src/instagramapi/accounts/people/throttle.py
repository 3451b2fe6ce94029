"""Slows guessing down, so that a stranger can neither guess nor lock anybody out.

Attempts are counted under names that the guesser cannot share with the owner: the pair of user
and address, the pair of user and known device, and the address alone. There is no count for the
user alone, because whoever could fill it could keep its owner out. The one exception are one-time
codes: who guesses those has the password, and the owner's known devices have their own count.

The first `free` attempts cost nothing; the n-th after them is taken only 2^(n-1) seconds after
the one before, an hour at most. With 5 free ones that is 5 + 12 guesses in the first 68 minutes
and 24 a day from then on, for each address that the guesser has. An attempt that comes too early
is refused unread and counts nothing; a count is forgotten a day after its last attempt.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import ip_address, ip_network

from instagramapi.errors import RateLimited
from instagramapi.kit.clock import Clock

LONGEST_S = 3_600
FORGOTTEN_AFTER_S = 86_400
_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Count:
    """One name under which attempts are counted, and how many of them are free."""

    name: str
    free: int


@dataclass(slots=True)
class _Tried:
    times: int
    at: float


class Throttle:
    """Counts attempts in memory; the oldest counts go where there are too many."""

    def __init__(self, clock: Clock, remembered: int = _REMEMBERED) -> None:
        self._clock = clock
        self._remembered = remembered
        self._tried: OrderedDict[bytes, _Tried] = OrderedDict()

    def attempt(self, *counts: Count) -> None:
        """Count an attempt before it is looked at, or raise RateLimited.

        Counted first, so that many at once are as slow as one after the other.
        """
        wait_s = max(self._wait_s(count) for count in counts)
        if wait_s > 0:
            raise RateLimited(
                f"Too many attempts. Try again in {_in_words(wait_s)}, or sign in another way.",
                retry_after_s=int(wait_s) + 1,
            )
        for count in counts:
            self._note(_short(count.name))

    def succeeded(self, *counts: Count) -> None:
        """Forget what was counted under these names: the owner was there."""
        for count in counts:
            self._tried.pop(_short(count.name), None)

    def give_back(self, *counts: Count) -> None:
        """Take one attempt back: it was right, so a house full of people is no guesser."""
        for count in counts:
            self._tried.get(_short(count.name), _Tried(0, 0)).times -= 1

    def _wait_s(self, count: Count) -> float:
        tried = self._tried.get(_short(count.name))
        now_s = self._clock.monotonic_s()
        if tried is None or now_s - tried.at >= FORGOTTEN_AFTER_S:
            self._tried.pop(_short(count.name), None)
            return 0
        beyond = tried.times - count.free
        wait_s = min(LONGEST_S, 2.0 ** min(beyond, 12)) if beyond >= 0 else 0
        return max(0.0, tried.at + wait_s - now_s)

    def _note(self, name: bytes) -> None:
        tried = self._tried.setdefault(name, _Tried(0, 0))
        tried.times += 1
        tried.at = self._clock.monotonic_s()
        self._tried.move_to_end(name)
        if len(self._tried) > self._remembered:
            self._tried.popitem(last=False)


def _short(name: str) -> bytes:
    # Strangers write parts of the names, as long as a form may be, and many are remembered.
    return blake2b(name.encode(errors="replace"), digest_size=16).digest()


def neighbourhood(address: str) -> str:
    """Reduce an address to what one guesser has many of: of IPv6, the network of 64 bits."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _in_words(seconds: float) -> str:
    if seconds <= 90:
        return f"{int(seconds) + 1} seconds"
    return f"{int(seconds / 60) + 1} minutes"
