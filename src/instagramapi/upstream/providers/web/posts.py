"""Posts by themselves, and the comments under them."""

from collections.abc import Sequence
from typing import Any

from instagramapi.catalog.models import Comment, Page, Post
from instagramapi.catalog.post import ListPostComments
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.web.failures import login_wall, wrong_shape
from instagramapi.upstream.providers.web.lists import NO_BATCH, Batch, Place, batch_of, cut
from instagramapi.upstream.providers.web.shaping import private, shaped
from instagramapi.upstream.providers.web.site import Site
from instagramapi.upstream.shapes import xig
from instagramapi.upstream.shapes.reading import MISSING, at, count, fill, identity, many

# As many as the web app asks for; fewer come.
_COMMENTS = 24
# The query is too old, or is not for guests any more: the page may still tell.
_OF_THE_QUERY = frozenset({"shape", "login_required"})
_PART = "Guests are shown only a part of the comments, and no replies."
_ONE_ORDER = "Guests get comments in Instagram's own order only; `sort=newest` cannot be honoured."


async def post(site: Site, subject: PostRef) -> Post:
    """A post by the query, else by its page."""
    return _public(shaped(xig.post, await _media(site, subject), "post"))


async def enriched(site: Site, thin: Post) -> Post:
    """Complete a post of a list by a query of its own; one that is gone or gated stays thin."""
    try:
        return fill(await post(site, PostRef(thin.id)), thin)
    except NotFound:
        return thin


async def comments(site: Site, call: ListPostComments) -> Page[Comment]:
    """Top-level comments: the first ones come with the post, a query brings the others."""
    if call.sort != "popular":
        raise UpstreamError(_ONE_ORDER, reason="not_supported")
    place = Place.read(call.cursor)
    total, batch = await _batch(site, call.post, place)
    nodes, next_place = cut(batch, place, call.limit)
    top = [node for node in nodes if not at(node, "parent_comment_id")]
    items = shaped(lambda raws: _comments(raws, call.post), top, "comments")
    is_all = next_place is None and total is not None and len(items) == total
    return Page(
        items=items,
        next_cursor=next_place.write() if next_place else None,
        total=total,
        empty_reason="no_comments" if total == 0 and not items else None,
        warnings=() if next_place or is_all else (_PART,),
    )


def _comments(raws: Sequence[Any], subject: PostRef) -> tuple[Comment, ...]:
    found: tuple[Comment, ...] = many(lambda raw: xig.comment(raw, subject.id), raws)
    return found


async def _batch(site: Site, subject: PostRef, place: Place) -> tuple[int | None, Batch]:
    if place.after is not None:
        return None, await _more(site, subject, place)
    media = await _media(site, subject)
    _public(shaped(xig.post, media, "post"))
    stated = count(media, "if_not_gated_logged_out", "comment_count")
    total = None if stated is MISSING else stated
    connection = at(media, "comments_connection")
    if not connection:
        return total, NO_BATCH if total == 0 else await _more(site, subject, Place())
    batch = batch_of(connection, place, "comments")
    # The post may come with none and the word that there are some (recorded, natgeo, 2026-10).
    if not batch.nodes and batch.has_more:
        batch = await _more(site, subject, Place(after=batch.end_cursor))
    return total, batch


async def _more(site: Site, subject: PostRef, place: Place) -> Batch:
    variables = {"after": place.after, "first": _COMMENTS, "media_id": subject.id}
    data = await site.query("comments", variables)
    media = at(data, "xig_polaris_media")
    if not media:
        # Gone meanwhile, or an old id of the query: the post itself tells, by NotFound.
        await _media(site, subject)
        raise wrong_shape("comments")
    return batch_of(at(media, "comments_connection"), place, "comments")


async def _media(site: Site, subject: PostRef) -> Any:
    media = await _by_query(site, subject) or await _by_page(site, subject)
    if identity(media) not in (subject.id, MISSING):
        raise wrong_shape("post")
    gate = xig.gate(media)
    if gate is None:
        return media
    if not gate.is_told:
        raise login_wall("post")
    words = f"Instagram does not show this post to every guest: {gate.title or 'by age'}."
    raise NotFound(words, reason="age_gated" if gate.is_by_age else None)


async def _by_query(site: Site, subject: PostRef) -> Any:
    try:
        data = await site.query("post", {"media_id": subject.id})
    except UpstreamError as problem:
        if problem.reason not in _OF_THE_QUERY:
            raise
        return None
    # Null is no proof that there is none: a query with an old id answers so too.
    return at(data, "xig_polaris_media") or None


async def _by_page(site: Site, subject: PostRef) -> Any:
    media = (await site.page(f"/p/{subject.shortcode}/")).media()
    if media is MISSING:
        raise wrong_shape("page of a post")
    return media


def _public(found: Post) -> Post:
    if found.owner and found.owner.is_private:
        raise private()
    return found
