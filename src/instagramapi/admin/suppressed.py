"""Tells an import whom to leave out, beside a running server: it only reads."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from instagramapi.accounts.server_secret import (
    FILE_NAME,
    ServerSecretError,
    derive,
    load_server_secret,
)
from instagramapi.accounts.suppression import hashed, listed
from instagramapi.settings import Settings
from instagramapi.store import database
from instagramapi.store.file import open_reader

IsSuppressed = Callable[[str | None, str | None], bool]


def read_suppressed(settings: Settings) -> IsSuppressed | None:
    """Return whether an account with this id or this handle is suppressed; None if nobody is.

    Raises ServerSecretError where the list cannot be read with the secret that is at hand: to
    import without it would bring back who asked to be left alone.
    """
    path = settings.data_dir / database.FILE_NAME
    if not path.exists():
        return None
    with closing(open_reader(path)) as connection:
        entries = listed(connection)
        if not entries:
            return None
        hash_key = derive(_secret(settings, connection), "suppression")

    def is_suppressed(account_id: str | None, username: str | None) -> bool:
        return (account_id is not None and hashed(hash_key, "id", account_id) in entries) or (
            username is not None and hashed(hash_key, "handle", username) in entries
        )

    return is_suppressed


def _secret(settings: Settings, connection: sqlite3.Connection) -> bytes:
    setting = settings.secret.get_secret_value() if settings.secret else None
    has_file = (settings.data_dir / FILE_NAME).exists()
    secret = load_server_secret(settings.data_dir, setting) if setting or has_file else b""
    row = connection.execute("SELECT fingerprint FROM server_secret").fetchone()
    if row is None or row[0] != derive(secret, "fingerprint"):
        raise ServerSecretError(
            "The list of suppressed accounts can only be read with the server's own secret: set "
            f"INSTAGRAMAPI_SECRET as the server has it, or put back its {FILE_NAME}."
        )
    return secret
