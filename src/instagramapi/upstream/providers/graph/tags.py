"""How many hashtags may still be looked up: an operator has 30 different ones in any 7 days."""

from collections.abc import Iterable
from typing import Any

from instagramapi.errors import UpstreamError
from instagramapi.kit.clock import Clock
from instagramapi.upstream.shapes.reading import at, handle

MOST_TAGS = 30
# Another program may look up tags for the same operator, and places come free again.
_TRUSTED_FOR_S = 3600
_TRUSTED_WHEN_FULL_FOR_S = 600


class TagBook:
    """The hashtags that count now, as Meta listed them and as this process went on.

    Meta's own list is the truth, so that nothing is kept across restarts: who wants to spend a
    place reads it first where the book is stale.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids: dict[str, str] = {}
        self._counted: set[str] = set()
        self._read_at_s: float | None = None

    @property
    def left(self) -> int | None:
        """How many new hashtags may be looked up; None while Meta's list was not read."""
        return None if self._read_at_s is None else max(0, MOST_TAGS - len(self._counted))

    @property
    def is_stale(self) -> bool:
        """Whether Meta's list should be read before a place is spent."""
        if self._read_at_s is None:
            return True
        age_s = self._clock.monotonic_s() - self._read_at_s
        return age_s > (_TRUSTED_FOR_S if self.left else _TRUSTED_WHEN_FULL_FOR_S)

    def id_of(self, name: str) -> str | None:
        """Return the id of a hashtag that was looked up before: ids stay, and are everybody's."""
        return self._ids.get(name)

    def counted_id(self, name: str) -> str | None:
        """Return the id of a hashtag that counts already: asking for it spends no place."""
        tag_id = self._ids.get(name)
        return tag_id if tag_id in self._counted else None

    def read(self, listed: Iterable[Any]) -> None:
        """Take over the list of `recently_searched_hashtags`."""
        known = [(at(raw, "id"), handle(raw, "name")) for raw in listed]
        self._counted = {tag_id for tag_id, _ in known if isinstance(tag_id, str)}
        # Meta may tell ids alone: those count, but nobody knows whose they are.
        self._ids |= {
            name: tag_id
            for tag_id, name in known
            if isinstance(name, str) and tag_id in self._counted
        }
        self._read_at_s = self._clock.monotonic_s()

    def require_place(self) -> None:
        """Refuse to look up a hashtag too many."""
        if not self.left:
            raise UpstreamError(
                f"{MOST_TAGS} different hashtags were looked up in 7 days, which is all that Meta "
                "allows; those still answer, new ones do not.",
                reason="ceiling",
            )

    def count(self, name: str, tag_id: str) -> None:
        """Note a hashtag that was looked up."""
        self._ids[name] = tag_id
        self._counted.add(tag_id)

    def distrust(self) -> None:
        """Note that a look-up failed, and may count or not."""
        self._read_at_s = None
