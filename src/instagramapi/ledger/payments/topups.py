"""Sells credits: opens a session at Stripe, and settles what Stripe tells of it exactly once."""

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from instagramapi.kit.clock import Clock, iso
from instagramapi.kit.ids import Ids
from instagramapi.ledger.journal import Books, Entry, Journal, Posted, balance_of
from instagramapi.ledger.payments.events import BadEvent, read_event, session_seen, verify
from instagramapi.ledger.payments.packs import CreditPack
from instagramapi.ledger.payments.payment import (
    Fact,
    Payment,
    Reversal,
    SessionSeen,
    Settlement,
    State,
    settle,
    with_reversal,
    with_session,
)
from instagramapi.ledger.payments.store import (
    find_payment,
    keep_reversals,
    payment_of,
    payments_not_over,
    payments_of,
    reversals_of,
    write_payment,
)
from instagramapi.ledger.payments.stripe import StripeFailed
from instagramapi.store.database import Database

T = TypeVar("T")

CHECK_EVERY_S = 600.0
_DAY_S = 86_400.0
# Bank debits may take two weeks to be paid.
_CHECK_FOR_S = 30 * _DAY_S

_log = logging.getLogger(__name__)


class Checkout(Protocol):
    """Where customers pay."""

    async def open_session(
        self, payment: Payment, *, email: str, paid_url: str, cancel_url: str
    ) -> Mapping[str, Any]:
        """Open a session, or raise StripeFailed."""

    async def session(self, session_id: str) -> Mapping[str, Any]:
        """Read a session, or raise StripeFailed."""

    async def close(self) -> None:
        """Close the connections."""


