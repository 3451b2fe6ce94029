"""The operations on payments, and on what an account may spend."""

from typing import Any

from instagramapi.accounts.terms import MAX_CAP, malformed
from instagramapi.kit.clock import iso
from instagramapi.ledger.ledger import Caps
from instagramapi.ledger.payments.payment import Payment
from instagramapi.wiring import Service

Result = dict[str, Any]

_MOST = 1000


async def list_payments(service: Service, *, account: str | None = None) -> Result:
    """List the latest payments of one account or of all, and what became of them."""
    account_id = None if account is None else service.accounts.find(account).id
    payments = service.topups.latest(account_id, limit=_MOST)
    return {"payments": [_shown(payment) for payment in payments]}


async def cap_account(
    service: Service, *, account: str, day: int | None = None, month: int | None = None
) -> Result:
    """Limit what all keys of an account may spend together; None is no limit."""
    for param, cap in (("day", day), ("month", month)):
        if cap is not None and not 0 <= cap <= MAX_CAP:
            raise malformed(param, f"A cap is a whole number of credits from 0 to {MAX_CAP}.")
    account_id = service.accounts.find(account).id
    await service.ledger.set_caps(account_id, Caps(day, month))
    return {"account_id": account_id, "cap_day": day, "cap_month": month}


def _shown(payment: Payment) -> Result:
    return {
        "payment_id": payment.id,
        "account_id": payment.account_id,
        "state": payment.state.name.lower(),
        "credits": payment.credits,
        "price": str(payment.price),
        "created_at": iso(payment.created_at),
        "paid_at": None if payment.paid_at is None else iso(payment.paid_at),
        "credits_reversed": payment.reversed,
        "credits_missing": payment.missing,
        "session_id": payment.session_id,
    }
