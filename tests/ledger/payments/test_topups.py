"""Top-ups against a simulated Stripe over HTTP: one grant per paid session, come what may."""

import asyncio
import logging
import random
import sqlite3
from itertools import permutations
from pathlib import Path

import pytest
from ledger_makers import turns
from payment_makers import PACK, open_shop

from instagramapi.errors import InsufficientCredits
from instagramapi.ledger.payments.events import BadEvent
from instagramapi.ledger.payments.payment import State
from instagramapi.store.database import Database
from stall import Stall
from stripe_simulator import signed

pytestmark = pytest.mark.anyio


async def test_a_paid_session_grants_what_was_agreed(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment, session_id = await shop.bought()

        assert (payment.state, payment.intent) == (State.PAID, "pi_1")
        assert payment.paid_at == shop.till.clock.now_s
        assert await shop.balance() == 1000
        session = shop.simulator.sessions[session_id]
        assert (session["amount_total"], session["currency"]) == (1000, "eur")
        assert session["client_reference_id"] == payment.id
        assert session["customer_email"] == "ada@example.com"


async def test_nothing_is_granted_before_it_is_paid(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        session_id = str(payment.session_id)
        await shop.tell(shop.simulator.complete(session_id, paid=False))
        assert (await shop.now(payment)).state is State.PROCESSING
        await shop.tell(shop.simulator.bank_says(session_id, paid=False))
        assert (await shop.now(payment)).state is State.FAILED
        assert shop.moves() == []

        other = await shop.buy()
        await shop.tell(shop.simulator.expire(str(other.session_id)))
        assert (await shop.now(other)).state is State.EXPIRED
        assert shop.moves() == []


async def test_every_order_of_events_ends_the_same(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        for order in permutations(range(4)):
            payment = await shop.buy()
            session = str(payment.session_id)
            events = [
                shop.simulator.complete(session, paid=False),
                shop.simulator.bank_says(session, paid=True),
                shop.simulator.refunded(session, 300),
                shop.simulator.dispute(session, "created", 200, "needs_response"),
            ]
            before = await shop.balance()
            await shop.tell(*(events[at] for at in order))

            assert await shop.balance() == before + 500, order
            done = await shop.now(payment)
            assert (done.state, done.reversed, done.taken) == (State.PAID, 500, 500)


@pytest.mark.parametrize("seed", range(6))
async def test_events_repeated_and_at_once_grant_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with open_shop(tmp_path) as shop:
        events, payments = [], []
        for _ in range(4):
            payment = await shop.buy()
            session = str(payment.session_id)
            payments.append(payment)
            events += [
                shop.simulator.complete(session, paid=False),
                shop.simulator.bank_says(session, paid=True),
                shop.simulator.refunded(session, 100),
                shop.simulator.refunded(session, 400),
                shop.simulator.dispute(session, "created", 600, "needs_response"),
                shop.simulator.dispute(session, "closed", 600, "won"),
            ]
        storm = events * 3
        chance.shuffle(storm)
        await shop.tell_at_once(storm)

        assert await shop.balance() == 4 * 600
        grants = [amount for kind, amount in shop.moves() if kind == "grant"]
        assert grants == [1000] * 4
        assert {(await shop.now(each)).taken for each in payments} == {400}


async def test_the_page_and_the_event_at_once_grant_once(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        event = shop.simulator.complete(str(payment.session_id))
        await asyncio.gather(
            *(shop.topups.check(payment.id) for _ in range(3)),
            *(shop.tell(event) for _ in range(3)),
        )
        assert shop.moves() == [("grant", 1000)]


async def test_another_price_is_noticed_and_grants_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        await shop.tell(shop.simulator.complete(str(payment.session_id), amount=1))
        assert (await shop.now(payment)).state is State.MISPRICED
        assert shop.moves() == []
        assert f"payment {payment.id} is not of the price" in caplog.text


async def test_a_session_that_we_did_not_open_grants_nothing(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        event = shop.simulator.complete(str(payment.session_id))
        thing = event["data"]["object"]
        for stranger in (
            {"id": "cs_of_a_payment_link"},
            {"client_reference_id": "pay_unknown"},
            {"client_reference_id": None},
        ):
            await shop.tell(shop.simulator.event(event["type"], {**thing, **stranger}))
        assert shop.moves() == []


async def test_an_event_that_is_not_stripes_changes_nothing(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        event = shop.simulator.complete(str(payment.session_id))
        with pytest.raises(BadEvent):
            await shop.topups.hear(*signed(event, shop.till.clock.now_s, "whsec_guessed"))
        with pytest.raises(BadEvent):
            await shop.topups.hear(*signed(event, shop.till.clock.now_s - 301))
        assert shop.moves() == []


async def test_credits_are_taken_back_as_far_as_they_are_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_shop(tmp_path) as shop:
        payment, session_id = await shop.bought()
        await shop.till.pay(300)
        hold = await shop.till.hold(500)
        with caplog.at_level(logging.WARNING):
            await shop.tell(shop.simulator.refunded(session_id, 1000))

        # Neither what was spent nor what a call under way holds.
        assert (await shop.now(payment)).missing == 800
        assert await shop.balance() == 500
        assert "1000 of its 1000 credits are reversed, 800 were spent already" in caplog.text
        shop.till.ledger.delivered(await shop.till.capture(hold))
        await shop.till.ledger.grant("acc", 50, reason="kindness")
        await shop.tell(shop.simulator.refunded(session_id, 1000))
        assert await shop.balance() == 50


async def test_a_call_cannot_spend_what_is_being_taken_back(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        _, session_id = await shop.bought()
        stall = Stall(shop.till.database)
        await stall.entered()
        taking = asyncio.ensure_future(shop.tell(shop.simulator.refunded(session_id, 700)))
        await turns()
        with pytest.raises(InsufficientCredits):
            await shop.till.hold(301)
        hold = await shop.till.hold(300)
        stall.go_on()
        await taking
        shop.till.ledger.delivered(await shop.till.capture(hold))
        assert await shop.balance() == 0


async def test_a_won_dispute_gives_the_credits_back(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        _, session_id = await shop.bought()
        await shop.tell(shop.simulator.dispute(session_id, "created", 1000, "needs_response"))
        assert await shop.balance() == 0
        await shop.tell(shop.simulator.dispute(session_id, "closed", 1000, "won"))
        assert shop.moves() == [("grant", 1000), ("adjust", -1000), ("adjust", 1000)]


async def test_a_refund_that_failed_gives_the_credits_back(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        _, session_id = await shop.bought()
        await shop.tell(
            shop.simulator.refunded(session_id, 400),
            shop.simulator.refund(session_id, "re_1", 400, "succeeded"),
            shop.simulator.refund(session_id, "re_1", 400, "failed"),
        )
        assert shop.moves() == [("grant", 1000), ("adjust", -400), ("adjust", 400)]


async def test_after_a_crash_the_event_is_settled_once(tmp_path: Path) -> None:
    """Stripe sends again what was not answered: half done, done, and done long ago."""
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        event = shop.simulator.complete(str(payment.session_id))
        stall = Stall(shop.till.database)
        await stall.entered()
        hearing = asyncio.ensure_future(shop.tell(event))
        await turns()
        dying = asyncio.ensure_future(shop.crash())
        await turns()
        stall.go_on()
        await dying
        await asyncio.wait([hearing])
        assert shop.moves() == []
        await shop.tell(event)
        await shop.crash()
        await shop.tell(event)
        assert shop.moves() == [("grant", 1000)]


async def test_who_hangs_up_leaves_nothing_half_done(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        stall = Stall(shop.till.database)
        await stall.entered()
        hearing = asyncio.ensure_future(shop.tell(shop.simulator.complete(str(payment.session_id))))
        await turns()
        hearing.cancel()
        stall.go_on()
        await asyncio.wait([hearing])
        await shop.tell(shop.simulator.refunded(str(payment.session_id), 1000))
        assert shop.moves() == [("grant", 1000), ("adjust", -1000)]


async def waiting(database: Database, operations: int) -> None:
    """Wait until so many operations wait for the writer."""
    async with asyncio.timeout(10):
        while database._writer._queue.qsize() < operations:
            await turns()


async def test_the_journal_itself_refuses_what_is_done_twice(tmp_path: Path) -> None:
    """Two that do not wait for each other, as it must never be."""
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        other = shop.another()
        paid = shop.simulator.complete(str(payment.session_id))
        refund = shop.simulator.refunded(str(payment.session_id), 600)
        for event in (paid, refund):
            body = signed(event, shop.till.clock.now_s)
            # Neither is written before both have read that it is not.
            stall = Stall(shop.till.database)
            await stall.entered()
            hearing = asyncio.gather(
                shop.topups.hear(*body), other.hear(*body), return_exceptions=True
            )
            await waiting(shop.till.database, 2)
            stall.go_on()
            outcomes = await hearing
            (failure,) = [each for each in outcomes if each is not None]
            assert isinstance(failure, sqlite3.IntegrityError)
        assert shop.moves() == [("grant", 1000), ("adjust", -600)]
        await other.close()


async def test_packs_and_payments_are_found(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        first, second = await shop.buy(), await shop.buy()
        assert shop.topups.pack("1000-EUR") == PACK
        assert shop.topups.pack("7-EUR") is None
        assert shop.topups.latest("acc", limit=1) == (second,)
        assert shop.topups.latest() == (second, first)
        assert shop.topups.latest("nobody") == ()
