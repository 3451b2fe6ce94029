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
    at,
    build,
    count,
    first,
    flag,
    identity,
    like_fields,
    listed,
    many,
    moment,
    number,
    one,
    text,
)
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in

_TYPES = {1: "image", 2: "video", 8: "carousel"}


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor code."""
    return build(Post, **names(raw), **_words(raw), **_counts(raw), **_people(raw), **_media(raw))


def _words(raw: Any) -> dict[str, Any]:
    caption = at(raw, "caption")
    if isinstance(caption, dict):
        caption = at(caption, "text")
    return {
        "caption": caption,
        "hashtags": hashtags_in(caption),
        "mentions": mentions_in(caption),
        "accessibility_caption": text(raw, "accessibility_caption"),
        "taken_at": moment(raw, "taken_at"),
    }


def _counts(raw: Any) -> dict[str, Any]:
    return {
        **like_fields(at(raw, "like_count"), flag(raw, "like_and_view_counts_disabled")),
        "comment_count": count(raw, "comment_count"),
        "comments_disabled": flag(raw, "comments_disabled"),
        "view_count": count(raw, "view_count"),
        "play_count": first(count(raw, "play_count"), count(raw, "ig_play_count")),
        "share_count": count(raw, "reshare_count"),
    }


def _people(raw: Any) -> dict[str, Any]:
    pinned = listed(raw, "timeline_pinned_user_ids")
    sponsors = listed(raw, "sponsor_tags")
    if sponsors is not MISSING:
        sponsors = [first(at(tag, "sponsor"), tag) for tag in sponsors]
    return {
        "owner": one(user, first(at(raw, "user"), at(raw, "owner"))),
        "coauthors": many(user, listed(raw, "coauthor_producers")),
        "usertags": _usertags(raw),
        "location": one(location, at(raw, "location")),
        "audio": one(audio, at(raw, "clips_metadata")),
        "is_pinned": bool(pinned) if pinned is not MISSING else MISSING,
        "is_paid_partnership": flag(raw, "is_paid_partnership"),
        "sponsors": many(user, sponsors),
        "top_comments": comments(at(raw, "preview_comments"), identity(raw)) or MISSING,
    }


def _media(raw: Any) -> dict[str, Any]:
    kind = _TYPES.get(count(raw, "media_type"), MISSING)
    items = many(_item, listed(raw, "carousel_media"))
    if items is MISSING and kind != "carousel":
        items = ()
    # A carousel has no picture of its own; its first part stands for it.
    image = first(_image(raw), *(part.image_url for part in tuple(items)[:1]))
    video = _video(raw)
    links = [image, video, *(link for part in items for link in (part.image_url, part.video_url))]
    return {
        "type": kind,
        "product_type": text(raw, "product_type"),
        "image_url": image,
        "video_url": video,
        "video_duration": number(raw, "video_duration"),
        "has_audio": flag(raw, "has_audio"),
        "width": count(raw, "original_width"),
        "height": count(raw, "original_height"),
        "items": items,
        "media_expires_at": first_expiry(links),
    }


def _image(raw: Any) -> Any:
    return first(text(raw, "image_versions2", "candidates", 0, "url"), text(raw, "display_uri"))


def _video(raw: Any) -> Any:
    # The versions stand in falling order; the first is the largest.
    return text(raw, "video_versions", 0, "url")


def _item(raw: Any) -> MediaItem:
    kind = _TYPES.get(count(raw, "media_type"), MISSING)
    return build(
        MediaItem,
        id=identity(raw),
        type=kind,
        image_url=_image(raw),
        video_url=_video(raw),
        video_duration=number(raw, "video_duration"),
        width=count(raw, "original_width"),
        height=count(raw, "original_height"),
        accessibility_caption=text(raw, "accessibility_caption"),
        usertags=_usertags(raw),
    )


def _usertags(raw: Any) -> Any:
    if at(raw, "usertags") is None:
        return ()
    return many(_usertag, listed(raw, "usertags", "in"))


def _usertag(raw: Any) -> UserTag:
    return build(
        UserTag,
        user=one(user, at(raw, "user")),
        x=number(raw, "position", 0),
        y=number(raw, "position", 1),
    )
