"""Stories and highlights, of both families."""

from collections.abc import Callable, Iterator
from typing import Any

from instagramapi.catalog.models import Highlight, Story
from instagramapi.upstream.providers.archive.records import Record
from instagramapi.upstream.shapes import api_v1, edge, hiker
from instagramapi.upstream.shapes.reading import MISSING, at, listed, many, nodes, one, text


def is_stories(document: Any) -> bool:
    """Stories of the `edge_*` family."""
    return listed(document, "data", "reels_media") is not MISSING


def stories(document: Any) -> Iterator[Record]:
    """Return the stories of every reel."""
    for reel in listed(document, "data", "reels_media"):
        stories = many(edge.story, listed(reel, "items")) or ()
        yield from stories
        if text(reel, "__typename") == "GraphHighlightReel":
            yield from _kept(edge.highlight, reel, stories)


def _kept(shape: Callable[[Any], Highlight], reel: Any, stories: tuple[Story, ...]) -> list[Record]:
    highlight = one(shape, reel)
    found = isinstance(highlight, Highlight)
    return [highlight.model_copy(update={"items": stories})] if found else []


def _app_reels(document: Any) -> Any:
    by_id = at(document, "reels")
    return list(by_id.values()) if isinstance(by_id, dict) else listed(document, "reels_media")


def is_app_stories(document: Any) -> bool:
    """Stories of the app: `reels` by the id of their account, or `reels_media`."""
    return _app_reels(document) is not MISSING


def app_stories(document: Any) -> Iterator[Record]:
    """Return the stories of every reel; a story without an owner has that of its reel."""
    for reel in _app_reels(document):
        owner = {"user": reel["user"]} if at(reel, "user") is not MISSING else {}
        items = [{**owner, **item} for item in listed(reel, "items") if isinstance(item, dict)]
        stories = many(api_v1.story, items)
        yield from stories
        if str(at(reel, "id")).startswith("highlight:"):
            yield from _kept(hiker.highlight, reel, stories)


def is_highlights(document: Any) -> bool:
    """The highlights of an account, without their stories."""
    return nodes(document, "data", "user", "edge_highlight_reels") is not MISSING


def highlights(document: Any) -> Iterator[Record]:
    """Return the highlights in the order of the profile."""
    yield from many(edge.highlight, nodes(document, "data", "user", "edge_highlight_reels"))


def is_tray(document: Any) -> bool:
    """The highlights of an account as the app is answered."""
    return listed(document, "tray") is not MISSING


def tray(document: Any) -> Iterator[Record]:
    """Return the highlights in the order of the profile."""
    yield from many(hiker.highlight, listed(document, "tray"))
