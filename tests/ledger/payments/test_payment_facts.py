"""Whatever order the facts of a payment come in, however often, the end is the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from instagramapi.kit.price import Price
from instagramapi.ledger.payments.payment import (
    Fact,
    Payment,
    Reversal,
    SessionSeen,
    Stage,
    State,
    settle,
    with_reversal,
    with_session,
)

PRICE = Price(1000, "EUR")
NEW = Payment(
    id="pay_1",
    account_id="acc",
    started_by="ada@example.com",
    credits=300,
    price=PRICE,
    created_at=1.0,
    session_id="cs_1",
)
PAID = SessionSeen("pay_1", "cs_1", "pi_1", State.PAID, PRICE)

sessions = st.builds(
    SessionSeen,
    payment_id=st.just("pay_1"),
    session_id=st.sampled_from(["cs_1", "cs_1", "cs_1", "cs_foreign"]),
    intent=st.just("pi_1"),
    state=st.sampled_from([State.OPEN, State.PROCESSING, State.FAILED, State.PAID]),
    price=st.sampled_from([PRICE, PRICE, Price(1000, "USD"), Price(1, "EUR")]),
)
reversals = st.one_of(
    *(
        st.builds(
            Reversal,
            source=st.sampled_from([f"{kind}_1", f"{kind}_2"]),
            intent=st.just("pi_1"),
            kind=st.just(kind),
            amount=st.integers(0, 700),
            stage=st.sampled_from(Stage) if kind != "charge" else st.just(Stage.STANDS),
        )
        for kind in ("charge", "refund", "dispute")
    )
)


class Account:
    """A payment with everything that was heard of it, and what it did to a balance."""

    def __init__(self, balance: int) -> None:
        self.payment = NEW
        self.reversals: dict[str, Reversal] = {}
        self.balance = balance
        self.grants = 0

    def hear(self, fact: Fact) -> None:
        after = self.payment
        if isinstance(fact, SessionSeen):
            after = with_session(after, fact, 2.0)
        else:
            self.reversals = with_reversal(self.reversals, fact)
        known = self.reversals.values() if after.intent else ()
        done = settle(self.payment, after, known, self.balance)
        self.payment = done.payment
        self.balance += done.granted - done.taken
        self.grants += done.granted > 0
        assert self.balance >= 0
        assert 0 <= done.payment.taken <= done.payment.reversed <= 300


@given(st.lists(sessions | reversals, max_size=8), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(facts: list[Fact], random: object) -> None:
    told = [*facts, *facts]
    random.shuffle(told)  # type: ignore[attr-defined]
    in_order, shuffled = Account(1000), Account(1000)
    for fact in facts:
        in_order.hear(fact)
    for fact in told:
        shuffled.hear(fact)
    assert shuffled.balance == in_order.balance
    assert shuffled.grants == in_order.grants <= 1
    for name in ("state", "reversed", "taken", "intent", "paid_at"):
        assert getattr(shuffled.payment, name) == getattr(in_order.payment, name), name


@given(st.lists(sessions | reversals, max_size=8), st.integers(0, 200))
def test_a_poor_account_never_goes_below_zero(facts: list[Fact], balance: int) -> None:
    account = Account(balance)
    for fact in facts:
        account.hear(fact)
    if account.grants == 0:
        assert account.balance == balance


def account_with(*facts: Fact, balance: int = 1000) -> Account:
    account = Account(balance)
    for fact in facts:
        account.hear(fact)
    return account


def test_a_part_of_the_money_takes_its_part_of_the_credits_rounded_up() -> None:
    account = account_with(PAID, Reversal("ch_1", "pi_1", "charge", 501, Stage.STANDS))
    assert account.payment.taken == 151


def test_a_refund_and_its_charge_are_not_counted_twice() -> None:
    account = account_with(
        PAID,
        Reversal("ch_1", "pi_1", "charge", 400, Stage.STANDS),
        Reversal("re_1", "pi_1", "refund", 400, Stage.STANDS),
    )
    assert account.payment.taken == 120


def test_a_refund_that_failed_gives_the_credits_back() -> None:
    account = account_with(
        PAID,
        Reversal("ch_1", "pi_1", "charge", 1000, Stage.STANDS),
        Reversal("re_1", "pi_1", "refund", 1000, Stage.UNDONE),
    )
    assert (account.balance, account.payment.taken) == (1300, 0)


def test_what_was_spent_is_not_taken_from_what_is_bought_later() -> None:
    refund = Reversal("ch_1", "pi_1", "charge", 1000, Stage.STANDS)
    account = account_with(PAID, balance=0)
    account.balance = 50
    account.hear(refund)
    account.balance += 1000
    account.hear(refund)
    assert (account.balance, account.payment.missing) == (1000, 250)


def test_a_won_dispute_gives_back_what_was_taken_and_no_more() -> None:
    lost = Reversal("dp_1", "pi_1", "dispute", 1000, Stage.STANDS)
    account = account_with(PAID, balance=0)
    account.balance = 50
    account.hear(lost)
    account.hear(replace(lost, stage=Stage.UNDONE))
    assert (account.balance, account.payment.missing) == (50, 0)


def test_another_price_grants_nothing() -> None:
    account = account_with(replace(PAID, price=Price(999, "EUR")))
    assert (account.payment.state, account.grants) == (State.MISPRICED, 0)
