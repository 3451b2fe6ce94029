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
    from instagramapi.settings import Settings
    from instagramapi.upstream.providers.archive import ImportReport, Progress

app = typer.Typer()


@app.command("import")
def import_files(
    *,
    paths: Annotated[
        list[Path], typer.Argument(exists=True, metavar="PATH…", help="Files and folders.")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What the columns of CSV files mean, TOML."),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Read files of Instagram data into the archive, which the archive provider answers from.

    Example: instagramapi import ~/instaloader/nike posts.ndjson.gz

    Works while the server runs; start it with INSTAGRAMAPI_PROVIDERS=archive. The same import
    again skips what is known, also after an interrupt; suppressed accounts are left out. Prints
    how many files were imported, were known, or were skipped and why. CSV needs --mapping.
    With --json: imported, unchanged, skipped[], items.
    """
    settings = settings_for(data_dir=data_dir)
    report = _import(settings, paths, mapping)
    if as_json:
        print_json(asdict(report))
    else:
        rows = [(skipped.file, skipped.reason) for skipped in report.skipped]
        if rows:
            table(("skipped file", "reason"), rows, empty="")
        say(
            f"Imported {report.imported} files with {report.items} items; "
            f"{report.unchanged} were known already."
        )
    if report.skipped and not report.imported + report.unchanged:
        raise typer.Exit(1)


def _import(settings: "Settings", paths: list[Path], mapping: Path | None) -> "ImportReport":
    from instagramapi.admin.expected import failures
    from instagramapi.admin.suppressed import read_suppressed
    from instagramapi.upstream.providers.archive import ArchiveStore, import_paths, read_mapping

    with failures(), _interruptible(), _progress_bar() as on_progress:
        return import_paths(
            ArchiveStore(settings.data_dir),
            paths,
            on_progress=on_progress,
            mapping=None if mapping is None else read_mapping(mapping),
            is_suppressed=read_suppressed(settings),
        )


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

    items = TextColumn("files, {task.fields[items]} items")
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), items)
    out = console(is_error=True)
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task("import", total=None, items=0)
        yield lambda progress: bar.update(
            task, completed=progress.done, total=progress.total, items=progress.items
        )
