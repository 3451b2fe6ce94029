"""Posts of the Graph family: media under `business_discovery` and under a hashtag."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from instagramapi.catalog.models import MediaItem, Post
from instagramapi.upstream.shapes.graph import ids
from instagramapi.upstream.shapes.links import first_expiry
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    count,
    first,
    listed,
    many,
    text,
)
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in

_TYPES = {"IMAGE": "image", "VIDEO": "video", "CAROUSEL_ALBUM": "carousel"}
_TIME = "%Y-%m-%dT%H:%M:%S%z"


def post(raw: Any, *, owner: Any = MISSING, asked: Collection[str] = ()) -> Post:
    """Shape a post; raises ShapeError where nothing tells its shortcode.

    `asked` are the fields that were asked for: only then the absence of one says something.
    """
    return build(
        Post,
        **names({"shortcode": ids.shortcode(raw)}),
        **_words(raw),
        **_likes(raw, asked),
        **_media(raw),
        owner=owner,
        comment_count=count(raw, "comments_count"),
        view_count=count(raw, "view_count"),
        taken_at=taken_at(raw),
    )


def posts(raws: Any, *, owner: Any = MISSING, asked: Collection[str] = ()) -> tuple[Post, ...]:
    """Shape the posts of a list; those without a shortcode are left out."""
    shaped: tuple[Post, ...] = many(lambda raw: post(raw, owner=owner, asked=asked), raws)
    return shaped


def taken_at(raw: Any) -> Any:
    """Read when it was published: `2021-08-17T19:00:42+0000`."""
    try:
        return datetime.strptime(at(raw, "timestamp"), _TIME)
    except (TypeError, ValueError):
        return MISSING


def is_reel(raw: Any) -> bool:
    """Whether a medium is a reel."""
    return bool(at(raw, "media_product_type") == "REELS")


def _words(raw: Any) -> dict[str, Any]:
    caption = text(raw, "caption")
    return {
        "caption": caption,
        "hashtags": hashtags_in(caption),
        # Meta takes the @ off the captions of others (none in 80 recorded ones): that none is
        # found says nothing.
        "mentions": mentions_in(caption) or MISSING,
        "accessibility_caption": text(raw, "alt_text"),
    }


def _likes(raw: Any, asked: Collection[str]) -> dict[str, Any]:
    likes = count(raw, "like_count")
    if likes is not MISSING:
        return {"like_count": likes, "like_count_hidden": False}
    # Documented: absent where the owner hides it. Where comments are absent too, it may be
    # something else that was not told.
    is_hidden = (
        "like_count" in asked
        and at(raw, "like_count") is MISSING
        and count(raw, "comments_count") is not MISSING
    )
    return {"like_count": None, "like_count_hidden": True} if is_hidden else {}


def _media(raw: Any) -> dict[str, Any]:
    kind = _kind(raw)
    items = many(_item, listed(raw, "children", "data"))
    if items is MISSING and kind != "carousel":
        items = ()
    cover = first(_image(raw), *(item.image_url for item in tuple(items)[:1]))
    video = _video(raw)
    links = [cover, video, *(link for item in items for link in (item.image_url, item.video_url))]
    return {
        "type": kind,
        "product_type": _product(raw, kind),
        "image_url": cover,
        "video_url": video,
        "items": items,
        "media_expires_at": first_expiry(links),
    }


def _item(raw: Any) -> MediaItem:
    return build(
        MediaItem,
        id=ids.item_id(raw),
        type=_kind(raw),
        image_url=_image(raw),
        video_url=_video(raw),
        accessibility_caption=text(raw, "alt_text"),
    )


def _kind(raw: Any) -> Any:
    kind = text(raw, "media_type")
    return _TYPES.get(kind, MISSING) if isinstance(kind, str) else MISSING


def _product(raw: Any, kind: Any) -> Any:
    if is_reel(raw):
        return "clips"
    if at(raw, "media_product_type") != "FEED":
        return MISSING
    return "carousel_container" if kind == "carousel" else "feed"


def _image(raw: Any) -> Any:
    link = text(raw, "media_url")
    # Whatever the type says: a carousel's link is a picture or the film of its first part.
    is_picture = _kind(raw) != "video" and not _is_film(link)
    return link if is_picture else text(raw, "thumbnail_url")


def _video(raw: Any) -> Any:
    return text(raw, "media_url") if _kind(raw) == "video" else MISSING


def _is_film(link: Any) -> bool:
    return isinstance(link, str) and urlsplit(link).path.endswith(".mp4")
