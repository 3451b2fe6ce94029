"""Merges what several records say about one object: each field from the newest that says it.

The merge gives the same whatever the order and however often, so a file may be imported again,
and an import may be interrupted anywhere.
"""

import json
from dataclasses import dataclass
from typing import Any

from instagramapi.catalog.models.base import Model


@dataclass(frozen=True, slots=True)
class Document:
    """An object's fields, and for each when (seconds since 1970) it was seen so.

    A field that holds None was seen empty; one that is not there was never told.
    """

    fields: dict[str, Any]
    seen: dict[str, int]

    @classmethod
    def of(cls, model: Model, seen_at: int) -> "Document":
        """Take the fields that the record states."""
        fields = model.model_dump(mode="json", exclude_unset=True)
        return cls(fields, dict.fromkeys(fields, seen_at))

    @classmethod
    def load(cls, fields: str, seen: str) -> "Document":
        """Read a document as `dump` wrote it."""
        return cls(json.loads(fields), json.loads(seen))

    def dump(self) -> tuple[str, str]:
        """Write fields and times as JSON."""
        return _json(self.fields), _json(self.seen)

    def merged(self, other: "Document") -> "Document":
        """Take each field from the one that saw it last."""
        fields, seen = dict(self.fields), dict(self.seen)
        for name, value in other.fields.items():
            if name not in seen or _wins(other.seen[name], value, seen[name], fields[name]):
                fields[name], seen[name] = value, other.seen[name]
        return Document(fields, seen)


def _wins(seen: int, value: Any, held_seen: int, held: Any) -> bool:
    if seen != held_seen:
        return seen > held_seen
    # Seen at the same second: any rule will do that does not ask who came first.
    return value != held and (held is None, _json(value)) > (value is None, _json(held))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
