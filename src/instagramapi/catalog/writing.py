"""Writes a call as a query string: the inverse of reading one, to ask another server with."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import quote

from instagramapi.catalog.endpoint import Call, Slot
from instagramapi.catalog.parameters import Parameter
from instagramapi.catalog.subjects import PostRef


def query_of(call: Call) -> list[tuple[str, str]]:
    """Write the parameters of a call, so that `read_call` reads the same call from them.

    What has its default is left out. A ValueError for a value that no caller can have sent.
    """
    values = [(slot, getattr(call, slot.name)) for slot in call.slots]
    return [_pair(slot, value) for slot, value in values if value != slot.default]


def address_of(endpoint: type[Call], sent: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Write the path of an endpoint, and what is left of the parameters for its query string."""
    name = endpoint.path_parameter
    if name is None or name not in sent:
        return endpoint.path, dict(sent)
    path = endpoint.path.replace(f"{{{name}}}", quote(sent[name], safe=""))
    return path, {other: text for other, text in sent.items() if other != name}


def _pair(slot: Slot, value: Any) -> tuple[str, str]:
    # The readers alone know the forms: whatever reads back as the value is a way to write it.
    for parameter in slot.one_of.parameters:
        for text in _spellings(value):
            if _means(parameter, text, value):
                return parameter.name, text
    raise ValueError(f"no text means {value!r} as {slot.one_of.noun}")


def _means(parameter: Parameter, text: str, value: Any) -> bool:
    try:
        return bool(parameter.read(text) == value)
    except ValueError:
        return False


def _spellings(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [",".join(value)]
    if not is_dataclass(value):
        return [str(value)]
    if isinstance(value, PostRef):
        return [value.id, f"https://www.instagram.com/p/{value.shortcode}/"]
    texts = [str(getattr(value, part.name)) for part in fields(value)]
    # A handle that looks like our host's name, `instagr.am`, is read only from a URL.
    return [*texts, *(f"https://www.instagram.com/{text}/" for text in texts)]
