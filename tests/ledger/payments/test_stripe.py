"""What Stripe answers when it is asked, or does not: nothing is sold that it does not confirm."""

import asyncio
import logging
from operator import methodcaller
from pathlib import Path

import pytest
from ledger_makers import DAY_S, turns
from payment_makers import PACK, Shop, open_shop

from instagramapi.ledger.payments.events import BadEvent
from instagramapi.ledger.payments.payment import State
from instagramapi.ledger.payments.stripe import Stripe, StripeFailed
from instagramapi.ledger.payments.topups import CHECK_EVERY_S, TopUps
from stall import Stall

pytestmark = pytest.mark.anyio


async def test_a_lost_event_is_made_up_for_by_asking(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        event = shop.simulator.complete(str(payment.session_id))

        checked = await shop.topups.check(payment.id)
        assert checked and checked.state is State.PAID
        assert await shop.balance() == 1000
        await shop.tell(event)
        await shop.topups.check(payment.id)
        assert await shop.balance() == 1000
        assert shop.simulator.asked[1:] == [f"GET /v1/checkout/sessions/{payment.session_id}"]


async def test_open_payments_are_asked_about_until_they_are_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        shop.simulator.complete(str(payment.session_id))
        shop.till.clock.now_s += CHECK_EVERY_S - 1
        await shop.topups.check_all()
        assert await shop.balance() == 0
        shop.till.clock.now_s += 1
        shop.simulator.failure = 500
        with caplog.at_level(logging.WARNING):
            await shop.topups.check_all()
        assert "cannot be checked: Stripe answered 500" in caplog.text
        shop.simulator.failure = None
        watching = asyncio.ensure_future(shop.topups.watch())
        while await shop.balance() == 0:
            await turns(1)
        await turns()
        watching.cancel()
        assert await shop.balance() == 1000

        forgotten = await shop.buy()
        shop.till.clock.now_s += 31 * DAY_S
        asked = len(shop.simulator.asked)
        await shop.topups.check_all()
        assert len(shop.simulator.asked) == asked
        assert (await shop.now(forgotten)).state is State.OPEN


async def test_a_check_that_fails_is_logged_and_not_the_last(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_shop(tmp_path) as shop:
        rename = methodcaller("execute", "ALTER TABLE payments RENAME TO p")
        await shop.till.database.write(rename)
        watching = asyncio.ensure_future(shop.topups.watch())
        await turns()
        assert "could not be looked after" in caplog.text
        assert not watching.done()
        watching.cancel()


async def test_a_payment_that_never_got_to_stripe_is_left_off(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        stall = Stall(shop.till.database)
        await stall.entered()
        buying = asyncio.ensure_future(shop.buy())
        await turns()
        buying.cancel()
        stall.go_on()
        await asyncio.wait([buying])
        await shop.till.database.write(lambda connection: None)
        shop.till.clock.now_s += CHECK_EVERY_S
        await shop.topups.check_all()
        (payment,) = shop.topups.latest()
        assert (payment.state, shop.simulator.asked) == (State.EXPIRED, [])


@pytest.mark.parametrize(
    ("garbage", "words"),
    [
        (b"<html>", "cannot be reached (JSONDecodeError)"),
        (b"[]", "answered 200: no reason"),
        (b"{}", "another session"),
        (b'{"mode": "payment", "client_reference_id": "pay_1", "id": "cs"}', "no session"),
        (b'"' + b"x" * 1_048_576 + b'"', "too large"),
    ],
)
async def test_an_answer_that_is_no_session_sells_nothing(
    tmp_path: Path, garbage: bytes, words: str
) -> None:
    async with open_shop(tmp_path) as shop:
        shop.simulator.garbage = garbage
        with pytest.raises(StripeFailed) as failed:
            await shop.buy()
        assert words in str(failed.value)
        assert shop.topups.latest()[0].state is State.FAILED


async def test_a_refusal_of_stripe_is_told_without_the_key(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        wrong = shop.another(key="sk_test_wrong_and_secret")
        with pytest.raises(StripeFailed, match="401: Invalid API Key") as failed:
            await wrong.start("acc", PACK, by="ada", email="ada@example.com")
        assert "secret" not in str(failed.value)
        await wrong.close()


async def test_a_stripe_that_is_away_is_a_failure_with_a_name(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        shop.topups = _over(shop, Stripe("sk", url="http://127.0.0.1:1"))
        with pytest.raises(StripeFailed, match=r"reached \(ClientConnectorError\)"):
            await shop.buy()


async def test_a_server_without_stripe_sells_nothing_and_hears_nothing(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        bare = TopUps(
            shop.till.database, shop.till.ledger, clock=shop.till.clock, ids=shop.topups._ids
        )
        assert not bare.sells and not bare.hears
        assert shop.topups.sells and shop.topups.hears
        with pytest.raises(StripeFailed):
            await bare.start("acc", PACK, by="ada", email="ada@example.com")
        with pytest.raises(BadEvent):
            await bare.hear(b"{}", "")
        assert await bare.check("pay_unknown") is None
        await bare.watch()
        await bare.close()


async def test_a_session_is_opened_once_for_a_payment(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        payment = await shop.buy()
        stripe = Stripe("sk_test_loopback", url=shop.url)
        again = await stripe.open_session(
            payment, email="a@b.example", paid_url="http://x", cancel_url="http://y"
        )
        await stripe.close()
        assert again["id"] == payment.session_id
        assert len(shop.simulator.sessions) == 1


def _over(shop: Shop, stripe: Stripe) -> TopUps:
    return TopUps(
        shop.till.database,
        shop.till.ledger,
        clock=shop.till.clock,
        ids=shop.topups._ids,
        packs=(PACK,),
        checkout=stripe,
    )
