"""Every page of the docs as Markdown: guides from files, the rest from the program itself."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Protocol

from instagramapi.errors import PROBLEMS, Problem
from instagramapi.gateway.billing import RULES
from instagramapi.web.reference.entry import Entry, Row
from instagramapi.web.reference.fields import Field
from instagramapi.web.reference.markdown import summary_of, title_of
from instagramapi.web.reference.samples import Ask, samples
from instagramapi.web.reference.showroom import Example

# What a reader needs first comes first; a guide that is not named here follows by its name.
_ORDER = {
    "Guides": "authentication dashboard billing alerts pagination batch usage freshness sandbox",
    "Operating": "self-hosting signing-in settings providers import web-ids topups privacy",
}
_LABELS = {"web-ids": "The web provider"}
GROUPS = ("Start", *_ORDER, "Endpoints")
"""The parts of the docs, in their order."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page of the docs."""

    path: str
    group: str
    markdown: str
    label: str = ""
    """How menus call it, where its title is too long."""

    @property
    def title(self) -> str:
        """Its heading."""
        return title_of(self.markdown)

    @property
    def summary(self) -> str:
        """Its first paragraph."""
        return summary_of(self.markdown)


class Setting(Protocol):
    """One setting of the server, for the page that lists them."""

    @property
    def variable(self) -> str:
        """Its environment variable."""
        ...

    @property
    def type(self) -> str:
        """What it may be, in words."""
        ...

    @property
    def default(self) -> str:
        """What it is where nobody set it."""
        ...

    @property
    def about(self) -> str:
        """What it does."""
        ...


def guides(settings: Iterable[Setting]) -> tuple[Document, ...]:
    """Read the guides, and write those that the program itself knows best."""
    texts = {
        entry.name.removesuffix(".md"): entry.read_text("utf-8")
        for entry in _folder().iterdir()
        if entry.name.endswith(".md")
    }
    texts["settings"] = settings_page(settings)
    return tuple(
        Document(f"/docs/guides/{name}", group, texts[name], _LABELS.get(name, ""))
        for group, names in _grouped(texts.keys()).items()
        for name in names
    )


def _grouped(names: Set[str]) -> dict[str, list[str]]:
    groups = {
        group: [name for name in order.split() if name in names] for group, order in _ORDER.items()
    }
    groups["Guides"] += sorted(names - set(chain(*groups.values())))
    return groups


def _folder() -> Traversable:
    """Find the guides: in the package, or beside the source where it runs from there."""
    packaged = files("instagramapi.web") / "guides"
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "docs" / "guides"


def errors_page(problems: Sequence[type[Problem]] = PROBLEMS) -> str:
    """Write the page of errors: one section for each code, which `doc_url` leads to."""
    head = (
        "# Errors\n\nEvery refusal and failure has one form, a stable `code`, and a `doc_url` that "
        "leads to its section here. `retryable` says whether the same request may succeed later. "
        "The message is for people and may change; `code` and `reason` do not.\n"
    )
    table = "| code | HTTP | costs | ask again? |\n|---|---|---|---|\n" + "\n".join(
        f"| [`{each.code}`](#{each.code}) | {each.status} | {_costs(each)} | {_again(each)} |"
        for each in problems
    )
    body = "\n".join(
        f"\n## `{each.code}`\n\nHTTP {each.status} · {_costs(each)} · "
        f"{'safe to ask again' if each.retryable else 'asking again gives the same'}\n\n"
        f"{each.documentation()}\n"
        for each in problems
    )
    return f"{head}\n{table}\n{body}"


def settings_page(settings: Iterable[Setting]) -> str:
    """Write the page of settings."""
    head = (
        "# Settings\n\nEach setting is an environment variable, or the same name in lower case and "
        "without the prefix as a line of the TOML file that `INSTAGRAMAPI_CONFIG` names. A name "
        "that is no setting, and a value that cannot be, stop the start with one line. "
        "`instagramapi settings` prints the values in effect, secrets masked.\n"
    )
    body = "\n".join(
        f"\n## `{each.variable}`\n\n{each.about}\n\nType: {each.type} · default: {each.default}\n"
        for each in settings
    )
    return head + body


def billing_table() -> str:
    """Write the table of what an outcome costs, from the rules by which it is charged."""
    rows = "\n".join(
        f"| {rule.outcome} | {'the price' if rule.is_billed else '0'} |" for rule in RULES
    )
    return f"| outcome | costs |\n|---|---|\n{rows}\n"


def endpoint_page(entry: Entry, server: str, example: Example | None = None) -> str:
    """Write the page of one endpoint as Markdown."""
    parts = [
        f"# {entry.method} {entry.endpoint.path}",
        entry.summary,
        _price(entry),
        entry.details,
        "## Parameters",
        "\n".join(map(_parameter_line, (*entry.own, *entry.shared))),
        "## Request",
        *_request(entry, server),
        *_response(example),
        "## Fields",
        "\n".join(_field_lines(entry.fields)),
        "## Errors",
        "\n".join(
            f"- {each.status} [`{each.code}`](/docs/errors#{each.code}): {_costs(each)}"
            for each in entry.problems
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _price(entry: Entry) -> str:
    count = entry.endpoint.credits
    price = f"{count} credit{'' if count == 1 else 's'}" if count else "nothing"
    seconds = int(entry.endpoint.fresh_for.total_seconds())
    return f"Costs {price}." + (f" Answers are fresh for {seconds} seconds." if seconds else "")


def _parameter_line(row: Row) -> str:
    facts = _facts(row.type, row.requirement, row.default)
    return f"- `{row.name}` ({facts}): {row.parameter.about} Accepts {row.parameter.accepts}."


def _request(entry: Entry, server: str) -> list[str]:
    endpoint = entry.endpoint
    ask = Ask(server, endpoint.path, endpoint.name, endpoint.example, "ig_test_…", entry.method)
    return [f"```sh\n{text}\n```" for language, text in samples(ask) if language == "curl"]


def _response(example: Example | None) -> list[str]:
    if example is None:
        return []
    return ["## Response", f"```json\n{example.text}\n```"]


def _field_lines(fields: Iterable[Field], indent: str = "") -> Iterable[str]:
    for field in fields:
        null = ", or null" if field.is_nullable else ""
        yield f"{indent}- `{field.name}` ({field.type}{null}): {field.about}".rstrip(": ")
        yield from _field_lines(field.inner, indent + "  ")


def _facts(*facts: str) -> str:
    kind, requirement, default = facts
    return ", ".join(
        fact for fact in (kind, requirement, default and f"default `{default}`") if fact
    )


def _costs(problem: type[Problem]) -> str:
    return "billed" if problem.billed else "free"


def _again(problem: type[Problem]) -> str:
    return "yes" if problem.retryable else "no"
