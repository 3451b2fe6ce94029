"""Answers of Instagram that were saved as they came: profiles, posts, pages of lists."""

from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Post
from instagramapi.upstream.providers.archive.formats import instaloader
from instagramapi.upstream.providers.archive.records import Record, Tagged
from instagramapi.upstream.shapes import api_v1, edge
from instagramapi.upstream.shapes.reading import MISSING, ShapeError, at, listed, many, nodes, one

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
    found = listed(document, "items")
    if found is MISSING:
        info = at(document, "data", f"{_XDT}media__shortcode__web_info")
        found = listed(info, "items")
    for connection in (
        at(document, "data", f"{_XDT}feed__user_timeline_graphql_connection"),
        {"edges": at(document, "posts")},
    ):
        found = nodes(connection) if found is MISSING else found
    if found is MISSING:
        return MISSING
    return [at(item, "media") if at(item, "media") is not MISSING else item for item in found]


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
    return MISSING


def is_location(document: Any) -> bool:
    """A place's page with its newest and top posts."""
    return at(_location(document), "name") is not MISSING


def location(document: Any) -> Iterator[Record]:
    """Return the place and its posts."""
    raw = _location(document)
    place = one(edge.location, raw)
    if place is MISSING:
        return
    yield place
    for connection in ("edge_location_to_media", "edge_location_to_top_posts"):
        for shaped in _edge_posts(nodes(raw, connection)):
            # The nodes of a place's page do not name the place.
            yield shaped.model_copy(update={"location": place})


def is_stories(document: Any) -> bool:
    """Stories of the `edge_*` family."""
    return listed(document, "data", "reels_media") is not MISSING


def stories(document: Any) -> Iterator[Record]:
    """Return the stories of every reel."""
    for reel in listed(document, "data", "reels_media"):
        yield from many(edge.story, listed(reel, "items"))


def is_highlights(document: Any) -> bool:
    """The highlights of an account, without their stories."""
    return nodes(document, "data", "user", "edge_highlight_reels") is not MISSING


def highlights(document: Any) -> Iterator[Record]:
    """Return the highlights in the order of the profile."""
    yield from many(edge.highlight, nodes(document, "data", "user", "edge_highlight_reels"))


def _edge_posts(raws: Any) -> Iterator[Post]:
    yield from many(edge.post, raws)


def _posts(raws: Any) -> Iterator[Record]:
    for raw in raws:
        try:
            yield from list(instaloader.posts(raw))
        except ShapeError:
            # One node without an id does not spoil the others of its page.
            continue
