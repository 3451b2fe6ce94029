"""Addresses on instagram.com, and when links to media stop working."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from instagramapi.upstream.shapes.reading import MISSING

_SITE = "https://www.instagram.com"
# What stands before the name is looked at last: links are long and full of &.
_EXPIRY = re.compile(r"oe=(?<=[?&]oe=)([0-9A-Fa-f]{8})(?:&|$)")
# An earlier moment is no expiry: Instagram did not exist yet.
_OPENING = 1_286_323_200


def post_page(shortcode: Any) -> Any:
    """Address of a post."""
    return f"{_SITE}/p/{shortcode}/" if isinstance(shortcode, str) else MISSING


def profile_page(username: Any) -> Any:
    """Address of a profile."""
    return f"{_SITE}/{username}/" if isinstance(username, str) else MISSING


def story_page(username: Any, story_id: Any) -> Any:
    """Address of a story; it needs the handle of the owner."""
    known = isinstance(username, str) and isinstance(story_id, str)
    return f"{_SITE}/stories/{username}/{story_id}/" if known else MISSING


def highlight_page(highlight_id: Any) -> Any:
    """Address of a highlight."""
    known = isinstance(highlight_id, str)
    return f"{_SITE}/stories/highlights/{highlight_id}/" if known else MISSING


def location_page(location_id: Any, slug: Any) -> Any:
    """Address of a place."""
    if not isinstance(location_id, str):
        return MISSING
    tail = f"{slug}/" if isinstance(slug, str) else ""
    return f"{_SITE}/explore/locations/{location_id}/{tail}"


def hashtag_page(name: Any) -> Any:
    """Address of a hashtag."""
    return f"{_SITE}/explore/tags/{name}/" if isinstance(name, str) else MISSING


def first_expiry(links: Iterable[Any]) -> Any:
    """When the first of the links stops working: they carry it as `oe`, a hexadecimal time."""
    found = [_EXPIRY.search(link) for link in links if isinstance(link, str)]
    moments = [moment for match in found if match and (moment := int(match[1], 16)) > _OPENING]
    return datetime.fromtimestamp(min(moments), UTC) if moments else MISSING
