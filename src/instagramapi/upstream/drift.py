"""Notices fields that a provider used to send and no longer does: the first sign of a new shape."""

from collections import Counter

from instagramapi.catalog.models import Page
from instagramapi.catalog.models.base import Model

# A field must have come in nine of ten of at least so many answers to be missed at all.
_USUAL_AFTER = 20
_USUAL_SHARE = 0.9
# One account without a biography is nothing; so many answers in a row without any are.
_MISSED_AFTER = 20


class Drift:
    """Watches the answers of one provider at one endpoint; of a list, its first object."""

    def __init__(self) -> None:
        self._answers = 0
        self._known: Counter[str] = Counter()
        # After how many answers a field last came: looked at for every answer, so it is one write.
        self._last_known: dict[str, int] = {}

    def saw(self, answer: Model) -> None:
        """Note which fields of an answer are known."""
        subject = answer.items[0] if isinstance(answer, Page) and answer.items else answer
        if isinstance(subject, Page):
            return
        self._answers += 1
        known = [name for name, value in vars(subject).items() if value is not None]
        self._known.update(known)
        self._last_known.update(dict.fromkeys(known, self._answers))

    @property
    def missed(self) -> tuple[str, ...]:
        """Fields that stopped coming."""
        return tuple(sorted(name for name in self._known if self._is_missed(name)))

    def _is_missed(self, name: str) -> bool:
        before = self._last_known[name]
        absent = self._answers - before
        return (
            absent >= _MISSED_AFTER
            and before >= _USUAL_AFTER
            and self._known[name] >= _USUAL_SHARE * before
        )
