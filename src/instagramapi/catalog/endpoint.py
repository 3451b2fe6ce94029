"""An endpoint is a typed question: one class says all there is to say about it.

Its docstring is its reference page, its fields are its parameters, its type argument is its
answer, its class keywords are path, price and freshness. An instance is one call.
"""

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import (
    Any,
    ClassVar,
    Generic,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from instagramapi.catalog.models.base import Model
from instagramapi.catalog.models.page import Page
from instagramapi.catalog.parameters import OneOf, Parameter
from instagramapi.catalog.subjects import Subject
from instagramapi.errors import BadParameter, Problem

Answer = TypeVar("Answer", bound=Model)

# These say where in a list to look or how much of it, not which list it is.
_POSITION = frozenset({"cursor", "limit"})


@dataclasses.dataclass(frozen=True)
class Slot:
    """A field of an endpoint and the parameters that can fill it."""

    name: str
    one_of: OneOf
    is_required: bool
    default: Any


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Typed:
    """A frozen set of parameter values; subclasses declare their fields like a dataclass."""

    slots: ClassVar[tuple[Slot, ...]] = ()
    names: ClassVar[Mapping[str, str]] = {}
    """Every name and alias that is accepted, and the parameter that it means."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        hints = get_type_hints(cls, include_extras=True)
        cls.slots = tuple(_slot(field, hints[field.name]) for field in dataclasses.fields(cls))  # type: ignore[arg-type]
        cls.names = {
            name: parameter.name
            for slot in cls.slots
            for parameter in slot.one_of.parameters
            for name in (parameter.name, *parameter.aliases)
        }


class Endpoint(Typed, Generic[Answer]):
    """A question that a provider answers with an object of the catalogue."""

    name: ClassVar[str]
    path: ClassVar[str]
    path_parameter: ClassVar[str | None]
    """The parameter that the last part of the path is, written `{name}` there; None without one."""
    credits: ClassVar[int]
    fresh_for: ClassVar[timedelta]
    fresh_for_s: ClassVar[float]
    example: ClassVar[Mapping[str, str]]
    raises: ClassVar[tuple[type[Problem], ...]]
    answer: ClassVar[type[Model]]

    def __init_subclass__(
        cls,
        *,
        name: str,
        path: str,
        credits: int,  # noqa: A002 - the product's word, and only ever a class keyword
        fresh_for: timedelta = timedelta(0),
        example: Mapping[str, str],
        raises: tuple[type[Problem], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__doc__ or cls.__doc__.startswith(f"{cls.__name__}("):
            raise TypeError(f"{cls.__name__} needs a docstring: it is the page that callers read")
        cls.name, cls.path, cls.credits, cls.fresh_for = name, path, credits, fresh_for
        cls.fresh_for_s = fresh_for.total_seconds()
        cls.example, cls.raises = example, raises
        cls.path_parameter = _parameter_in(cls)
        cls.answer = _answer_of(cls)

    @classmethod
    def documentation(cls) -> str:
        """The docstring as written for callers, without its indentation."""
        return inspect.cleandoc(cls.__doc__ or "")

    @classmethod
    def is_list(cls) -> bool:
        """Whether the answer is a page of a list."""
        return issubclass(cls.answer, Page)

    @cached_property
    def identity(self) -> str:
        """Name what is asked for, the same for every way to ask: the cache's key."""
        # As literals, so that the text "None" is not None and no text can end its own field.
        return f"{self.list_identity}#{getattr(self, 'limit', None)}#{self.cursor_text!r}"

    @cached_property
    def list_identity(self) -> str:
        """Name the list that is asked for, whatever the page: what a cursor is bound to."""
        return self.name + "".join(
            f"&{slot.name}={getattr(self, slot.name)!r}"
            for slot in self.slots
            if slot.name not in _POSITION
        )

    @property
    def cursor_text(self) -> str | None:
        """The cursor as the caller sent it; None on the first page."""
        return getattr(self, "cursor", None)

    @cached_property
    def subject(self) -> Subject | None:
        """The account, post, place or tag that the call is about; None for a search."""
        for slot in self.slots:
            value = getattr(self, slot.name)
            if isinstance(value, Subject):
                return value
        return None


Call = Endpoint[Any]
"""One call: an instance of any endpoint."""


class Catalogue:
    """The endpoints that one server offers, by name and by path."""

    def __init__(self, endpoints: tuple[type[Call], ...]) -> None:
        self.by_path = {endpoint.path: endpoint for endpoint in endpoints}
        self.by_name = {endpoint.name: endpoint for endpoint in endpoints}
        if not len(self.by_path) == len(self.by_name) == len(endpoints):
            raise ValueError("two endpoints share a name or a path")
        self._by_folder = {
            endpoint.path.rpartition("/")[0]: endpoint
            for endpoint in endpoints
            if endpoint.path_parameter
        }

    def find(self, path: str) -> tuple[type[Call] | None, tuple[tuple[str, str], ...]]:
        """Find the endpoint of a path, and the parameter that the path itself holds."""
        endpoint = self.by_path.get(path)
        if endpoint:
            return endpoint, ()
        folder, _, last = path.rpartition("/")
        endpoint = self._by_folder.get(folder) if last else None
        if endpoint is None or endpoint.path_parameter is None:
            return None, ()
        return endpoint, ((endpoint.path_parameter, last),)

    def __iter__(self) -> Iterator[type[Call]]:
        return iter(self.by_path.values())

    def __len__(self) -> int:
        return len(self.by_path)


def require_order(since: int | None, until: int | None) -> None:
    """Refuse a time window that ends before it starts."""
    if since is not None and until is not None and since >= until:
        raise BadParameter(
            "`since` must be before `until`, for example `since=2026-01-01&until=2026-02-01`.",
            param="since",
            reason="conflict",
        )


def _parameter_in(endpoint: type[Any]) -> str | None:
    last = str(endpoint.path.rpartition("/")[2])
    if not last.startswith("{"):
        return None
    name = last.strip("{}")
    if name not in endpoint.names.values():
        raise TypeError(f"{endpoint.__name__} has {name!r} in its path and no such parameter")
    return name


def _answer_of(endpoint: type[Any]) -> type[Model]:
    for base in endpoint.__orig_bases__:
        if isinstance(get_origin(base), type) and issubclass(get_origin(base), Endpoint):
            answer: type[Model] = get_args(base)[0]
            return answer
    raise TypeError(f"{endpoint.__name__} does not say what it answers: Endpoint[Profile]")


def _slot(field: "dataclasses.Field[Any]", hint: Any) -> Slot:
    one_of = next((note for note in get_args(hint) if isinstance(note, OneOf)), None)
    if one_of is None:
        raise TypeError(f"field {field.name!r} has no parameters: annotate it with a OneOf")
    is_required = field.default is dataclasses.MISSING
    return Slot(field.name, one_of, is_required, None if is_required else field.default)


def parameters_of(typed: type[Typed]) -> tuple[Parameter, ...]:
    """List every parameter of an endpoint, in the order of its fields."""
    return tuple(parameter for slot in typed.slots for parameter in slot.one_of.parameters)
