"""The exceptions that are no bug of ours: each becomes a code and a sentence for the operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from instagramapi.accounts.server_secret import ServerSecretError
from instagramapi.admin.failure import Failure
from instagramapi.errors import Problem
from instagramapi.ledger.ledger import ReferenceTaken
from instagramapi.settings import WrongSetting
from instagramapi.store.file import SchemaTooNew
from instagramapi.store.lock import DataDirectoryBusy
from instagramapi.store.writer import StoreFailed
from instagramapi.upstream.providers.archive import ArchiveBusy, WrongMapping

_CODES: tuple[tuple[type[Exception], str], ...] = (
    (DataDirectoryBusy, "data_directory_busy"),
    (WrongSetting, "wrong_setting"),
    (SchemaTooNew, "schema_too_new"),
    (ServerSecretError, "server_secret"),
    (ReferenceTaken, "reference_taken"),
    (ArchiveBusy, "archive_busy"),
    (WrongMapping, "wrong_mapping"),
    (StoreFailed, "store_failed"),
    (sqlite3.Error, "store_failed"),
    (OSError, "system_error"),
)


@contextmanager
def failures() -> Iterator[None]:
    """Raise whatever is expected to go wrong inside as Failure."""
    try:
        yield
    except Problem as problem:
        raise Failure(problem.code, problem.message, problem.param) from problem
    except tuple(kind for kind, _ in _CODES) as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        # A message for people may be several lines; here it is one.
        raise Failure(code, " ".join(str(error).split())) from error
