"""What the keys of one account may spend together: one row per account that has a cap."""

import sqlite3
from collections.abc import Mapping

from instagramapi.ledger.journal import spent_by_account
from instagramapi.ledger.ledger import NO_CAPS, Caps

_SET = """
INSERT INTO account_caps (account_id, day, month) VALUES (?, ?, ?)
ON CONFLICT (account_id) DO UPDATE SET day = excluded.day, month = excluded.month
"""


def read_caps(connection: sqlite3.Connection) -> dict[str, Caps]:
    """Read every account's caps; an account without any is not there."""
    rows = connection.execute("SELECT account_id, day, month FROM account_caps")
    return {account_id: Caps(day, month) for account_id, day, month in rows}


def write_caps(
    connection: sqlite3.Connection, account_id: str, caps: Caps, today: str
) -> Mapping[str, int]:
    """Set the caps of an account; return what it spent in this day and month until this commit."""
    if caps == NO_CAPS:
        connection.execute("DELETE FROM account_caps WHERE account_id = ?", (account_id,))
    else:
        connection.execute(_SET, (account_id, *caps))
    periods = (today, today[:7])
    return {period: spent_by_account(connection, account_id, period) for period in periods}
