"""GraphImage, GraphVideo and GraphSidecar nodes, also with the newer prefix XDT."""

from typing import Any

from instagramapi.catalog.models import MediaItem, Post, UserTag
from instagramapi.upstream.shapes.edge.comments import comments
from instagramapi.upstream.shapes.edge.places import location
from instagramapi.upstream.shapes.edge.profiles import user
from instagramapi.upstream.shapes.links import first_expiry
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    MISSING,
    as_moment,
    as_text,
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
    nodes,
    number,
    one,
    text,
)
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in

_TYPES = {"GraphImage": "image", "GraphVideo": "video", "GraphSidecar": "carousel"}


def post(raw: Any) -> Post:
    """Shape a post's node; raises ShapeError where it has neither id nor shortcode."""
    return build(Post, **names(raw), **_words(raw), **_counts(raw), **_people(raw), **_media(raw))


def _words(raw: Any) -> dict[str, Any]:
    caption = _caption(raw)
    return {
        "caption": caption,
        "hashtags": hashtags_in(caption),
        "mentions": mentions_in(caption),
        "accessibility_caption": text(raw, "accessibility_caption"),
        "taken_at": either(as_moment, raw, "taken_at_timestamp", "date"),
    }


def _caption(raw: Any) -> Any:
    captions = nodes(raw, "edge_media_to_caption")
    if captions is not MISSING:
        return first(*(at(node, "text") for node in captions[:1]), at(raw, "caption"), None)
    return at(raw, "caption")


def _counts(raw: Any) -> dict[str, Any]:
    stated = first(at(raw, "edge_media_preview_like", "count"), at(raw, "edge_liked_by", "count"))
    return {
        **like_fields(stated, flag(raw, "like_and_view_counts_disabled")),
        "comment_count": first(
            count(raw, "edge_media_to_comment", "count"),
            count(raw, "edge_media_to_parent_comment", "count"),
            count(raw, "edge_media_preview_comment", "count"),
            # Where instaloader made the node of an api-v1 answer.
            count(raw, "comments"),
        ),
        "comments_disabled": flag(raw, "comments_disabled"),
        "view_count": count(raw, "video_view_count"),
        "play_count": count(raw, "video_play_count"),
    }


def _people(raw: Any) -> dict[str, Any]:
    pinned = listed(raw, "pinned_for_users")
    sponsors = nodes(raw, "edge_media_to_sponsor_user")
    if sponsors is not MISSING:
        sponsors = [at(node, "sponsor") for node in sponsors]
    top = comments(raw, "edge_media_preview_comment")
    return {
        "owner": one(user, at(raw, "owner")),
        "coauthors": many(user, listed(raw, "coauthor_producers")),
        "usertags": _usertags(raw),
        "location": one(location, at(raw, "location")),
        "is_pinned": bool(pinned) if pinned is not MISSING else MISSING,
        "is_paid_partnership": flag(raw, "is_paid_partnership"),
        "sponsors": many(user, sponsors),
        "top_comments": top or MISSING,
    }


def _media(raw: Any) -> dict[str, Any]:
    items = many(_item, nodes(raw, "edge_sidecar_to_children"))
    image = either(as_text, raw, "display_url", "display_src", "thumbnail_src")
    video = text(raw, "video_url")
    parts = [link for item in items for link in (item.image_url, item.video_url)]
    kind = _type(raw)
    return {
        "type": kind,
        "product_type": text(raw, "product_type"),
        "image_url": image,
        "video_url": video,
        "video_duration": number(raw, "video_duration"),
        "has_audio": flag(raw, "has_audio"),
        "width": count(raw, "dimensions", "width"),
        "height": count(raw, "dimensions", "height"),
        "items": _parts(raw, items, kind),
        "media_expires_at": first_expiry([image, video, *parts]),
    }


def _parts(raw: Any, items: Any, kind: Any) -> Any:
    if items is MISSING:
        return MISSING if kind in (MISSING, "carousel") else ()
    # Children without ids are those that instaloader made up; another record has the real ones.
    return items if len(items) == len(nodes(raw, "edge_sidecar_to_children")) else MISSING


def _type(raw: Any) -> Any:
    name = text(raw, "__typename")
    if isinstance(name, str) and name.removeprefix("XDT") in _TYPES:
        return _TYPES[name.removeprefix("XDT")]
    if nodes(raw, "edge_sidecar_to_children") is not MISSING:
        return "carousel"
    # Without a name, a picture cannot be told from a carousel.
    return "video" if flag(raw, "is_video") is True else MISSING


def _item(raw: Any) -> MediaItem:
    kinds = {True: "video", False: "image"}
    return build(
        MediaItem,
        id=identity(raw),
        type=kinds.get(flag(raw, "is_video"), MISSING),
        image_url=text(raw, "display_url"),
        video_url=text(raw, "video_url"),
        video_duration=number(raw, "video_duration"),
        width=count(raw, "dimensions", "width"),
        height=count(raw, "dimensions", "height"),
        accessibility_caption=text(raw, "accessibility_caption"),
        usertags=_usertags(raw),
    )


def _usertags(raw: Any) -> Any:
    return many(_usertag, nodes(raw, "edge_media_to_tagged_user"))


def _usertag(raw: Any) -> UserTag:
    return build(UserTag, user=one(user, at(raw, "user")), x=number(raw, "x"), y=number(raw, "y"))
