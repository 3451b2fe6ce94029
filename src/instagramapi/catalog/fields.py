"""The `fields` parameter: which parts of an answer to keep."""

from difflib import get_close_matches
from functools import cache
from typing import Any, get_args

from instagramapi.catalog.models.base import Model
from instagramapi.errors import BadParameter

Selection = dict[str, "Selection"]
"""Names to keep, each with the names to keep below it; an empty one keeps all."""

# A post shows a story and a story a post; deeper than this nothing repeats in practice.
_MAX_DEPTH = 5


def select(answer: type[Model], names: tuple[str, ...]) -> Selection:
    """Turn dotted names into a selection; raises BadParameter for a name that is no field."""
    known = _known(answer)
    selection: Selection = {}
    for name in names:
        if name not in known:
            raise _unknown(known, name)
        below = selection
        for part in name.split("."):
            below = below.setdefault(part, {})
    _keep_whole(selection, names)
    return selection


def keep(value: Any, selection: Selection) -> Any:
    """Drop from decoded JSON what was not selected."""
    if not selection or value is None:
        return value
    if isinstance(value, list):
        return [keep(item, selection) for item in value]
    return {name: keep(value[name], below) for name, below in selection.items()}


def _keep_whole(selection: Selection, names: tuple[str, ...]) -> None:
    # `owner,owner.id` asks for the whole owner: the wider wish wins.
    for name in names:
        *above, last = name.split(".")
        parent = selection
        for part in above:
            if part not in parent:
                return
            parent = parent[part]
        parent[last] = parent[last] if _is_leaf(names, name) else {}


def _is_leaf(names: tuple[str, ...], name: str) -> bool:
    return not any(other.startswith(f"{name}.") for other in names)


@cache
def _known(answer: type[Model]) -> tuple[str, ...]:
    return tuple(_names(answer, "", _MAX_DEPTH))


def _names(model: type[Model], prefix: str, depth: int) -> list[str]:
    names = []
    annotations = {
        name: info.annotation for name, info in model.model_fields.items() if not info.exclude
    } | {name: info.return_type for name, info in model.model_computed_fields.items()}
    for name, annotation in annotations.items():
        names.append(prefix + name)
        inner = _model_in(annotation)
        if inner and depth:
            names += _names(inner, f"{prefix}{name}.", depth - 1)
    return names


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    found = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in found if model), None)


def _unknown(known: tuple[str, ...], name: str) -> BadParameter:
    shown = name[:60]
    # In a list the caller often forgets that the objects stand below `items`.
    near = [f"items.{name}"] if f"items.{name}" in known else get_close_matches(name, known, n=1)
    top = ", ".join(field for field in known if "." not in field)
    hint = f"Did you mean `{near[0]}`? " if near else ""
    return BadParameter(
        f"`{shown}` is not a field of this answer. {hint}At the top there are: {top}.",
        param="fields",
        reason="malformed",
    )
