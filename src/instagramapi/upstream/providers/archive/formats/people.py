"""Lists of people, and what searches answer: accounts are kept, whose list it was is not told."""

from collections.abc import Iterator
from typing import Any

from instagramapi.upstream.providers.archive.records import Record, in_passing
from instagramapi.upstream.shapes import api_v1, edge
from instagramapi.upstream.shapes.reading import MISSING, at, first, listed, many, nodes

_XDT = "xdt_api__v1__"
_SEARCHES = (
    ("data", f"{_XDT}fbsearch__topsearch_connection"),
    (f"{_XDT}fbsearch__topsearch_connection",),
    ("data", f"{_XDT}fbsearch__non_profiled_serp"),
    ("data", f"{_XDT}likes__media_id__likers"),
    (),
)
_CONNECTIONS = (
    ("data", "user", "edge_followed_by"),
    ("data", "user", "edge_follow"),
    ("data", "shortcode_media", "edge_liked_by"),
)


def _answer(document: Any) -> Any:
    for path in _SEARCHES:
        found = at(document, *path)
        users, tags = listed(found, "users"), listed(found, "hashtags")
        if isinstance(found, dict) and (users or tags or listed(found, "places")):
            return found
    return MISSING


def is_found(document: Any) -> bool:
    """What a search answers, or a list of the app's: followers, accounts followed, likers."""
    return _answer(document) is not MISSING


def found(document: Any) -> Iterator[Record]:
    """Return the accounts, hashtags and places."""
    answer = _answer(document)
    users = [first(at(raw, "user"), raw) for raw in listed(answer, "users")]
    yield from _people(api_v1.user, users)
    tags = [first(at(raw, "hashtag"), raw) for raw in listed(answer, "hashtags")]
    yield from many(api_v1.hashtag, tags)
    places = [first(at(raw, "place", "location"), raw) for raw in listed(answer, "places")]
    yield from many(api_v1.location, places)


def _connection(document: Any) -> Any:
    return first(*(nodes(document, *path) for path in _CONNECTIONS))


def is_connection(document: Any) -> bool:
    """A page of followers, of accounts followed, or of likers, of the `edge_*` family."""
    return bool(_connection(document))


def connection(document: Any) -> Iterator[Record]:
    """Return the accounts."""
    yield from _people(edge.user, _connection(document))


def is_reel_owner(document: Any) -> bool:
    """What the query for an account by its id answers: who it is, and no more."""
    return at(document, "data", "user", "reel", "owner", "username") is not MISSING


def reel_owner(document: Any) -> Iterator[Record]:
    """Return the account."""
    yield from _people(edge.user, [at(document, "data", "user", "reel", "owner")])


def _people(shape: Any, raws: Any) -> Iterator[Record]:
    for user in many(shape, raws):
        record = in_passing(user)
        if record is not None:
            yield record
