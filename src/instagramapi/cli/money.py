"""`instagramapi credits` and `instagramapi ledger`: add credits, and prove every balance."""

from typing import Annotated

import typer

from instagramapi.cli.options import Account, DataDir, Json, perform
from instagramapi.cli.output import print_json, say

credits_app = typer.Typer(help="Give credits to an account.")
ledger_app = typer.Typer(help="Prove that every balance is right.")


@credits_app.command("grant")
def grant_credits(
    *,
    account: Account,
    amount: Annotated[int, typer.Option(min=1, help="Credits to add.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the journal for good.")],
    reference: Annotated[
        str | None,
        typer.Option(help="A name for this grant: sent again, it grants nothing more."),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Add credits to an account.

    Example: instagramapi credits grant --account ada@example.com --amount 500 --reason invoice-17

    Prints the balance after it. With --json: account_id, balance.
    """
    done = perform(
        data_dir,
        "credits.grant",
        account=account,
        amount=amount,
        reason=reason,
        reference=reference,
    )
    if as_json:
        print_json(done)
    else:
        say(f"Account {done['account_id']} has {done['balance']} credits now.")


@ledger_app.command("verify")
def verify_ledger(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Check every entry, balance and charge of the ledger against each other.

    Example: instagramapi ledger verify

    Prints what was found; the exit code is 1 where something is wrong. With --json: ok, entries,
    accounts, violations[].
    """
    done = perform(data_dir, "ledger.verify")
    if as_json:
        print_json(done)
    elif done["ok"]:
        say(f"All is right: {done['entries']} entries of {done['accounts']} accounts agree.")
    else:
        from rich.markup import escape

        say(*(f"[red]✗[/] {escape(violation)}" for violation in done["violations"]))
    if not done["ok"]:
        raise typer.Exit(1)
