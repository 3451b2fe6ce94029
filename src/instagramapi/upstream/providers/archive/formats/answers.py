"""Answers of Instagram that were saved as they came: profiles, posts, pages of lists."""

from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Post
from instagramapi.upstream.providers.archive.formats import instaloader
from instagramapi.upstream.providers.archive.records import Record, Tagged
from instagramapi.upstream.shapes import api_v1, edge
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    at,
    first,
    identity,
    listed,
    many,
    nodes,
    one,
)

_TIMELINES = (
    "edge_owner_to_timeline_media",
    "edge_felix_video_timeline",
    "edge_user_to_photos_of_you",
)
_XDT = "xdt_api__v1__"


def _user(document: Any) -> Any:
    for path in (("data", "user"), ("graphql", "user"), ("user",), ()):
        user = at(document, *path)
        if isinstance(user, dict):
            return user
    return MISSING


def is_profile(document: Any) -> bool:
    """web_profile_info (`edge_*`) or users/…/info (api-v1): an account with its biography."""
    user = _user(document)
    return at(user, "username") is not MISSING and at(user, "biography") is not MISSING


def profile(document: Any) -> Iterator[Record]:
    """Return the account, and the posts of its first page."""
    user = _user(document)
    is_edge = at(user, "edge_followed_by") is not MISSING
    shaped = one(edge.profile if is_edge else api_v1.profile, user)
    if shaped is not MISSING:
        yield shaped
    yield from timeline(document)


def is_timeline(document: Any) -> bool:
    """A page of an account's posts, videos or tagged posts."""
    return any(nodes(_user(document), name) is not MISSING for name in _TIMELINES)


def timeline(document: Any) -> Iterator[Record]:
    """Return the posts of the page."""
    for name in _TIMELINES:
        yield from _posts(nodes(_user(document), name))


def _post(document: Any) -> Any:
    paths = (("data", "shortcode_media"), ("data", "xdt_shortcode_media"))
    for path in (*paths, ("graphql", "shortcode_media"), ()):
        post = at(document, *path)
        if at(post, "shortcode") is not MISSING and at(post, "id") is not MISSING:
            return post
    return MISSING


def is_post(document: Any) -> bool:
    """One post of the `edge_*` family, in its answer or bare."""
    return _post(document) is not MISSING


def post(document: Any) -> Iterator[Record]:
    """Return the post, its comments and its owner."""
    yield from _posts([_post(document)])


def _items(document: Any) -> Any:
    if at(document, "code") is not MISSING and at(document, "media_type") is not MISSING:
        return [document]
    answers = (document, *_xdt(document))
    lists = (
        *(listed(answer, "items") for answer in answers),
        *(nodes(answer) for answer in answers),
        nodes({"edges": at(document, "posts")}),
    )
    found = next((raws for raws in lists if raws is not MISSING), None)
    return MISSING if found is None else [first(at(raw, "media"), raw) for raw in found]


def _xdt(document: Any) -> list[Any]:
    data = at(document, "data")
    names = data if isinstance(data, dict) else {}
    return [data[name] for name in names if name.startswith(_XDT)]


def is_items(document: Any) -> bool:
    """Posts of the api-v1 family: media info, feeds, reels, XDT nodes."""
    found = _items(document)
    return found is not MISSING and any(at(item, "code") is not MISSING for item in found)


def items(document: Any) -> Iterator[Record]:
    """Return the posts, and the comments shown under them."""
    for raw in _items(document):
        shaped = one(api_v1.post, raw)
        if isinstance(shaped, Post):
            yield shaped
            yield from api_v1.comments(at(raw, "preview_comments"), shaped.id)


def _hashtag(document: Any) -> Any:
    for path in (("data", "hashtag"), ("graphql", "hashtag")):
        if isinstance(at(document, *path), dict):
            return at(document, *path)
    return MISSING


def is_hashtag(document: Any) -> bool:
    """A hashtag's page with its newest and top posts."""
    return at(_hashtag(document), "name") is not MISSING


def hashtag(document: Any) -> Iterator[Record]:
    """Return the hashtag and its posts."""
    raw = _hashtag(document)
    tag = one(edge.hashtag, raw)
    if tag is MISSING:
        return
    yield tag
    for connection in ("edge_hashtag_to_media", "edge_hashtag_to_top_posts"):
        for shaped in _edge_posts(nodes(raw, connection)):
            yield Tagged(shaped, tag.name)


def _location(document: Any) -> Any:
    for path in (("graphql", "location"), ("data", "location")):
        if isinstance(at(document, *path), dict):
            return at(document, *path)
    # A place alone is told from other things with a name by its coordinates.
    return document if at(document, "lat") is not MISSING else MISSING


def is_location(document: Any) -> bool:
    """A place's page with its newest and top posts."""
    return at(_location(document), "name") is not MISSING


def location(document: Any) -> Iterator[Record]:
    """Return the place and its posts."""
    raw = _location(document)
    is_edge = at(raw, "edge_location_to_media") is not MISSING
    place = one(edge.location if is_edge else api_v1.location, raw)
    if place is MISSING:
        return
    yield place
    for connection in ("edge_location_to_media", "edge_location_to_top_posts"):
        for shaped in _edge_posts(nodes(raw, connection)):
            # The nodes of a place's page do not name the place.
            yield shaped.model_copy(update={"location": place})


def _edge_posts(raws: Any) -> Iterator[Post]:
    yield from many(edge.post, raws)


def _posts(raws: Any) -> Iterator[Record]:
    for raw in raws:
        try:
            yield from list(instaloader.posts(raw))
        except ShapeError:
            # One node without an id does not spoil the others of its page.
            continue


def _commented(document: Any) -> Any:
    """Find the post under which the app's comments stand; most answers do not tell it."""
    for raw in (at(document, "caption"), *listed(document, "comments")[:1]):
        post_id = identity({"id": at(raw, "media_id")})
        if post_id is not MISSING:
            return post_id
    return MISSING


def is_comments(document: Any) -> bool:
    """Comments as the app is answered, where they say under which post they stand."""
    return bool(listed(document, "comments")) and _commented(document) is not MISSING


def comments(document: Any) -> Iterator[Record]:
    """Return the comments and the replies shown under them."""
    yield from api_v1.comments(listed(document, "comments"), _commented(document))
