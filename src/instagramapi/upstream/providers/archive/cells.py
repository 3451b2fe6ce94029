"""Makes an object of a table's row, as a mapping says."""

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError

from instagramapi.catalog.subjects import (
    PostRef,
    account_by_handle,
    post_by_id,
    post_by_shortcode,
    post_by_url,
    post_in_any_form,
)
from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.mapping import Field, Mapping
from instagramapi.upstream.providers.archive.records import Record
from instagramapi.upstream.providers.archive.tables import Row
from instagramapi.upstream.shapes.links import post_page, profile_page
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in


def records(mapping: Mapping, row: Row) -> list[Record]:
    """Return the object of a row; raises Unreadable, naming the field that cannot be read."""
    if row.fault is not None:
        raise Unreadable(row.fault)
    told: dict[str, Any] = {}
    for field in mapping.fields:
        text = (field.value if field.column is None else row.cells[field.column]) or ""
        if text.strip() not in mapping.unknown:
            _put(told, field, _value(mapping, field, text.strip()))
    told = _without_nameless(told)
    try:
        made: Any = mapping.model.model_validate(_COMPLETIONS[mapping.kind](told))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        shown = ".".join(map(str, fault["loc"]))
        raise Unreadable(f"has a `{shown}` that cannot be: {fault['msg']}") from error
    return [made]


def _put(told: dict[str, Any], field: Field, value: Any) -> None:
    *parents, name = field.path
    for parent in parents:
        told = told.setdefault(parent, {})
    told[name] = value


def _without_nameless(told: dict[str, Any]) -> dict[str, Any]:
    """Drop inner objects whose id this row does not tell."""
    inner = {name: _without_nameless(value) for name, value in told.items() if _is_object(value)}
    return {name: value for name, value in told.items() if not _is_object(value)} | {
        name: value for name, value in inner.items() if "id" in value
    }


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _value(mapping: Mapping, field: Field, text: str) -> Any:
    name = field.path[-1]
    try:
        if field.type is datetime:
            return _moment(mapping, field, text)
        if field.type is tuple:
            words = text.strip("[]").split(field.separator)
            return [word.strip(" \"'#@").lower() for word in words if word.strip(" \"'#@")]
        if field.type in (int, float):
            return text.replace(field.thousands, "") if field.thousands else text
        if field.type is Literal:
            return text.lower()
        return _NAMED[name](text) if name in _NAMED else text
    except ValueError as error:
        path = ".".join(field.path)
        raise Unreadable(f"has a `{path}` that cannot be read: {text!r} ({error})") from error


def _moment(mapping: Mapping, field: Field, text: str) -> datetime | str:
    if field.format is not None:
        moment = datetime.strptime(text, field.format)
    elif text.replace(".", "", 1).isdecimal():
        return text
    else:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=mapping.zone)


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("an id is digits; spreadsheets round long numbers, so export it as text")
    return text


_POST_NAMES: Dictionary[str, Callable[[str], PostRef]] = MappingProxyType(
    {"id": post_by_id, "shortcode": post_by_shortcode, "url": post_by_url}
)


def _handle(text: str) -> str:
    return account_by_handle(text).handle or ""


_NAMED: Dictionary[str, Callable[[str], str]] = MappingProxyType(
    {
        "id": _digits,
        "parent_id": _digits,
        "username": _handle,
        "post_id": lambda text: post_in_any_form(text).id,
    }
)


def _post(told: dict[str, Any]) -> dict[str, Any]:
    try:
        named = {read(told[name]).id for name, read in _POST_NAMES.items() if name in told}
    except ValueError as error:
        raise Unreadable(f"names its post in a way that cannot be read: {error}") from error
    if len(named) != 1:
        what = "tells no post" if not named else "names two posts"
        raise Unreadable(f"{what} by its `id`, `shortcode` and `url`")
    ref = post_by_id(named.pop())
    caption = told.get("caption")
    found = {"hashtags": hashtags_in(caption), "mentions": mentions_in(caption)}
    known = {"id": ref.id, "shortcode": ref.shortcode, "url": post_page(ref.shortcode)}
    return (found if caption else {}) | told | known


def _profile(told: dict[str, Any]) -> dict[str, Any]:
    return {"url": profile_page(told.get("username"))} | told if "username" in told else told


def _comment(told: dict[str, Any]) -> dict[str, Any]:
    return ({"mentions": mentions_in(told["text"])} if "text" in told else {}) | told


_COMPLETIONS: Dictionary[str, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {"post": _post, "profile": _profile, "comment": _comment}
)
