"""Sounds as HikerAPI tells them: by their page, and as searches find them."""

import re
from typing import Any

from instagramapi.catalog.models import Audio
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import MISSING, at, count, first, text

# "1,601 reels" is a count; "437K reels" is rounded, and tells none.
_EXACT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})*) reels?")


def sound(raw: Any) -> Audio:
    """Shape a sound by its page, which says how many reels use it; ShapeError without one."""
    inner = first(at(raw, "response"), raw)
    found = api_v1.audio(at(inner, "metadata"))
    return _counted(found, count(inner, "media_count", "clips_count"))


def track(raw: Any) -> Audio:
    """Shape a song that a search found; raises ShapeError where it is none."""
    found = api_v1.audio({"music_info": {"music_asset_info": at(raw, "track")}})
    return _counted(found, _exact(text(raw, "metadata", "formatted_clips_media_count")))


def reels_count(raw: Any) -> int | None:
    """Read from the page of a sound how many reels use it."""
    found = count(first(at(raw, "response"), raw), "media_count", "clips_count")
    return None if found is MISSING else int(found)


def _counted(found: Audio, reels: Any) -> Audio:
    return found if reels is MISSING else found.model_copy(update={"reels_count": reels})


def _exact(written: Any) -> Any:
    match = _EXACT.fullmatch(written) if isinstance(written, str) else None
    return int(match[1].replace(",", "")) if match else MISSING
