"""Archives of instaloader: `{"node": …, "instaloader": {"version", "node_type"}}`.

The node is whatever Instagram answered when it was written: an `edge_*` node, an api-v1 media or
user with `edge_*` fields added (since 4.15), or a short `edge_*` node made of an `iphone_struct`.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from instagramapi.catalog.models import Comment, Post, Story
from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.records import InPassing, Record
from instagramapi.upstream.shapes import api_v1, edge
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    at,
    fill,
    identity,
    listed,
    one,
)


def sniff(document: Any) -> bool:
    """Whether instaloader wrote this."""
    return at(document, "instaloader", "node_type") is not MISSING


def read(document: Any) -> Iterator[Record]:
    """Return the object of the archive, and what stands inside it."""
    node, node_type = at(document, "node"), at(document, "instaloader", "node_type")
    if not isinstance(node_type, str) or node_type not in _READERS:
        raise Unreadable(f"is an instaloader file of the type {node_type}, which holds no data")
    try:
        yield from _READERS[node_type](node)
    except ShapeError as error:
        raise Unreadable(f"is an instaloader archive of a {error}") from error


def posts(node: Any) -> Iterator[Record]:
    """Return a post's node, its comments, and its owner as far as it tells of them."""
    post = _post(node)
    yield post
    yield from owner(at(node, "owner"))
    yield from _comments(node, post.id)


def _post(node: Any) -> Post:
    struct = at(node, "iphone_struct")
    # instaloader adds edge_* counts to an api-v1 media, 0 where they are unknown: not for us.
    post = api_v1.post(node) if _is_api_v1(node) else edge.post(node)
    other = one(api_v1.post, struct) if isinstance(struct, dict) else None
    return fill(post, other) if isinstance(other, Post) and other.id == post.id else post


def _is_api_v1(node: Any) -> bool:
    return at(node, "media_type") is not MISSING and at(node, "code") is not MISSING


def _comments(node: Any, post_id: str) -> tuple[Comment, ...]:
    connections = ("edge_media_to_parent_comment", "edge_media_to_comment")
    inside = (at(node, "preview_comments"), at(node, "iphone_struct", "preview_comments"))
    return (
        *edge.comments(node, *connections, "edge_media_preview_comment"),
        *(comment for raws in inside for comment in api_v1.comments(raws, post_id)),
    )


def has_comments(document: Any) -> bool:
    """Whether these are comments that instaloader wrote, with the node of their post."""
    return at(document, "instaloader_comments") is not MISSING


def comments(document: Any) -> Iterator[Record]:
    """Return the comments of a post and the answers to them."""
    post = one(_post, at(document, "node"))
    if isinstance(post, Post):
        threads = [{"node": _thread(raw)} for raw in at(document, "instaloader_comments")]
        yield from edge.comments({"id": post.id, "comments": {"edges": threads}}, "comments")


def _thread(raw: Any) -> Any:
    """Write a comment of instaloader's as the node that it was made of."""
    answers = listed(raw, "answers")
    node = {
        "edge_liked_by": {"count": at(raw, "likes_count")},
        "edge_threaded_comments": {
            "count": len(list(answers)),
            "edges": [{"node": _thread(answer)} for answer in answers],
        },
    }
    return {**raw, **node} if isinstance(raw, dict) else raw


def owner(raw: Any) -> Iterator[InPassing]:
    """Return the account that a post names, with its counts where they stand there."""
    known = one(edge.profile, raw) if isinstance(raw, dict) else None
    if known is not None and known is not MISSING:
        yield InPassing(known)


def _profiles(node: Any) -> Iterator[Record]:
    profile = edge.profile(node)
    struct = at(node, "iphone_struct")
    for raw in (node, struct if isinstance(struct, dict) else None):
        other = one(api_v1.profile, raw)
        if raw is not None and other is not MISSING and other.id == profile.id:
            profile = fill(profile, other)
    yield profile


def _stories(node: Any) -> Iterator[Record]:
    struct = at(node, "iphone_struct")
    story = edge.story(node)
    other = one(api_v1.story, struct) if isinstance(struct, dict) else None
    yield fill(story, other) if isinstance(other, Story) and other.id == story.id else story
    yield from owner(at(node, "owner"))


def _hashtags(node: Any) -> Iterator[Record]:
    if identity(node) is MISSING:
        raise ShapeError("Hashtag without id")
    yield edge.hashtag(node)


_READERS: Mapping[str, Callable[[Any], Iterator[Record]]] = MappingProxyType(
    {"Post": posts, "Profile": _profiles, "StoryItem": _stories, "Hashtag": _hashtags}
)
