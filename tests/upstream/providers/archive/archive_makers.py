"""Makes archives for tests: made-up accounts in the shapes that Instagram really answers."""

import copy
import dataclasses
import json
import lzma
import os
from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.subjects import AccountRef, PostRef, shortcode_of
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.archive import (
    ArchiveProvider,
    ArchiveStore,
    ImportReport,
    import_paths,
)

PAYLOADS = Path(__file__).parent / "payloads"
DATA_SETS = Path(__file__).parent / "data_sets"
BAKER = AccountRef(handle="tilda.bakes")
SURFER = AccountRef(handle="rio.reels")
SIDECAR = PostRef("3740000000000000001")
REEL = PostRef("3760000000000000001")
CAROUSEL = PostRef("3770000000000000001")


def payload(name: str) -> Any:
    """Read one of the made-up files."""
    return json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))


def node(name: str) -> Any:
    """Read the node of one of the made-up instaloader archives."""
    return payload(name)["node"]


def archive(raw: Any, node_type: str = "Post") -> dict[str, Any]:
    """Wrap a node as instaloader does."""
    return {"node": raw, "instaloader": {"version": "4.16", "node_type": node_type}}


def numbered_post(number: int, **changes: Any) -> dict[str, Any]:
    """Make a plain post of the baker; a higher number is a newer post."""
    post_id = str(3_740_000_000_000_001_000 + number)
    return {
        "__typename": "GraphImage",
        "id": post_id,
        "shortcode": shortcode_of(post_id),
        "taken_at_timestamp": 1_700_000_000 + number,
        "is_video": False,
        "owner": {"id": "7000000001", "username": "tilda.bakes"},
        "edge_media_to_caption": {"edges": [{"node": {"text": f"Loaf {number} #bread"}}]},
        "edge_media_preview_like": {"count": 1000 - number},
        **changes,
    }


def write(path: Path, document: Any, *, written_at: int | None = None) -> Path:
    """Write a file as instaloader does, xz where the name ends so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(document).encode()
    path.write_bytes(lzma.compress(data) if path.name.endswith(".xz") else data)
    if written_at is not None:
        os.utime(path, (written_at, written_at))
    return path


def changed(document: Any, **changes: Any) -> Any:
    """Copy a document with other values in it."""
    return {**copy.deepcopy(document), **changes}


def imported(store: ArchiveStore, *paths: Path) -> ImportReport:
    """Import without watching."""
    return import_paths(store, paths, on_progress=lambda _: None)


class FixedClock:
    """A clock that stands still."""

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s


async def answer(store: ArchiveStore, call: Call, now_s: float = 1_800_000_000) -> Any:
    """Ask a provider over this archive."""
    provider = ArchiveProvider(store, FixedClock(now_s))
    try:
        found: Model = await provider.answer(call)
        return found
    finally:
        await provider.close()


def fill(store: ArchiveStore, folder: Path, *nodes: dict[str, Any]) -> ArchiveStore:
    """Import a file for each node."""
    for number, raw in enumerate(nodes):
        write(folder / f"in/{number:03}.json", archive(raw))
    imported(store, folder / "in")
    return store


async def pages(store: ArchiveStore, call: Any) -> list[Any]:
    """Ask for every page of a list, to its end."""
    found = [await answer(store, call)]
    while found[-1].next_cursor is not None:
        assert len(found) < 100
        found.append(await answer(store, dataclasses.replace(call, cursor=found[-1].next_cursor)))
    return found


def ids(page: Any) -> list[str]:
    """Return the ids of a page."""
    return [item.id for item in page.items]


async def reason(store: ArchiveStore, call: Call) -> str | None:
    """Return why the archive finds nothing."""
    with pytest.raises(NotFound) as raised:
        await answer(store, call)
    return raised.value.reason
