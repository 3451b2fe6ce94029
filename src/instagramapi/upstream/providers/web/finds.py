"""What guests find around an account and a word: like accounts, a highlight, reels."""

from collections.abc import Sequence

from instagramapi.catalog.hashtag import ListHashtagReels
from instagramapi.catalog.models import Highlight, Page, Post, UserShort
from instagramapi.catalog.profile import ListProfileSimilar
from instagramapi.catalog.search import SearchReels
from instagramapi.catalog.subjects import AccountRef, HighlightRef
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.web.accounts import profile, public_user
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.providers.web.lists import Batch, Place, batch_of, cut
from instagramapi.upstream.providers.web.shaping import private, readable, shaped
from instagramapi.upstream.providers.web.site import Site
from instagramapi.upstream.shapes import api_v1, edge, xig
from instagramapi.upstream.shapes.reading import MISSING, at, identity, listed, nodes

# As many as the web app asks for.
_BATCH = 12
_REELS = "xig_logged_out_popular_search_media_info"
_BY_WORD = "Guests are shown what Instagram finds for the word; not every reel carries the tag."


async def similar(site: Site, call: ListProfileSimilar) -> Page[UserShort]:
    """Accounts that Instagram suggests beside one; all of them come at once."""
    data = await site.query("similar", {"owner_id": await _id_of(site, call.account)})
    found = listed(data, "xdt_ayml_logged_out", "users")
    if found is MISSING:
        raise wrong_shape("similar accounts")
    raws, place = cut(Batch(tuple(found), None, False), Place.read(call.cursor), call.limit)
    return Page(
        items=shaped(lambda users: readable(edge.user, users), raws, "similar accounts"),
        next_cursor=place.write() if place else None,
        empty_reason=None if found else "no_suggestions",
    )


async def highlight(site: Site, subject: HighlightRef) -> Highlight:
    """One highlight; all its stories come at once."""
    name = f"highlight:{subject.id}"
    variables = {
        "reel_ids": [name],
        "initial_reel_id": name,
        "first": 1,
        "apply_new_highlights_filter": False,
        "__relay_internal__pv__PolarisCommunityNoteStoriesLabelEnabledrelayprovider": True,
    }
    data = await site.query("highlight", variables)
    reels = nodes(data, "xdt_api__v1__feed__reels_media__connection")
    if reels is MISSING:
        raise wrong_shape("highlight")
    if not reels:
        raise NotFound("Instagram shows guests no such highlight.")
    if at(reels[0], "id") != name:
        raise wrong_shape("highlight")
    found = shaped(api_v1.reel, reels[0], "highlight")
    if found.owner and found.owner.is_private:
        raise private()
    return found


async def reels_by_words(site: Site, call: SearchReels) -> Page[Post]:
    """Reels that fit a query, as the page of a popular search lists them."""
    return await _reels(site, call, call.query, empty_reason="no_results")


async def reels_by_tag(site: Site, call: ListHashtagReels) -> Page[Post]:
    """Reels of a tag's page, which for guests is the page of a search for its word."""
    found = await _reels(site, call, call.tag.name, empty_reason="no_reels")
    return found.model_copy(update={"warnings": (_BY_WORD,)})


async def _reels(
    site: Site, call: SearchReels | ListHashtagReels, words: str, *, empty_reason: str
) -> Page[Post]:
    place = Place.read(call.cursor)
    variables = {
        "keyword": words,
        "media_count": _BATCH,
        "related_keywords_count": 0,
        "include_reel_experience_fields": True,
        "include_description": False,
        "include_trending_pills": False,
        "debug": None,
        "after": place.after,
    }
    batch = batch_of(at(await site.query("reels_found", variables), _REELS), place, "reels")
    raws, next_place = cut(batch, place, call.limit)
    posts: Sequence[Post] = shaped(lambda found: readable(xig.post, found), raws, "reels")
    items = tuple(post for post in posts if not (post.owner and post.owner.is_private))
    is_empty = not items and next_place is None and place.after is None
    return Page(
        items=items,
        next_cursor=next_place.write() if next_place else None,
        empty_reason=empty_reason if is_empty else None,
    )


async def _id_of(site: Site, account: AccountRef) -> str:
    """The number of a public account; NotFound where it is private or not there."""
    if account.handle is None:
        return (await profile(site, account)).id
    found = identity(await public_user(site, account.handle))
    if not isinstance(found, str):
        raise wrong_shape("profile")
    return found
