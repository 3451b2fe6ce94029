"""Pages of an account: what it has, its keys, its requests, where its credits went."""

from instagramapi.web.dashboard import keys, one_request, overview, requests, usage

ROUTES = (
    *overview.ROUTES,
    *keys.ROUTES,
    *requests.ROUTES,
    *one_request.ROUTES,
    *usage.ROUTES,
)