class TopUps:
    """Payments of all accounts; what is granted is what was agreed, not what an event says.

    One fact at a time: it is merged with what is known, and payment, grant and what is taken back
    are one commit. So a fact that is told again, late or by two at once changes nothing more, and
    after a crash it was settled or it was not.
    """

    def __init__(
        self,
        database: Database,
        books: Books,
        *,
        clock: Clock,
        ids: Ids,
        packs: tuple[CreditPack, ...] = (),
        checkout: Checkout | None = None,
        webhook_secret: str | None = None,
        url: str = "",
    ) -> None:
        self.packs = packs
        self._database = database
        self._books = books
        self._clock = clock
        self._ids = ids
        self._checkout = checkout
        self._webhook_secret = webhook_secret
        self._url = url
        self._one_at_a_time = asyncio.Lock()

    @property
    def sells(self) -> bool:
        """Whether credits can be bought here."""
        return self._checkout is not None and bool(self.packs)

    @property
    def hears(self) -> bool:
        """Whether Stripe's events can be checked, and so are taken."""
        return self._webhook_secret is not None

    def pack(self, name: str) -> CreditPack | None:
        """Find a pack by its name."""
        return next((pack for pack in self.packs if pack.name == name), None)

    async def start(self, account_id: str, pack: CreditPack, *, by: str, email: str) -> str:
        """Write down what is bought, and return the page on which to pay it.

        Raises StripeFailed; then nobody can pay, and the payment has failed.
        """
        payment = Payment(
            id=self._ids.new("pay"),
            account_id=account_id,
            started_by=by,
            credits=pack.credits,
            price=pack.price,
            created_at=self._clock.epoch_s(),
        )
        await self._database.write(lambda connection: write_payment(connection, payment))
        try:
            page, seen = await self._open(payment, email)
        except StripeFailed:
            await self._leave_off(payment, State.FAILED)
            raise
        await self._learn(seen)
        return page

    async def hear(self, body: bytes, signature: str) -> None:
        """Settle what a signed event of Stripe tells; raises BadEvent for any other."""
        if self._webhook_secret is None:
            raise BadEvent("This server takes no events.")
        verify(body, signature, self._webhook_secret, self._clock.epoch_s())
        await self._learn(read_event(body))

    async def check(self, payment_id: str) -> Payment | None:
        """Ask Stripe how a payment is, where that may have changed, and return it.

        Raises StripeFailed.
        """
        payment = self.find(payment_id)
        if payment and payment.session_id and payment.state < State.EXPIRED:
            session = await self._at_stripe().session(payment.session_id)
            await self._learn(_seen(session))
        return self.find(payment_id)

    async def check_all(self) -> None:
        """Ask Stripe for the payments whose event may have been lost."""
        now_s = self._clock.epoch_s()
        recent = now_s - CHECK_EVERY_S
        for payment in payments_not_over(self._database.read(), now_s - _CHECK_FOR_S, recent):
            if payment.session_id is None:
                # A crash before Stripe's answer: nobody was ever led to a page to pay on.
                await self._leave_off(payment, State.EXPIRED)
                continue
            try:
                await self.check(payment.id)
            except StripeFailed as error:
                _log.warning("payment %s cannot be checked: %s", payment.id, error)

    async def watch(self) -> None:
        """Look after payments until cancelled, where any can be made."""
        while self._checkout:
            try:
                await self.check_all()
            except sqlite3.Error:
                _log.exception("payments could not be looked after")
            await asyncio.sleep(CHECK_EVERY_S)

    def find(self, payment_id: str) -> Payment | None:
        """Return one payment."""
        return find_payment(self._database.read(), payment_id)

    def latest(self, account_id: str | None = None, *, limit: int = 100) -> tuple[Payment, ...]:
        """Return the latest payments of one account or of all, latest first."""
        return payments_of(self._database.read(), account_id, limit)

    async def close(self) -> None:
        """Let go of Stripe's connections."""
        if self._checkout:
            await self._checkout.close()

    async def _open(self, payment: Payment, email: str) -> tuple[str, SessionSeen]:
        session = await self._at_stripe().open_session(
            payment,
            email=email,
            paid_url=f"{self._url}/app/billing/paid?payment={payment.id}",
            cancel_url=f"{self._url}/app/billing",
        )
        return str(session.get("url")), _seen(session)

    async def _leave_off(self, payment: Payment, state: State) -> None:
        ended = replace(payment, state=state)
        await self._database.write(lambda connection: write_payment(connection, ended))

    def _at_stripe(self) -> Checkout:
        if self._checkout is None:
            raise StripeFailed("No payment service is configured.")
        return self._checkout

    async def _learn(self, fact: Fact | None) -> None:
        # Whoever told it may go away; what it began must not be left half done.
        if fact is not None:
            await asyncio.shield(asyncio.ensure_future(self._settle(fact)))

    async def _settle(self, fact: Fact) -> None:
        async with self._one_at_a_time:
            read = self._database.read()
            before = _about(read, fact)
            if before is None:
                await self._keep_for_later(fact)
                return
            after, reversals = before, reversals_of(read, before.intent)
            if isinstance(fact, SessionSeen):
                after = with_session(before, fact, self._clock.epoch_s())
                reversals = reversals_of(read, after.intent)
            else:
                reversals = with_reversal(reversals, fact)
            spendable = self._books.spendable(before.account_id)
            done = settle(before, after, reversals.values(), spendable)
            write = partial(self._write, before, done, reversals)
            await self._books.post(
                before.account_id, write, aside=max(0, done.taken - done.granted)
            )
            _tell(before, done.payment)

    async def _keep_for_later(self, fact: Fact) -> None:
        """Keep what goes back of a payment that is not known yet; other sessions are not ours."""
        if isinstance(fact, Reversal):
            known = with_reversal(reversals_of(self._database.read(), fact.intent), fact)
            await self._database.write(
                lambda connection: keep_reversals(connection, known.values())
            )

    def _write(
        self,
        before: Payment,
        done: Settlement,
        reversals: Mapping[str, Reversal],
        journal: Journal,
        connection: sqlite3.Connection,
    ) -> Posted:
        write_payment(connection, done.payment)
        keep_reversals(connection, reversals.values())
        entries = self._entries(before, done)
        posted = journal.post(connection, entries) if entries else []
        return posted[-1] if posted else balance_of(connection, before.account_id)

    def _entries(self, before: Payment, done: Settlement) -> list[Entry]:
        at, payment = self._clock.epoch_s(), done.payment
        entry = partial(Entry, account_id=before.account_id, key_id=None, at=at, day=iso(at)[:10])
        entries = []
        if done.granted:
            reason = f"bought for {payment.price}"
            entries.append(entry(payment.id, "grant", amount=done.granted, reason=reason))
        if done.taken:
            # The journal has each reference once, so what is done twice by mistake fails.
            reference = f"{payment.id}-{payment.revision}"
            reason = "money went back" if done.taken > 0 else "money came back"
            entries.append(entry(reference, "adjust", amount=-done.taken, reason=reason))
        return entries


def _seen(session: Mapping[str, Any]) -> SessionSeen:
    try:
        seen = session_seen(dict(session))
    except (KeyError, ValueError, TypeError) as error:
        raise StripeFailed("Stripe's answer is no session.") from error
    if seen is None:
        raise StripeFailed("Stripe's answer is another session.")
    return seen


def _about(connection: sqlite3.Connection, fact: Fact) -> Payment | None:
    if isinstance(fact, SessionSeen):
        return find_payment(connection, fact.payment_id)
    return payment_of(connection, fact.intent)


def _tell(before: Payment, after: Payment) -> None:
    """Tell the operator what a person should look at."""
    if after.state is State.MISPRICED is not before.state:
        _log.error("payment %s is not of the price that was agreed: nothing granted", after.id)
    if after.reversed != before.reversed:
        _log.warning(
            "money of payment %s of account %s went back or came back: %d of its %d credits are "
            "reversed, %d were spent already",
            after.id,
            after.account_id,
            after.reversed,
            after.credits,
            after.missing,
        )
