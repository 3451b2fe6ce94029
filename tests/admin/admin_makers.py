"""Opens a service on a folder, with one account, as the administrative operations find it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from instagramapi.admin.operations import carry_out
from instagramapi.settings import Settings
from instagramapi.wiring import Service, build
from makers import StoppedClock

EMAIL = "ada@example.com"


@asynccontextmanager
async def open_service(data_dir: Path, clock: StoppedClock | None = None) -> AsyncIterator[Service]:
    """Open a service with the account of Ada and 100 credits, made where it is not there yet."""
    service = await build(Settings(data_dir=data_dir), clock=clock)
    try:
        if not service.accounts.list():
            await do(service, "accounts.create", email=EMAIL, credits=100)
        yield service
    finally:
        await service.close()


async def do(service: Service, operation: str, **arguments: Any) -> dict[str, Any]:
    """Do one operation as the socket and the command line do."""
    return await carry_out(service, operation, arguments)
