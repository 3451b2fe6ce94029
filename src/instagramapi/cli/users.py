"""`instagramapi users`: who signs in to the pages."""

from typing import Annotated

import typer

from instagramapi.cli.options import DataDir, Json, perform
from instagramapi.cli.output import print_json, say, table

app = typer.Typer(help="Add and list the people who sign in, and make links that sign them in.")


@app.command("create")
def create_user(
    *,
    email: Annotated[str, typer.Option(help="E-mail address; one user has it at most.")],
    name: Annotated[str | None, typer.Option(help="A name for people.")] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="ID|EMAIL", help="The account to join; by default one of their own."),
    ] = None,
    role: Annotated[
        str, typer.Option(help="owner, admin, developer, billing or read_only, in that account.")
    ] = "owner",
    is_operator: Annotated[
        bool, typer.Option("--operator", help="They may run this server from its pages.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Add a user.

    Example: instagramapi users create --email ada@example.com --account acme@example.com

    Prints the user's id. With --json: user_id, email, account_id, role, is_operator.
    """
    done = perform(
        data_dir,
        "users.create",
        email=email,
        name=name,
        account=account,
        role=role,
        is_operator=is_operator,
    )
    if as_json:
        print_json(done)
    else:
        say(f"Added user {done['user_id']}, {done['role']} of account {done['account_id']}.")
        say("Sign them in with: instagramapi users link --email …")


@app.command("list")
def list_users(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """List all users, what they belong to, and how they sign in.

    Example: instagramapi users list

    Prints a table, oldest first. With --json: users[] (with accounts[] and their roles).
    """
    done = perform(data_dir, "users.list")
    if as_json:
        print_json(done)
        return
    columns = ("user_id", "email", "is_operator", "has_password", "has_totp", "passkeys", "roles")
    rows = (
        [*(user[column] for column in columns[:-1]), [each["role"] for each in user["accounts"]]]
        for user in done["users"]
    )
    table(columns, rows, empty="There is no user yet.")


@app.command("change")
def change_user(
    *,
    email: Annotated[str, typer.Option(help="Whose right it is.")],
    is_operator: Annotated[
        bool, typer.Option("--operator/--no-operator", help="Whether they may run this server.")
    ],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Give a user the right to run this server from its pages, or take it.

    Example: instagramapi users change --email ada@example.com --no-operator

    Prints what they are now. With --json: user_id, email, is_operator.
    """
    done = perform(data_dir, "users.change", email=email, is_operator=is_operator)
    if as_json:
        print_json(done)
    else:
        say(f"{done['email']} is {'an operator' if is_operator else 'no operator'} now.")


@app.command("link")
def link_user(
    *,
    email: Annotated[
        str | None,
        typer.Option(help="Whom it signs in; by default the first operator.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make a link that signs a user in: once, within an hour, whatever they have forgotten.

    Example: instagramapi users link --email ada@example.com

    Prints the link. With --json: url, user_id, email, expires_at.
    """
    done = perform(data_dir, "users.link", email=email)
    if as_json:
        print_json(done)
    else:
        say(f"Signs {done['email']} in, once and until {done['expires_at']}:")
        typer.echo(done["url"])
