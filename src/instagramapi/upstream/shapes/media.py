"""What every family says about a post in the same way: its two names and its address."""

from typing import Any

from instagramapi.catalog.subjects import post_id_of, shortcode_of
from instagramapi.upstream.shapes.links import post_page
from instagramapi.upstream.shapes.reading import MISSING, as_text, either, identity

_LARGEST_ID = 2**64 - 1


def names(raw: Any) -> dict[str, Any]:
    """Return id, shortcode and address; of id and shortcode one is enough, they say the same."""
    post_id, shortcode = identity(raw), either(as_text, raw, "shortcode", "code")
    if post_id is MISSING and isinstance(shortcode, str):
        post_id = _id_of(shortcode)
    if not _is_number(post_id):
        return {"id": MISSING, "shortcode": MISSING}
    if not isinstance(shortcode, str):
        shortcode = shortcode_of(post_id)
    return {"id": post_id, "shortcode": shortcode, "url": post_page(shortcode)}


def _id_of(shortcode: str) -> Any:
    try:
        return post_id_of(shortcode[:11])
    except KeyError:
        return MISSING


def _is_number(post_id: Any) -> bool:
    is_digits = isinstance(post_id, str) and post_id.isascii() and post_id.isdecimal()
    return is_digits and len(post_id) <= 20 and 0 < int(post_id) <= _LARGEST_ID
