"""`instagramapi credits` and `instagramapi ledger`: add credits, and prove every balance."""

from typing import Annotated

import typer

from instagramapi.cli.options import Account, DataDir, Json, perform
from instagramapi.cli.output import print_json, say, table

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


@credits_app.command("payments")
def list_payments(
    *,
    account: Annotated[str | None, typer.Option(help="Only those of this account.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List payments by card and what became of them.

    Example: instagramapi credits payments --account ada@example.com

    Prints a table, latest first: `missing` are credits that were spent before their money went
    back. With --json: payments[].
    """
    done = perform(data_dir, "credits.payments", account=account)
    if as_json:
        print_json(done)
        return
    names = ("payment_id", "account_id", "state", "credits", "price", "credits_missing", "paid_at")
    rows = ([payment[name] for name in names] for payment in done["payments"])
    columns = tuple(name.removeprefix("credits_") for name in names)
    table(columns, rows, empty="There is no payment yet.")


@credits_app.command("cap")
def cap_account(
    *,
    account: Account,
    day: Annotated[int | None, typer.Option(min=0, help="Credits a UTC day.")] = None,
    month: Annotated[int | None, typer.Option(min=0, help="Credits a UTC month.")] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Limit what all keys of an account may spend together; without a number, lift it.

    Example: instagramapi credits cap --account ada@example.com --day 500

    Prints the caps that hold from now on. With --json: account_id, cap_day, cap_month.
    """
    done = perform(data_dir, "credits.cap", account=account, day=day, month=month)
    if as_json:
        print_json(done)
        return
    caps = [
        "no cap" if done[f"cap_{span}"] is None else f"{done[f'cap_{span}']} credits"
        for span in ("day", "month")
    ]
    say(f"Account {done['account_id']}: {caps[0]} a day, {caps[1]} a month.")


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
