"""Accounts: the head of a profile's page, and what completes it."""

from typing import Any

from instagramapi.catalog.models import Profile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.providers.web.shaping import private, shaped
from instagramapi.upstream.providers.web.site import Site
from instagramapi.upstream.shapes import edge, xig
from instagramapi.upstream.shapes.reading import MISSING, ShapeError, at, fill

# What the query by number declares: one that is missing makes it fail, one too many does not.
_SWITCHES = (
    *("CASB976ProfileEnabled", "CannesGuardianExperienceEnabled", "MultiCaptionCarouselEnabled"),
    *("ReelsRecoDebugOverlayEnabled", "RepostsConsumptionEnabled", "ShortDramaEnabled"),
    "WebSchoolsEnabled",
)


async def profile(site: Site, account: AccountRef) -> Profile:
    """An account by its page, completed by `web_profile_info` where that answers."""
    if account.handle is None:
        return _public(await _by_id(site, account.id or ""))
    try:
        found = _public(await _by_page(site, account.handle))
    except UpstreamError as problem:
        # The page has changed: the older answer may still be the one that we know.
        told = await _by_info(site, account.handle) if problem.reason == "shape" else None
        if told is None:
            raise
        return _public(told)
    if found.posts is not None:
        return found
    told = await _by_info(site, account.handle)
    return fill(found, told) if told else found


async def handle_of(site: Site, account: AccountRef) -> str:
    """The handle, which is what pages are opened by."""
    return account.handle or (await profile(site, account)).username


async def public_user(site: Site, handle: str) -> Any:
    """What the page of a profile tells, tabs included; NotFound where the account is private."""
    user = (await site.page(f"/{handle}/")).user()
    if user is MISSING:
        raise wrong_shape("profile")
    if at(user, "is_private") is True:
        raise private()
    return user


async def _by_page(site: Site, handle: str) -> Profile:
    page = await site.page(f"/{handle}/")
    found = shaped(xig.profile, page.user(), "profile")
    if found.posts is None and page.posts_stated is not None:
        return found.model_copy(update={"posts": page.posts_stated})
    return found


async def _by_info(site: Site, handle: str) -> Profile | None:
    user = await site.info(handle)
    try:
        return edge.profile(user) if user else None
    except ShapeError:
        return None


async def _by_id(site: Site, account_id: str) -> Profile:
    switches = {f"__relay_internal__pv__Polaris{name}relayprovider": False for name in _SWITCHES}
    variables = {
        "id": account_id,
        "render_surface": "PROFILE",
        "enable_integrity_filters": True,
        **switches,
    }
    data = await site.query("profile_by_id", variables, "/graphql/query")
    user = at(data, "user")
    if user:
        return shaped(xig.profile, user, "profile by id")
    # A query with an old id answers null too; one that has brought accounts means it.
    if site.is_proven("profile_by_id"):
        raise NotFound("Instagram says that there is no such account.")
    raise wrong_shape("profile by id")


def _public(found: Profile) -> Profile:
    if found.is_private:
        raise private()
    return found
