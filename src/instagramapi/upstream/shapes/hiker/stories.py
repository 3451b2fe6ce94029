"""Stories and highlights as HikerAPI tells them."""

from typing import Any

from instagramapi.catalog.models import Highlight, Story
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.hiker.people import user
from instagramapi.upstream.shapes.hiker.posts import as_the_app_is_answered, epoch
from instagramapi.upstream.shapes.links import highlight_page
from instagramapi.upstream.shapes.reading import (
    ShapeError,
    at,
    build,
    count,
    identity,
    listed,
    many,
    moment,
    one,
    text,
)

# The same stickers, under other names (documented; empty in what is recorded).
_STICKERS = {
    "mentions": "reel_mentions",
    "hashtags": "story_hashtags",
    "locations": "story_locations",
}


def story(raw: Any) -> Story:
    """Shape a flat story; raises ShapeError where it has no id."""
    if not isinstance(raw, dict):
        raise ShapeError("a story that is no object")
    told = as_the_app_is_answered(raw)
    told |= {theirs: raw[ours] for ours, theirs in _STICKERS.items() if ours in raw}
    if "links" in raw:
        links = [{"story_link": {"url": at(link, "webUri")}} for link in listed(raw, "links")]
        told["story_link_stickers"] = links
    # Of whom it knows the id alone it says all the same that he is not private.
    return api_v1.story(told).model_copy(update={"owner": one(user, at(raw, "user")) or None})


def highlight(raw: Any) -> Highlight:
    """Shape a highlight without its stories; raises ShapeError where it has no id."""
    highlight_id = identity(raw)
    return build(
        Highlight,
        id=highlight_id,
        title=text(raw, "title"),
        cover_url=text(raw, "cover_media", "cropped_image_version", "url"),
        media_count=count(raw, "media_count"),
        created_at=moment({"at": epoch(at(raw, "created_at"))}, "at"),
        updated_at=moment(raw, "latest_reel_media"),
        owner=one(user, at(raw, "user")),
        url=highlight_page(highlight_id),
    )


def reel(raw: Any) -> Highlight:
    """Shape a highlight with its stories; raises ShapeError where they are not told."""
    items = listed(raw, "items")
    stories = many(story, [_owned(item, at(raw, "user")) for item in items])
    if not isinstance(items, list) or (items and not stories):
        raise ShapeError("a highlight without its stories")
    return highlight(raw).model_copy(update={"items": stories})


def _owned(item: Any, owner: Any) -> Any:
    # Of whose it is a story in a highlight tells the id alone (recorded, 2026-04).
    is_known = not isinstance(item, dict) or isinstance(at(item, "user", "username"), str)
    return item if is_known or not isinstance(owner, dict) else {**item, "user": owner}
