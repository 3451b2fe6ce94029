"""The tabs of a profile's page: its posts and its reels."""

from collections.abc import Sequence
from typing import Any

from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels
from instagramapi.errors import UpstreamError
from instagramapi.upstream.providers.web import posts
from instagramapi.upstream.providers.web.accounts import handle_of, public_user
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.providers.web.lists import Batch, Place, batch_of, cut
from instagramapi.upstream.providers.web.shaping import shaped
from instagramapi.upstream.providers.web.site import Site
from instagramapi.upstream.shapes import xig
from instagramapi.upstream.shapes.reading import at, many, text

TabCall = ListProfilePosts | ListProfileReels

# As many as the web app asks for.
_BATCH = 12
_TIMELINE, _CLIPS = "polaris_ordered_timeline_connection", "polaris_clips_connection"
_NOTHING = {ListProfilePosts: "no_posts", ListProfileReels: "no_reels"}
_THIN = (
    "Guests are not told when the posts of a list were published, nor all their counts; pinned "
    "posts come first. Ask for a post by itself to know more."
)
_NO_TIMES = (
    "Guests are not told when the posts of a list were published, so `since` and `until` cannot "
    "be honoured."
)


async def timeline(site: Site, call: TabCall, *, enrich: bool) -> Page[Post]:
    """Posts of an account: the first dozen stands in its page, a query brings the others."""
    _refuse_dates(call, enrich)
    place = Place.read(call.cursor)
    if place.after is None:
        user = await public_user(site, await handle_of(site, call.account))
        place, batch = _batch_of_tab(user, _TIMELINE, place)
    else:
        variables = {
            "after": place.after,
            "first": _BATCH,
            "id": place.subject,
            "__relay_internal__pv__PolarisSEOIsCrawlerrelayprovider": False,
        }
        data = await site.query("posts_more", variables)
        batch = batch_of(at(data, "node", _TIMELINE), place, "posts")
    return await _page(site, call, batch, place, enrich=enrich)


async def reels(site: Site, call: TabCall, *, enrich: bool) -> Page[Post]:
    """Reels of an account, which guests are told with their plays."""
    _refuse_dates(call, enrich)
    place = Place.read(call.cursor)
    if place.after is not None and site.knows("reels_more"):
        variables = {"after": place.after, "first": _BATCH, "id": place.subject}
        data = await site.query("reels_more", variables)
        batch = batch_of(at(data, "node", _CLIPS), place, "reels")
    else:
        place, batch = await _reels_by_handle(site, call, place)
    return await _page(site, call, batch, place, enrich=enrich)


async def _reels_by_handle(site: Site, call: TabCall, place: Place) -> tuple[Place, Batch]:
    handle = await handle_of(site, call.account)
    variables = {"after": place.after, "first": _BATCH, "username": handle}
    user = at(await site.query("reels", variables), "xig_user_by_username")
    if user:
        place, batch = _batch_of_tab(user, _CLIPS, place)
    if not user or not batch.nodes:
        # Without reels, private, not there, or an old id of the query: only the page tells.
        await public_user(site, handle)
    if not user:
        raise wrong_shape("reels")
    return place, batch


def _batch_of_tab(user: Any, tab: str, place: Place) -> tuple[Place, Batch]:
    # Further queries go by the page's own id, which is not the account's.
    page_id = text(user, "id")
    subject = page_id if isinstance(page_id, str) else ""
    return Place(subject, place.after, place.last_id), batch_of(at(user, tab), place, "tab")


async def _page(
    site: Site, call: TabCall, batch: Batch, place: Place, *, enrich: bool
) -> Page[Post]:
    nodes, next_place = cut(batch, place, call.limit)
    items: Sequence[Post] = shaped(lambda raws: many(xig.post, raws), nodes, "posts")
    if enrich:
        items = [await posts.enriched(site, item) for item in items]
    kept = [item for item in items if _is_between(item, call)]
    # Pinned ones stand at the top, so only the last tells how old the rest is.
    if items and _is_before(items[-1], call.since):
        next_place = None
    is_empty = not batch.nodes and place.after is None and not batch.has_more
    return Page(
        items=tuple(kept),
        next_cursor=next_place.write() if next_place else None,
        empty_reason=_NOTHING[type(call)] if is_empty else None,
        warnings=(_THIN,) if any(item.taken_at is None for item in kept) else (),
    )


def _refuse_dates(call: TabCall, enrich: bool) -> None:
    if not enrich and (call.since is not None or call.until is not None):
        raise UpstreamError(_NO_TIMES, reason="not_supported")


def _is_between(item: Post, call: TabCall) -> bool:
    if item.taken_at is None:
        # One that could not be enriched may be older or newer: a list by dates leaves it out.
        return call.since is None and call.until is None
    taken_s = item.taken_at.timestamp()
    is_late_enough = call.since is None or taken_s >= call.since
    return is_late_enough and (call.until is None or taken_s < call.until)


def _is_before(item: Post, since: int | None) -> bool:
    return since is not None and item.taken_at is not None and item.taken_at.timestamp() < since
