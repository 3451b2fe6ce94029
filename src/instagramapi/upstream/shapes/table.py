"""Tables of fields: which of ours is read how, and from which of theirs."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from instagramapi.catalog.models.base import Model
from instagramapi.upstream.shapes.reading import MISSING, as_list, many, one, validated

M = TypeVar("M", bound=Model)

Read = Callable[[Any], Any]
"""Reads a value as it came; MISSING is what it tells where that is nothing."""


class Table(Generic[M]):
    """The fields of a model that each stand under one name of theirs.

    Most fields do. A table reads them in one loop, which takes half as long as a call for each;
    what needs more than its own value is read beside it, and handed to `build`.
    """

    def __init__(self, model: type[M], **fields: tuple[Read, str]) -> None:
        unknown = fields.keys() - model.model_fields
        if unknown:
            raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        self._model = model
        self._fields = tuple((ours, theirs, read) for ours, (read, theirs) in fields.items())

    def build(self, raw: Any, beside: dict[str, Any]) -> M:
        """Make the object, with what was read beside the table; see `reading.build`."""
        said = {name: value for name, value in beside.items() if value is not MISSING}
        if isinstance(raw, dict):
            for ours, theirs, read in self._fields:
                if theirs in raw and (value := read(raw[theirs])) is not MISSING:
                    said[ours] = value
        return validated(self._model, said)


def as_one(shape: Callable[[Any], M]) -> Read:
    """Read a nested object; see `reading.one`."""
    return lambda value: one(shape, value)


def as_many(shape: Callable[[Any], M]) -> Read:
    """Read a list of objects; null is an empty one. See `reading.many`."""
    return lambda value: many(shape, as_list(value))
