"""Answers of the logged-out web: `xig_user_by_username` and `xig_polaris_media`."""

from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Comment, Post, Profile
from instagramapi.upstream.providers.archive.records import Record
from instagramapi.upstream.shapes import xig
from instagramapi.upstream.shapes.reading import MISSING, at, identity, many, nodes, one

_TIMELINES = ("polaris_ordered_timeline_connection", "polaris_clips_connection")


def _user(document: Any) -> Any:
    for path in (("data", "xig_user_by_username"), ("xig_user_by_username",), ("data", "node")):
        if isinstance(at(document, *path), dict):
            return at(document, *path)
    return MISSING


def is_user(document: Any) -> bool:
    """The head of a profile page, or a page of its posts."""
    user = _user(document)
    is_head = at(user, "username") is not MISSING
    return is_head or any(nodes(user, name) is not MISSING for name in _TIMELINES)


def user(document: Any) -> Iterator[Record]:
    """Return the account where it is told in full, and the posts."""
    raw = _user(document)
    profile = one(xig.profile, raw)
    if isinstance(profile, Profile):
        yield profile
    for name in _TIMELINES:
        yield from many(xig.post, nodes(raw, name))


def _media(document: Any) -> Any:
    for path in (("data", "xig_polaris_media"), ("xig_polaris_media",)):
        if isinstance(at(document, *path), dict):
            return at(document, *path)
    return document if at(document, "if_not_gated_logged_out") is not MISSING else MISSING


def is_post(document: Any) -> bool:
    """A post that guests may see; one behind a gate tells nothing."""
    return isinstance(at(_media(document), "if_not_gated_logged_out"), dict)


def post(document: Any) -> Iterator[Record]:
    """Return the post and the comments that came with it."""
    raw = _media(document)
    found = one(xig.post, raw)
    if isinstance(found, Post):
        yield found
        comments = xig.comments(raw, identity(raw))
        yield from (item for item in comments if isinstance(item, Comment))
