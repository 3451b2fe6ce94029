"""Erasing an account, and keeping it away."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from archive_makers import (
    BAKER,
    DATA_SETS,
    PAYLOADS,
    SURFER,
    answer,
    ids,
    imported,
    numbered_post,
    reason,
    write,
)

from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.search import SearchUsers
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.upstream.providers.archive import ArchiveBusy, ArchiveStore, import_paths

pytestmark = pytest.mark.anyio

BAKER_ID = "7000000001"


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    store = ArchiveStore(tmp_path / "data")
    imported(store, PAYLOADS, DATA_SETS)
    return store


def is_baker(account_id: str | None, username: str | None) -> bool:
    return account_id == BAKER_ID or username == "tilda.bakes"


def import_without_her(store: ArchiveStore, *paths: Path) -> int:
    report = import_paths(store, paths, on_progress=lambda _: None, is_suppressed=is_baker)
    return report.unchanged


def objects(store: ArchiveStore) -> list[tuple[str, str, dict[str, Any]]]:
    connection = store.open_reader()
    assert connection is not None
    with closing(connection):
        rows = connection.execute("SELECT kind, id, fields FROM objects").fetchall()
    return [(kind, key, json.loads(fields)) for kind, key, fields in rows]


def where_she_is(store: ArchiveStore) -> list[str]:
    """Find her id and her handle as an account, wherever they stand in an object."""
    return [
        f"{kind} {key}"
        for kind, key, fields in objects(store)
        if f'"id": "{BAKER_ID}"' in json.dumps(fields)
        or '"username": "tilda.bakes"' in json.dumps(fields)
    ]


@pytest.mark.parametrize(("kind", "value"), [("id", BAKER_ID), ("handle", "tilda.bakes")])
async def test_nothing_of_an_erased_account_is_left(
    store: ArchiveStore, kind: Any, value: str
) -> None:
    before = len(objects(store))

    gone = store.erase(kind, value)

    assert gone == before - len(objects(store)) > 5
    assert where_she_is(store) == []
    assert await reason(store, GetProfile(account=BAKER)) == "no_data"
    assert await reason(store, ListProfilePosts(account=AccountRef(id=BAKER_ID))) == "no_data"
    assert not (await answer(store, SearchUsers(query="tilda"))).items


async def test_the_posts_of_others_stay_without_her(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path / "data")
    her = {"id": BAKER_ID, "username": "tilda.bakes"}
    comment = {"id": "71", "text": "Hello", "created_at": 1, "owner": her}
    other = {"id": "72", "text": "Hi", "created_at": 2, "owner": {"id": "8", "username": "eve"}}
    surfers = numbered_post(
        1,
        owner={"id": "7000000002", "username": "rio.reels"},
        coauthor_producers=[her, {"id": "8", "username": "eve"}],
        edge_media_to_tagged_user={"edges": [{"node": {"user": her, "x": 0.1, "y": 0.2}}]},
        edge_media_to_parent_comment={"edges": [{"node": comment}, {"node": other}]},
        edge_media_preview_comment={"count": 2, "edges": [{"node": comment}, {"node": other}]},
    )
    imported(store, write(tmp_path / "a.json", surfers))
    ref = PostRef(surfers["id"])

    store.erase("id", BAKER_ID)
    post = await answer(store, GetPost(post=ref))

    assert [user.username for user in post.coauthors] == ["eve"]
    assert (post.usertags, [each.id for each in post.top_comments]) == ((), ["72"])
    assert ids(await answer(store, ListPostComments(post=ref))) == ["72"]
    assert len((await answer(store, ListProfilePosts(account=SURFER))).items) == 1
    assert where_she_is(store) == []


async def test_comments_under_her_posts_go_too(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path / "data")
    comment = {"id": "72", "text": "Hi", "owner": {"id": "8", "username": "eve"}}
    post = numbered_post(1, edge_media_to_parent_comment={"edges": [{"node": comment}]})
    imported(store, write(tmp_path / "a.json", post))

    gone = store.erase("id", BAKER_ID)

    assert (gone, objects(store)) == (3, [])


async def test_an_import_does_not_bring_back_who_is_suppressed(store: ArchiveStore) -> None:
    store.erase("id", BAKER_ID)
    others = {(kind, key) for kind, key, _ in objects(store)}

    import_without_her(store, PAYLOADS, DATA_SETS)

    assert where_she_is(store) == []
    assert {(kind, key) for kind, key, _ in objects(store)} >= others


async def test_who_is_not_suppressed_any_more_comes_back_with_the_next_import(
    store: ArchiveStore,
) -> None:
    every = [(kind, key) for kind, key, _ in objects(store)]
    store.erase("id", BAKER_ID)

    import_without_her(store, PAYLOADS, DATA_SETS)
    known = import_without_her(store, PAYLOADS, DATA_SETS)
    imported(store, PAYLOADS, DATA_SETS)

    # Files in which she was not found are known; the others are read again each time.
    assert 0 < known < len([*PAYLOADS.iterdir(), *DATA_SETS.iterdir()])
    assert sorted((kind, key) for kind, key, _ in objects(store)) == sorted(every)


async def test_what_was_erased_is_not_in_the_files_any_more(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path / "data")
    imported(
        store,
        write(tmp_path / "a.json", numbered_post(1, accessibility_caption="unmistakable-words")),
    )
    assert any(b"unmistakable-words" in file.read_bytes() for file in store.path.parent.iterdir())

    store.erase("handle", "tilda.bakes")

    for file in store.path.parent.iterdir():
        assert b"unmistakable-words" not in file.read_bytes()
        assert b"tilda.bakes" not in file.read_bytes()


async def test_erasing_whom_the_archive_does_not_know_removes_nothing(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path / "data")
    assert store.erase("handle", "nobody") == 0
    assert store.ids_of("nobody") == set()

    imported(store, write(tmp_path / "a.json", numbered_post(1)))

    assert store.erase("handle", "nobody") == 0
    assert store.ids_of("tilda.bakes") == {BAKER_ID}


async def test_erasing_while_an_import_runs_is_refused(store: ArchiveStore) -> None:
    with store.writing(), pytest.raises(ArchiveBusy):
        store.erase("id", BAKER_ID)
