"""Reads a query string into a call, or says exactly what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

from instagramapi.catalog.endpoint import Call, Slot, Typed
from instagramapi.catalog.fields import Selection, columns_of, select
from instagramapi.catalog.media import has_media
from instagramapi.catalog.parameters import (
    Fields,
    Format,
    MaxAge,
    Media,
    OnlyCached,
    Parameter,
)
from instagramapi.errors import BadParameter

Pairs = Sequence[tuple[str, str]]

# The same questions are asked over and over, and reading one takes longer than answering it.
_REMEMBERED = 1024


class Wishes(Typed):
    """What every endpoint understands beside its own parameters."""

    fields: Fields = None
    max_age: MaxAge = None
    only_cached: OnlyCached = False

    def __post_init__(self) -> None:
        if self.only_cached and self.max_age == 0:
            raise BadParameter(
                "`max_age=0` queries now and `only_cached=true` never does; send one of them.",
                param="only_cached",
                reason="conflict",
            )


class MediaWishes(Wishes):
    """What endpoints understand besides whose answers have links to media."""

    media: Media = "direct"


class ListWishes(Wishes):
    """What endpoints understand besides that answer with a list."""

    format: Format = "json"


class MediaListWishes(MediaWishes):
    """What endpoints understand besides that answer with a list of what has links to media."""

    format: Format = "json"


_WISHES: dict[tuple[bool, bool], type[Wishes]] = {
    (False, False): Wishes,
    (True, False): MediaWishes,
    (False, True): ListWishes,
    (True, True): MediaListWishes,
}


def wishes_of(endpoint: type[Call]) -> type[Wishes]:
    """Name what an endpoint understands beside its own parameters."""
    return _WISHES[has_media(endpoint.answer), endpoint.is_list()]


class Table(NamedTuple):
    """A list as lines instead of an envelope: how, and which fields each item has there."""

    format: Literal["ndjson", "csv"]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """How the caller wants the answer, which is no part of what is asked for."""

    selection: Selection | None = None
    max_age_s: int | None = None
    only_cached: bool = False
    is_proxied: bool = False
    """Whether links to media lead through this server."""
    table: Table | None = None
    """How a list is written, where that is not JSON."""


DEFAULT_OPTIONS = Options()


def read_call(endpoint: type[Call], pairs: Pairs) -> tuple[Call, Options]:
    """Read the parameters of one request; raises BadParameter naming the one that is wrong."""
    return _read_once(endpoint, tuple(pairs))  # type: ignore[arg-type] # classes hash by identity


@lru_cache(_REMEMBERED)
def _read_once(endpoint: type[Call], pairs: Pairs) -> tuple[Call, Options]:
    sent = _by_name(endpoint, pairs)
    call = endpoint(**_values(endpoint, sent))
    known = wishes_of(endpoint)
    if not sent.keys() & known.names.keys():
        return call, DEFAULT_OPTIONS
    wishes = known(**_values(known, sent))
    selection = select(endpoint.answer, wishes.fields) if wishes.fields else None
    is_proxied = isinstance(wishes, MediaWishes) and wishes.media == "proxy"
    table = None
    if isinstance(wishes, ListWishes | MediaListWishes) and wishes.format != "json":
        table = Table(wishes.format, columns_of(endpoint.answer, selection))
    return call, Options(selection, wishes.max_age, wishes.only_cached, is_proxied, table)


def _accepted(endpoint: type[Call]) -> Mapping[str, str]:
    return {**endpoint.names, **wishes_of(endpoint).names}


def _by_name(endpoint: type[Call], pairs: Pairs) -> dict[str, str]:
    accepted = _accepted(endpoint)
    sent: dict[str, str] = {}
    for written, text in pairs:
        name = accepted.get(written)
        if name is None:
            raise _unknown(endpoint, written)
        # An empty value says nothing, as an empty field of a form does.
        if not text:
            continue
        if name in sent:
            raise _twice(name, written)
        sent[name] = text
    return sent


def _values(typed: type[Typed], sent: dict[str, str]) -> dict[str, Any]:
    values = {}
    for slot in typed.slots:
        found = [p for p in slot.one_of.parameters if p.name in sent]
        if len(found) > 1:
            raise _conflict(slot, found)
        if found:
            values[slot.name] = _read(found[0], sent[found[0].name])
        elif slot.is_required:
            raise _missing(slot)
    return values


def _read(parameter: Parameter, text: str) -> Any:
    try:
        return parameter.read(text)
    except (ValueError, OverflowError) as wrong:
        raise BadParameter(
            f"`{parameter.name}` must be {parameter.accepts}, "
            f"for example `{parameter.name}={parameter.example}`.",
            param=parameter.name,
            reason="malformed",
        ) from wrong


def _twice(name: str, written: str) -> BadParameter:
    alias = f" (`{written}` is another name for it)" if written != name else ""
    return BadParameter(
        f"`{name}` was sent twice{alias}; send one value once.", param=written, reason="conflict"
    )


def _missing(slot: Slot) -> BadParameter:
    first = slot.one_of.parameters[0]
    which = "exactly one of " if len(slot.one_of.parameters) > 1 else ""
    return BadParameter(
        f"Name {slot.one_of.noun}: send {which}{slot.one_of.names}, "
        f"for example `{first.name}={first.example}`.",
        param=first.name,
        reason="missing",
    )


def _conflict(slot: Slot, found: list[Parameter]) -> BadParameter:
    first, second = found[:2]
    return BadParameter(
        f"`{first.name}` and `{second.name}` both name {slot.one_of.noun}; send exactly one of "
        f"{slot.one_of.names}, for example only `{first.name}={first.example}`.",
        param=second.name,
        reason="conflict",
    )


def _unknown(endpoint: type[Call], written: str) -> BadParameter:
    accepted = _accepted(endpoint)
    shown = written[:60]
    near = get_close_matches(written.lower()[:60], accepted, n=1)
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(accepted.values()))
    hint = f"Did you mean `{near[0]}`? " if near else ""
    example = f"{endpoint.path}?{urlencode(endpoint.example)}".rstrip("?")
    return BadParameter(
        f"`{shown}` is not a parameter of {endpoint.path}. {hint}It accepts: {names}. "
        f"For example {example}.",
        param=shown,
        reason="unknown",
    )
