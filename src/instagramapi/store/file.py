"""Opens a SQLite file: private, durable, and brought to the schema that this program knows."""

import os
import sqlite3
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

MIGRATIONS = files("instagramapi.store") / "migrations"

# FULL, because NORMAL lost 5 % of acknowledged commits in simulated power cuts, FULL none.
# The checkpoint inside a commit is only a backstop: the writer checkpoints after it has answered.
_PRAGMAS = """
PRAGMA busy_timeout = 0;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA wal_autocheckpoint = 16384;
PRAGMA journal_size_limit = 67108864;
"""
# Those of `Bulk` are many, and preparing one anew costs more than running it.
_STATEMENTS = 512


class SchemaTooNew(Exception):  # noqa: N818 - it names a state, like the Problems
    """The file was written by a newer version of this program."""


def open_writer(path: Path, migrations: Traversable = MIGRATIONS) -> sqlite3.Connection:
    """Open or create the file with mode 0600 and apply the migrations that it lacks.

    The connection is in autocommit mode and may be handed to another thread.
    Raises `SchemaTooNew` where the file knows more migrations than the program.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )
    try:
        connection.executescript(_PRAGMAS)
        _migrate(connection, migrations)
        # Else what a savepoint may bring back is a file that is made and removed for each commit.
        # Not before: what a migration sorts may be larger than the memory.
        connection.execute("PRAGMA temp_store = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the file for reading only; it works whether or not a writer has it open."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


def has_every_migration(connection: sqlite3.Connection) -> bool:
    """Tell whether the file is at the schema that this program knows."""
    return _version(connection) == max(_known(MIGRATIONS))


def _known(migrations: Traversable) -> dict[int, Traversable]:
    return {int(file.name[:4]): file for file in migrations.iterdir() if file.name[:4].isdigit()}


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(connection: sqlite3.Connection, migrations: Traversable) -> None:
    known, version = _known(migrations), _version(connection)
    if version > max(known):
        raise SchemaTooNew(
            f"The data was written by a newer version (schema {version}); "
            f"this one knows schemas up to {max(known)}. Update the program."
        )
    for number in sorted(number for number in known if number > version):
        _apply(connection, number, known[number].read_text("utf-8"))


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;"
        )
    except sqlite3.Error:
        # A script that failed half-way leaves its transaction open.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
