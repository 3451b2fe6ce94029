"""A mapping: which column of a table is which field of a post, a profile or a comment."""

import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import tzinfo
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from instagramapi.catalog.models import Comment, Post, Profile
from instagramapi.catalog.models.base import Model

_KINDS: Dictionary[str, type[Model]] = MappingProxyType(
    {"post": Post, "profile": Profile, "comment": Comment}
)
# Of each group one is needed: of a post's names, each tells the others.
_NEEDED: Dictionary[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "post": (("id", "shortcode", "url"),),
        "profile": (("id",), ("username",)),
        "comment": (("id",), ("post_id",)),
    }
)
_KEYS = ("kind", "delimiter", "unknown", "zone", "fields")
_OPTIONS = ("column", "value", "format", "thousands", "separator")


class WrongMapping(Exception):  # noqa: N818 - it names a state, like the Problems
    """A mapping that cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where it stands in the object, what it is, and where its text comes from."""

    path: tuple[str, ...]
    type: Any
    column: str | None = None
    value: str | None = None
    format: str | None = None
    thousands: str = ""
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a table mean."""

    kind: str
    fields: tuple[Field, ...]
    digest: bytes
    delimiter: str = ","
    unknown: frozenset[str] = frozenset({""})
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def model(self) -> type[Model]:
        """What a row becomes."""
        return _KINDS[self.kind]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that a table must have."""
        return frozenset(each.column for each in self.fields if each.column is not None)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file (TOML); raises WrongMapping with the reason."""
    try:
        data = path.read_bytes()
        return _mapping(tomllib.loads(data.decode()), blake2b(data, digest_size=16).digest())
    except OSError as error:
        raise WrongMapping(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongMapping(f"{path} is not TOML: {error}.") from error
    except WrongMapping as wrong:
        raise WrongMapping(f"{path}: {wrong}") from wrong


def _mapping(raw: dict[str, Any], digest: bytes) -> Mapping:
    for key in raw:
        if key not in _KEYS:
            raise WrongMapping(f"`{key}` means nothing here;{_near(key, _KEYS)}")
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise WrongMapping("`kind` says what a row is: `post`, `profile` or `comment`.")
    fields = tuple(_fields(raw.get("fields"), (), _KINDS[kind]))
    _require(kind, fields)
    return Mapping(kind, fields, digest, **dict(_settings(raw)))


def _settings(raw: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "delimiter" in raw:
        if not isinstance(raw["delimiter"], str) or len(raw["delimiter"]) != 1:
            raise WrongMapping('`delimiter` is one character, as "," or ";" or "\\t".')
        yield "delimiter", raw["delimiter"]
    if "unknown" in raw:
        words = raw["unknown"]
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise WrongMapping('`unknown` is a list of texts, as ["", "NULL"].')
        yield "unknown", frozenset({"", *words})
    if "zone" in raw:
        yield "zone", _zone(raw["zone"])


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, TypeError, ValueError, KeyError) as error:
        raise WrongMapping('`zone` is the name of a time zone, as "Europe/Paris".') from error


def _fields(raw: Any, above: tuple[str, ...], model: type[Model]) -> Iterator[Field]:
    if not isinstance(raw, dict):
        raise WrongMapping("`[fields]` says for each field of which column it is.")
    for name, told in raw.items():
        path = (*above, name)
        shown = ".".join(("fields", *path))
        if name not in model.model_fields:
            near = _near(name, tuple(model.model_fields))
            raise WrongMapping(f"`{shown}`: a {model.__name__} has no field {name!r};{near}")
        kind = _type(model.model_fields[name].annotation)
        if isinstance(kind, type) and issubclass(kind, Model):
            yield from _fields(told, path, kind)
        elif kind is None:
            raise WrongMapping(f"`{shown}` holds objects, which a column cannot tell.")
        else:
            yield _field(shown, path, kind, told)


def _type(annotation: Any) -> Any:
    """Return what a column's text must become; None where it cannot."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated or origin is Union or origin is UnionType:
        return _type(inner[0])
    if origin is tuple:
        return tuple if _type(inner[0]) is str else None
    return Literal if origin is Literal else annotation


def _field(shown: str, path: tuple[str, ...], kind: Any, told: Any) -> Field:
    options = {"column": told} if isinstance(told, str) else told
    if not isinstance(options, dict) or not all(isinstance(x, str) for x in options.values()):
        raise WrongMapping(
            f'`{shown}` is the name of a column, or a table like {{ column = "x" }}.'
        )
    for option in options:
        if option not in _OPTIONS:
            raise WrongMapping(f"`{shown}.{option}` means nothing here;{_near(option, _OPTIONS)}")
    if ("column" in options) == ("value" in options):
        raise WrongMapping(f"`{shown}` needs either `column` or `value`.")
    if options.get("separator") == "":
        raise WrongMapping(f"`{shown}.separator` cannot be empty.")
    return Field(path, kind, **options)


def _require(kind: str, fields: tuple[Field, ...]) -> None:
    paths = {each.path for each in fields}
    for names in _NEEDED[kind]:
        if not any((name,) in paths for name in names):
            shown = " or ".join(f"`fields.{name}`" for name in names)
            raise WrongMapping(f"a {kind} needs {shown}.")
    for parent in sorted({path[:-1] for path in paths if len(path) > 1}):
        if (*parent, "id") not in paths:
            raise WrongMapping(
                f"`fields.{'.'.join(parent)}` needs its `id`: names can change hands. Where all "
                'rows have the same, give it as { value = "…" }.'
            )


def _near(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f" did you mean `{near[0]}`?" if near else f" there are: {', '.join(known)}."
