"""Posts of every kind (pictures, videos, reels, carousels) and the comments under them."""

from typing import Annotated, Literal

from pydantic import Field

from instagramapi.catalog.models.audio import Audio
from instagramapi.catalog.models.base import Count, Id, Model, Time, Url
from instagramapi.catalog.models.location import Location
from instagramapi.catalog.models.user import UserShort

MediaType = Literal["image", "video", "carousel"]
ProductType = Literal["feed", "clips", "igtv", "carousel_container"]
Seconds = Annotated[float, Field(ge=0)]
Pixels = Annotated[int, Field(ge=0)]


class UserTag(Model):
    """An account tagged on a picture, and where."""

    user: UserShort
    """Who is tagged."""
    x: float | None = None
    """From the left edge, 0 to 1."""
    y: float | None = None
    """From the top edge, 0 to 1."""


class MediaItem(Model):
    """One picture or video of a carousel."""

    id: Id
    """The item's id."""
    type: Literal["image", "video"] | None = None
    """What it is."""
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
    accessibility_caption: str | None = None
    """What the picture shows, for people who cannot see it."""
    usertags: tuple[UserTag, ...] | None = None
    """Accounts tagged on this item."""


class Comment(Model):
    """A comment under a post, or a reply to one."""

    id: Id
    """The comment's id."""
    post_id: Id | None = None
    """The post under which it stands."""
    parent_id: Id | None = None
    """The comment that it answers; null for a top-level comment."""
    text: str | None = None
    """What was written."""
    created_at: Time | None = None
    """When it was written."""
    like_count: Count | None = None
    """How many people like it."""
    reply_count: Count | None = None
    """How many replies it has."""
    is_pinned: bool | None = None
    """Whether the owner of the post pinned it."""
    liked_by_author: bool | None = None
    """Whether the owner of the post likes it."""
    mentions: tuple[str, ...] | None = None
    """Handles named in the text, without @."""
    user: UserShort | None = None
    """Who wrote it."""


class Post(Model):
    """A post: picture, video, reel or carousel."""

    id: Id
    """The post's id; it and the shortcode say the same."""
    shortcode: str
    """The id as it stands in the post's URL."""
    url: Url | None = None
    """The post's page on instagram.com."""
    type: MediaType | None = None
    """`image`, `video` or `carousel`."""
    product_type: ProductType | None = None
    """Where it was published: `feed`, `clips` (reels), `igtv`, `carousel_container`."""
    owner: UserShort | None = None
    """Whose post it is."""
    coauthors: tuple[UserShort, ...] | None = None
    """Accounts that published it together with the owner."""
    caption: str | None = None
    """The text; null where there is none or it is not known."""
    hashtags: tuple[str, ...] | None = None
    """Tags in the caption, in lower case, without #."""
    mentions: tuple[str, ...] | None = None
    """Handles in the caption, in lower case, without @."""
    accessibility_caption: str | None = None
    """What the picture shows, for people who cannot see it."""
    taken_at: Time | None = None
    """When it was published."""
    like_count: Count | None = None
    """Likes; null where the owner hides them."""
    like_count_hidden: bool | None = None
    """Whether the owner hides the number of likes."""
    comment_count: Count | None = None
    """Comments, replies included."""
    comments_disabled: bool | None = None
    """Whether nobody may comment."""
    view_count: Count | None = None
    """Views of a video, as Instagram counts them."""
    play_count: Count | None = None
    """Plays of a reel, repeats included."""
    share_count: Count | None = None
    """How often it was sent on."""
    image_url: Url | None = None
    """The picture, or the cover of the video; the link expires."""
    video_url: Url | None = None
    """The video; the link expires."""
    video_duration: Seconds | None = None
    """Length in seconds."""
    has_audio: bool | None = None
    """Whether the video has sound."""
    width: Pixels | None = None
    """Width in pixels."""
    height: Pixels | None = None
    """Height in pixels."""
    items: tuple[MediaItem, ...] | None = None
    """The parts of a carousel, in order; empty for other posts."""
    usertags: tuple[UserTag, ...] | None = None
    """Accounts tagged on the picture."""
    location: Location | None = None
    """The place that the post carries."""
    audio: Audio | None = None
    """The sound of a reel."""
    is_pinned: bool | None = None
    """Whether it is pinned to the top of the profile."""
    is_paid_partnership: bool | None = None
    """Whether it is marked as paid."""
    sponsors: tuple[UserShort, ...] | None = None
    """Who paid for it."""
    top_comments: tuple[Comment, ...] | None = None
    """A few comments that came with the post."""
    media_expires_at: Time | None = None
    """When the first of its media links stops working."""
