"""Pages for who runs the server: accounts, providers, prices, suppression, the books."""

from instagramapi.web.operator import (
    accounts,
    audit,
    payments,
    prices,
    providers,
    server,
    suppression,
)

ROUTES = (
    *server.ROUTES,
    *accounts.ROUTES,
    *providers.ROUTES,
    *prices.ROUTES,
    *payments.ROUTES,
    *suppression.ROUTES,
    *audit.ROUTES,
)
