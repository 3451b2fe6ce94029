"""Finds what belongs to an account inside the fields of an object, and takes it out."""

from collections.abc import Callable
from typing import Any

IsTheirs = Callable[[str | None, str | None], bool]
"""Whether an account with this id and this handle is the one that is meant."""

_ACCOUNTS = frozenset({"coauthors", "sponsors", "related"})


def belongs(fields: Any, is_theirs: IsTheirs) -> bool:
    """Whether an object is owned or written by the account."""
    return isinstance(fields, dict) and any(
        _is(fields.get(name), is_theirs) for name in ("owner", "user")
    )


def without(fields: dict[str, Any], is_theirs: IsTheirs) -> dict[str, Any]:
    """Copy fields without the account: where it is tagged, co-author, commenter or suggested."""
    return {name: _kept(name, value, is_theirs) for name, value in fields.items()}


def _kept(name: str, value: Any, is_theirs: IsTheirs) -> Any:
    if isinstance(value, dict):
        is_out = belongs(value, is_theirs) or (name == "artist_user" and _is(value, is_theirs))
        return None if is_out else without(value, is_theirs)
    if not isinstance(value, list | tuple):
        return value
    others = [part for part in value if not belongs(part, is_theirs)]
    if name in _ACCOUNTS:
        others = [part for part in others if not _is(part, is_theirs)]
    return [without(part, is_theirs) if isinstance(part, dict) else part for part in others]


def _is(account: Any, is_theirs: IsTheirs) -> bool:
    return isinstance(account, dict) and is_theirs(account.get("id"), account.get("username"))
