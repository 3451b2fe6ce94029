"""A sound that reels are made with."""

from typing import Literal

from instagramapi.catalog.models.base import Count, Id, Model, Url
from instagramapi.catalog.models.user import UserShort


class Audio(Model):
    """A sound: a licensed song, or the original sound of somebody's reel."""

    id: Id
    """The sound's id."""
    kind: Literal["original", "licensed"] | None = None
    """`licensed` for a song from the catalogue, `original` for a sound of a reel."""
    title: str | None = None
    """The song's title, or the name given to the sound."""
    artist: str | None = None
    """The artist as shown."""
    artist_user: UserShort | None = None
    """The account of the artist, or of the one who made the original sound."""
    duration_ms: Count | None = None
    """Length in milliseconds."""
    cover_url: Url | None = None
    """The cover; the link expires."""
    preview_url: Url | None = None
    """The sound itself, or a part of it; the link expires."""
    reels_count: Count | None = None
    """How many reels use it."""
    url: Url | None = None
    """The sound's page on instagram.com."""
