"""`instagramapi accounts`: who owns credits and keys."""

from typing import Annotated

import typer

from instagramapi.cli.options import DataDir, Json, perform
from instagramapi.cli.output import print_json, say, table

app = typer.Typer(help="Open and list the accounts that own credits and keys.")


@app.command("create")
def create_account(
    *,
    email: Annotated[str, typer.Option(help="E-mail address; one account has it at most.")],
    name: Annotated[str | None, typer.Option(help="A name for people.")] = None,
    credits: Annotated[int, typer.Option(min=0, help="Credits to start with.")] = 0,  # noqa: A002
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Open an account.

    Example: instagramapi accounts create --email ada@example.com --credits 500

    Prints the account's id. With --json: account_id, email, credits.
    """
    done = perform(data_dir, "accounts.create", email=email, name=name, credits=credits)
    if as_json:
        print_json(done)
    else:
        say(f"Opened account {done['account_id']} with {done['credits']} credits.")


@app.command("list")
def list_accounts(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """List all accounts and their credits.

    Example: instagramapi accounts list

    Prints a table, oldest first. With --json: accounts[].
    """
    done = perform(data_dir, "accounts.list")
    if as_json:
        print_json(done)
        return
    columns = ("account_id", "email", "name", "credits", "created_at")
    rows = ([account[column] for column in columns] for account in done["accounts"])
    table(columns, rows, empty="There is no account yet.")
