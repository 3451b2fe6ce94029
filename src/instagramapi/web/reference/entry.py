"""All that the page of one endpoint shows, gathered from the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from instagramapi.catalog.endpoint import Call, Catalogue, Slot, parameters_of
from instagramapi.catalog.parameters import Parameter
from instagramapi.catalog.reading import wishes_of
from instagramapi.errors import PROBLEMS, Problem
from instagramapi.web.reference.fields import Field, fields_in

_CODES = {problem.code: problem for problem in PROBLEMS}


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter as the page shows it."""

    parameter: Parameter
    requirement: str
    """`required`, `one of these`, or empty."""
    default: str

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    @property
    def type(self) -> str:
        """Its type in one word."""
        return "choice" if self.choices else str(self.parameter.schema.get("type", "string"))

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that it may be; empty where it is free."""
        if self.parameter.schema.get("type") == "boolean":
            return ("true", "false")
        return tuple(self.parameter.schema.get("enum", ()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One endpoint in the reference."""

    endpoint: type[Call]
    method: str
    own: tuple[Row, ...]
    """Parameters of this endpoint."""
    shared: tuple[Row, ...]
    """Parameters that every endpoint has."""
    fields: tuple[Field, ...]
    problems: tuple[type[Problem], ...]

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.endpoint.name

    @property
    def path(self) -> str:
        """Its page in the docs."""
        return f"/docs/{self.endpoint.name}"

    @property
    def group(self) -> str:
        """What it belongs to: profile, post, search …"""
        return self.endpoint.name.partition("/")[0]

    @property
    def summary(self) -> str:
        """Its purpose in one sentence."""
        return " ".join(self.endpoint.documentation().split("\n\n", 1)[0].split())

    @property
    def details(self) -> str:
        """What else there is to know, as Markdown."""
        return self.endpoint.documentation().partition("\n\n")[2]


def entries(catalogue: Catalogue, document: dict[str, Any]) -> tuple[Entry, ...]:
    """Gather the pages of a catalogue; the document tells answers and errors."""
    return tuple(_entry(endpoint, document) for endpoint in catalogue)


def groups(of: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    """Sort entries by what they belong to, in the order of the catalogue; who is alone comes last.

    The name of a group of those is `more`.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in of:
        by_name.setdefault(entry.group, []).append(entry)
    several = {name: group for name, group in by_name.items() if len(group) > 1}
    alone = [entry for group in by_name.values() if len(group) == 1 for entry in group]
    return several | ({"more": alone} if alone else {})


def _entry(endpoint: type[Call], document: dict[str, Any]) -> Entry:
    ((method, operation),) = document["paths"][endpoint.path].items()
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    model = schema["properties"]["data"]["$ref"].rpartition("/")[2]
    return Entry(
        endpoint=endpoint,
        method=method.upper(),
        own=tuple(row for slot in endpoint.slots for row in _rows(slot)),
        shared=tuple(Row(parameter, "", "") for parameter in parameters_of(wishes_of(endpoint))),
        fields=fields_in(document, model),
        problems=tuple(_problems(operation)),
    )


def _rows(slot: Slot) -> Iterator[Row]:
    parameters = slot.one_of.parameters
    requirement = ""
    if slot.is_required:
        requirement = "one of these" if len(parameters) > 1 else "required"
    default = "" if slot.is_required or slot.default is None else str(slot.default)
    for parameter in parameters:
        yield Row(parameter, requirement, default)


def _problems(operation: dict[str, Any]) -> Iterator[type[Problem]]:
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            for code in response["content"]["application/json"]["examples"]:
                yield _CODES[code]
