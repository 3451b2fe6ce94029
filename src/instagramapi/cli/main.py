"""The command `instagramapi`: all commands in one tree, and what it says when one fails."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from instagramapi.admin.failure import Failure
from instagramapi.cli import (
    accounts,
    archive,
    call,
    copies,
    keys,
    money,
    privacy,
    serve,
    server,
    simulate,
    users,
)
from instagramapi.cli.output import flowing, show_failure

app = typer.Typer(
    name="instagramapi",
    help="The open, self-hosted API for public Instagram data.",
    epilog="Start with: instagramapi serve",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for unnamed in (serve, server, archive, copies, simulate):
    app.add_typer(unnamed.app)
app.add_typer(call.app, name="call")
app.add_typer(accounts.app, name="accounts")
app.add_typer(users.app, name="users")
app.add_typer(keys.app, name="keys")
app.add_typer(money.credits_app, name="credits")
app.add_typer(money.ledger_app, name="ledger")
app.add_typer(privacy.app, name="privacy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 only when it did what it says, 2 for wrong usage, else 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = tree().main(words, prog_name="instagramapi", standalone_mode=False)
    except TyperException as error:
        failure = Failure("wrong_usage", error.format_message())
    except ModuleNotFoundError as error:
        failure = _not_installed(error)
    except Failure as error:
        failure = error
    else:
        return code if isinstance(code, int) else 0
    # The help of a command without a sub-command is printed by itself, and says nothing here.
    if failure.message:
        show_failure(failure, as_json="--json" in words)
    return failure.exit_code


def tree() -> Any:
    """Make the tree of all commands."""
    root = typer.main.get_command(app)
    _flow(root)
    return root


def _flow(command: Any) -> None:
    command.help = flowing(command.help or "")
    for below in getattr(command, "commands", {}).values():
        _flow(below)


def _not_installed(error: ModuleNotFoundError) -> Failure:
    if (error.name or "").startswith("instagramapi"):
        raise error
    return Failure(
        "not_installed",
        f"This command needs the server's parts ({error.name} is missing); "
        "install them with: pip install 'instagramapi[server]'",
    )
