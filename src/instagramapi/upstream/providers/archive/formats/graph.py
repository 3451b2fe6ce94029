"""Answers of Meta's Graph API: accounts and posts, as far as they tell Instagram's own ids."""

from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Hashtag, Profile, UserShort
from instagramapi.upstream.providers.archive.records import Record
from instagramapi.upstream.shapes import api_v1, graph
from instagramapi.upstream.shapes.reading import MISSING, at, first, handle, listed, one

_KINDS = {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"}


def _is_media(raw: Any) -> bool:
    kind = at(raw, "media_type")
    return isinstance(kind, str) and kind in _KINDS


def _account(document: Any) -> Any:
    return first(at(document, "business_discovery"), document)


def is_account(document: Any) -> bool:
    """An account of business discovery, or the operator's own."""
    raw = _account(document)
    is_whole = at(raw, "username") is not MISSING and at(raw, "followers_count") is not MISSING
    return is_whole or listed(raw, "media", "data") is not MISSING


def account(document: Any) -> Iterator[Record]:
    """Return the account where it is told in full, and its posts."""
    raw = _account(document)
    profile = one(graph.profile, raw)
    if isinstance(profile, Profile):
        yield profile
    for media in listed(raw, "media", "data"):
        yield from graph.posts([media], owner=_owner(raw, media))


def _owner(account: Any, media: Any) -> Any:
    """Say whose post it is: a page of posts has the handle in each of them, or nowhere."""
    username = first(handle(account, "username"), handle(media, "username"))
    owner = one(graph.user, {**account, "username": username} if username else account)
    return owner if isinstance(owner, UserShort) else MISSING


def _media(document: Any) -> Any:
    if _is_media(document):
        return [document]
    found = listed(document, "data")
    return found if found is not MISSING and any(map(_is_media, found)) else MISSING


def is_posts(document: Any) -> bool:
    """Posts of a hashtag or of the operator's own account; nothing tells whose they are."""
    return _media(document) is not MISSING


def posts(document: Any) -> Iterator[Record]:
    """Return the posts whose address or shortcode is told."""
    yield from graph.posts(_media(document))


def _tags(document: Any) -> Any:
    found = listed(document, "data")
    if found is MISSING and isinstance(document, dict):
        # Several objects asked for by id come as `{"<id>": {"id": "<id>", …}}`.
        is_by_id = all(at(raw, "id") == key for key, raw in document.items())
        found = list(document.values()) if is_by_id else MISSING
    return found


def is_hashtags(document: Any) -> bool:
    """Hashtags that were searched for."""
    tags = _tags(document)
    return bool(tags) and tags is not MISSING and all(is_hashtag(tag) for tag in tags)


def hashtags(document: Any) -> Iterator[Record]:
    """Return the hashtags."""
    for tag in _tags(document):
        yield from hashtag(tag)


def is_hashtag(document: Any) -> bool:
    """A hashtag alone: an id and a name, perhaps a count, and nothing of another object."""
    names = set(document) if isinstance(document, dict) else set()
    return (
        {"id", "name"}
        <= names
        <= {
            *(
                "id",
                "name",
                "media_count",
                "allow_following",
                "profile_pic_url",
                "formatted_media_count",
            ),
        }
    )


def hashtag(document: Any) -> Iterator[Record]:
    """Return the hashtag."""
    found = one(api_v1.hashtag, document)
    if isinstance(found, Hashtag):
        yield found
