"""Posts of the api-v1 family: `items[]` of REST answers, XDT media, `iphone_struct`."""

from typing import Any

from instagramapi.catalog.models import MediaItem, Post, UserTag
from instagramapi.upstream.shapes.api_v1.audio import audio
from instagramapi.upstream.shapes.api_v1.comments import comments
from instagramapi.upstream.shapes.api_v1.places import location
from instagramapi.upstream.shapes.api_v1.profiles import user
from instagramapi.upstream.shapes.links import first_expiry
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    MISSING,
    address,
    as_count,
    as_flag,
    as_is,
    as_list,
    as_moment,
    as_number,
    as_text,
    at,
    either,
    first,
    flag,
    identity,
    like_fields,
    listed,
    many,
    number,
    one,
    text,
)
from instagramapi.upstream.shapes.table import Table, as_many, as_one
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in

_TYPES = {1: "image", 2: "video", 8: "carousel"}


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor code."""
    caption = at(raw, "caption")
    if isinstance(caption, dict):
        caption = at(caption, "text")
    beside = {
        **names(raw),
        "owner": one(user, either(as_is, raw, "user", "owner")),
        "caption": caption,
        "hashtags": hashtags_in(caption),
        "mentions": mentions_in(caption),
        **like_fields(at(raw, "like_count"), flag(raw, "like_and_view_counts_disabled")),
        "play_count": either(as_count, raw, "play_count", "ig_play_count"),
        **_media(raw),
        "top_comments": _top_comments(raw),
    }
    return _POST.build(raw, beside)


def _media(raw: Any) -> dict[str, Any]:
    items = many(_item, listed(raw, "carousel_media"))
    if items is MISSING and _kind(at(raw, "media_type")) != "carousel":
        items = ()
    # A carousel has no picture of its own; its first part stands for it.
    image = first(_image(raw), items[0].image_url) if items else _image(raw)
    video = _video(raw)
    links = [image, video]
    for part in items:
        links += part.image_url, part.video_url
    return {
        "image_url": image,
        "video_url": video,
        "items": items,
        "media_expires_at": first_expiry(links),
    }


def _item(raw: Any) -> MediaItem:
    beside = {"id": identity(raw), "image_url": _image(raw), "video_url": _video(raw)}
    return _ITEM.build(raw, beside)


def _image(raw: Any) -> Any:
    image = address(at(raw, "image_versions2", "candidates"))
    return image if isinstance(image, str) else first(image, text(raw, "display_uri"))


def _video(raw: Any) -> Any:
    # The versions stand in falling order; the first is the largest.
    return address(at(raw, "video_versions"))


def _top_comments(raw: Any) -> Any:
    shown = at(raw, "preview_comments")
    return (comments(shown, identity(raw)) or MISSING) if shown else MISSING


def _kind(media_type: Any) -> Any:
    return _TYPES.get(as_count(media_type), MISSING)


def _sponsors(tags: Any) -> Any:
    sponsors = as_list(tags)
    if sponsors is MISSING:
        return MISSING
    return many(user, [first(at(tag, "sponsor"), tag) for tag in sponsors])


def _is_pinned(pinned_for: Any) -> Any:
    users = as_list(pinned_for)
    return MISSING if users is MISSING else bool(users)


def _usertags(tags: Any) -> Any:
    return () if tags is None else many(_usertag, listed(tags, "in"))


def _usertag(raw: Any) -> UserTag:
    beside = {"x": number(raw, "position", 0), "y": number(raw, "position", 1)}
    return _USERTAG.build(raw, beside)


_USERTAG = Table(UserTag, user=(as_one(user), "user"))

_ITEM = Table(
    MediaItem,
    type=(_kind, "media_type"),
    video_duration=(as_number, "video_duration"),
    width=(as_count, "original_width"),
    height=(as_count, "original_height"),
    accessibility_caption=(as_text, "accessibility_caption"),
    usertags=(_usertags, "usertags"),
)

_POST = Table(
    Post,
    type=(_kind, "media_type"),
    product_type=(as_text, "product_type"),
    coauthors=(as_many(user), "coauthor_producers"),
    accessibility_caption=(as_text, "accessibility_caption"),
    taken_at=(as_moment, "taken_at"),
    comment_count=(as_count, "comment_count"),
    comments_disabled=(as_flag, "comments_disabled"),
    view_count=(as_count, "view_count"),
    share_count=(as_count, "reshare_count"),
    video_duration=(as_number, "video_duration"),
    has_audio=(as_flag, "has_audio"),
    width=(as_count, "original_width"),
    height=(as_count, "original_height"),
    usertags=(_usertags, "usertags"),
    location=(as_one(location), "location"),
    audio=(as_one(audio), "clips_metadata"),
    is_pinned=(_is_pinned, "timeline_pinned_user_ids"),
    is_paid_partnership=(as_flag, "is_paid_partnership"),
    sponsors=(_sponsors, "sponsor_tags"),
)
