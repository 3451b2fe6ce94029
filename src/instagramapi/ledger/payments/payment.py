"""What is known of one payment, and what follows from it: pure functions, no order, no clock.

Each fact is merged by a maximum, so that it may arrive late, twice, or before the fact that it
rests on, and the same facts always end the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from instagramapi.kit.price import Price


class State(IntEnum):
    """How far a payment came; it only ever goes up."""

    OPEN = 0
    PROCESSING = 1
    """The customer did everything; the bank has not answered yet."""
    EXPIRED = 2
    FAILED = 3
    MISPRICED = 4
    """Something was paid, but not what we asked for: an operator must look."""
    PAID = 5


class Stage(IntEnum):
    """How far a refund or dispute came; it only ever goes up."""

    ASKED = 0
    """No money moved yet."""
    STANDS = 1
    FINAL = 2
    UNDONE = 3
    """The money came back: a refund that failed, a dispute that was won."""


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """What Stripe says of a checkout session; `price` is what it asked the customer for."""

    payment_id: str
    session_id: str
    intent: str | None
    state: State
    price: Price


@dataclass(frozen=True, slots=True)
class Reversal:
    """Money that goes back: a `refund`, a `dispute`, or the sum that a `charge` gave back so far.

    `source` is Stripe's id of it, `intent` the payment that it takes from.
    """

    source: str
    intent: str
    kind: str
    amount: int
    stage: Stage

    @property
    def stands(self) -> bool:
        """Whether the money is gone, as far as is known."""
        return self.stage in (Stage.STANDS, Stage.FINAL)


Fact = SessionSeen | Reversal


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One purchase of credits, as we agreed to it before Stripe was asked.

    `reversed` are the credits whose money went back; `taken` those of them that were still there
    to be taken. `revision` counts what was done to its credits.
    """

    id: str
    account_id: str
    started_by: str
    credits: int
    price: Price
    created_at: float
    state: State = State.OPEN
    session_id: str | None = None
    intent: str | None = None
    paid_at: float | None = None
    reversed: int = 0
    taken: int = 0
    revision: int = 0

    @property
    def missing(self) -> int:
        """Credits that were spent before their money went back."""
        return self.reversed - self.taken


@dataclass(frozen=True, slots=True)
class Settlement:
    """The payment as it will be, and what its account gets: `granted`, less `taken` if positive."""

    payment: Payment
    granted: int
    taken: int


def with_session(payment: Payment, seen: SessionSeen, now_s: float) -> Payment:
    """Merge what a session says; one that is not this payment's says nothing."""
    if payment.session_id not in (None, seen.session_id):
        return payment
    state = seen.state
    if state is State.PAID and seen.price != payment.price:
        state = State.MISPRICED
    is_news = state is State.PAID and payment.state is not State.PAID
    return replace(
        payment,
        session_id=seen.session_id,
        intent=payment.intent or seen.intent,
        state=max(payment.state, state),
        paid_at=now_s if is_news else payment.paid_at,
    )


def with_reversal(known: Mapping[str, Reversal], news: Reversal) -> dict[str, Reversal]:
    """Merge one reversal into those known by their sources."""
    former = known.get(news.source, news)
    return {**known, news.source: max(former, news, key=lambda each: (each.stage, each.amount))}


def settle(
    before: Payment, after: Payment, reversals: Iterable[Reversal], spendable: int
) -> Settlement:
    """Say what a payment's news does to the credits of its account.

    Credits are taken back as far as they are spendable, never below zero, and never later: what
    somebody buys after a refund is not touched. What was taken comes back where a dispute is won.
    """
    is_paid = after.state is State.PAID
    granted = after.credits if is_paid and before.state is not State.PAID else 0
    due = _credits_reversed(after, reversals) if is_paid else 0
    if due >= before.reversed:
        taken = min(due - before.reversed, spendable + granted)
    else:
        taken = min(0, due - before.taken)
    moves = (granted > 0) + (taken != 0)
    return Settlement(
        replace(
            after,
            reversed=due,
            taken=before.taken + taken,
            revision=before.revision + moves,
        ),
        granted,
        taken,
    )


def _credits_reversed(payment: Payment, reversals: Iterable[Reversal]) -> int:
    """Turn the money that went back into credits, a started one counted whole."""
    amount = min(_money_reversed(tuple(reversals)), payment.price.amount)
    return -(-payment.credits * amount // payment.price.amount)


def _money_reversed(reversals: tuple[Reversal, ...]) -> int:
    # A charge tells the sum of its refunds but never that one failed; a refund tells of itself,
    # but not every operator subscribes to those events. The larger figure knows more.
    told_by_charge = _sum(each for each in reversals if each.kind == "charge")
    failed = sum(
        each.amount for each in reversals if each.kind == "refund" and each.stage is Stage.UNDONE
    )
    refunded = max(
        _sum(each for each in reversals if each.kind == "refund"), told_by_charge - failed
    )
    return refunded + _sum(each for each in reversals if each.kind == "dispute")


def _sum(reversals: Iterable[Reversal]) -> int:
    return sum(each.amount for each in reversals if each.stands)
