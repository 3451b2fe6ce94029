"""What several families write alike: times, kinds of posts, captions, the pieces of a video."""

from datetime import datetime
from typing import Any

from instagramapi.catalog.models import Audio, MediaItem, Post, Story

MEDIA_TYPES = {"image": 1, "video": 2, "carousel": 8}
ACCOUNT_TYPES = {"personal": 1, "business": 2, "creator": 3}

Medium = Post | MediaItem | Story


def seconds(moment: datetime | None) -> int | None:
    """Write a time as seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def media_type(medium: Medium) -> int:
    """The number that stands for picture, video or carousel."""
    return MEDIA_TYPES[medium.type or "image"]


def caption_id(post: Post) -> str:
    """The id of a caption, which upstreams keep like a comment of the owner."""
    return str(18_000_000_000_000_000 + int(post.id) % 10**15)


def smaller(width: int | None, height: int | None) -> tuple[int, int]:
    """The size of a thumbnail of something."""
    return (width or 640) // 2, (height or 640) // 2


def renditions(medium: Medium) -> list[dict[str, Any]]:
    """The sizes in which a picture is kept, largest first."""
    if not medium.image_url:
        return []
    width, height = smaller(medium.width, medium.height)
    return [
        {"width": medium.width, "height": medium.height, "url": medium.image_url},
        {"width": width, "height": height, "url": medium.image_url},
    ]


def videos(medium: Medium) -> list[dict[str, Any]]:
    """The versions in which a video is kept, largest first."""
    if not medium.video_url:
        return []
    number = str(int(medium.id) % 10**15)
    size = {"width": 720, "height": 1280}
    return [
        {"type": kind, **size, "url": medium.video_url, "id": f"{number}{end}"}
        for kind, end in ((101, "v"), (102, "w"))
    ]


def is_licensed(audio: Audio | None) -> bool:
    """Whether a sound is somebody's song."""
    return audio is not None and audio.kind == "licensed"
