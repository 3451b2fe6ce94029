"""The payments of all accounts, as who runs the server has to look after them."""

from starlette.responses import Response

from instagramapi.ledger.payments.payment import State
from instagramapi.web.billing.ledger import STATES
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit

_LATEST = 200


async def show_payments(visit: Visit) -> Response:
    """List the latest payments; those that a person should look at are named first."""
    service = visit.site.service
    payments = service.topups.latest(limit=_LATEST)
    return visit.render(
        "operator/payments.html",
        payments=payments,
        odd=[each for each in payments if each.missing or each.state is State.MISPRICED],
        owners={
            account_id: service.accounts.find(account_id).email
            for account_id in {each.account_id for each in payments}
        },
        states=STATES,
        sells=service.topups.sells,
        hears=service.topups.hears,
    )


ROUTES = (Route(path="/operator/payments", page=show_payments, access=OPERATOR),)
