"""`instagramapi call`: one command for each endpoint, its options made from the catalogue."""

import inspect
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from instagramapi.admin.failure import Failure
from instagramapi.cli.output import console, flowing, note, print_json

if TYPE_CHECKING:
    from instagramapi.catalog.endpoint import Call
    from instagramapi.catalog.parameters import Parameter

_TIMEOUT_S = 60.0
_LINES = ("text/csv", "application/x-ndjson")

Options = list[inspect.Parameter]


class Endpoints(TyperGroup):
    """The catalogue as commands; it is imported only where one of them is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name every endpoint, in the order of the catalogue."""
        from instagramapi.catalog.endpoints import CATALOGUE

        return list(CATALOGUE.by_name)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Make the command of one endpoint; None where there is no such endpoint."""
        from instagramapi.catalog.endpoints import CATALOGUE

        endpoint = CATALOGUE.by_name.get(cmd_name)
        return None if endpoint is None else command_of(endpoint)


app = typer.Typer(
    cls=Endpoints,
    no_args_is_help=True,
    help="Ask a running server: one command for each endpoint, like `call profile --handle nike`.",
)


@app.callback()
def call() -> None:
    """Stand for the group; the endpoints below it do the work."""


def command_of(endpoint: "type[Call]") -> TyperCommand:
    """Make the command of an endpoint from its name, its parameters and its documentation."""

    from instagramapi.catalog.writing import address_of

    def run(*, server: str, key: str | None, as_json: bool, **given: Any) -> None:
        sent = {name: _text(value) for name, value in given.items() if value not in (None, False)}
        if as_json and sent.get("format", "json") != "json":
            raise Failure("wrong_usage", "--json and --format exclude each other.", param="format")
        path, query = address_of(endpoint, sent)
        answer = _ask(server.rstrip("/") + path, query, key)
        if isinstance(answer, Lines):
            sys.stdout.write(answer.text)
            note(_remark(answer.meta))
        else:
            _show(answer, as_json=as_json)

    run.__signature__ = inspect.Signature(_options(endpoint))  # type: ignore[attr-defined]
    made = typer.Typer(rich_markup_mode="rich", add_completion=False)
    made.command(endpoint.name, help=_help(endpoint))(run)
    command = typer.main.get_command(made)
    assert isinstance(command, TyperCommand)  # noqa: S101 - one function makes one command
    return command


def _options(endpoint: "type[Call]") -> Options:
    from instagramapi.catalog.endpoint import parameters_of
    from instagramapi.catalog.reading import wishes_of

    parameters = (*parameters_of(endpoint), *parameters_of(wishes_of(endpoint)))
    # Some endpoints have a `url` of their own; everywhere else the server's may be called so.
    is_taken = any("url" in (parameter.name, *parameter.aliases) for parameter in parameters)
    server = typer.Option(
        *(["--server"] if is_taken else ["--server", "--url"]),
        envvar="INSTAGRAMAPI_URL",
        help="Address of the server.",
    )
    key = typer.Option(
        "--key",
        envvar="INSTAGRAMAPI_KEY",
        help="The API key. Better set the variable: a command line is seen by everybody (ps).",
        show_default=False,
    )
    as_json = typer.Option("--json", help="Print the whole answer as one JSON object.")
    return [
        *map(_option, parameters),
        _keyword("server", Annotated[str, server], "http://127.0.0.1:8000"),
        _keyword("key", Annotated[str | None, key], None),
        _keyword("as_json", Annotated[bool, as_json], False),
    ]


def _option(parameter: "Parameter") -> inspect.Parameter:
    flags = ["--" + name.replace("_", "-") for name in (parameter.name, *parameter.aliases)]
    option = typer.Option(*flags, help=parameter.about, show_default=False)
    if parameter.schema.get("type") == "boolean":
        return _keyword(parameter.name, Annotated[bool, option], False)
    # The server reads the text and says what is wrong with it: one place, the same words.
    return _keyword(parameter.name, Annotated[str | None, option], None)


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=annotation, default=default)


def example_of(endpoint: "type[Call]") -> list[str]:
    """Write an endpoint's example as the words of a command line."""
    options = (("--" + name.replace("_", "-"), text) for name, text in endpoint.example.items())
    return ["call", endpoint.name, *(word for option in options for word in option)]


def _help(endpoint: "type[Call]") -> str:
    cost = {0: "It is free.", 1: "It costs 1 credit."}.get(
        endpoint.credits, f"It costs {endpoint.credits} credits."
    )
    # In a terminal's markup a bracket opens a tag; in the documentation it is one.
    documentation = flowing(endpoint.documentation()).replace("[", "\\[")
    return (
        f"{documentation}\n\n{cost}\n\nExample: instagramapi {' '.join(example_of(endpoint))}"
        "\n\nPrints the data. With --json: the whole envelope, with data and meta, or error."
    )


def _text(value: Any) -> str:
    return "true" if value is True else str(value)


@dataclass(frozen=True)
class Lines:
    """A list that is not JSON, as the server wrote it, and what its headers tell."""

    text: str
    meta: dict[str, Any]


def _ask(url: str, sent: dict[str, str], key: str | None) -> dict[str, Any] | Lines:
    # Imported late: it takes as long as all the rest.
    import httpx2

    headers = {"authorization": f"Bearer {_clean(key)}"} if key else {}
    try:
        # Reading the certificates takes longer than the call; only https has any.
        is_secure = url.startswith("https:")
        answer = httpx2.get(url, params=sent, headers=headers, timeout=_TIMEOUT_S, verify=is_secure)
        if answer.headers.get("content-type", "").startswith(_LINES):
            return Lines(answer.text, _meta(answer.headers))
        envelope = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Failure(
            "no_answer",
            f"{url} does not answer ({error or type(error).__name__}). "
            "Name the server with --server or INSTAGRAMAPI_URL; `instagramapi serve` starts one.",
        ) from error
    except ValueError as error:
        raise _foreign(url, answer.status_code) from error
    if not isinstance(envelope, dict) or envelope.keys().isdisjoint({"data", "error"}):
        raise _foreign(url, answer.status_code)
    return envelope


def _meta(headers: Mapping[str, str]) -> dict[str, Any]:
    names = ("credits-charged", "credits-remaining", "provider", "request-id", "next-cursor")
    return {name.replace("-", "_"): headers.get(f"x-{name}") for name in names}


def _foreign(url: str, status: int) -> Failure:
    return Failure(
        "no_answer", f"{url} answers {status}, but not as this API does: it is another server."
    )


def _clean(key: str) -> str:
    if not (key.isascii() and key.isprintable()):
        # The text is not repeated: it may be a key with a slip in it.
        raise Failure("wrong_usage", "This is no API key; it looks like ig_live_….", param="key")
    return key.strip()


def _show(envelope: dict[str, Any], *, as_json: bool) -> None:
    error = envelope.get("error")
    if as_json:
        print_json(envelope)
    elif error:
        out = console(is_error=True)
        out.print(f"[bold red]Error:[/] {error['code']}")
        out.print(f"{error['message']}\n{error['doc_url']}", markup=False)
    else:
        console().print_json(data=envelope["data"])
        note(_remark(envelope["meta"]))
    if error:
        raise typer.Exit(1)


def _remark(meta: dict[str, Any]) -> str:
    parts = [
        f"{meta['credits_charged']} credits charged, {meta['credits_remaining']} left",
        meta.get("provider") and f"from {meta['provider']}",
        meta["request_id"],
        meta["next_cursor"] and f"next page: --cursor {meta['next_cursor']}",
    ]
    return " · ".join(filter(None, parts))
