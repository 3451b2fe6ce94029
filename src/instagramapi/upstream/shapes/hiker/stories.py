"""Stories and highlights as HikerAPI tells them."""

from typing import Any

from instagramapi.catalog.models import Highlight, Story
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.hiker.people import user
from instagramapi.upstream.shapes.hiker.posts import as_the_app_is_answered, epoch
from instagramapi.upstream.shapes.reading import ShapeError, at, listed, one

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
    return api_v1.highlight(_dated(raw))


def reel(raw: Any) -> Highlight:
    """Shape a highlight with its stories; raises ShapeError where they are not told."""
    return api_v1.reel(_dated(raw), story)


def _dated(raw: Any) -> Any:
    known = isinstance(raw, dict) and "created_at" in raw
    return {**raw, "created_at": epoch(raw["created_at"])} if known else raw
