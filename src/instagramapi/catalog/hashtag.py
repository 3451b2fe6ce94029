"""Hashtags, and the posts that carry them."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Hashtag, Page, Post
from instagramapi.catalog.parameters import Cursor, Limit, Tag
from instagramapi.errors import NotFound

_EXAMPLE = {"tag": "paris"}


class GetHashtag(
    Endpoint[Hashtag],
    name="hashtag",
    path="/v1/hashtag",
    credits=1,
    fresh_for=timedelta(hours=6),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """One hashtag: how many posts carry it, and tags like it.

    `media_count` is what Instagram states, or null where it does not tell; never a guess.
    """

    tag: Tag


class ListHashtagTop(
    Endpoint[Page[Post]],
    name="hashtag/top",
    path="/v1/hashtag/top",
    credits=1,
    fresh_for=timedelta(minutes=30),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """The posts that Instagram ranks highest under a hashtag."""

    tag: Tag
    cursor: Cursor = None
    limit: Limit = None


class ListHashtagRecent(
    Endpoint[Page[Post]],
    name="hashtag/recent",
    path="/v1/hashtag/recent",
    credits=1,
    fresh_for=timedelta(minutes=5),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """The newest posts under a hashtag, newest first."""

    tag: Tag
    cursor: Cursor = None
    limit: Limit = None


class ListHashtagReels(
    Endpoint[Page[Post]],
    name="hashtag/reels",
    path="/v1/hashtag/reels",
    credits=1,
    fresh_for=timedelta(minutes=30),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Reels under a hashtag, as Instagram ranks them: the videos of `product_type` `clips`."""

    tag: Tag
    cursor: Cursor = None
    limit: Limit = None
