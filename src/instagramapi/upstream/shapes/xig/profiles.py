"""Accounts, as the head of a profile page tells them."""

from typing import Any

from instagramapi.catalog.models import Profile
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import MISSING, flag, listed, text
from instagramapi.upstream.shapes.xig.ids import plain


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle.

    Guests are not told the number of posts: `all_media_count` is null (recorded, natgeo, 2026-10).
    """
    told = {"external_url": _first_link(raw), "threads_username": _threads(raw)}
    known = {name: value for name, value in told.items() if value is not MISSING}
    return api_v1.profile(plain(raw)).model_copy(update=known)


def _first_link(raw: Any) -> Any:
    links = listed(raw, "bio_links")
    return None if links == [] else text(links, 0, "url")


def _threads(raw: Any) -> Any:
    if flag(raw, "show_text_post_app_badge") is not True:
        return MISSING
    return text(raw, "text_post_app_badge_label")
