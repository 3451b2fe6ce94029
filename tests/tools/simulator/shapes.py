"""Compares the shape of two JSON values: which paths they have, and of which type."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

Shape = dict[str, set[str]]


def shape_of(values: Iterable[Any]) -> Shape:
    """Every path in some values, and the types seen there; `[]` stands for a list's items."""
    shape: Shape = {}
    for value in values:
        _note(value, "", shape)
    return shape


def _note(value: Any, path: str, shape: Shape) -> None:
    shape.setdefault(path, set()).add(_kind(value))
    if isinstance(value, dict):
        for name, inner in value.items():
            _note(inner, f"{path}.{name}", shape)
    elif isinstance(value, list):
        for inner in value:
            _note(inner, f"{path}[]", shape)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "null" if value is None else "object" if isinstance(value, dict) else "list"


def extra(told: Shape, recorded: Shape, justified: Iterable[str]) -> list[str]:
    """Paths that only we have.

    Below what was null or an empty list in the recording nobody knows what stands; and what is
    below a path that is missing itself is not named again.
    """
    known = {path for path in told if path in recorded or _fits(path, justified)}
    return sorted(
        path
        for path in told
        if path not in known and _parent(path) in recorded and not _is_empty(path, recorded)
    )


def missing(told: Shape, recorded: Shape, justified: Iterable[str]) -> list[str]:
    """Paths that only the recording has, the topmost of each branch."""
    return sorted(
        path
        for path in recorded
        if path not in told and _parent(path) in told and not _fits(path, justified)
    )


def differing(told: Shape, recorded: Shape, justified: Iterable[str]) -> list[str]:
    """Paths that both have, with no type in common; null goes with every type."""
    both = told.keys() & recorded.keys()
    return sorted(
        path
        for path in both
        if told[path] - {"null"}
        and recorded[path] - {"null"}
        and not (told[path] & recorded[path]) - {"null"}
        and not _fits(path, justified)
    )


def _parent(path: str) -> str:
    return path[:-2] if path.endswith("[]") else path.rpartition(".")[0]


def _is_empty(path: str, recorded: Shape) -> bool:
    parent = _parent(path)
    is_null = recorded[parent] <= {"null"}
    return is_null or (path.endswith("[]") and "list" in recorded[parent])


def _fits(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern.replace("[]", "[[]]")) for pattern in patterns)
