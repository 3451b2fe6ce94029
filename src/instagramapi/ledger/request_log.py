"""Writes the request log: rows, and the kinds that thousands of them share."""

import sqlite3
from collections.abc import Iterable

from instagramapi.ledger.ledger import Usage, UsageKind
from instagramapi.store.bulk import Bulk

# So many kinds are known by heart; another one is looked up.
_KNOWN = 65_536
_PLAIN_ROWS = Bulk(
    "INSERT INTO usage_rows (request_id, kind_id, credits_remaining, ms, at, subject)", 6
)
_ROWS = Bulk(
    "INSERT INTO usage_rows (request_id, kind_id, credits_remaining, ms, at, subject, attempts)", 7
)
_ADD = f"""
INSERT INTO usage_kinds ({", ".join(UsageKind._fields)})
VALUES ({", ".join("?" * len(UsageKind._fields))}) RETURNING kind_id
"""  # noqa: S608 - made of constants, here and below
_TERMS = " AND ".join(f"{field} IS ?" for field in UsageKind._fields)
_FIND = f"SELECT kind_id FROM usage_kinds WHERE {_TERMS}"  # noqa: S608


class RequestLog:
    """Appends rows; lives on the writer's thread."""

    def __init__(self, *, known: int = _KNOWN) -> None:
        self._known = known
        self._numbers: dict[UsageKind, int] = {}

    def write(self, connection: sqlite3.Connection, rows: Iterable[Usage]) -> None:
        """Append rows."""
        written, attempts, last, number = [], [], None, 0
        for row in rows:
            # Those of one caller follow each other, and are told apart faster than looked up.
            if row.kind is not last:
                last, number = row.kind, self._number(connection, row.kind)
            told = row.credits_remaining
            written.append((row.request_id, number, told, row.ms, row.at, row.subject))
            attempts.append(row.attempts)
        # To hand over a null takes longer than any other value, and nearly all would be null.
        if any(attempts):
            paired = zip(written, attempts, strict=True)
            _ROWS.write(connection, [(*row, tried) for row, tried in paired])
        else:
            _PLAIN_ROWS.write(connection, written)

    def forget(self) -> None:
        """Know nothing by heart any more: what was written last is undone."""
        self._numbers.clear()

    def _number(self, connection: sqlite3.Connection, kind: UsageKind) -> int:
        """Find the number of a kind; a new one gets the next."""
        if known := self._numbers.get(kind):
            return known
        found = connection.execute(_FIND, kind).fetchone()
        found = found or connection.execute(_ADD, kind).fetchone()
        if len(self._numbers) >= self._known:
            self._numbers.clear()
        number = self._numbers[kind] = int(found[0])
        return number
