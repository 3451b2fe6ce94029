"""`instagramapi backup` and `instagramapi restore`."""

from pathlib import Path
from typing import Annotated

import typer

from instagramapi.cli.options import DataDir, Json, perform, settings_for
from instagramapi.cli.output import note, print_json, say

app = typer.Typer()


@app.command("backup")
def back_up(
    *,
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="A new folder, or a new file ending in .tar.")
    ],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Copy all data into a new folder or .tar file, also while the server runs.

    Example: instagramapi backup /var/backups/instagramapi-monday.tar

    It holds the server's secret: keep it as private as the data. With --json: target,
    undelivered (charges under way, which a restored copy refunds), has_secret.
    """
    done = perform(data_dir, "backup", target=str(target.absolute()))
    if as_json:
        print_json(done)
        return
    say(f"Backed up to {done['target']}.")
    if not done["has_secret"]:
        note("The server's secret is a setting and not in it: keep INSTAGRAMAPI_SECRET with it.")
    if done["undelivered"]:
        note(f"{done['undelivered']} charges were under way; a restored copy refunds them.")


@app.command("restore")
def restore(
    *,
    source: Annotated[
        Path, typer.Argument(exists=True, metavar="SOURCE", help="What `backup` made.")
    ],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Put a backup into an empty data folder, and check its ledger.

    Example: instagramapi restore instagramapi-monday.tar --data-dir ./restored

    All is as it was then: keys revoked since work again, and later charges and grants are gone.
    With --json: data_dir, ok, entries, accounts, violations[].
    """
    from instagramapi.admin.backup import restore
    from instagramapi.admin.expected import failures

    with failures():
        done = restore(settings_for(data_dir=data_dir), source)
    if as_json:
        print_json(done)
    else:
        say(
            f"Restored {done['entries']} entries of {done['accounts']} accounts into "
            f"{done['data_dir']}.",
            *done["violations"],
        )
    if not done["ok"]:
        raise typer.Exit(1)
