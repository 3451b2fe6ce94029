"""Posts that carry a hashtag."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.parameters import Cursor, Limit, Tag
from instagramapi.errors import NotFound


class ListHashtagTop(
    Endpoint[Page[Post]],
    name="hashtag/top",
    path="/v1/hashtag/top",
    credits=1,
    fresh_for=timedelta(minutes=30),
    example={"tag": "paris"},
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
    example={"tag": "paris"},
    raises=(NotFound,),
):
    """The newest posts under a hashtag, newest first."""

    tag: Tag
    cursor: Cursor = None
    limit: Limit = None
