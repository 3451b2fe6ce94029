"""Accounts: in full, in short, and as the `owner…` fields of another item."""

from typing import Any

from instagramapi.catalog.models import BioLink, Profile, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_flag,
    as_is,
    as_text,
    at,
    build,
    count,
    either,
    first,
    flag,
    handle,
    identity,
    listed,
    many,
    text,
)


def user(raw: Any) -> UserShort:
    """Shape an account in short; raises ShapeError where it has no id."""
    username = handle(raw, "username")
    return build(
        UserShort,
        id=identity(raw),
        username=username,
        full_name=either(as_is, raw, "full_name", "fullName"),
        is_verified=either(as_flag, raw, "is_verified", "verified"),
        is_private=either(as_flag, raw, "is_private", "private"),
        profile_pic_url=either(as_text, raw, "profile_pic_url", "profilePicUrl"),
        url=profile_page(username),
    )


def author(raw: Any) -> UserShort:
    """Shape who made an item; raises ShapeError where its id is not told."""
    username = handle(raw, "ownerUsername")
    return build(
        UserShort,
        id=first(text(raw, "ownerId"), identity(at(raw, "owner"))),
        username=username,
        full_name=at(raw, "ownerFullName"),
        is_verified=flag(raw, "ownerIsVerified"),
        profile_pic_url=text(raw, "ownerProfilePicUrl"),
        url=profile_page(username),
    )


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle."""
    return build(Profile, **_person(raw), **_counts(raw))


def _person(raw: Any) -> dict[str, Any]:
    username = handle(raw, "username")
    is_business = flag(raw, "isBusinessAccount")
    return {
        "id": identity(raw),
        "username": username,
        "url": profile_page(username),
        "full_name": at(raw, "fullName"),
        "biography": at(raw, "biography"),
        "external_url": text(raw, "externalUrl"),
        "bio_links": many(_link, listed(raw, "externalUrls")),
        "category": text(raw, "businessCategoryName"),
        "is_business": is_business,
        "account_type": "business" if is_business is True else MISSING,
        "is_verified": flag(raw, "verified"),
        "is_private": flag(raw, "private"),
        "is_joined_recently": flag(raw, "joinedRecently"),
        "profile_pic_url": text(raw, "profilePicUrl"),
        "profile_pic_url_hd": text(raw, "profilePicUrlHD"),
        # As with guests, an empty list says nothing.
        "related": many(user, listed(raw, "relatedProfiles")) or MISSING,
    }


def _counts(raw: Any) -> dict[str, Any]:
    return {
        "followers": count(raw, "followersCount"),
        "following": count(raw, "followsCount"),
        "posts": count(raw, "postsCount"),
        "highlights_count": count(raw, "highlightReelCount"),
    }


def _link(raw: Any) -> BioLink:
    return build(BioLink, title=text(raw, "title"), url=text(raw, "url"))
