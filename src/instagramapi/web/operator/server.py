"""The facts of this server, and the check of its books."""

import platform
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from starlette.responses import Response

from instagramapi.ledger.ledger import Verification
from instagramapi.store.database import FILE_NAME
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit
from instagramapi.wiring import Service


async def show_server(visit: Visit) -> Response:
    """Show what runs here."""
    return visit.render("operator/server.html", facts=facts_of(visit.site.service), found=None)


async def verify_books(visit: Visit) -> Response:
    """Check every invariant of the ledger over its whole journal, and show what was found."""
    found = await visit.site.service.ledger.verify()
    if visit.is_fragment:
        return visit.render("operator/verified.html", found=found)
    return _whole(visit, found)


def _whole(visit: Visit, found: Verification) -> Response:
    return visit.render("operator/server.html", facts=facts_of(visit.site.service), found=found)


def facts_of(service: Service) -> Mapping[str, str | int]:
    """Gather what an operator is asked for when something is wrong."""
    database, settings = service.database, service.settings
    (schema,) = database.read().execute("PRAGMA user_version").fetchone()
    return {
        "Version": version("instagramapi"),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "Schema": schema,
        "Starts so far": database.epoch,
        "Address": settings.url,
        "Data directory": str(settings.data_dir.resolve()),
        "Size of the store": size_of(settings.data_dir / FILE_NAME),
        "Providers, in order": ", ".join(settings.providers),
        "Accounts": service.accounts.count(),
        "Suppressed accounts": len(service.suppression),
    }


def size_of(file: Path) -> str:
    """Write how much a file and its write-ahead log take."""
    parts = (file, file.with_name(f"{file.name}-wal"))
    size_bytes = sum(part.stat().st_size for part in parts if part.exists())
    return f"{size_bytes / 1_048_576:,.1f} MiB"


ROUTES = (
    Route(path="/operator", page=show_server, access=OPERATOR),
    Route(path="/operator/verify", method="POST", page=verify_books, access=OPERATOR),
)
