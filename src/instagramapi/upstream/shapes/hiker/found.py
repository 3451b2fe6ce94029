"""What HikerAPI's search over everything finds."""

from collections.abc import Callable
from typing import Any

from instagramapi.catalog.models import SearchResults
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.hiker.people import user
from instagramapi.upstream.shapes.reading import MISSING, ShapeError, at, build, listed, many


def found(raw: Any) -> SearchResults:
    """Shape the finds of every kind, which stand in one list; raises ShapeError without it.

    Accounts are always looked for. Of tags and places a list without any tells nothing: they are
    in it only where Instagram finds them worth a row.
    """
    rows = listed(raw, "list")
    if rows is MISSING:
        raise ShapeError("a search without its list")
    users = _kind(rows, user, "user") or ()
    hashtags = _kind(rows, api_v1.hashtag, "hashtag")
    locations = _kind(rows, api_v1.location, "place", "location")
    if rows and not (users or hashtags or locations):
        raise ShapeError("a search of which no find can be read")
    return build(SearchResults, users=users, hashtags=hashtags, locations=locations)


def _kind(rows: list[Any], shape: Callable[[Any], Any], *path: str) -> Any:
    raws = [at(row, *path) for row in rows]
    return many(shape, [raw for raw in raws if raw]) or MISSING
