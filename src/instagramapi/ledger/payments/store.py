"""The SQL of payments and of what goes back."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from instagramapi.kit.price import Price
from instagramapi.ledger.payments.payment import Payment, Reversal, Stage, State

_COLUMNS = (
    "id, account_id, started_by, credits, amount, currency, created_at, state, session_id, intent,"
    " paid_at, reversed, taken, revision"
)
_SELECT = f"SELECT {_COLUMNS} FROM payments "  # noqa: S608 - no value is in it
_WRITE = f"""
INSERT INTO payments ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    state = excluded.state, session_id = excluded.session_id, intent = excluded.intent,
    paid_at = excluded.paid_at, reversed = excluded.reversed, taken = excluded.taken,
    revision = excluded.revision
"""  # noqa: S608 - no value is in it
_KEEP = """
INSERT OR REPLACE INTO payment_reversals (source, intent, kind, amount, stage)
VALUES (?, ?, ?, ?, ?)
"""


def write_payment(connection: sqlite3.Connection, payment: Payment) -> None:
    """Write a payment as it is now."""
    connection.execute(
        _WRITE,
        (
            payment.id,
            payment.account_id,
            payment.started_by,
            payment.credits,
            *payment.price,
            payment.created_at,
            int(payment.state),
            payment.session_id,
            payment.intent,
            payment.paid_at,
            payment.reversed,
            payment.taken,
            payment.revision,
        ),
    )


def keep_reversals(connection: sqlite3.Connection, reversals: Iterable[Reversal]) -> None:
    """Write reversals as they are now."""
    connection.executemany(
        _KEEP,
        [(each.source, each.intent, each.kind, each.amount, int(each.stage)) for each in reversals],
    )


def find_payment(connection: sqlite3.Connection, payment_id: str) -> Payment | None:
    """Read one payment."""
    return _first(connection.execute(_SELECT + "WHERE id = ?", (payment_id,)))


def payment_of(connection: sqlite3.Connection, intent: str) -> Payment | None:
    """Read the payment that an intent belongs to, once that is known."""
    return _first(connection.execute(_SELECT + "WHERE intent = ?", (intent,)))


def payments_of(
    connection: sqlite3.Connection, account_id: str | None, limit: int
) -> tuple[Payment, ...]:
    """Read the latest payments of one account or of all, latest first."""
    where, values = ("", ()) if account_id is None else ("WHERE account_id = ? ", (account_id,))
    rows = connection.execute(_SELECT + where + "ORDER BY id DESC LIMIT ?", (*values, limit))
    return tuple(_payment(row) for row in rows)


def payments_not_over(
    connection: sqlite3.Connection, since_s: float, until_s: float
) -> tuple[Payment, ...]:
    """Read the payments, made between two times, of which Stripe may still have news."""
    rows = connection.execute(
        _SELECT + "WHERE state < 2 AND created_at BETWEEN ? AND ? ORDER BY created_at",
        (since_s, until_s),
    )
    return tuple(_payment(row) for row in rows)


def reversals_of(connection: sqlite3.Connection, intent: str | None) -> dict[str, Reversal]:
    """Read what goes back of an intent, by source."""
    rows = connection.execute(
        "SELECT source, intent, kind, amount, stage FROM payment_reversals WHERE intent = ?",
        (intent,),
    )
    return {
        source: Reversal(source, intent, kind, amount, Stage(stage))
        for source, intent, kind, amount, stage in rows
    }


def _first(rows: Iterable[tuple[Any, ...]]) -> Payment | None:
    return next((_payment(row) for row in rows), None)


def _payment(row: tuple[Any, ...]) -> Payment:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    price = Price(values.pop("amount"), values.pop("currency"))
    return Payment(price=price, state=State(values.pop("state")), **values)
