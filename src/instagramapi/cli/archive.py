"""`instagramapi import`: files that the operator has, for the archive provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from instagramapi.admin.failure import Failure
from instagramapi.cli.options import DataDir, Json, settings_for
from instagramapi.cli.output import console, print_json, say, table

if TYPE_CHECKING:
    from instagramapi.upstream.providers.archive import Progress

app = typer.Typer()


@app.command("import")
def import_files(
    *,
    paths: Annotated[
        list[Path], typer.Argument(exists=True, metavar="PATH…", help="Files and folders.")
    ],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Read files of Instagram data into the archive, which the archive provider answers from.

    Example: instagramapi import ~/instaloader/nike

    Works while the server runs; start it with INSTAGRAMAPI_PROVIDERS=archive. The same import
    again skips what is known, also after an interrupt. Prints how many files were imported,
    were known, or were skipped and why. With --json: imported, unchanged, skipped[].
    """
    from instagramapi.admin.expected import failures
    from instagramapi.upstream.providers.archive import ArchiveStore, import_paths

    store = ArchiveStore(settings_for(data_dir=data_dir).data_dir)
    with failures(), _interruptible(), _progress_bar() as on_progress:
        report = import_paths(store, paths, on_progress=on_progress)
    if as_json:
        print_json(asdict(report))
    else:
        rows = [(skipped.file, skipped.reason) for skipped in report.skipped]
        if rows:
            table(("skipped file", "reason"), rows, empty="")
        say(f"Imported {report.imported} files; {report.unchanged} were known already.")
    if report.skipped and not report.imported + report.unchanged:
        raise typer.Exit(1)


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        raise Failure(
            "interrupted", "Interrupted; what was imported is kept. The same command goes on."
        ) from error


@contextmanager
def _progress_bar() -> Iterator[Callable[["Progress"], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
    out = console(is_error=True)
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task("import", total=None)
        yield lambda progress: bar.update(task, completed=progress.done, total=progress.total)
