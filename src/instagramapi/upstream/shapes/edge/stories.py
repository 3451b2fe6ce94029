"""GraphStoryImage, GraphStoryVideo and GraphHighlightReel nodes."""

from typing import Any

from instagramapi.catalog.models import Highlight, Story
from instagramapi.upstream.shapes.edge.places import location
from instagramapi.upstream.shapes.edge.profiles import user
from instagramapi.upstream.shapes.links import first_expiry, highlight_page, story_page
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    count,
    first,
    flag,
    handle,
    identity,
    listed,
    many,
    moment,
    nodes,
    number,
    one,
    present,
    text,
)


def story(raw: Any) -> Story:
    """Shape a story; raises ShapeError where it has no id."""
    story_id = identity(raw)
    return build(
        Story,
        id=story_id,
        url=story_page(handle(raw, "owner", "username"), story_id),
        owner=one(user, at(raw, "owner")),
        taken_at=moment(raw, "taken_at_timestamp"),
        expires_at=moment(raw, "expiring_at_timestamp"),
        **_media(raw),
        **_stickers(raw),
    )


def _media(raw: Any) -> dict[str, Any]:
    kinds = {True: "video", False: "image"}
    # The renditions stand in rising order; the last is the largest.
    image = first(_last(raw, "display_resources"), text(raw, "display_url"))
    video = first(_last(raw, "video_resources"), text(raw, "video_url"))
    return {
        "type": kinds.get(flag(raw, "is_video"), MISSING),
        "image_url": image,
        "video_url": video,
        "media_expires_at": first_expiry([image, video]),
        "video_duration": number(raw, "video_duration"),
        "width": count(raw, "dimensions", "width"),
        "height": count(raw, "dimensions", "height"),
    }


def _last(raw: Any, name: str) -> Any:
    resources = listed(raw, name)
    return text(resources[-1], "src") if resources and resources is not MISSING else MISSING


def _stickers(raw: Any) -> dict[str, Any]:
    stickers = listed(raw, "tappable_objects")
    link, sponsors = text(raw, "story_cta_url"), nodes(raw, "edge_media_to_sponsor_user")
    fields = {"links": present([link]) if link is not MISSING else MISSING}
    if sponsors is not MISSING:
        fields["is_paid_partnership"] = bool(sponsors)
    if stickers is not MISSING:
        fields["mentions"] = present(handle(sticker, "username") for sticker in stickers)
        tags = [sticker for sticker in stickers if _is_a(sticker, "Hashtag")]
        fields["hashtags"] = present(handle(tag, "name") for tag in tags)
        places = [sticker for sticker in stickers if _is_a(sticker, "Location")]
        fields["locations"] = many(location, places)
    return fields


def _is_a(sticker: Any, kind: str) -> bool:
    return bool(text(sticker, "__typename") == f"GraphTappable{kind}")


def highlight(raw: Any) -> Highlight:
    """Shape a highlight without its stories; raises ShapeError where it has no id."""
    highlight_id = identity(raw)
    cropped = text(raw, "cover_media_cropped_thumbnail", "url")
    return build(
        Highlight,
        id=highlight_id,
        title=text(raw, "title"),
        cover_url=first(cropped, text(raw, "cover_media", "thumbnail_src")),
        owner=one(user, at(raw, "owner")),
        url=highlight_page(highlight_id),
    )
