"""Buying credits: to Stripe's page, back from it, and what Stripe tells of it in between."""

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response

from instagramapi.ledger.payments.events import BadEvent
from instagramapi.ledger.payments.payment import Payment, State
from instagramapi.ledger.payments.stripe import StripeFailed
from instagramapi.web.billing.ledger import PATH, READ
from instagramapi.web.pages import grouped
from instagramapi.web.routes import PUBLIC, Route, having
from instagramapi.web.visit import Visit

log = structlog.get_logger()

_AWAY = "The payment service cannot be reached. Nothing was charged; please try again."
_SAID = {
    State.OPEN: "The payment is not finished. The credits come as soon as it is.",
    State.PROCESSING: "Your bank is still working on it. The credits come when it has paid.",
    State.MISPRICED: "The payment is not what was agreed. The operator of this server is told.",
}


async def buy(visit: Visit) -> Response:
    """Write down what is bought, and lead to the page where it is paid."""
    service, who = visit.site.service, visit.who
    pack = service.topups.pack(str((await visit.form()).get("pack", "")))
    if pack is None or not service.topups.sells:
        return visit.go(PATH, failed="This is not for sale here.")
    email = service.accounts.contact(who.account_id)
    by = who.actor.id or who.name
    try:
        page = await service.topups.start(who.account_id, pack, by=by, email=email)
    except StripeFailed as failure:
        log.warning("checkout_failed", error=str(failure))
        return visit.go(PATH, failed=_AWAY)
    await service.people.audit.note(
        who.actor, "credits.buy", pack.name, account_id=who.account_id, price=str(pack.price)
    )
    # A link and not a redirect: the policy `form-action 'self'` holds for redirects of forms too.
    return visit.render("billing/leave.html", page=page, pack=pack)


async def come_back(visit: Visit) -> Response:
    """Ask how the payment is, whatever events said so far, and say it."""
    topups = visit.site.service.topups
    payment = topups.find(visit.request.query_params.get("payment", ""))
    if payment is None or payment.account_id != visit.who.account_id:
        raise HTTPException(404)
    try:
        payment = await topups.check(payment.id)
    except StripeFailed as failure:
        log.warning("checkout_not_checked", error=str(failure))
    return _said(visit, payment)


async def hear(visit: Visit) -> Response:
    """Take an event of Stripe; what it did not get an answer for it sends again."""
    topups = visit.site.service.topups
    if not topups.hears:
        raise HTTPException(404)
    signature = visit.request.headers.get("stripe-signature", "")
    try:
        await topups.hear(await visit.request.body(), signature)
    except BadEvent as bad:
        return visit.json({"error": str(bad)}, 400)
    return visit.json({"received": True})


def _said(visit: Visit, payment: Payment | None) -> Response:
    if payment and payment.state is State.PAID:
        return visit.go(PATH, done=f"Thank you. {grouped(payment.credits)} credits were added.")
    state = payment.state if payment else State.FAILED
    said = _SAID.get(state, "The payment was not made; nothing was charged.")
    return visit.go(PATH, failed=said) if state > State.PROCESSING else visit.go(PATH, done=said)


ROUTES = (
    Route(path=f"{PATH}/buy", page=buy, access=having("topup"), method="POST", steps_up=True),
    Route(path=f"{PATH}/paid", page=come_back, access=READ),
    Route(path="/webhooks/stripe", page=hear, access=PUBLIC, method="POST", is_for_machines=True),
)
