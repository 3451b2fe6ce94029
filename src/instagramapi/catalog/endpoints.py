"""The catalogue of this server: every endpoint of the rooms beside this file."""

from types import ModuleType

from instagramapi.catalog import (
    account,
    audio,
    hashtag,
    location,
    post,
    profile,
    resolve,
    search,
    story,
)
from instagramapi.catalog.endpoint import Call, Catalogue, Endpoint


def endpoints_in(module: ModuleType) -> tuple[type[Call], ...]:
    """List the endpoints that a module defines, in the order of their definition."""
    return tuple(
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Endpoint) and value is not Endpoint
    )


CATALOGUE = Catalogue(
    tuple(
        endpoint
        for module in (profile, story, post, search, hashtag, location, audio, resolve, account)
        for endpoint in endpoints_in(module)
    )
)
