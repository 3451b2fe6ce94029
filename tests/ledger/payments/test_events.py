"""Events count only if Stripe signed them for us just now, and say one thing or nothing."""

import json
from typing import Any

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st
from ledger_makers import NOON

from instagramapi.kit.price import Price
from instagramapi.ledger.payments.events import BadEvent, read_event, session_seen, verify
from instagramapi.ledger.payments.payment import Reversal, SessionSeen, Stage, State
from stripe_simulator import WEBHOOK_SECRET, signature_of

BODY = b'{"id": "evt_1", "object": "event"}'
SIGNED = signature_of(BODY, NOON)


def verdict(body: bytes, header: str, secret: str = WEBHOOK_SECRET) -> bool:
    """Say whether we accept it."""
    try:
        verify(body, header, secret, NOON)
    except BadEvent:
        return False
    return True


def referee(body: bytes, header: str) -> bool:
    """Say whether Stripe's own library accepts it, whatever its age."""
    try:
        stripe.WebhookSignature.verify_header(body, header, WEBHOOK_SECRET, tolerance=None)
    except stripe.SignatureVerificationError:
        return False
    return True


def test_a_signature_that_stripes_library_makes_is_accepted() -> None:
    mark = stripe.WebhookSignature._compute_signature(
        f"{int(NOON)}.{BODY.decode()}", WEBHOOK_SECRET
    )
    assert verdict(BODY, f"t={int(NOON)},v1={mark}")
    assert referee(BODY, SIGNED)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        SIGNED.replace("v1=", "v0="),
        SIGNED.replace("t=", "time="),
        SIGNED.replace(f"t={int(NOON)}", "t=now"),
        SIGNED.replace(f"t={int(NOON)}", f"t={int(NOON) + 1}"),
        f"t={int(NOON)},t={int(NOON)}," + SIGNED.partition(",")[2],
        f"t={int(NOON)},v1=ü",
        signature_of(BODY, NOON, "whsec_of_somebody_else"),
    ],
)
def test_a_wrong_signature_is_refused(header: str) -> None:
    assert not verdict(BODY, header)


def test_one_right_signature_of_several_is_enough() -> None:
    other = signature_of(BODY, NOON, "the_secret_before").partition(",")[2]
    assert verdict(BODY, f"{SIGNED},{other}")
    assert verdict(BODY, f"t={int(NOON)},{other},{SIGNED.partition(',')[2]}")


@pytest.mark.parametrize(("seconds", "accepted"), [(-301, 0), (-300, 1), (300, 1), (301, 0)])
def test_an_old_event_cannot_be_sent_again(seconds: int, accepted: int) -> None:
    assert verdict(BODY, signature_of(BODY, NOON + seconds)) == bool(accepted)


@given(st.data())
def test_no_change_of_body_or_header_that_the_referee_refuses_is_accepted(
    data: st.DataObject,
) -> None:
    sent = {"body": BODY, "header": SIGNED.encode()}
    which = data.draw(st.sampled_from(sorted(sent)))
    at = data.draw(st.integers(0, len(sent[which]) - 1))
    other = data.draw(st.sampled_from("0af=, tx")).encode()
    sent[which] = sent[which][:at] + other + sent[which][at + 1 :]
    changed = sent["body"], sent["header"].decode()
    if verdict(*changed):
        assert referee(*changed)


def event(kind: str, **thing: Any) -> bytes:
    return json.dumps({"type": kind, "data": {"object": thing}}).encode()


def session(**values: Any) -> dict[str, Any]:
    return {
        "id": "cs_1",
        "mode": "payment",
        "client_reference_id": "pay_1",
        "payment_intent": "pi_1",
        "amount_total": 1000,
        "currency": "eur",
        "status": "complete",
        "payment_status": "paid",
        **values,
    }


@pytest.mark.parametrize(
    ("kind", "values", "state"),
    [
        ("completed", {}, State.PAID),
        ("completed", {"payment_status": "no_payment_required"}, State.PAID),
        ("completed", {"payment_status": "unpaid"}, State.PROCESSING),
        ("async_payment_succeeded", {}, State.PAID),
        ("async_payment_failed", {"payment_status": "unpaid"}, State.FAILED),
        ("expired", {"status": "expired", "payment_status": "unpaid"}, State.EXPIRED),
        ("created", {"status": "open", "payment_status": "unpaid"}, State.OPEN),
        ("created", {"status": "open", "payment_status": "no_payment_required"}, State.OPEN),
    ],
)
def test_a_session_tells_its_state(kind: str, values: dict[str, str], state: State) -> None:
    told = read_event(event(f"checkout.session.{kind}", **session(**values)))
    assert told == SessionSeen("pay_1", "cs_1", "pi_1", state, Price(1000, "EUR"))


@pytest.mark.parametrize("values", [{"client_reference_id": None}, {"mode": "subscription"}])
def test_a_session_that_is_not_ours_says_nothing(values: dict[str, Any]) -> None:
    assert session_seen(session(**values)) is None


@pytest.mark.parametrize(
    ("kind", "thing", "told"),
    [
        ("charge.refunded", {"amount_refunded": 7}, ("charge", Stage.STANDS)),
        ("refund.created", {"amount": 7, "status": "pending"}, ("refund", Stage.STANDS)),
        ("refund.failed", {"amount": 7, "status": "failed"}, ("refund", Stage.UNDONE)),
        ("charge.refund.updated", {"amount": 7, "status": "canceled"}, ("refund", Stage.UNDONE)),
        (
            "charge.dispute.created",
            {"amount": 7, "status": "warning_needs_response"},
            ("dispute", Stage.ASKED),
        ),
        (
            "charge.dispute.created",
            {"amount": 7, "status": "needs_response"},
            ("dispute", Stage.STANDS),
        ),
        ("charge.dispute.closed", {"amount": 7, "status": "lost"}, ("dispute", Stage.FINAL)),
        ("charge.dispute.closed", {"amount": 7, "status": "won"}, ("dispute", Stage.UNDONE)),
    ],
)
def test_what_goes_back_is_read(kind: str, thing: dict[str, Any], told: tuple[str, Stage]) -> None:
    body = event(kind, id="x_1", payment_intent="pi_1", **thing)
    assert read_event(body) == Reversal("x_1", "pi_1", told[0], 7, told[1])


def test_what_is_about_no_payment_says_nothing() -> None:
    assert read_event(event("customer.created", id="cus_1")) is None
    assert read_event(event("charge.refunded", id="ch_1", amount_refunded=7)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"type": "charge.refunded", "data": {"object": 7}}',
        event("charge.refunded", id="ch_1", payment_intent="pi_1"),
        event("charge.refunded", id="ch_1", payment_intent="pi_1", amount_refunded="much"),
        event("checkout.session.completed", **session(currency=None, amount_total=None)),
        b'{"type":' + b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(BadEvent):
        read_event(body)
