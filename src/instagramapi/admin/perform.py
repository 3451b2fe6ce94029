"""Does an operation where it can be done: in the running server, else right here."""

import asyncio
import time
from contextlib import suppress
from typing import Any

from instagramapi.admin.expected import failures
from instagramapi.admin.failure import Failure
from instagramapi.admin.operations import Result, carry_out
from instagramapi.admin.socket import NobodyListens, ask
from instagramapi.settings import Settings
from instagramapi.store.database import FILE_NAME
from instagramapi.store.lock import DataDirectoryBusy
from instagramapi.wiring import build

# A server has the lock a moment before it has the socket; another command has it for a moment.
PATIENCE_S = 3.0
_PAUSE_S = 0.05
# On a mistyped folder, every other operation would do its work on nothing and call it done.
_MAKES_DATA = frozenset(
    {"accounts.create", "users.create", "migrate", "privacy.suppress", "privacy.erase"}
)


@failures()
def perform(
    settings: Settings, name: str, arguments: dict[str, Any], *, patience_s: float = PATIENCE_S
) -> Result:
    """Do one operation on a data directory, whether its server runs or not; raises Failure."""
    give_up_at = time.monotonic() + patience_s
    while True:
        try:
            return _attempt(settings, name, arguments)
        except DataDirectoryBusy as busy:
            if time.monotonic() > give_up_at:
                raise _busy(busy) from busy
        time.sleep(_PAUSE_S)


def _attempt(settings: Settings, name: str, arguments: dict[str, Any]) -> Result:
    with suppress(NobodyListens):
        return ask(settings.data_dir, name, arguments)
    return asyncio.run(_do_here(settings, name, arguments))


async def _do_here(settings: Settings, name: str, arguments: dict[str, Any]) -> Result:
    if name not in _MAKES_DATA and not (settings.data_dir / FILE_NAME).exists():
        raise Failure(
            "no_data",
            f"There is no data in {settings.data_dir}: name the folder with --data-dir or "
            "INSTAGRAMAPI_DATA_DIR, or start the server there once.",
        )
    service = await build(settings)
    try:
        return await carry_out(service, name, arguments)
    finally:
        await service.close()


def _busy(busy: DataDirectoryBusy) -> Failure:
    return Failure(
        "data_directory_busy", f"{busy} Where that is a server just starting, try again."
    )
