"""Stories of the api-v1 family, items of `reels_media`, and the highlights that keep them."""

from collections.abc import Callable
from typing import Any

from instagramapi.catalog.models import Highlight, Story
from instagramapi.upstream.shapes.api_v1.places import location
from instagramapi.upstream.shapes.api_v1.posts import post
from instagramapi.upstream.shapes.api_v1.profiles import user
from instagramapi.upstream.shapes.links import highlight_page, story_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    at,
    build,
    count,
    handle,
    identity,
    listed,
    many,
    moment,
    one,
    present,
    text,
)

_MEDIA = {
    *("id", "type", "taken_at", "image_url", "video_url", "video_duration", "width", "height"),
    *("is_paid_partnership", "media_expires_at"),
}


def story(raw: Any) -> Story:
    """Shape a story; raises ShapeError where it has no id."""
    # A story is a media like a post's; what it has beyond that are its stickers.
    media = post(raw).model_dump(include=_MEDIA, exclude_unset=True)
    return build(
        Story,
        **media,
        owner=one(user, at(raw, "user")),
        url=story_page(handle(raw, "user", "username"), media["id"]),
        expires_at=moment(raw, "expiring_at"),
        mentions=_names(raw, "reel_mentions", "user", "username"),
        hashtags=_names(raw, "story_hashtags", "hashtag", "name"),
        locations=_places(raw),
        links=_links(raw),
    )


def highlight(raw: Any) -> Highlight:
    """Shape a highlight without its stories; raises ShapeError where it has no id."""
    highlight_id = identity(raw)
    return build(
        Highlight,
        id=highlight_id,
        title=text(raw, "title"),
        cover_url=text(raw, "cover_media", "cropped_image_version", "url"),
        media_count=count(raw, "media_count"),
        created_at=moment(raw, "created_at"),
        updated_at=moment(raw, "latest_reel_media"),
        owner=one(user, at(raw, "user")),
        url=highlight_page(highlight_id),
    )


def reel(raw: Any, story: Callable[[Any], Story] = story) -> Highlight:
    """Shape a highlight with its stories; raises ShapeError where they are not told."""
    items = listed(raw, "items")
    stories = many(story, [_owned(item, at(raw, "user")) for item in items])
    if not isinstance(items, list) or (items and not stories):
        raise ShapeError("a highlight without its stories")
    return highlight(raw).model_copy(update={"items": stories})


def _owned(item: Any, owner: Any) -> Any:
    # Of whose it is a story in a highlight tells the id alone, or nothing (recorded, 2026-04).
    is_known = not isinstance(item, dict) or isinstance(at(item, "user", "username"), str)
    return item if is_known or not isinstance(owner, dict) else {**item, "user": owner}


def _names(raw: Any, stickers: str, *path: str) -> Any:
    found = listed(raw, stickers)
    return MISSING if found is MISSING else present(handle(sticker, *path) for sticker in found)


def _places(raw: Any) -> Any:
    found = listed(raw, "story_locations")
    if found is MISSING:
        return MISSING
    return many(location, [at(sticker, "location") for sticker in found])


def _links(raw: Any) -> Any:
    found = listed(raw, "story_link_stickers")
    if found is MISSING:
        return MISSING
    return present(at(sticker, "story_link", "url") for sticker in found)
