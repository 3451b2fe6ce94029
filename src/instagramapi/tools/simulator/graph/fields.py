"""The Graph API's field selection: `a,b.limit(5).after(c){d,e{f}}`, read and applied."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MAX_DEPTH = 8


class FieldSyntaxError(ValueError):
    """The text is no field selection; the message names the place as Meta's does."""


@dataclass(frozen=True)
class Field:
    """One field that is asked for, with its modifiers and the fields wanted below it."""

    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    below: tuple["Field", ...] = ()

    def wants(self, name: str) -> "Field | None":
        """The field of this name below this one, if it is asked for."""
        return next((one for one in self.below if one.name == name), None)


def read_fields(text: str) -> tuple[Field, ...]:
    """Read a whole selection; raises FieldSyntaxError."""
    reader = _Reader(text)
    found = reader.fields(depth=0)
    if reader.at < len(text):
        raise reader.fault("end of string")
    return found


def select(whole: Mapping[str, Any], wanted: tuple[Field, ...]) -> dict[str, Any]:
    """Keep what is asked for and known; `id` is always told, and null is left out.

    A list under a name is a connection: it is told as `{"data": […]}`.
    """
    kept: dict[str, Any] = {}
    for one in wanted:
        value = whole.get(one.name)
        if isinstance(value, list):
            value = {"data": [select(item, one.below) for item in value]}
        elif isinstance(value, dict) and one.name != "media":
            value = select(value, one.below)
        if value is not None:
            kept[one.name] = value
    if "id" in whole:
        kept.setdefault("id", whole["id"])
    return kept


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fields(self, depth: int) -> tuple[Field, ...]:
        if depth > _MAX_DEPTH:
            raise FieldSyntaxError("Too many nested fields")
        found = [self.field(depth)]
        while self.takes(","):
            found.append(self.field(depth))
        return tuple(found)

    def field(self, depth: int) -> Field:
        name, given = self.name(), {}
        while self.takes("."):
            modifier = self.name()
            given[modifier] = self.argument()
        below: tuple[Field, ...] = ()
        if self.takes("{"):
            below = self.fields(depth + 1)
            self.expect("}")
        return Field(name, given, below)

    def name(self) -> str:
        match = _NAME.match(self.text, self.at)
        if not match:
            raise self.fault("string")
        self.at = match.end()
        return match[0]

    def argument(self) -> str:
        self.expect("(")
        end = self.text.find(")", self.at)
        if end < 0:
            raise self.fault(")")
        argument, self.at = self.text[self.at : end], end + 1
        return argument

    def takes(self, sign: str) -> bool:
        is_next = self.text.startswith(sign, self.at)
        self.at += len(sign) if is_next else 0
        return is_next

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise self.fault(sign)

    def fault(self, expected: str) -> FieldSyntaxError:
        seen = f'"{self.text[self.at]}"' if self.at < len(self.text) else "end of string"
        return FieldSyntaxError(
            f'Syntax error "Expected {expected} instead of {seen}." at character {self.at}: '
            f"{self.text[:60]}"
        )
