"""Accounts of the api-v1 family, in full and in short."""

from typing import Any

from instagramapi.catalog.models import Address, BioLink, Profile, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    count,
    first,
    flag,
    handle,
    identity,
    listed,
    many,
    text,
)

_ACCOUNT_TYPES = {1: "personal", 2: "business", 3: "creator"}


def user(raw: Any) -> UserShort:
    """Shape an account in short; raises ShapeError where it has no id."""
    username = handle(raw, "username")
    return build(
        UserShort,
        id=identity(raw),
        username=username,
        full_name=at(raw, "full_name"),
        is_verified=flag(raw, "is_verified"),
        is_private=flag(raw, "is_private"),
        profile_pic_url=text(raw, "profile_pic_url"),
        url=profile_page(username),
        followers=count(raw, "follower_count"),
    )


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle."""
    return build(Profile, **_person(raw), **_counts(raw), **_business(raw))


def _person(raw: Any) -> dict[str, Any]:
    username = handle(raw, "username")
    return {
        "id": identity(raw),
        "username": username,
        "url": profile_page(username),
        "full_name": at(raw, "full_name"),
        "biography": at(raw, "biography"),
        "external_url": text(raw, "external_url"),
        "bio_links": many(_link, listed(raw, "bio_links")),
        "pronouns": listed(raw, "pronouns"),
        "is_verified": flag(raw, "is_verified"),
        "is_private": flag(raw, "is_private"),
        "profile_pic_url": text(raw, "profile_pic_url"),
        "profile_pic_url_hd": text(raw, "hd_profile_pic_url_info", "url"),
    }


def _counts(raw: Any) -> dict[str, Any]:
    return {
        "followers": count(raw, "follower_count"),
        "following": count(raw, "following_count"),
        "posts": first(count(raw, "media_count"), count(raw, "all_media_count")),
    }


def _business(raw: Any) -> dict[str, Any]:
    account_type = _ACCOUNT_TYPES.get(count(raw, "account_type"), MISSING)
    categories = ("category", "category_name", "business_category_name")
    return {
        "category": first(*(text(raw, name) for name in categories)),
        "account_type": account_type,
        "is_business": flag(raw, "is_business"),
        "is_professional": MISSING if account_type is MISSING else account_type != "personal",
        "public_email": text(raw, "public_email"),
        "public_phone": _phone(raw),
        "address": _address(raw),
    }


def _phone(raw: Any) -> Any:
    number, prefix = text(raw, "public_phone_number"), text(raw, "public_phone_country_code")
    if isinstance(number, str) and isinstance(prefix, str):
        return f"+{prefix.removeprefix('+')}{number}"
    return first(text(raw, "contact_phone_number"), number)


def _address(raw: Any) -> Any:
    street, city, code = text(raw, "address_street"), text(raw, "city_name"), text(raw, "zip")
    if not isinstance(first(street, city, code), str):
        return MISSING
    return build(Address, street=street, city=city, zip=code)


def _link(raw: Any) -> BioLink:
    return build(BioLink, title=text(raw, "title"), url=text(raw, "url"))
