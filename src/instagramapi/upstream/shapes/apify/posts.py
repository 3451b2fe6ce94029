"""Posts: one item each, the parts of a carousel inside as `childPosts`."""

from typing import Any

from instagramapi.catalog.models import Audio, Location, MediaItem, Post, UserTag
from instagramapi.upstream.shapes.apify.comments import comments
from instagramapi.upstream.shapes.apify.people import author, user
from instagramapi.upstream.shapes.apify.times import moment
from instagramapi.upstream.shapes.links import first_expiry, location_page
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_flag,
    at,
    build,
    count,
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
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in

_TYPES = {"Image": "image", "Video": "video", "Sidecar": "carousel"}


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor shortcode."""
    called = names({"id": at(raw, "id"), "shortcode": at(raw, "shortCode")})
    return build(Post, **called, **_words(raw), **_counts(raw), **_people(raw), **_media(raw))


def _words(raw: Any) -> dict[str, Any]:
    caption = at(raw, "caption")
    return {
        "caption": caption,
        "hashtags": hashtags_in(caption),
        "mentions": mentions_in(caption),
        "accessibility_caption": text(raw, "alt"),
        "taken_at": moment(raw),
    }


def _counts(raw: Any) -> dict[str, Any]:
    return {
        **like_fields(at(raw, "likesCount"), MISSING),
        "comment_count": count(raw, "commentsCount"),
        "comments_disabled": flag(raw, "isCommentsDisabled"),
        "view_count": count(raw, "videoViewCount"),
        "play_count": count(raw, "videoPlayCount"),
        "share_count": count(raw, "reshareCount"),
    }


def _people(raw: Any) -> dict[str, Any]:
    top = comments(listed(raw, "latestComments"), first(identity(raw), MISSING))
    return {
        "owner": one(author, raw),
        "coauthors": _all(user, raw, "coauthorProducers"),
        "usertags": _all(_usertag, raw, "taggedUsers"),
        "location": one(_location, raw),
        "audio": one(_audio, at(raw, "musicInfo")),
        "is_pinned": flag(raw, "isPinned"),
        "is_paid_partnership": either(as_flag, raw, "isPaidPartnership", "paidPartnership"),
        "top_comments": top or MISSING,
    }


def _all(shape: Any, raw: Any, name: str) -> Any:
    raws = listed(raw, name)
    shaped = many(shape, raws)
    # Data sets hold lists of nulls (recorded): those say how many, but not who.
    return shaped if shaped is MISSING or len(shaped) == len(raws) else MISSING


def _media(raw: Any) -> dict[str, Any]:
    kind = _kind(raw)
    items = _all(_item, raw, "childPosts") if kind == "carousel" else ()
    image, video = text(raw, "displayUrl"), text(raw, "videoUrl")
    parts = [link for item in items for link in (item.image_url, item.video_url)]
    return {
        "type": kind,
        "product_type": text(raw, "productType"),
        "image_url": image,
        "video_url": video,
        "video_duration": number(raw, "videoDuration"),
        "width": count(raw, "dimensionsWidth"),
        "height": count(raw, "dimensionsHeight"),
        "items": items or (MISSING if kind == "carousel" else ()),
        "media_expires_at": first_expiry([image, video, *parts]),
    }


def _kind(raw: Any) -> Any:
    kind = text(raw, "type")
    return _TYPES.get(kind, MISSING) if isinstance(kind, str) else MISSING


def _item(raw: Any) -> MediaItem:
    return build(
        MediaItem,
        id=identity(raw),
        type=_kind(raw),
        image_url=text(raw, "displayUrl"),
        video_url=text(raw, "videoUrl"),
        video_duration=number(raw, "videoDuration"),
        width=count(raw, "dimensionsWidth"),
        height=count(raw, "dimensionsHeight"),
        accessibility_caption=text(raw, "alt"),
    )


def _usertag(raw: Any) -> UserTag:
    return build(UserTag, user=one(user, raw), x=number(raw, "x"), y=number(raw, "y"))


def _location(raw: Any) -> Location:
    place_id = text(raw, "locationId")
    return build(
        Location, id=place_id, name=text(raw, "locationName"), url=location_page(place_id, None)
    )


def _audio(raw: Any) -> Audio:
    kinds = {True: "original", False: "licensed"}
    return build(
        Audio,
        id=text(raw, "audio_id"),
        kind=kinds.get(flag(raw, "uses_original_audio"), MISSING),
        title=text(raw, "song_name"),
        artist=text(raw, "artist_name"),
    )
