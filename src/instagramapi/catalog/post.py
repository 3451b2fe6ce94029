"""Posts, and the people who react to them."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Comment, OEmbed, Page, Post, Transcript, UserShort
from instagramapi.catalog.parameters import CommentId, Cursor, Limit, PostAddress, PostSubject, Sort
from instagramapi.errors import NotFound

_EXAMPLE = {"shortcode": "DRqAYKuAIUx"}
_COMMENT_EXAMPLE = {**_EXAMPLE, "comment_id": "17015086852961645"}


class GetPost(
    Endpoint[Post],
    name="post",
    path="/v1/post",
    credits=1,
    fresh_for=timedelta(minutes=15),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """One post: caption, media, counts, tags, place, sound.

    Where the owner hides the likes, `like_count` is null and `like_count_hidden` is true. Media
    links expire: `media_expires_at` says when.
    """

    post: PostSubject


class ListPostComments(
    Endpoint[Page[Comment]],
    name="post/comments",
    path="/v1/post/comments",
    credits=2,
    fresh_for=timedelta(minutes=10),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Top-level comments under a post; each says how many replies it has.

    `meta.total` is the number of comments that Instagram states, replies included.
    """

    post: PostSubject
    sort: Sort = "popular"
    cursor: Cursor = None
    limit: Limit = None


class ListCommentReplies(
    Endpoint[Page[Comment]],
    name="post/comments/replies",
    path="/v1/post/comments/replies",
    credits=2,
    fresh_for=timedelta(minutes=10),
    example=_COMMENT_EXAMPLE,
    raises=(NotFound,),
):
    """Replies to one comment, oldest first; `parent_id` is the comment's id.

    Instagram nests replies once: a reply has none of its own, and its `reply_count` is 0.
    """

    post: PostSubject
    comment_id: CommentId
    cursor: Cursor = None
    limit: Limit = None


class ListCommentLikers(
    Endpoint[Page[UserShort]],
    name="post/comments/likers",
    path="/v1/post/comments/likers",
    credits=2,
    fresh_for=timedelta(minutes=30),
    example=_COMMENT_EXAMPLE,
    raises=(NotFound,),
):
    """Accounts that like one comment or one reply; Instagram names only a part where many do."""

    post: PostSubject
    comment_id: CommentId
    cursor: Cursor = None
    limit: Limit = None


class ListPostLikers(
    Endpoint[Page[UserShort]],
    name="post/likers",
    path="/v1/post/likers",
    credits=2,
    fresh_for=timedelta(minutes=30),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Accounts that like a post; Instagram names only a part of them for large posts."""

    post: PostSubject
    cursor: Cursor = None
    limit: Limit = None


class GetPostTranscript(
    Endpoint[Transcript],
    name="post/transcript",
    path="/v1/post/transcript",
    credits=2,
    fresh_for=timedelta(days=1),
    example={"shortcode": "F0hvvkYGJN8"},
    raises=(NotFound,),
):
    """What is said in a video: its captions, where the provider has them.

    Lines carry their times where the provider tells them. A post without captions, every picture
    among them, is a 404 with `reason` `no_data`.
    """

    post: PostSubject


class GetOEmbed(
    Endpoint[OEmbed],
    name="oembed",
    path="/v1/oembed",
    credits=1,
    fresh_for=timedelta(days=1),
    example={"url": "https://www.instagram.com/p/DRqAYKuAIUx/"},
    raises=(NotFound,),
):
    """How to put a post into a web page: an oEmbed 1.0 answer.

    `html` is Instagram's own markup. Author and thumbnail are null where the provider does not
    tell them, which Meta's own interface has not done since November 2025.
    """

    post: PostAddress
