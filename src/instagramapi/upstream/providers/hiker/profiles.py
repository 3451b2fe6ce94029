"""Accounts: who they are, their stories and highlights, whom they know."""

from instagramapi.catalog.models import Highlight, Page, Profile, ProfileAbout, Story, UserShort
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfileStories,
)
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking, public
from instagramapi.upstream.providers.hiker.pages import cursor_of, page
from instagramapi.upstream.shapes import api_v1, hiker
from instagramapi.upstream.shapes.reading import ShapeError, at, listed, many


class Profiles(Asking):
    """The part that answers about accounts."""

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        """`/v2` tells more than `/v1`: links, pronouns, the large picture."""
        profile = hiker.profile(await self._ask_for_account(call, "/v2/user/by"))
        self._accounts.remember(profile)
        return public(profile)

    @serves(GetProfileAbout)
    async def about(self, call: GetProfileAbout) -> ProfileAbout:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v1/user/about", id=account.id)
        return hiker.about(raw, account.id)

    @serves(ListProfileStories)
    async def stories(self, call: ListProfileStories) -> Page[Story]:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v2/user/stories", user_id=account.id)
        # Without a running story there is no reel at all: null, which is an answer.
        if at(raw, "reel") is None:
            return Page(items=(), total=0, empty_reason="no_stories")
        raws = listed(raw, "reel", "items")
        stories = many(api_v1.story, raws)
        if not isinstance(stories, tuple) or (raws and not stories):
            raise ShapeError("stories without a reel")
        return Page(
            items=stories, total=len(stories), empty_reason=None if stories else "no_stories"
        )

    @serves(ListProfileHighlights)
    async def highlights(self, call: ListProfileHighlights) -> Page[Highlight]:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v1/user/highlights", user_id=account.id)
        found = hiker.whole(raw)
        return page(
            call, found, hiker.highlight, total=len(found.items), empty_reason="no_highlights"
        )

    @serves(ListProfileFollowers)
    async def followers(self, call: ListProfileFollowers) -> Page[UserShort]:
        account = await self._account(call)
        return await self._people(call, "followers", account.id, account.followers)

    @serves(ListProfileFollowing)
    async def following(self, call: ListProfileFollowing) -> Page[UserShort]:
        account = await self._account(call)
        return await self._people(call, "following", account.id, account.following)

    async def _people(
        self,
        call: ListProfileFollowers | ListProfileFollowing,
        line: str,
        account_id: str,
        total: int | None,
    ) -> Page[UserShort]:
        raw = await self._service.ask(
            call.name, f"/v1/user/{line}/chunk", user_id=account_id, max_id=cursor_of(call)
        )
        return page(call, hiker.chunk(raw), hiker.user, total=total, empty_reason=f"no_{line}")
