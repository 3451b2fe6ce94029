"""Reads what Stripe sends: checks the signature of an event, and takes the fact out of it."""

import hashlib
import hmac
import json
from typing import Any

from instagramapi.kit.price import Price
from instagramapi.ledger.payments.payment import Fact, Reversal, SessionSeen, Stage, State

TOLERANCE_S = 300
"""How far the time of a signature may be from ours, as in Stripe's own libraries."""

_REFUNDS = {"failed": Stage.UNDONE, "canceled": Stage.UNDONE}
_DISPUTES = {
    "needs_response": Stage.STANDS,
    "under_review": Stage.STANDS,
    "lost": Stage.FINAL,
    "won": Stage.UNDONE,
    "prevented": Stage.UNDONE,
}


class BadEvent(ValueError):  # noqa: N818 - it names a state
    """This was not signed by Stripe for us just now, or it is no event."""


def verify(body: bytes, header: str, secret: str, now_s: float) -> None:
    """Check the header `stripe-signature` of a raw body, or raise BadEvent."""
    pairs = [part.strip().partition("=")[::2] for part in header.split(",")]
    times = [value for name, value in pairs if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()):
        raise BadEvent("The signature has no time.")
    signed = hmac.new(secret.encode(), f"{times[0]}.".encode() + body, hashlib.sha256).hexdigest()
    # Several while the secret is being changed.
    if not any(hmac.compare_digest(signed.encode(), v.encode()) for n, v in pairs if n == "v1"):
        raise BadEvent("The signature is not that of this body.")
    if abs(now_s - int(times[0])) > TOLERANCE_S:
        raise BadEvent("The signature is too old or from the future.")


def read_event(body: bytes) -> Fact | None:
    """Return the fact that an event tells, None where it tells nothing of a payment."""
    try:
        event = json.loads(body)
        kind, thing = event["type"], event["data"]["object"]
        return _fact(str(kind), thing)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadEvent("The body is no event that can be read.") from error


def session_seen(session: dict[str, Any], *, has_failed: bool = False) -> SessionSeen | None:
    """Read a checkout session; None where it is not one of ours."""
    payment_id = session.get("client_reference_id")
    if not payment_id or session.get("mode") != "payment":
        return None
    return SessionSeen(
        payment_id=str(payment_id),
        session_id=str(session["id"]),
        intent=session.get("payment_intent"),
        state=State.FAILED if has_failed else _state(session),
        price=Price(int(session["amount_total"]), str(session["currency"]).upper()),
    )


def _fact(kind: str, thing: dict[str, Any]) -> Fact | None:
    if kind.startswith("checkout.session."):
        return session_seen(thing, has_failed=kind.endswith(".async_payment_failed"))
    if kind == "charge.refunded":
        return _reversal(thing, "charge", thing["amount_refunded"], Stage.STANDS)
    if kind.startswith("charge.dispute."):
        stage = _DISPUTES.get(thing["status"], Stage.ASKED)
        return _reversal(thing, "dispute", thing["amount"], stage)
    if kind.startswith("refund.") or kind == "charge.refund.updated":
        stage = _REFUNDS.get(thing["status"], Stage.STANDS)
        return _reversal(thing, "refund", thing["amount"], stage)
    return None


def _reversal(thing: dict[str, Any], kind: str, amount: object, stage: Stage) -> Reversal | None:
    # Payments from before there were intents are none of ours.
    if not thing.get("payment_intent"):
        return None
    return Reversal(
        source=str(thing["id"]),
        intent=str(thing["payment_intent"]),
        kind=kind,
        amount=int(str(amount)),
        stage=stage,
    )


def _state(session: dict[str, Any]) -> State:
    # Where nothing was to be paid, the price is not ours, and that is noticed.
    if session["payment_status"] in ("paid", "no_payment_required"):
        return State.PAID if session["status"] == "complete" else State.OPEN
    return {"complete": State.PROCESSING, "expired": State.EXPIRED}.get(
        session["status"], State.OPEN
    )
