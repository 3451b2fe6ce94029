"""User nodes: whole profiles, and the short forms that stand inside posts and lists."""

from typing import Any

from instagramapi.catalog.models import Address, BioLink, Profile, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_text,
    at,
    build,
    count,
    either,
    embedded,
    flag,
    handle,
    identity,
    listed,
    many,
    nodes,
    one,
    text,
)


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
        profile_pic_url=either(as_text, raw, "profile_pic_url", "profile_pic_url_hd"),
        url=profile_page(username),
        followers=count(raw, "edge_followed_by", "count"),
    )


def profile(raw: Any) -> Profile:
    """Shape an account in full; raises ShapeError where it has no id or no handle."""
    return build(Profile, **_person(raw), **_counts(raw), **_business(raw))


def _person(raw: Any) -> dict[str, Any]:
    username = handle(raw, "username")
    related = many(user, nodes(raw, "edge_related_profiles"))
    return {
        "id": identity(raw),
        "username": username,
        "url": profile_page(username),
        "full_name": at(raw, "full_name"),
        "biography": at(raw, "biography"),
        "external_url": text(raw, "external_url"),
        "bio_links": many(link, listed(raw, "bio_links")),
        "pronouns": listed(raw, "pronouns"),
        "is_verified": flag(raw, "is_verified"),
        "is_private": flag(raw, "is_private"),
        "is_joined_recently": flag(raw, "is_joined_recently"),
        "profile_pic_url": text(raw, "profile_pic_url"),
        "profile_pic_url_hd": text(raw, "profile_pic_url_hd"),
        # Guests get an empty list, whatever Instagram would suggest.
        "related": related or MISSING,
    }


def _counts(raw: Any) -> dict[str, Any]:
    return {
        "followers": count(raw, "edge_followed_by", "count"),
        "following": count(raw, "edge_follow", "count"),
        "posts": count(raw, "edge_owner_to_timeline_media", "count"),
        "highlights_count": count(raw, "highlight_reel_count"),
    }


def _business(raw: Any) -> dict[str, Any]:
    categories = ("category_name", "business_category_name", "overall_category_name")
    return {
        "category": either(as_text, raw, *categories),
        "account_type": _account_type(raw),
        "is_business": flag(raw, "is_business_account"),
        "is_professional": flag(raw, "is_professional_account"),
        "public_email": text(raw, "business_email"),
        "public_phone": text(raw, "business_phone_number"),
        "address": one(_address, embedded(raw, "business_address_json")),
    }


def _account_type(raw: Any) -> Any:
    if flag(raw, "is_business_account") is True:
        return "business"
    if flag(raw, "is_business_account") is MISSING:
        return MISSING
    kinds = {True: "creator", False: "personal"}
    return kinds.get(flag(raw, "is_professional_account"), MISSING)


def _address(raw: Any) -> Address:
    return build(
        Address,
        street=text(raw, "street_address"),
        city=text(raw, "city_name"),
        zip=text(raw, "zip_code"),
        country=text(raw, "country_code"),
    )


def link(raw: Any) -> BioLink:
    """Shape a link of a biography; raises ShapeError where it leads nowhere."""
    return build(BioLink, title=text(raw, "title"), url=text(raw, "url"))
