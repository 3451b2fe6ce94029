"""The pages of money: what there is, where it went, how to get more, and when to be told."""

from instagramapi.web.billing import alerts, buying, ledger
from instagramapi.web.routes import Route

ROUTES: tuple[Route, ...] = (*ledger.ROUTES, *buying.ROUTES, *alerts.ROUTES)
