"""The server's own secret, from which the keys for hashes and signatures are derived.

Whoever has the database but not this secret can neither test keys nor forge cursors. Losing it
makes every API key invalid, so it is backed up together with the database.
"""

import hmac
import os
import re
import sqlite3
import stat
import tempfile
from pathlib import Path
from secrets import token_bytes

from instagramapi.store.database import Database

FILE_NAME = "secret.key"
MIN_SETTING_LENGTH = 32
_SIZE_BYTES = 32
_WRITTEN = re.compile(rb"[0-9a-f]{64}\n?")


class ServerSecretError(Exception):
    """The server cannot start with this secret; the message is one sentence for the operator."""


def load_server_secret(data_dir: Path, setting: str | None = None) -> bytes:
    """Take the secret from the setting, else from `secret.key`, which is made if there is none.

    Raises ServerSecretError rather than guess: with another secret every key is invalid.
    The caller holds the lock of the data directory, so nobody else makes the file meanwhile.
    """
    if setting is not None:
        return _from_setting(setting)
    path = data_dir / FILE_NAME
    if not path.exists():
        _make(path)
    return _read(path)


def derive(secret: bytes, purpose: str) -> bytes:
    """Derive 32 bytes for one purpose (HKDF with SHA-256, RFC 5869); none tells of another."""
    extracted = hmac.digest(b"instagramapi", secret, "sha256")
    return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")


def node_id(secret: bytes) -> str:
    """Name this server to other servers: 16 hex digits that stay and that tell nothing else."""
    return derive(secret, "node")[:8].hex()


async def bind_server_secret(database: Database, secret: bytes) -> None:
    """Bind the data to the secret at the first start; later, raise if it is another one.

    A database that comes back from a backup without its `secret.key` would otherwise start
    with a new secret, and refuse every key without saying why.
    """
    fingerprint = derive(secret, "fingerprint")
    await database.write(lambda connection: _bind(connection, fingerprint))


def _bind(connection: sqlite3.Connection, fingerprint: bytes) -> None:
    row = connection.execute("SELECT fingerprint FROM server_secret").fetchone()
    if row is None:
        connection.execute("INSERT INTO server_secret (fingerprint) VALUES (?)", (fingerprint,))
    elif row[0] != fingerprint:
        raise ServerSecretError(
            f"The data belongs to another server secret: put back its {FILE_NAME} or its "
            "setting; with this one every API key would be invalid."
        )


def _from_setting(setting: str) -> bytes:
    if len(setting) < MIN_SETTING_LENGTH:
        raise ServerSecretError(
            f"The server secret in the settings has {len(setting)} characters; "
            f"at least {MIN_SETTING_LENGTH} random ones are needed."
        )
    return setting.encode()


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & ~0o600:
            raise ServerSecretError(
                f"{path} can be read by others (mode {mode:04o}); "
                f"make it private with: chmod 600 {path}"
            )
        written = file.read(_SIZE_BYTES * 2 + 2)
    if _WRITTEN.fullmatch(written) is None:
        raise ServerSecretError(
            f"{path} is damaged: it should hold 64 characters of 0-9a-f; restore it from a "
            "backup, because without it every API key is invalid."
        )
    return bytes.fromhex(written.decode())


def _make(path: Path) -> None:
    # Written aside and renamed: a crash leaves either no file or a whole one. mkstemp makes 0600.
    descriptor, temporary = tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(token_bytes(_SIZE_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
