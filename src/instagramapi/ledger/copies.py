"""Makes a copy of the store say which charges reached their callers, without the marks' file."""

import mmap
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_REFUNDED = """
SELECT 1 FROM journal AS charge JOIN journal AS refund USING (reference)
WHERE charge.sequence = ? AND charge.kind = 'charge' AND refund.kind = 'refund'
"""


def settle_copy(copy: sqlite3.Connection, live: sqlite3.Connection, marks: Path) -> int:
    """Strike from a copy's `delivery` what was delivered by now; return how many charges wait.

    Whoever opens the copy later refunds what still stands there, as after a crash. Marks only
    grow, and a slot is taken again only after its delivery: a mark at or above a sequence says
    that the charge was delivered. A charge that was refunded after the copy was made is marked
    too; it stays, so that the copy refunds it as well.
    """
    waiting = 0
    with _sequences(marks) as marked:
        for slot, sequence in copy.execute("SELECT slot, sequence FROM delivery").fetchall():
            if marked[slot] < sequence:
                waiting += 1
            elif live.execute(_REFUNDED, (sequence,)).fetchone() is None:
                copy.execute("DELETE FROM delivery WHERE slot = ?", (slot,))
    return waiting


@contextmanager
def _sequences(marks: Path) -> Iterator[memoryview]:
    with marks.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        sequences = memoryview(mapped).cast("q")
        try:
            yield sequences
        finally:
            sequences.release()
