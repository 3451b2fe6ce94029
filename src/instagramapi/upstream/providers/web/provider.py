"""The logged-out web as a provider: what guests are shown, at a walking pace."""

from instagramapi.catalog.hashtag import ListHashtagReels
from instagramapi.catalog.models import Comment, Highlight, Page, Post, Profile, UserShort
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import (
    GetProfile,
    ListProfilePosts,
    ListProfileReels,
    ListProfileSimilar,
)
from instagramapi.catalog.search import SearchReels
from instagramapi.catalog.story import GetHighlight
from instagramapi.kit.clock import Clock
from instagramapi.upstream.http import Http
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.web import accounts, finds, posts, tabs
from instagramapi.upstream.providers.web.ids import WebIds
from instagramapi.upstream.providers.web.site import Site, own_user_agent

BASE_URL = "https://www.instagram.com"
IDS = WebIds()


class WebProvider(Provider):
    """Asks instagram.com what it shows to every visitor.

    It says who it is in its User-Agent, sends no cookie of an account, and takes every refusal
    for an answer. What guests are not given it refuses (`reason` `not_supported`) instead of
    coming close to it. One call takes one to three requests; with `enrich` one more for each
    post of a list.
    """

    name = "web"
    # Instagram's own limits for guests are not published; these stay far below what clients of
    # this field found out (upstreams B6). An attempt may take three requests, hence the time.
    manners = Manners(timeout_s=20.0, per_minute=6, per_day=500, concurrency=2, attempts=2)

    def __init__(
        self,
        *,
        http: Http,
        clock: Clock,
        base_url: str = BASE_URL,
        ids: WebIds = IDS,
        user_agent: str | None = None,
        enrich: bool = False,
    ) -> None:
        """`user_agent` None is `instagramapi/<version>`; `enrich` asks for each post of a list."""
        self._enrich = enrich
        self._http = http
        self._site = Site(
            http, clock, base_url=base_url, ids=ids, user_agent=user_agent or own_user_agent()
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        return await accounts.profile(self._site, call.account)

    @serves(ListProfilePosts)
    async def profile_posts(self, call: ListProfilePosts) -> Page[Post]:
        return await tabs.timeline(self._site, call, enrich=self._enrich)

    @serves(ListProfileReels)
    async def profile_reels(self, call: ListProfileReels) -> Page[Post]:
        return await tabs.reels(self._site, call, enrich=self._enrich)

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        return await posts.post(self._site, call.post)

    @serves(ListPostComments)
    async def post_comments(self, call: ListPostComments) -> Page[Comment]:
        return await posts.comments(self._site, call)

    @serves(ListProfileSimilar)
    async def profile_similar(self, call: ListProfileSimilar) -> Page[UserShort]:
        return await finds.similar(self._site, call)

    @serves(GetHighlight)
    async def highlight(self, call: GetHighlight) -> Highlight:
        return await finds.highlight(self._site, call.highlight)

    @serves(SearchReels)
    async def search_reels(self, call: SearchReels) -> Page[Post]:
        return await finds.reels_by_words(self._site, call)

    @serves(ListHashtagReels)
    async def hashtag_reels(self, call: ListHashtagReels) -> Page[Post]:
        return await finds.reels_by_tag(self._site, call)
