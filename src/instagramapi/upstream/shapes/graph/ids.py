"""Ids of the Graph family: Instagram's where something tells it, else Meta's own, marked as such.

Meta's numbers (`1784…` of accounts, `179…` of media) look like Instagram's ids and are not: one
passed on bare would name another account, or none. Where Instagram's id is not told, the id is
`graph:` and Meta's number, which no endpoint takes for an id.
"""

from typing import Any

from instagramapi.catalog.subjects import post_by_shortcode, post_by_url
from instagramapi.upstream.shapes.reading import MISSING, at, text

_MARK = "graph:"


def account_id(raw: Any) -> Any:
    """Read the id of an account.

    `legacy_instagram_user_id` is no source: it is the number of the old advertising API (natgeo
    has 503011999733264 there, and the id 787132).
    """
    value = at(raw, "ig_id")
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    return value if _is_number(value) else _own_number(raw)


def shortcode(raw: Any) -> Any:
    """Read the shortcode of a post or of a part of one, from its address if need be."""
    code, address = text(raw, "shortcode"), text(raw, "permalink")
    try:
        if isinstance(code, str):
            return post_by_shortcode(code).shortcode
        return post_by_url(address).shortcode if isinstance(address, str) else MISSING
    except ValueError:
        return MISSING


def item_id(raw: Any) -> Any:
    """Read the id of a part of a carousel; most are told without an address."""
    code = shortcode(raw)
    return post_by_shortcode(code).id if isinstance(code, str) else _own_number(raw)


def is_own_number(any_id: str) -> bool:
    """Whether an id is only Meta's own."""
    return any_id.startswith(_MARK)


def _own_number(raw: Any) -> Any:
    value = at(raw, "id")
    return f"{_MARK}{value}" if _is_number(value) else MISSING


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdecimal()
