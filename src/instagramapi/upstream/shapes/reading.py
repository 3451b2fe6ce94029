"""Reads payloads with patience: what is absent or odd is unknown; only ids must be there."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from instagramapi.catalog.models.base import Model

M = TypeVar("M", bound=Model)


class _Missing:
    """Neither true nor anything to go through, so that what is not there needs no branch."""

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())


MISSING: Final[Any] = _Missing()
"""What a payload says nothing about; `None` is what it states to be empty."""

SATURATED = 2**31 - 1
"""A count at the end of its 32 bits: Instagram knows more (seen for #love)."""

_LAST_SECOND = 253_402_300_799  # The end of the year 9999.
_MEDIA_ID = re.compile(r"([0-9]+)_[0-9]+")


class ShapeError(ValueError):
    """A payload lacks what makes it an object at all: its id, or a name that must be there."""


def build(model: type[M], **fields: Any) -> M:
    """Make the object of what the payload says.

    A MISSING field stays unset, so `model_fields_set` tells what was said. A value that cannot
    be is dropped; raises ShapeError where that hits a field which the object must have.
    """
    said = {name: value for name, value in fields.items() if value is not MISSING}
    try:
        return model.model_validate(said)
    except ValidationError as error:
        odd = {str(fault["loc"][0]) for fault in error.errors(include_url=False)}
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    if odd & required:
        raise ShapeError(f"{model.__name__} without {', '.join(sorted(odd & required))}")
    return model(**{name: value for name, value in said.items() if name not in odd})


def fill(rich: M, poor: M) -> M:
    """Complete an object with what only another record of it says."""
    gaps = {
        name: getattr(poor, name)
        for name in poor.model_fields_set
        if getattr(rich, name) is None and getattr(poor, name) is not None
    }
    return rich.model_copy(update=gaps)


def at(raw: Any, *path: str | int) -> Any:
    """Return the value at the end of the path, MISSING where the path breaks off."""
    return _end_of(path, raw)


def _end_of(path: tuple[str | int, ...], raw: Any) -> Any:
    # Handing a path on as it is costs half of what unpacking it again does.
    for step in path:
        if isinstance(raw, dict):
            raw = raw.get(step, MISSING)
        elif isinstance(raw, list) and isinstance(step, int) and 0 <= step < len(raw):
            raw = raw[step]
        else:
            return MISSING
    return raw


def first(*values: Any) -> Any:
    """Return the first value that is known; else None if one was stated empty, else MISSING."""
    for value in values:
        if value is not MISSING and value is not None:
            return value
    return None if any(value is None for value in values) else MISSING


def text(raw: Any, *path: str | int) -> Any:
    """Read a text; a blank one is a statement that there is none."""
    value = _end_of(path, raw)
    if isinstance(value, str):
        return value if value.strip() else None
    return None if value is None else MISSING


def handle(raw: Any, *path: str | int) -> Any:
    """Read a handle, in lower case."""
    value = text(raw, *path)
    return value.lower() if isinstance(value, str) else MISSING


def count(raw: Any, *path: str | int) -> Any:
    """Read a number of things; null, negative and saturated numbers tell nothing."""
    value = _end_of(path, raw)
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not is_whole or isinstance(value, bool) or not 0 <= value < 2**63 or value == SATURATED:
        return MISSING
    return int(value)


def number(raw: Any, *path: str | int) -> Any:
    """Read a measure such as a length or a coordinate."""
    value = _end_of(path, raw)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number else MISSING


def flag(raw: Any, *path: str | int) -> Any:
    """Read a yes or no; anything else tells nothing."""
    value = _end_of(path, raw)
    return value if isinstance(value, bool) else MISSING


def moment(raw: Any, *path: str | int) -> Any:
    """Read seconds since 1970."""
    value = number(raw, *path)
    if value is MISSING or not 0 < value <= _LAST_SECOND:
        return MISSING
    return datetime.fromtimestamp(int(value), UTC)


def identity(raw: Any) -> Any:
    """Read an object's id: `pk`, else `id`, of which `<post>_<owner>` is cut to the first."""
    # Where there are both, `id` may be another number (upstreams B4: the Facebook-side id).
    value = first(at(raw, "pk"), at(raw, "id"))
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64:
        return str(value)
    if not isinstance(value, str):
        return MISSING
    if value.isdecimal():
        return value
    match = _MEDIA_ID.fullmatch(value)
    return match[1] if match else value.removeprefix("highlight:")


def listed(raw: Any, *path: str | int) -> Any:
    """Read a list; null is an empty one."""
    value = _end_of(path, raw)
    if value is None:
        return []
    return value if isinstance(value, list) else MISSING


def nodes(raw: Any, *path: str | int) -> Any:
    """Read the nodes of a connection, `{"edges": [{"node": …}]}`."""
    edges = listed(raw, *path, "edges")
    return MISSING if edges is MISSING else [at(edge, "node") for edge in edges]


def one(shape: Callable[[Any], M], raw: Any) -> Any:
    """Shape a nested object: None where null, MISSING where it is not there or lacks its id."""
    if raw is None or raw is MISSING:
        return raw
    try:
        return shape(raw)
    except ShapeError:
        return MISSING


def many(shape: Callable[[Any], M], raws: Any) -> Any:
    """Shape the objects of a list; those that lack their id are left out."""
    if raws is MISSING:
        return MISSING
    return tuple(present([one(shape, raw) for raw in raws]))


def embedded(raw: Any, *path: str | int) -> Any:
    """Read JSON that is written inside a text, as addresses are."""
    value = _end_of(path, raw)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return MISSING


def like_fields(stated: Any, is_hidden: Any) -> dict[str, Any]:
    """Return the likes, or that they are hidden: by a flag, or by a count of -1."""
    if stated == -1 or is_hidden is True:
        return {"like_count": None, "like_count_hidden": True}
    return {"like_count": count(stated), "like_count_hidden": is_hidden}


def present(values: Iterable[Any]) -> list[Any]:
    """Keep the values that are known."""
    return [value for value in values if value is not MISSING and value is not None]
