"""What an account's export holds of its money, and what becomes of it when the account ends."""

from dataclasses import asdict
from typing import Any

from instagramapi.ledger.ledger import NO_CAPS
from instagramapi.wiring import Service

_MOST = 10_000


def money_of(service: Service, account_id: str) -> dict[str, Any]:
    """Write an account's payments, alerts and caps as plain values."""
    payments = service.topups.latest(account_id, limit=_MOST)
    return {
        "payments": [
            asdict(payment) | {"state": payment.state.name.lower(), "price": str(payment.price)}
            for payment in payments
        ],
        "alerts": [asdict(alert) for alert in service.alerts.of(account_id)],
        "alerts_told": [asdict(event) for event in service.alerts.latest(account_id, _MOST)],
        "caps": service.ledger.caps_of(account_id)._asdict(),
    }


async def close_books(service: Service, account_id: str) -> None:
    """Let the credits of an account that ended expire, and stop watching it.

    Journal and payments stay, under an id that leads to nobody: books must.
    """
    await service.alerts.forget(account_id)
    await service.ledger.set_caps(account_id, NO_CAPS)
    await service.ledger.expire(account_id, reason="account deleted")
