"""A shop over a real till and a simulated Stripe: `open_shop`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from ledger_makers import Till, open_till

from instagramapi.kit.ids import Ids
from instagramapi.ledger.payments.packs import CreditPack, parse_packs
from instagramapi.ledger.payments.payment import Payment
from instagramapi.ledger.payments.stripe import Stripe
from instagramapi.ledger.payments.topups import TopUps
from stripe_simulator import KEY, WEBHOOK_SECRET, StripeSimulator, Thing, serve_stripe, signed

(PACK,) = parse_packs(["1000=10.00 EUR"])


class Shop:
    """Top-ups of account `acc`, Stripe, and the till that they grant into."""

    def __init__(self, till: Till, simulator: StripeSimulator, url: str) -> None:
        self.till = till
        self.simulator = simulator
        self.url = url
        self.topups = self.another()

    def another(self, *, key: str = KEY) -> TopUps:
        """Make top-ups over what the till is now, as a start does."""
        return TopUps(
            self.till.database,
            self.till.ledger,
            clock=self.till.clock,
            ids=Ids(self.till.clock),
            packs=(PACK,),
            checkout=Stripe(key, url=self.url),
            webhook_secret=WEBHOOK_SECRET,
            url="http://localhost",
        )

    async def buy(self, pack: CreditPack = PACK) -> Payment:
        """Start to buy; the customer stands before Stripe's page now."""
        await self.topups.start("acc", pack, by="ada@example.com", email="ada@example.com")
        return self.topups.latest("acc")[0]

    async def bought(self) -> tuple[Payment, str]:
        """Buy and pay; returns the payment and the session."""
        payment = await self.buy()
        assert payment.session_id
        await self.tell(self.simulator.complete(payment.session_id))
        return await self.now(payment), payment.session_id

    async def tell(self, *events: Thing) -> None:
        """Send events one after the other."""
        for event in events:
            await self.topups.hear(*signed(event, self.till.clock.now_s))

    async def tell_at_once(self, events: Sequence[Thing]) -> None:
        """Send events in parallel."""
        await asyncio.gather(*(self.tell(event) for event in events))

    async def now(self, payment: Payment) -> Payment:
        found = self.topups.find(payment.id)
        assert found
        return found

    async def balance(self) -> int:
        return await self.till.ledger.balance("acc")

    def moves(self) -> list[tuple[object, ...]]:
        """Kind and amount of every row that a payment made."""
        return self.till.rows(
            "SELECT kind, amount FROM journal WHERE reference LIKE 'pay%' ORDER BY sequence"
        )

    async def crash(self) -> None:
        """Go on as a new process over the files as they are."""
        await self.topups.close()
        await self.till.crash()
        await self.till.dropped()
        self.topups = self.another()


@asynccontextmanager
async def open_shop(folder: Path, start: int = 0) -> AsyncIterator[Shop]:
    """Open a shop whose account has some credits; in the end the books are checked."""
    simulator = StripeSimulator()
    async with serve_stripe(simulator) as url, open_till(folder, start) as till:
        shop = Shop(till, simulator, url)
        try:
            yield shop
        finally:
            await shop.topups.close()
        assert (await till.ledger.verify()).violations == ()
