"""Checks the request log: nothing missing, nothing dropped too early, the same sums as the journal.

Sequences have no gaps, so counts prove that no row is missing; and what was dropped is proved by
the sums that it left behind: per key they are the charges of the journal, to the credit.
"""

import sqlite3
from collections.abc import Iterator, Mapping

from instagramapi.ledger.usage_days import LAST, MARKS

_CREDITS = """
SELECT account_id, key_id, sum(credits) FROM (
    SELECT account_id, key_id, credits FROM usage_days
    UNION ALL
    SELECT account_id, key_id, credits_charged FROM usage
    WHERE sequence > (SELECT rolled FROM usage_marks)
) GROUP BY 1, 2 HAVING sum(credits) <> 0
"""

Charged = Mapping[tuple[str, str], int]
"""What the journal charged, by account and key."""


def log_faults(connection: sqlite3.Connection, charged: Charged) -> Iterator[str]:
    """Say what is wrong with the request log; reads the whole of it."""
    rolled, dropped, _ = connection.execute(MARKS).fetchone()
    (last,) = connection.execute(LAST).fetchone()
    if not dropped <= rolled <= last:
        yield f"the log ends at {last}, is added up to {rolled} and dropped to {dropped}."
    (kept,) = connection.execute("SELECT count(*) FROM usage").fetchone()
    if kept != last - dropped:
        yield f"the log keeps {kept} requests, but {last - dropped} were not dropped."
    (sorted_in,) = connection.execute("SELECT count(*) FROM usage_by_account").fetchone()
    if sorted_in != rolled - dropped:
        yield f"the order of accounts has {sorted_in} requests instead of {rolled - dropped}."
    (calls,) = connection.execute("SELECT coalesce(sum(calls), 0) FROM usage_days").fetchone()
    if calls != rolled:
        yield f"the sums by day count {calls} requests, but {rolled} were added up."
    summed = {(account, key): spent for account, key, spent in connection.execute(_CREDITS)}
    for account, key in sorted(summed.keys() | charged.keys()):
        is_, due = summed.get((account, key), 0), charged.get((account, key), 0)
        if is_ != due:
            yield (
                f"key {key} of account {account} was charged {due} credits, "
                f"but its requests add up to {is_}."
            )
