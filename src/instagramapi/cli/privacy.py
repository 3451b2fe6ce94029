"""`instagramapi privacy`: people who asked not to be served."""

from typing import Annotated, Any

import typer

from instagramapi.admin.failure import Failure
from instagramapi.cli.options import DataDir, Json, perform
from instagramapi.cli.output import print_json, say

app = typer.Typer(help="Honour people who ask not to be served.")

Handle = Annotated[str | None, typer.Option(help="The Instagram handle, or the profile's URL.")]
Id = Annotated[str | None, typer.Option("--id", help="The Instagram account's numeric id.")]


@app.command("suppress")
def suppress(
    *, handle: Handle = None, id_: Id = None, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Stop serving an Instagram account, whatever a provider or the cache has of it.

    Example: instagramapi privacy suppress --handle someone

    What belongs to it is left out of every answer, and links of `media=proxy` to it end. Only a
    keyed hash is kept. A handle and an id are two entries: give both, one after the other, because
    a handle can be changed.
    With --json: suppressed, entries.
    """
    done = perform(data_dir, "privacy.suppress", **_subject(handle, id_))
    if as_json:
        print_json(done)
    else:
        say(f"It is not served from now on; the list has {done['entries']} entries.")


@app.command("lift")
def lift(
    *, handle: Handle = None, id_: Id = None, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Serve an Instagram account again.

    Example: instagramapi privacy lift --handle someone

    With --json: suppressed, entries.
    """
    done = perform(data_dir, "privacy.lift", **_subject(handle, id_))
    if as_json:
        print_json(done)
    else:
        say(f"It is served again; the list has {done['entries']} entries.")


@app.command("erase")
def erase(
    *, handle: Handle = None, id_: Id = None, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """Stop serving an Instagram account, drop cached copies that name it, and say what is left.

    Example: instagramapi privacy erase --handle someone

    Copies in the archive are not served, but they are not removed yet: where there is an archive,
    the exit code is 1. With --json: suppressed, entries, dropped, erased, kept[].
    """
    done = perform(data_dir, "privacy.erase", **_subject(handle, id_))
    if as_json:
        print_json(done)
    elif done["erased"]:
        say(
            f"It is not served from now on; {done['dropped']} cached copies are dropped, and no "
            "file of this server holds a copy of it."
        )
    else:
        say(
            f"It is not served from now on; {done['dropped']} cached copies are dropped.",
            f"[red]Copies that were imported may still be in {', '.join(done['kept'])}[/]: delete "
            "that file, remove the account's files from the source, and import again.",
        )
    if not done["erased"]:
        raise typer.Exit(1)


@app.command("list")
def count_suppressed(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Count the suppressed accounts; their names are kept nowhere, so nobody can list them.

    Example: instagramapi privacy list

    With --json: entries.
    """
    done = perform(data_dir, "privacy.list")
    if as_json:
        print_json(done)
    else:
        say(f"{done['entries']} entries are suppressed.")


def _subject(handle: str | None, id_: str | None) -> dict[str, Any]:
    if (handle is None) == (id_ is None):
        raise Failure("wrong_usage", "Give one of --handle and --id.", param="handle")
    return {"kind": "id", "value": id_} if handle is None else {"kind": "handle", "value": handle}
