"""Accounts of the api-v1 family, in full and in short."""

from typing import Any

from instagramapi.catalog.models import Address, BioLink, Profile, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_count,
    as_flag,
    as_is,
    as_list,
    as_text,
    build,
    count,
    either,
    first,
    handle,
    identity,
    text,
)
from instagramapi.upstream.shapes.table import Table, as_many

_ACCOUNT_TYPES = {1: "personal", 2: "business", 3: "creator"}


def user(raw: Any) -> UserShort:
    """Shape an account in short; raises ShapeError where it has no id."""
    username = handle(raw, "username")
    beside = {"id": identity(raw), "username": username, "url": profile_page(username)}
    return _USER.build(raw, beside)


_USER = Table(
    UserShort,
    full_name=(as_is, "full_name"),
    is_verified=(as_flag, "is_verified"),
    is_private=(as_flag, "is_private"),
    profile_pic_url=(as_text, "profile_pic_url"),
    followers=(as_count, "follower_count"),
)


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle."""
    username = handle(raw, "username")
    account_type = _ACCOUNT_TYPES.get(count(raw, "account_type"), MISSING)
    categories = ("category", "category_name", "business_category_name")
    beside = {
        "id": identity(raw),
        "username": username,
        "url": profile_page(username),
        "profile_pic_url_hd": text(raw, "hd_profile_pic_url_info", "url"),
        "posts": either(as_count, raw, "media_count", "all_media_count"),
        "category": either(as_text, raw, *categories),
        "account_type": account_type,
        "is_professional": MISSING if account_type is MISSING else account_type != "personal",
        "public_phone": _phone(raw),
        "address": _address(raw),
    }
    return _PROFILE.build(raw, beside)


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


_PROFILE = Table(
    Profile,
    full_name=(as_is, "full_name"),
    biography=(as_is, "biography"),
    external_url=(as_text, "external_url"),
    bio_links=(as_many(_link), "bio_links"),
    pronouns=(as_list, "pronouns"),
    is_verified=(as_flag, "is_verified"),
    is_private=(as_flag, "is_private"),
    profile_pic_url=(as_text, "profile_pic_url"),
    followers=(as_count, "follower_count"),
    following=(as_count, "following_count"),
    is_business=(as_flag, "is_business"),
    public_email=(as_text, "public_email"),
)
