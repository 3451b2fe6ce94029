"""Gates: posts that exist but are not shown to every guest."""

import re
from dataclasses import dataclass
from typing import Any

from instagramapi.upstream.shapes.reading import at, text

_OPEN_PART = "if_not_gated_logged_out"
# Seen: 3 with the title "Age-restricted content".
_AGE_TYPES = frozenset({3, "3", "AGE"})
_AGE = re.compile(r"\bage\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a post is not shown."""

    title: str | None
    """Instagram's own words; None where it gives none."""
    is_by_age: bool
    """Whether Instagram says that it is for the age of the visitor."""

    @property
    def is_told(self) -> bool:
        """Whether Instagram says why at all; if not, it may be a log-in wall."""
        return self.is_by_age or self.title is not None


def gate(raw: Any) -> Gate | None:
    """Read the gate before a post; None where it is open."""
    if at(raw, _OPEN_PART) is not None:
        return None
    ruling = at(raw, "gating_ruling")
    title, description = text(ruling, "title"), text(ruling, "description")
    words = " ".join(part for part in (title, description) if isinstance(part, str))
    is_by_age = at(ruling, "gating_type") in _AGE_TYPES or bool(_AGE.search(words))
    return Gate(title if isinstance(title, str) else None, is_by_age)
