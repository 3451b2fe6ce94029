"""The HikerAPI provider: all its parts, its manners, and what it cost."""

from collections.abc import Mapping
from types import MappingProxyType

from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Http
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.providers.hiker.accounts import Accounts
from instagramapi.upstream.providers.hiker.places import Places
from instagramapi.upstream.providers.hiker.posts import Posts
from instagramapi.upstream.providers.hiker.profiles import Profiles
from instagramapi.upstream.providers.hiker.reactions import Reactions
from instagramapi.upstream.providers.hiker.search import Searches
from instagramapi.upstream.providers.hiker.service import Service
from instagramapi.upstream.providers.hiker.sounds import Sounds
from instagramapi.upstream.providers.hiker.stories import Stories


class HikerProvider(Profiles, Stories, Posts, Reactions, Places, Sounds, Searches):
    """Answers through HikerAPI, which the operator pays for each request."""

    name = "hiker"
    # An answer takes it seconds (reported: 2 to 5), and a list may need two. The price is what its
    # standard plan takes (reported 2026-05: 0.001 USD); an operator sets their own.
    manners = Manners(timeout_s=15.0, attempts=2, concurrency=16, price_micros=1_000)

    def __init__(self, *, http: Http, base_url: str, key: str, clock: Clock) -> None:
        """`base_url` is the service's address without a path; `key` goes into `x-access-key`."""
        self._http = http
        self._service = Service(http, base_url=base_url, key=key)
        self._accounts = Accounts(clock)

    @property
    def calls_made(self) -> Mapping[str, int]:
        """HTTP calls by endpoint; a list costs a second one to find out who the account is."""
        return MappingProxyType(self._service.calls_made)

    @property
    def requests_billed(self) -> Mapping[str, int]:
        """What HikerAPI charged by endpoint, in its requests; each costs `price_micros`."""
        return MappingProxyType(self._service.requests_billed)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
