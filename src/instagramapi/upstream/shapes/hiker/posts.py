"""Posts as HikerAPI tells them: flat, as the app is answered, or a mixture of both."""

from datetime import datetime
from typing import Any

from instagramapi.catalog.models import Post
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    address,
    at,
    first,
    listed,
    text,
)

_FILLERS = ("view_count", "play_count", "video_duration")


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor code."""
    inner = _inner(raw)
    if not isinstance(inner, dict):
        raise ShapeError("a post that is no object")
    return api_v1.post(as_the_app_is_answered(inner))


def epoch(value: Any) -> Any:
    """Turn an ISO 8601 time into seconds since 1970; anything else stays as it is."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError):
        return MISSING


def captions_link(raw: Any) -> Any:
    """Read where the captions of a post's video are; MISSING or None where it has none."""
    return text(_inner(raw), "video_subtitles_uri")


def captions_language(raw: Any) -> Any:
    """Read the language of the captions of a post's video: `en` where it says `en_US`."""
    locale = text(_inner(raw), "video_subtitles_locale")
    return locale.partition("_")[0].lower() if isinstance(locale, str) else locale


def _inner(raw: Any) -> Any:
    return first(at(raw, "media_or_ad"), at(raw, "items", 0), raw)


def as_the_app_is_answered(raw: dict[str, Any]) -> dict[str, Any]:
    """Write a flat post or story in the words of Instagram's app."""
    said = _with_media(raw)
    said["taken_at"] = first(epoch(at(raw, "taken_at")), at(raw, "taken_at_ts"))
    if "caption_text" in raw and "caption" not in raw:
        said["caption"] = text(raw, "caption_text")
    if isinstance(raw.get("usertags"), list):
        said["usertags"] = {"in": [_tag(tag) for tag in raw["usertags"]]}
    if "carousel_media" not in raw and "resources" in raw:
        said["carousel_media"] = _parts(raw)
    return said


def _with_media(raw: dict[str, Any]) -> dict[str, Any]:
    # 0 stands for "not told" as well: a reel in the list of posts has 0 plays (recorded).
    said = dict(raw)
    for name in _FILLERS:
        if not said.get(name, True):
            del said[name]
    if "image_versions2" not in raw:
        image = address(raw.get("image_versions"))
        if not isinstance(image, str):
            image = text(raw, "thumbnail_url")
        if isinstance(image, str):
            said["display_uri"] = image
    video = text(raw, "video_url")
    if isinstance(video, str):
        said["video_versions"] = [{"url": video}]
    return said


def _parts(raw: dict[str, Any]) -> Any:
    parts = listed(raw, "resources")
    if parts is MISSING:
        return MISSING
    return [_with_media(part) for part in parts if isinstance(part, dict)]


def _tag(raw: Any) -> dict[str, Any]:
    return {"user": at(raw, "user"), "position": [at(raw, "x"), at(raw, "y")]}
