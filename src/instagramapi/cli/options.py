"""Options that many commands share, and the settings that come of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from instagramapi.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="FOLDER",
        help="Folder of the server's data; by default INSTAGRAMAPI_DATA_DIR, else ./data.",
        show_default=False,
    ),
]
Account = Annotated[
    str, typer.Option("--account", metavar="ID|EMAIL", help="The account: its id or its e-mail.")
]


def settings_for(**overrides: Any) -> "Settings":
    """Read the settings of this process; an option that was not given is None."""
    from instagramapi.admin.expected import failures
    from instagramapi.settings import read_settings

    with failures():
        return read_settings(**overrides)


def perform(data_dir: Path | None, operation: str, **arguments: Any) -> dict[str, Any]:
    """Do an administrative operation, in the running server or here; raises Failure."""
    import logging

    from instagramapi.admin import perform
    from instagramapi.kit.log import configure_log

    configure_log(logging.WARNING)
    return perform.perform(settings_for(data_dir=data_dir), operation, arguments)
