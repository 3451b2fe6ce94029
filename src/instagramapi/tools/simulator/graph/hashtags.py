"""How many hashtags an account may look up: 30 different ones in any 7 days."""

from collections import OrderedDict

from instagramapi.kit.clock import Clock

MAX_TAGS = 30
WINDOW_S = 7 * 86_400
_MAX_KNOWN = 10_000


class HashtagBook:
    """Which account asked for which tags, and what the ids of tags mean."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: dict[str, OrderedDict[str, float]] = {}
        self._names: OrderedDict[str, str] = OrderedDict()

    def note(self, account_id: str, tag_id: str, name: str) -> bool:
        """Count a look-up; False when it would be one too many.

        Asking again for a counted tag is free and does not start its time anew.
        """
        counted = self._counted(account_id)
        if tag_id not in counted:
            if len(counted) >= MAX_TAGS:
                return False
            counted[tag_id] = self._clock.epoch_s()
        self._names[tag_id] = name
        if len(self._names) > _MAX_KNOWN:
            self._names.popitem(last=False)
        return True

    def name_of(self, tag_id: str) -> str | None:
        """The name of a tag that somebody looked up."""
        return self._names.get(tag_id)

    def recent(self, account_id: str) -> list[tuple[str, str]]:
        """The counted tags of an account as id and name, latest first."""
        return [(tag_id, self._names[tag_id]) for tag_id in reversed(self._counted(account_id))]

    def _counted(self, account_id: str) -> OrderedDict[str, float]:
        counted = self._asked.setdefault(account_id, OrderedDict())
        oldest_s = self._clock.epoch_s() - WINDOW_S
        while counted and next(iter(counted.values())) <= oldest_s:
            counted.popitem(last=False)
        return counted
