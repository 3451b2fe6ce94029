"""What calls and credits cost: read only, because prices belong to the catalogue and settings."""

from starlette.responses import Response

from instagramapi.web.dashboard.key_form import scope_groups
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit


async def show_prices(visit: Visit) -> Response:
    """Show the price list of the endpoints and the packs of credits."""
    service = visit.site.service
    return visit.render(
        "operator/prices.html",
        groups=scope_groups(service.catalogue),
        cached=service.settings.billing_cached,
        packs=service.topups.packs,
        sells=service.topups.sells,
        welcome=service.settings.welcome_credits,
    )


ROUTES = (Route(path="/operator/prices", page=show_prices, access=OPERATOR),)
