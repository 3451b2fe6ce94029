"""What an URL, handle, hashtag, code or id is, by its syntax alone."""

from typing import Literal

from instagramapi.catalog.models.base import Count, Id, Model, Url


class NextCall(Model):
    """A call that takes the subject, ready to be sent."""

    endpoint: str
    """The endpoint's name."""
    path: str
    """Path and query string."""
    credits: Count
    """What it costs."""


class Meaning(Model):
    """One thing that the input can be."""

    kind: Literal[
        "account", "post", "comment", "story", "highlight", "hashtag", "location", "audio", "share"
    ]
    """What it is: a reel is a `post`, and a `share` link can be anything."""
    id: Id | None = None
    """Its numeric id, where the input says it; that of a post follows from its shortcode."""
    handle: str | None = None
    """The account's handle, or that of the story's owner, in lower case."""
    shortcode: str | None = None
    """The post's shortcode."""
    comment_id: Id | None = None
    """The comment's id, beside the id of its post."""
    tag: str | None = None
    """The hashtag, in lower case, without #."""
    url: Url | None = None
    """Its page on instagram.com; null where that cannot be told from the input."""
    endpoints: tuple[NextCall, ...]
    """The calls of this server that take it."""


class Resolved(Meaning):
    """What the input is, as far as its syntax tells."""

    note: str | None = None
    """What the syntax leaves open."""
    alternatives: tuple[Meaning, ...]
    """What else it can be, the likeliest first: digits can be the id of many things."""
