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
    return validated(model, {name: told for name, told in fields.items() if told is not MISSING})


def validated(model: type[M], said: dict[str, Any]) -> M:
    """Make the object of the fields that are said; see `build`."""
    try:
        built: M = model.__pydantic_validator__.validate_python(said)
    except ValidationError as error:
        return _without_odd(model, said, error)
    return built


def _without_odd(model: type[M], said: dict[str, Any], error: ValidationError) -> M:
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
    for step in path:
        # Most of what is read are objects.
        raw = raw.get(step, MISSING) if isinstance(raw, dict) else _part(raw, step)
    return raw


def _part(raw: Any, step: str | int) -> Any:
    is_there = isinstance(raw, list) and isinstance(step, int) and 0 <= step < len(raw)
    return raw[step] if is_there else MISSING


def first(*values: Any) -> Any:
    """Return the first value that is known; else None if one was stated empty, else MISSING."""
    unknown = MISSING
    for value in values:
        if value is None:
            unknown = None
        elif value is not MISSING:
            return value
    return unknown


def either(read: Callable[[Any], Any], raw: Any, *names: str) -> Any:
    """Read what stands under the first of these names that tells something; see `first`."""
    unknown = MISSING
    for name in names if isinstance(raw, dict) else ():
        value = read(raw[name]) if name in raw else MISSING
        if value is None:
            unknown = None
        elif value is not MISSING:
            return value
    return unknown


def as_is(value: Any) -> Any:
    """Take what is said as it is."""
    return value


def as_text(value: Any) -> Any:
    """Read a text; a blank one is a statement that there is none."""
    if isinstance(value, str):
        return value if value.strip() else None
    return None if value is None else MISSING


def as_handle(value: Any) -> Any:
    """Read a handle, in lower case."""
    return value.lower() if isinstance(value, str) and value.strip() else MISSING


def as_count(value: Any) -> Any:
    """Read a number of things; null, negative and saturated numbers tell nothing."""
    # Most are of this kind; true and false are no `int` by this measure.
    if type(value) is int and 0 <= value < SATURATED:
        return value
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not is_whole or isinstance(value, bool) or not 0 <= value < 2**63 or value == SATURATED:
        return MISSING
    return int(value)


def as_number(value: Any) -> Any:
    """Read a measure such as a length or a coordinate."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number else MISSING


def as_flag(value: Any) -> Any:
    """Read a yes or no; anything else tells nothing."""
    return value if isinstance(value, bool) else MISSING


def as_moment(value: Any) -> Any:
    """Read seconds since 1970."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _LAST_SECOND:
        return MISSING
    return datetime.fromtimestamp(int(value), UTC)


def as_list(value: Any) -> Any:
    """Read a list; null is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else MISSING


def _reader(read: Callable[[Any], Any]) -> Callable[..., Any]:
    """Make a reader of the value at the end of a path."""

    def reader(raw: Any, *path: str | int) -> Any:
        # As `at` does, without the call.
        for step in path:
            raw = raw.get(step, MISSING) if isinstance(raw, dict) else _part(raw, step)
        return read(raw)

    return reader


text = _reader(as_text)
handle = _reader(as_handle)
count = _reader(as_count)
number = _reader(as_number)
flag = _reader(as_flag)
moment = _reader(as_moment)
listed = _reader(as_list)


def identity(raw: Any) -> Any:
    """Read an object's id: `pk`, else `id`, of which `<post>_<owner>` is cut to the first."""
    # Where there are both, `id` may be another number (upstreams B4: the Facebook-side id).
    value = raw.get("pk") if isinstance(raw, dict) else None
    if value is None:
        value = at(raw, "id")
    if isinstance(value, str):
        return value if value.isdecimal() else _id_in(value)
    is_id = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64
    return str(value) if is_id else MISSING


def _id_in(written: str) -> str:
    match = _MEDIA_ID.fullmatch(written)
    return match[1] if match else written.removeprefix("highlight:")


def address(versions: Any) -> Any:
    """Read the address of the first of the versions in which there is a picture or a video."""
    return text(versions[0], "url") if isinstance(versions, list) and versions else MISSING


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
    # Most lists are empty: tags, sponsors, parts.
    return () if raws == [] else tuple(present([one(shape, raw) for raw in raws]))


def embedded(raw: Any, *path: str | int) -> Any:
    """Read JSON that is written inside a text, as addresses are."""
    value = at(raw, *path)
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
    return {"like_count": as_count(stated), "like_count_hidden": is_hidden}


def present(values: Iterable[Any]) -> list[Any]:
    """Keep the values that are known."""
    return [value for value in values if value is not MISSING and value is not None]
