"""Backup and restore of a data directory: one consistent copy, made while the server runs.

A copy holds the two databases and the server's secret. It does not hold the marks of delivered
charges; instead it says for itself which charges were under way, so that a restored copy refunds
those and no others (`ledger/copies.py`).
"""

import asyncio
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from instagramapi.accounts import server_secret
from instagramapi.admin.failure import Failure
from instagramapi.ledger.copies import settle_copy
from instagramapi.ledger.sqlite import MARKS_NAME
from instagramapi.settings import Settings
from instagramapi.store import database
from instagramapi.store.file import open_reader
from instagramapi.upstream.providers.archive import store as archive
from instagramapi.wiring import Service, build

_DATABASES = (database.FILE_NAME, archive.FILE_NAME)
_NAMES = (*_DATABASES, server_secret.FILE_NAME)
# An answer that is ready is handed over within milliseconds; a slow reader may take longer.
_DELIVERED_WITHIN_S = 5.0
_PAUSE_S = 0.02

Result = dict[str, Any]


async def back_up(service: Service, *, target: str) -> Result:
    """Copy the data directory into a new folder, or a new file where the name ends in `.tar`.

    `undelivered` counts the charges that were under way when it was made and still are: a
    restored copy refunds them.
    """
    path = Path(target)
    if await asyncio.to_thread(path.exists):
        raise Failure("target_exists", f"{path} exists already; name a new one.", "target")
    work = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        data_dir = service.settings.data_dir
        await asyncio.to_thread(_copy_all, data_dir, work)
        undelivered = await _settled(data_dir, work)
        await asyncio.to_thread(_publish, work, path)
    finally:
        await asyncio.to_thread(shutil.rmtree, work, ignore_errors=True)
    has_secret = (data_dir / server_secret.FILE_NAME).exists()
    return {"target": str(path), "undelivered": undelivered, "has_secret": has_secret}


def restore(settings: Settings, source: Path) -> Result:
    """Put a copy into an empty data directory, open it, and check it as `ledger verify` does.

    What is no whole copy leaves the directory empty again.
    """
    data_dir = settings.data_dir
    if data_dir.exists() and any(data_dir.iterdir()):
        raise Failure(
            "data_dir_not_empty",
            f"{data_dir} is not empty. Stop its server and move the folder away, or name another "
            "one with --data-dir.",
            "data_dir",
        )
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _unpack(source, data_dir)
        _check(data_dir)
        return asyncio.run(_open_and_verify(settings))
    except BaseException:
        for file in data_dir.iterdir():
            file.unlink()
        raise


def _copy_all(data_dir: Path, work: Path) -> None:
    for name in _DATABASES:
        if (data_dir / name).exists():
            _copy_database(data_dir / name, work / name)
    secret = data_dir / server_secret.FILE_NAME
    if secret.exists():
        with secret.open("rb") as content:
            _write(work / secret.name, content)


def _copy_database(source: Path, target: Path) -> None:
    _write(target, BytesIO())
    with closing(open_reader(source)) as live, closing(sqlite3.connect(target)) as copy:
        # In one step it reads one moment, and in WAL it stops no writer.
        live.backup(copy)
        # One file without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


async def _settled(data_dir: Path, work: Path) -> int:
    """Wait until the charges that the copy has under way are delivered; count those left."""
    give_up_at = asyncio.get_running_loop().time() + _DELIVERED_WITHIN_S
    while True:
        waiting = await asyncio.to_thread(_settle, data_dir, work)
        if not waiting or asyncio.get_running_loop().time() > give_up_at:
            return waiting
        await asyncio.sleep(_PAUSE_S)


def _settle(data_dir: Path, work: Path) -> int:
    with (
        closing(open_reader(data_dir / database.FILE_NAME)) as live,
        closing(sqlite3.connect(work / database.FILE_NAME)) as copy,
    ):
        waiting = settle_copy(copy, live, data_dir / MARKS_NAME)
        copy.commit()
    return waiting


def _publish(work: Path, target: Path) -> None:
    """Give the copy its name only when it is whole and on the disk."""
    whole = _packed(work) if target.suffix == ".tar" else work
    for file in [*whole.iterdir(), whole] if whole.is_dir() else [whole]:
        _sync(file)
    whole.rename(target)
    _sync(target.parent)


def _packed(work: Path) -> Path:
    packed = work / "backup.tar"
    _write(packed, BytesIO())
    with tarfile.open(packed, "w") as tar:
        for name in _NAMES:
            if (work / name).exists():
                tar.add(work / name, name)
    return packed


def _unpack(source: Path, data_dir: Path) -> None:
    with ExitStack() as opened:
        contents = _contents(source, opened)
        if database.FILE_NAME not in contents:
            raise _no_copy(source)
        for name, content in contents.items():
            _write(data_dir / name, content)


def _contents(source: Path, opened: ExitStack) -> dict[str, IO[bytes]]:
    """Open what a copy holds, by name: what else lies there is nobody's business here."""
    if source.is_dir():
        found = [source / name for name in _NAMES if (source / name).is_file()]
        return {path.name: opened.enter_context(path.open("rb")) for path in found}
    try:
        tar = opened.enter_context(tarfile.open(source, "r:"))  # noqa: SIM115 - it is one
        members = {name: tar.extractfile(name) for name in _NAMES if name in tar.getnames()}
    except tarfile.TarError as error:
        raise _no_copy(source) from error
    return {name: content for name, content in members.items() if content}


def _check(data_dir: Path) -> None:
    for name in _DATABASES:
        if not (data_dir / name).exists():
            continue
        with closing(open_reader(data_dir / name)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise Failure("damaged", f"{name} in this backup is damaged: {found}", "source")


async def _open_and_verify(settings: Settings) -> Result:
    service = await build(settings)
    try:
        found = await service.ledger.verify()
    finally:
        await service.close()
    return {
        "data_dir": str(settings.data_dir),
        "ok": found.ok,
        "entries": found.entries,
        "accounts": found.accounts,
        "violations": list(found.violations),
    }


def _no_copy(source: Path) -> Failure:
    return Failure("no_backup", f"{source} is no backup that this program made.", "source")


def _write(path: Path, content: IO[bytes]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
