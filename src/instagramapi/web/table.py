"""The table of all pages: what is not here does not exist."""

from instagramapi.web import billing, dashboard, landing, operator, theme
from instagramapi.web.people import joining, leaving, outside, proving, settings, signin, team
from instagramapi.web.reference import machines, pages, try_it
from instagramapi.web.routes import Route

# The first line that fits a path answers it: what is fixed stands before what is a pattern.
ROUTES: tuple[Route, ...] = (
    *landing.ROUTES,
    *theme.ROUTES,
    *dashboard.ROUTES,
    *operator.ROUTES,
    *billing.ROUTES,
    *signin.ROUTES,
    *outside.ROUTES,
    *joining.ROUTES,
    *proving.ROUTES,
    *settings.ROUTES,
    *leaving.ROUTES,
    *team.ROUTES,
    *try_it.ROUTES,
    *machines.ROUTES,
    *pages.ROUTES,
)
