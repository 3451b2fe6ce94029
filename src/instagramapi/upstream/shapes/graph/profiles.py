"""Accounts of the Graph family: `business_discovery`, which tells of professional ones only."""

from typing import Any

from instagramapi.catalog.models import Profile, UserShort
from instagramapi.upstream.shapes.graph.ids import account_id
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.reading import at, build, count, handle, text


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle."""
    return build(
        Profile,
        **_person(raw),
        biography=at(raw, "biography"),
        external_url=text(raw, "website"),
        following=count(raw, "follows_count"),
        posts=count(raw, "media_count"),
        is_professional=True,
    )


def user(raw: Any) -> UserShort:
    """Shape an account in short; raises ShapeError where it has no id."""
    return build(UserShort, **_person(raw))


def _person(raw: Any) -> dict[str, Any]:
    username = handle(raw, "username")
    return {
        "id": account_id(raw),
        "username": username,
        "url": profile_page(username),
        "full_name": at(raw, "name"),
        "profile_pic_url": text(raw, "profile_picture_url"),
        "followers": count(raw, "followers_count"),
        # Instagram lets no professional account be private.
        "is_private": False,
    }
