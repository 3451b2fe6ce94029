"""Accounts: who they are, whom they know, whom they resemble."""

from instagramapi.catalog.models import Page, Profile, ProfileAbout, UserShort
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileSimilar,
)
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking, public
from instagramapi.upstream.providers.hiker.pages import cursor_of, page
from instagramapi.upstream.shapes import hiker


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

    @serves(ListProfileSimilar)
    async def similar(self, call: ListProfileSimilar) -> Page[UserShort]:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v2/user/suggested/profiles", user_id=account.id)
        found = hiker.wrapped(raw, "users")
        return page(call, found, hiker.user, empty_reason="no_suggestions")

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
