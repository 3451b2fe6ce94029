"""Items of data sets: what scraping services sell, one object per post, account or comment."""

from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Highlight, Post, Profile, UserShort
from instagramapi.upstream.providers.archive.records import Record, in_passing
from instagramapi.upstream.shapes import apify, hiker, oembed
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    at,
    build,
    identity,
    listed,
    many,
    one,
    text,
)
from instagramapi.upstream.shapes.xig import reduced


def _has(document: Any, *names: str) -> bool:
    return isinstance(document, dict) and all(name in document for name in names)


def is_apify_post(document: Any) -> bool:
    """A post as Apify's instagram-scraper writes it."""
    return _has(document, "shortCode")


def apify_posts(document: Any) -> Iterator[Record]:
    """Return the post and the comments that came with it."""
    found = one(apify.post, document)
    if isinstance(found, Post):
        yield found
        yield from found.top_comments or ()


def is_apify_profile(document: Any) -> bool:
    """An account as Apify's instagram-scraper writes it."""
    return _has(document, "username", "followersCount")


def apify_profile(document: Any) -> Iterator[Record]:
    """Return the account and its newest posts."""
    found = one(apify.profile, document)
    if isinstance(found, Profile):
        yield found
    for name in ("latestPosts", "latestIgtvVideos"):
        for raw in listed(document, name):
            yield from apify_posts(raw)


def is_apify_comment(document: Any) -> bool:
    """A comment as Apify's scrapers write it, which names its post."""
    names_its_post = _has(document, "postId") or _has(document, "postUrl")
    return names_its_post and _has(document, "ownerUsername", "text")


def apify_comments(document: Any) -> Iterator[Record]:
    """Return the comment and the replies to it."""
    yield from (found for found in apify.comments([document]) if found.post_id is not None)


def is_reduced_profile(document: Any) -> bool:
    """An account with short names, as Scrapfly's scraper writes it."""
    return _has(document, "username", "bio")


def reduced_profile(document: Any) -> Iterator[Record]:
    """Return the account and its highlights."""
    found = one(reduced.profile, document)
    if isinstance(found, Profile):
        yield found
        owner = UserShort(id=found.id, username=found.username)
        yield from many(lambda raw: _highlight(raw, owner), listed(document, "highlights")) or ()


def _highlight(raw: Any, owner: UserShort) -> Highlight:
    title, cover = text(raw, "title"), text(raw, "cover_image")
    return build(Highlight, id=identity(raw), title=title, cover_url=cover, owner=owner)


def is_reduced_post(document: Any) -> bool:
    """A post with short names, as Scrapfly's scraper writes it."""
    return _has(document, "shortcode", "captions")


def reduced_post(document: Any) -> Iterator[Record]:
    """Return the post and the comments under it."""
    found = one(reduced.post, document)
    if isinstance(found, Post):
        yield found
        yield from found.top_comments or ()


def is_hiker_post(document: Any) -> bool:
    """A post as HikerAPI writes it: like the app's, but flat."""
    return _has(document, "code", "caption_text")


def hiker_post(document: Any) -> Iterator[Record]:
    """Return the post."""
    try:
        yield hiker.post(document)
    except ShapeError:
        return


def is_oembed(document: Any) -> bool:
    """The older oEmbed answer, which names the post and its owner."""
    return _has(document, "media_id", "author_id", "provider_name")


def oembed_post(document: Any) -> Iterator[Record]:
    """Return the post and its owner."""
    found = one(oembed.post, document)
    if found is not MISSING:
        yield found


def is_account(document: Any) -> bool:
    """An account in short: an id and a handle."""
    return isinstance(at(document, "username"), str) and identity(document) is not MISSING


def account(document: Any) -> Iterator[Record]:
    """Return the account."""
    found = in_passing(one(hiker.user, document))
    if found is not None:
        yield found
