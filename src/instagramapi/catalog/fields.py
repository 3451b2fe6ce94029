"""The `fields` parameter: which parts of an answer to keep."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from instagramapi.catalog.models.base import Model
from instagramapi.errors import BadParameter

Selection = dict[str, "Selection"]
"""Names to keep, each with the names to keep below it; an empty one keeps all."""

Fields = Mapping[str, type[Model] | None]
"""The names of an object's fields, and the object that each holds; None where it holds none."""

_SHOWN_CHARACTERS = 60


def select(answer: type[Model], names: Sequence[str]) -> Selection:
    """Turn dotted names into a selection; raises BadParameter for a name that is no field."""
    wanted = dict.fromkeys(names)
    selection: Selection = {}
    for name in wanted:
        parts = name.split(".")
        _require_known(answer, parts)
        # `owner,owner.id` asks for the whole owner: the wider wish wins.
        if any(".".join(parts[:length]) in wanted for length in range(1, len(parts))):
            continue
        below = selection
        for part in parts:
            below = below.setdefault(part, {})
    return selection


def keep(value: Any, selection: Selection) -> Any:
    """Drop from decoded JSON what was not selected."""
    if not selection or value is None:
        return value
    if isinstance(value, list):
        return [keep(item, selection) for item in value]
    return {name: keep(value[name], below) for name, below in selection.items()}


def columns_of(answer: type[Model], selection: Selection | None) -> tuple[str, ...]:
    """Name the fields of a list's items that an answer has, the same whatever is in the list."""
    item = fields_of(answer)["items"]
    every = tuple(fields_of(item)) if item else ()
    if not selection:
        return every
    # `fields=next_cursor` asks for no item at all, `fields=items` for each as it is.
    return tuple(selection["items"]) or every if "items" in selection else ()


def _require_known(answer: type[Model], parts: list[str]) -> None:
    fields = fields_of(answer)
    for depth, part in enumerate(parts):
        if part not in fields:
            raise _unknown(answer, parts, depth, fields)
        inner = fields[part]
        fields = fields_of(inner) if inner else {}


@cache
def fields_of(model: type[Model]) -> Fields:
    """List the fields of an object as callers see them."""
    told = {name: info.annotation for name, info in model.model_fields.items() if not info.exclude}
    computed = {name: info.return_type for name, info in model.model_computed_fields.items()}
    return {name: _model_in(annotation) for name, annotation in (told | computed).items()}


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)


def _unknown(answer: type[Model], parts: list[str], depth: int, fields: Fields) -> BadParameter:
    above = ".".join(parts[:depth])
    where = f"Below `{above}`" if above else "Under `data`"
    there = f"there are: {', '.join(fields)}" if fields else "there is nothing"
    near = _near(parts[depth], fields)
    hint = f"Did you mean `{'.'.join((*parts[:depth], near))}`? " if near else ""
    return BadParameter(
        f"`fields` names `{'.'.join(parts)[:_SHOWN_CHARACTERS]}`, which this answer does not have. "
        f"{hint}{where} {there}. For example `fields={','.join(list(fields_of(answer))[:2])}`.",
        param="fields",
        reason="malformed",
    )


def _near(part: str, fields: Fields) -> str | None:
    # In a list the caller often forgets that the objects stand below `items`.
    item = fields.get("items")
    below_items = {name: f"items.{name}" for name in fields_of(item)} if item else {}
    written = below_items | {name: name for name in fields}
    found = get_close_matches(part[:_SHOWN_CHARACTERS], written, n=1)
    return written[found[0]] if found else None
