"""Stories of the api-v1 family: items of `reels_media`."""

from typing import Any

from instagramapi.catalog.models import Story
from instagramapi.upstream.shapes.api_v1.places import location
from instagramapi.upstream.shapes.api_v1.posts import post
from instagramapi.upstream.shapes.api_v1.profiles import user
from instagramapi.upstream.shapes.links import story_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    handle,
    listed,
    many,
    moment,
    one,
    present,
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
