"""Figures computed from the newest posts of an account."""

from typing import Annotated

from pydantic import Field

from instagramapi.catalog.models.base import Count, Id, Model, Time

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, from 0 to 1."""

Figure = Annotated[float, Field(ge=0)]
"""A computed number; null where too little is known to compute it."""


class TypeShare(Model):
    """One kind of post, and how it does."""

    type: str
    """`image`, `video`, `reel` or `carousel`."""
    posts: Count
    """How many posts of the sample are of this kind."""
    share: Share
    """Which part of the sample they are."""
    median_likes: Figure | None = None
    """Median of the likes that are known."""
    median_comments: Figure | None = None
    """Median of the comments that are known."""


class BestHour(Model):
    """An hour of the day in UTC, and how posts of that hour do."""

    hour: Annotated[int, Field(ge=0, le=23)]
    """The hour, from 0 to 23, in UTC."""
    posts: Count
    """How many posts of the sample were published in it."""
    median_engagement: Figure
    """Median of likes plus comments of those posts where both are known."""


class UnknownCounts(Model):
    """How many posts of the sample were left out of a figure, because Instagram hides the count."""

    likes: Count
    """Posts whose likes are not known."""
    comments: Count
    """Posts whose comments are not known."""
    views: Count
    """Videos whose plays and views are not known."""
    taken_at: Count
    """Posts whose time is not known."""
    type: Count
    """Posts whose kind is not known."""


class ProfileInsights(Model):
    """How the newest posts of an account do."""

    id: Id
    """The account's id."""
    username: str | None = None
    """The handle, in lower case, without @."""
    followers: Count | None = None
    """How many accounts follow it."""
    sample: Count
    """How many posts were counted."""
    oldest_at: Time | None = None
    """When the oldest post of the sample was published."""
    newest_at: Time | None = None
    """When the newest post of the sample was published."""
    engagement_rate: Figure | None = None
    """Mean of likes plus comments per post, divided by followers; 0.02 is 2 %."""
    median_likes: Figure | None = None
    """Median of the likes that are known."""
    median_comments: Figure | None = None
    """Median of the comments that are known."""
    median_views: Figure | None = None
    """Median of plays, or else views, of the videos where they are known."""
    posts_per_week: Figure | None = None
    """Posts between the oldest and the newest of the sample, per seven days."""
    best_hours: tuple[BestHour, ...]
    """Up to three hours, the best first."""
    types: tuple[TypeShare, ...]
    """Share of each kind of post, the most frequent first."""
    unknown: UnknownCounts
    """What was left out."""
