"""The pages of money, as a member of the account sees them."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from site_makers import HERE, HTML, Elements, Signed, always

from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.terms import Terms
from instagramapi.asgi import App
from instagramapi.ledger.ledger import Caps
from instagramapi.ledger.payments.payment import State
from instagramapi.wiring import watch_of
from makers import Api, Scripted, in_process, open_api
from stripe_simulator import KEY, WEBHOOK_SECRET, StripeSimulator, serve_stripe, signed

pytestmark = pytest.mark.anyio

EVERY_RIGHT = frozenset({"account.read", "billing.read", "topup", "alerts.write"})
SHOP = {
    "stripe_key": KEY,
    "stripe_webhook_secret": WEBHOOK_SECRET,
    "credit_packs": "1000=10.00 EUR,5000=40.00 EUR",
}


@dataclass
class Desk:
    """A member before the pages of their account."""

    api: Api
    client: httpx2.AsyncClient
    stripe: StripeSimulator

    async def page(self, path: str) -> str:
        answer = await self.client.get(path, headers=HTML)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def send(self, path: str, **form: str) -> httpx2.Response:
        return await self.client.post(path, data=form, headers=HTML | HERE)

    async def flash(self, path: str, **form: str) -> str:
        """Send a form, go where it leads, and return the message there."""
        answer = await self.send(path, **form)
        assert answer.status_code == 303, answer.text
        page = await self.page(answer.headers["location"])
        return page.partition('role="status"')[2].partition("<p>")[2].partition("</p>")[0]

    async def event(self, event: dict[str, object]) -> httpx2.Response:
        body, signature = signed(event, self.api.clock.now_s)
        headers = {"stripe-signature": signature}
        return await self.client.post("/webhooks/stripe", content=body, headers=headers)

    async def buy(self, pack: str = "1000-EUR") -> str:
        """Choose a pack and return the session that was opened."""
        answer = await self.send("/app/billing/buy", pack=pack)
        assert answer.status_code == 200, answer.text
        (link,) = [u for u in Elements(answer.text).values("a", "href") if "pay.invalid" in u]
        return link.rpartition("/")[2]


@asynccontextmanager
async def open_desk(
    data_dir: Path,
    shop: Mapping[str, Any] = SHOP,
    rights: frozenset[str] = EVERY_RIGHT,
    *,
    is_stepped_up: bool = True,
    is_operator: bool = False,
) -> AsyncIterator[Desk]:
    stripe = StripeSimulator()
    async with (
        serve_stripe(stripe) as url,
        open_api(data_dir, Scripted(), granted=100, **shop, stripe_url=url) as api,
    ):
        who = Signed(
            account_id=api.account_id,
            rights=rights,
            is_stepped_up=is_stepped_up,
            is_operator=is_operator,
        )
        async with in_process(App(api.service, identify=always(who))) as client:
            yield Desk(api, client, stripe)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def test_who_pays_gets_the_credits_by_the_event(desk: Desk) -> None:
    session = await desk.buy()
    answer = await desk.event(desk.stripe.complete(session))
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert await desk.api.balance() == 1100
    page = await desk.page("/app/billing")
    assert "bought for 10.00 EUR" in page
    (payment,) = desk.api.service.topups.latest(desk.api.account_id)
    assert payment.started_by == Signed().actor.id
    (note,) = desk.api.service.people.audit.latest(desk.api.account_id, limit=1)
    assert (note.action, note.detail) == ("credits.buy", {"price": "10.00 EUR"})


async def test_who_comes_back_gets_them_without_any_event(desk: Desk) -> None:
    session = await desk.buy("5000-EUR")
    desk.stripe.complete(session)
    back = desk.stripe.success_urls[session].removeprefix(desk.api.service.settings.url)
    for _ in range(2):
        answer = await desk.client.get(back, headers=HTML)
        assert answer.headers["location"] == "/app/billing"
    assert "5\N{NARROW NO-BREAK SPACE}000 credits were added" in await desk.page("/app/billing")
    assert await desk.api.balance() == 5100


async def test_event_and_return_at_once_grant_once(desk: Desk) -> None:
    session = await desk.buy()
    event = desk.stripe.complete(session)
    back = desk.stripe.success_urls[session].removeprefix(desk.api.service.settings.url)
    await asyncio.gather(
        *(desk.event(event) for _ in range(3)),
        *(desk.client.get(back, headers=HTML) for _ in range(3)),
    )
    assert await desk.api.balance() == 1100


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.OPEN, "not finished"),
        (State.PROCESSING, "bank is still working"),
        (State.EXPIRED, "was not made"),
        (State.MISPRICED, "not what was agreed"),
    ],
)
async def test_who_comes_back_unpaid_is_told_how_it_stands(
    desk: Desk, state: State, said: str
) -> None:
    session = await desk.buy()
    if state is State.EXPIRED:
        desk.stripe.expire(session)
    elif state is not State.OPEN:
        paid = state is State.MISPRICED
        desk.stripe.complete(session, paid=paid, amount=1 if paid else None)
    back = desk.stripe.success_urls[session].removeprefix(desk.api.service.settings.url)
    answer = await desk.client.get(back, headers=HTML)
    assert answer.status_code == 303
    assert said in await desk.page("/app/billing")
    assert await desk.api.balance() == 100


async def test_a_payment_of_another_account_is_not_there(desk: Desk) -> None:
    topups = desk.api.service.topups
    (pack, _) = topups.packs
    await topups.start("acc_other", pack, by="x", email="x@example.com")
    (payment,) = topups.latest("acc_other")
    for name in (payment.id, "pay_unknown", ""):
        answer = await desk.client.get(f"/app/billing/paid?payment={name}", headers=HTML)
        assert answer.status_code == 404
    assert payment.id not in await desk.page("/app/billing")


async def test_a_stripe_that_fails_is_said_and_charges_nothing(desk: Desk) -> None:
    session = await desk.buy()
    back = desk.stripe.success_urls[session].removeprefix(desk.api.service.settings.url)
    desk.stripe.failure = 500
    assert "cannot be reached" in await desk.flash("/app/billing/buy", pack="1000-EUR")
    answer = await desk.client.get(back, headers=HTML)
    assert answer.status_code == 303
    assert "not finished" in await desk.page("/app/billing")


async def test_what_is_not_for_sale_is_not_sold(desk: Desk) -> None:
    assert "not for sale" in await desk.flash("/app/billing/buy", pack="1-EUR")
    assert desk.stripe.asked == []


async def test_a_forged_event_changes_nothing(desk: Desk) -> None:
    event = desk.stripe.complete(await desk.buy())
    body, _ = signed(event, desk.api.clock.now_s)
    for headers in ({}, {"stripe-signature": signed(event, desk.api.clock.now_s, "guess")[1]}):
        answer = await desk.client.post("/webhooks/stripe", content=body, headers=headers)
        assert answer.status_code == 400
    large = await desk.client.post("/webhooks/stripe", content=b"x" * 1_048_577)
    assert large.status_code == 413
    assert await desk.api.balance() == 100


async def test_buying_takes_a_role_and_a_fresh_proof(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "role", rights=frozenset({"billing.read"})) as desk:
        assert (await desk.send("/app/billing/buy", pack="1000-EUR")).status_code == 403
        assert "Your role does not allow" in await desk.page("/app/billing")
        assert 'action="/app/alerts' not in await desk.page("/app/alerts")
    async with open_desk(tmp_path / "proof", is_stepped_up=False) as desk:
        answer = await desk.send("/app/billing/buy", pack="1000-EUR")
        assert answer.headers["location"].startswith("/step-up")
        assert desk.stripe.asked == []


async def test_the_operator_sees_what_has_to_be_looked_at(tmp_path: Path) -> None:
    async with open_desk(tmp_path, is_operator=True) as desk:
        assert "No payment yet" in await desk.page("/operator/payments")
        good, odd = await desk.buy(), await desk.buy()
        await desk.event(desk.stripe.complete(good))
        assert "To be looked at" not in await desk.page("/operator/payments")
        await desk.event(desk.stripe.complete(odd, amount=1))
        page = await desk.page("/operator/payments")
        assert "To be looked at" in page
        assert page.count("under review") == 2
        assert page.count("ada@example.com") == 3


async def test_without_stripe_the_operator_is_named(tmp_path: Path) -> None:
    async with open_desk(tmp_path, shop={"credit_packs": "50=1.00 EUR"}) as desk:
        page = await desk.page("/app/billing")
        assert "Ask the operator of this server" in page
        assert "50 credits for 1.00 EUR" in page
        assert (await desk.client.post("/webhooks/stripe")).status_code == 404
        assert "not for sale" in await desk.flash("/app/billing/buy", pack="1000-EUR")


async def test_the_statement_has_days_with_their_balances(desk: Desk) -> None:
    for day in range(40):
        await desk.api.get(f"/v1/profile?handle=a{day}&max_age=0")
        desk.api.clock.advance(86_400)
    page = await desk.page("/app/billing")
    assert page.count('<tr class="day">') == 30
    older = [url for url in Elements(page).values("a", "href") if "before=" in url]
    page = await desk.page(older[0])
    assert page.count('<tr class="day">') == 10
    assert "Added: test" in page


async def test_the_journal_is_a_file_without_formulas(desk: Desk) -> None:
    await desk.api.service.ledger.grant(desk.api.account_id, 7, reason='=HYPERLINK("x")')
    await desk.api.get("/v1/profile?handle=nike")
    answer = await desk.client.get("/app/billing/journal.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    assert header == ["sequence", "time", "kind", "reference", "reason", "credits", "balance"]
    assert [(row[2], row[4], *row[5:]) for row in rows] == [
        ("grant", "test", "100", "100"),
        ("grant", '\'=HYPERLINK("x")', "7", "107"),
        ("charge", "profile", "-1", "106"),
    ]


async def test_a_line_is_drawn_told_and_removed(desk: Desk) -> None:
    assert "Nothing is watched yet" in await desk.page("/app/alerts")
    said = await desk.flash("/app/alerts", kind="balance", threshold="1,000")
    assert said == "Balance falls below 1000: you will be told."
    await watch_of(desk.api.service).check()
    page = await desk.page("/app/alerts")
    assert "crossed" in page
    assert "The balance fell below 1,000 credits: 100 are left." in page
    assert "The balance fell below 1,000 credits: 100 are left." in await desk.page("/app")
    (alert,) = desk.api.service.alerts.of(desk.api.account_id)
    assert "is removed" in await desk.flash("/app/alerts/remove", alert=alert.id)
    assert "not there any more" in await desk.flash("/app/alerts/remove", alert=alert.id)
    actions = [note.action for note in desk.api.service.people.audit.latest()]
    assert actions == ["alerts.delete", "alerts.create"]


@pytest.mark.parametrize(
    ("path", "form", "field"),
    [
        ("/app/alerts", {"kind": "balance", "threshold": "many"}, "threshold"),
        ("/app/alerts", {"kind": "errors", "threshold": "101"}, "threshold"),
        ("/app/alerts", {"kind": "mood", "threshold": "1"}, "kind"),
        ("/app/alerts/caps", {"cap_day": "-5"}, "cap_day"),
        ("/app/alerts/caps", {"cap_month": "9" * 400}, "cap_month"),
        ("/app/alerts/caps", {"cap_month": "0" * 14 + "9" * 30}, "cap_month"),
    ],
)
async def test_a_wrong_form_is_shown_again(
    desk: Desk, path: str, form: dict[str, str], field: str
) -> None:
    answer = await desk.send(path, **form)
    assert answer.status_code == 400
    assert f'id="about-{field}" role="alert"' in answer.text


async def test_a_cap_holds_from_its_form_on(desk: Desk) -> None:
    assert "hold from this moment" in await desk.flash("/app/alerts/caps", cap_day="1")
    assert (await desk.api.get("/v1/profile?handle=a&max_age=0")).status_code == 200
    refused = await desk.api.get("/v1/profile?handle=b&max_age=0")
    assert refused.json()["error"]["reason"] == "account_day"
    assert "of 1 a day" in await desk.page("/app/billing")
    await desk.flash("/app/alerts/caps", cap_day="", cap_month=" ")
    assert desk.api.service.ledger.caps_of(desk.api.account_id) == Caps()


async def test_keys_with_caps_show_what_they_spent(desk: Desk) -> None:
    terms = Terms(name="<crawl>", cap_day=4)
    _, secret = await desk.api.service.keys.create(desk.api.account_id, terms)
    await desk.api.get("/v1/profile?handle=a&max_age=0", secret)
    page = await desk.page("/app/alerts")
    assert "&lt;crawl&gt;" in page
    assert 'aria-label="&lt;crawl&gt; today: 1 of 4 credits"' in page


async def test_who_leaves_takes_the_books_along_and_lets_the_credits_expire(desk: Desk) -> None:
    service, account_id = desk.api.service, desk.api.account_id
    await desk.event(desk.stripe.complete(await desk.buy()))
    await desk.flash("/app/alerts", kind="balance", threshold="7")
    await desk.flash("/app/alerts/caps", cap_day="9")
    user = await service.people.users.create("ada@example.com", "Ada", is_verified=True)
    await service.people.settle(user)
    token = await service.people.sessions.open(user.id, Device("127.0.0.1"), method="link")
    headers = HTML | HERE | {"cookie": f"__Host-session={token}"}

    taken = await desk.api.client.post("/app/settings/export", headers=headers)
    (account,) = taken.json()["accounts"]
    (payment,) = account["payments"]
    assert (payment["state"], payment["price"], payment["credits"]) == ("paid", "10.00 EUR", 1000)
    assert [alert["threshold"] for alert in account["alerts"]] == [7]
    assert account["caps"] == {"day": 9, "month": None}

    form = {"confirm": "ada@example.com"}
    left = await desk.api.client.post("/app/settings/delete", data=form, headers=headers)
    assert left.status_code == 303
    assert await desk.api.balance() == 0
    assert service.alerts.of(account_id) == ()
    assert service.ledger.caps_of(account_id) == Caps()
    assert (await service.ledger.verify()).ok
