"""Stories, and the highlights that keep them."""

from typing import Literal

from instagramapi.catalog.models.audio import Audio
from instagramapi.catalog.models.base import Count, Id, Model, Time, Url
from instagramapi.catalog.models.location import Location
from instagramapi.catalog.models.post import Pixels, Post, Seconds
from instagramapi.catalog.models.user import UserShort


class Story(Model):
    """One story: a picture or a video that is shown for a day."""

    id: Id
    """The story's id."""
    url: Url | None = None
    """The story's page on instagram.com."""
    owner: UserShort | None = None
    """Whose story it is."""
    type: Literal["image", "video"] | None = None
    """What it is."""
    taken_at: Time | None = None
    """When it was published."""
    expires_at: Time | None = None
    """When it disappears; a story in a highlight stays."""
    image_url: Url | None = None
    """The picture, or the cover of the video; the link expires."""
    video_url: Url | None = None
    """The video; the link expires."""
    video_duration: Seconds | None = None
    """Length in seconds."""
    width: Pixels | None = None
    """Width in pixels."""
    height: Pixels | None = None
    """Height in pixels."""
    links: tuple[Url, ...] | None = None
    """Addresses of its link stickers."""
    mentions: tuple[str, ...] | None = None
    """Handles on it, without @."""
    hashtags: tuple[str, ...] | None = None
    """Tags on it, without #."""
    locations: tuple[Location, ...] | None = None
    """Places on it."""
    audio: Audio | None = None
    """Its music."""
    reshared_post: Post | None = None
    """The post that it shows."""
    is_paid_partnership: bool | None = None
    """Whether it is marked as paid."""
    media_expires_at: Time | None = None
    """When the first of its media links stops working."""


class Highlight(Model):
    """A named collection of stories that stays on the profile."""

    id: Id
    """The highlight's id."""
    title: str | None = None
    """Its name."""
    cover_url: Url | None = None
    """Its cover; the link expires."""
    media_count: Count | None = None
    """How many stories it holds."""
    created_at: Time | None = None
    """When it was made."""
    updated_at: Time | None = None
    """When a story was last added."""
    owner: UserShort | None = None
    """Whose highlight it is."""
    url: Url | None = None
    """The highlight's page on instagram.com."""
    items: tuple[Story, ...] | None = None
    """Its stories; null in lists."""
