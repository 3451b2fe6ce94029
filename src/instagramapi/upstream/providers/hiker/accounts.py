"""Remembers for a short time who is behind a handle, so that a list costs one call, not two."""

from collections import OrderedDict

from instagramapi.catalog.models import Profile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.kit.clock import Clock

_FRESH_FOR_S = 600.0
_AT_MOST = 4_096


class Accounts:
    """A bounded memory of accounts by handle and by id; the oldest is forgotten first."""

    def __init__(self, clock: Clock, *, at_most: int = _AT_MOST) -> None:
        self._clock = clock
        self._at_most = at_most
        self._known: OrderedDict[AccountRef, tuple[float, Profile]] = OrderedDict()

    def remember(self, profile: Profile) -> None:
        """Keep an account, whether public or not, under its handle and its id."""
        for ref in (AccountRef(handle=profile.username), AccountRef(id=profile.id)):
            self._known[ref] = (self._clock.monotonic_s() + _FRESH_FOR_S, profile)
            self._known.move_to_end(ref)
        while len(self._known) > self._at_most:
            self._known.popitem(last=False)

    def recall(self, ref: AccountRef) -> Profile | None:
        """Return the account if it was seen a short time ago."""
        until_s, profile = self._known.get(ref, (0.0, None))
        return profile if self._clock.monotonic_s() < until_s else None
