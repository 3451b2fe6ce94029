"""The provider `graph`: Meta's official API, with the operator's token."""

import asyncio
from collections.abc import Mapping

from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Http
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.providers.graph.accounts import Accounts
from instagramapi.upstream.providers.graph.client import GraphClient
from instagramapi.upstream.providers.graph.embeds import Embeds
from instagramapi.upstream.providers.graph.fields import account_fields, hashtag_fields
from instagramapi.upstream.providers.graph.hashtags import Hashtags
from instagramapi.upstream.providers.graph.tags import TagBook

DEFAULT_VERSION = "v26.0"


class GraphProvider(Accounts, Embeds, Hashtags):
    """Answers from graph.facebook.com about professional accounts and hashtags.

    A single post cannot be asked for: Meta finds none by its shortcode.
    """

    name = "graph"
    # It is told nothing of personal accounts: whom it does not find may well exist.
    is_partial = True
    manners = Manners(per_minute=60, per_day=None)

    def __init__(
        self,
        *,
        http: Http,
        token: str,
        user_id: str,
        clock: Clock,
        base_url: str = "https://graph.facebook.com",
        version: str = DEFAULT_VERSION,
    ) -> None:
        """`user_id` is Meta's number (`1784…`) of the operator's own professional account."""
        self.client = GraphClient(
            http=http, base_url=base_url, version=version, token=token, clock=clock
        )
        self.user_id = user_id
        self._http = http
        self.fields = account_fields()
        self.tag_fields = hashtag_fields()
        self.book = TagBook(clock)
        self.looking_up = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    @property
    def budgets(self) -> Mapping[str, int | str | None]:
        """How full the limits at Meta are, and how many new hashtags are left in these 7 days."""
        return {
            "usage_percent": self.usage_percent,
            "tags_left": self.tags_left,
            "version_answered": self.version_answered,
        }

    @property
    def usage_percent(self) -> int | None:
        """The fullest of the operator's limits at Meta; None before any answer."""
        return self.client.usage.percent

    @property
    def tags_left(self) -> int | None:
        """How many new hashtags may be looked up in these 7 days; None while that is unknown."""
        return self.book.left

    @property
    def version_answered(self) -> str | None:
        """The version of the API that answered last, which need not be the one asked."""
        return self.client.version_answered
