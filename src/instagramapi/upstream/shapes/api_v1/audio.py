"""The sound of a reel, as `clips_metadata` tells it."""

from typing import Any

from instagramapi.catalog.models import Audio
from instagramapi.upstream.shapes.api_v1.profiles import user
from instagramapi.upstream.shapes.reading import (
    ShapeError,
    as_is,
    as_text,
    at,
    build,
    count,
    either,
    one,
    text,
)

_PAGE = "https://www.instagram.com/reels/audio"


def audio(raw: Any) -> Audio:
    """Shape the sound, licensed or original; raises ShapeError where neither is told."""
    song, sound = at(raw, "music_info", "music_asset_info"), at(raw, "original_sound_info")
    if isinstance(song, dict):
        return _licensed(song, at(raw, "music_info", "music_consumption_info", "ig_artist"))
    if isinstance(sound, dict):
        return _original(sound)
    raise ShapeError("clips_metadata without a sound")


def _licensed(raw: dict[str, Any], artist: Any) -> Audio:
    sound_id = _id(either(as_is, raw, "audio_cluster_id", "id"))
    return build(
        Audio,
        id=sound_id,
        kind="licensed",
        title=text(raw, "title"),
        artist=text(raw, "display_artist"),
        artist_user=one(user, artist),
        duration_ms=count(raw, "duration_in_ms"),
        cover_url=text(raw, "cover_artwork_uri"),
        preview_url=_preview(raw),
        url=f"{_PAGE}/{sound_id}/",
    )


def _original(raw: dict[str, Any]) -> Audio:
    sound_id = _id(at(raw, "audio_asset_id"))
    return build(
        Audio,
        id=sound_id,
        kind="original",
        title=text(raw, "original_audio_title"),
        artist=text(raw, "ig_artist", "username"),
        artist_user=one(user, at(raw, "ig_artist")),
        duration_ms=count(raw, "duration_in_ms"),
        preview_url=_preview(raw),
        url=f"{_PAGE}/{sound_id}/",
    )


def _preview(raw: dict[str, Any]) -> Any:
    # The page of a sound and searches tell the second alone (recorded, 2026-04).
    names = ("progressive_download_url", "fast_start_progressive_download_url")
    return either(as_text, raw, *names)


def _id(value: Any) -> Any:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value
