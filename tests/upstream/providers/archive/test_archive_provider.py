"""What the archive answers, and what it says about what it lacks."""

from pathlib import Path
from typing import Any

import pytest
from archive_makers import (
    BAKER,
    PAYLOADS,
    SIDECAR,
    SURFER,
    FixedClock,
    answer,
    archive,
    fill,
    ids,
    imported,
    numbered_post,
    reason,
    write,
)

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import (
    GetProfile,
    ListProfileFollowers,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.subjects import AccountRef, LocationRef, PostRef, TagRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.archive import ArchiveProvider, ArchiveStore

pytestmark = pytest.mark.anyio

BERN, BROT = LocationRef("9100"), TagRef("brot")
STORY_TAKEN_AT = 1_760_008_162
DAY_S = 86_400


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ArchiveStore:
    """An archive of all the made-up files."""
    store = ArchiveStore(tmp_path_factory.mktemp("archive"))
    imported(store, PAYLOADS)
    return store


@pytest.fixture
def empty(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(tmp_path / "data")


async def test_a_profile_by_handle_and_by_id(store: ArchiveStore) -> None:
    by_handle = await answer(store, GetProfile(account=BAKER))
    by_id = await answer(store, GetProfile(account=AccountRef(id="7000000001")))

    assert by_handle == by_id
    assert (by_handle.username, by_handle.posts) == ("tilda.bakes", 31)


async def test_what_was_never_seen_is_not_held_rather_than_nonexistent(
    store: ArchiveStore,
) -> None:
    nobody = AccountRef(handle="nobody")
    calls: list[Call] = [
        GetProfile(account=nobody),
        ListProfilePosts(account=AccountRef(id="1")),
        ListProfileReels(account=BAKER),
        ListProfileHighlights(account=SURFER),
        GetPost(post=PostRef("5")),
        ListPostComments(post=PostRef("5")),
        ListHashtagTop(tag=TagRef("nothing")),
        GetLocation(location=LocationRef("5")),
        ListLocationPosts(location=LocationRef("5")),
    ]

    assert [await reason(store, call) for call in calls] == ["no_data"] * len(calls)
    assert ArchiveProvider.is_partial


async def test_an_archive_without_a_file_holds_nothing(empty: ArchiveStore) -> None:
    assert await reason(empty, GetProfile(account=BAKER)) == "no_data"


async def test_an_account_that_only_posts_name_has_posts_but_no_profile(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    fill(empty, tmp_path, numbered_post(1))

    assert await reason(empty, GetProfile(account=BAKER)) == "no_data"
    assert len((await answer(empty, ListProfilePosts(account=BAKER))).items) == 1


async def test_a_post_tells_its_owner_and_place_as_they_are_known(store: ArchiveStore) -> None:
    post = await answer(store, GetPost(post=SIDECAR))

    # The profile says 1,300 followers; the place's page knows telephone and country.
    assert post.owner.followers in (1200, 1300)
    assert (post.location.phone, post.location.country) == ("+41 31", "Switzerland")
    assert post.like_count == 321


async def test_a_handle_belongs_to_the_account_seen_last_with_it(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    for account_id, seen in (("1", 1_600_000_000), ("2", 1_700_000_000)):
        raw = {"id": account_id, "username": "moved", "biography": account_id}
        path = tmp_path / f"{account_id}.json"
        imported(empty, write(path, archive(raw, "Profile"), written_at=seen))

    assert (await answer(empty, GetProfile(account=AccountRef(handle="moved")))).id == "2"


async def test_a_place_and_its_posts(store: ArchiveStore) -> None:
    place = await answer(store, GetLocation(location=BERN))
    recent = await answer(store, ListLocationPosts(location=BERN))
    top = await answer(store, ListLocationPosts(location=BERN, tab="top"))

    assert (place.name, place.media_count) == ("Bern, Switzerland", 640)
    assert ids(recent) == ["3740000000000000102", SIDECAR.id]
    assert ids(top) == [SIDECAR.id, "3740000000000000102"]
    assert recent.warnings == ("The archive holds 2 of 640 posts.",)


@pytest.mark.parametrize(
    "call",
    [
        GetProfile(account=BAKER),
        ListProfilePosts(account=BAKER),
        ListProfileReels(account=BAKER),
        ListProfileStories(account=BAKER),
        ListProfileHighlights(account=BAKER),
        GetPost(post=SIDECAR),
        ListPostComments(post=SIDECAR),
    ],
)
async def test_a_private_account_is_private_whatever_else_is_held(
    empty: ArchiveStore, tmp_path: Path, call: Call
) -> None:
    imported(empty, PAYLOADS)
    now_private = {"id": "7000000001", "username": "tilda.bakes", "is_private": True}
    path = write(tmp_path / "a.json", archive(now_private, "Profile"), written_at=1_900_000_000)
    imported(empty, path)

    assert await reason(empty, call) == "private"


async def test_posts_of_a_private_account_are_on_no_list(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    shy = {"id": "9", "username": "shy", "is_private": True}
    nameless = {"id": "8", "is_private": True}
    fill(empty, tmp_path, *(numbered_post(n, owner=who) for n, who in enumerate((shy, nameless))))

    assert await reason(empty, ListHashtagRecent(tag=TagRef("bread"))) == "no_data"
    assert await reason(empty, GetPost(post=PostRef(numbered_post(0)["id"]))) == "private"
    assert await reason(empty, GetPost(post=PostRef(numbered_post(1)["id"]))) == "private"


async def test_an_account_that_turned_private_leaves_the_lists_of_tags(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    fill(empty, tmp_path, numbered_post(1))
    now_private = {"id": "7000000001", "username": "tilda.bakes", "is_private": True}
    imported(empty, write(tmp_path / "p.json", archive(now_private, "Profile")))

    assert await reason(empty, ListHashtagRecent(tag=TagRef("bread"))) == "no_data"


async def test_what_was_imported_meanwhile_is_answered(empty: ArchiveStore, tmp_path: Path) -> None:
    provider = ArchiveProvider(empty, FixedClock(0))
    with pytest.raises(NotFound):
        await provider.answer(GetProfile(account=BAKER))

    imported(empty, PAYLOADS / "profile.json")
    first = await provider.answer(GetProfile(account=BAKER))
    with empty.writing() as connection:
        connection.execute("BEGIN IMMEDIATE")
        during = await provider.answer(GetProfile(account=BAKER))

    assert first == during
    await provider.close()


async def test_a_file_that_is_no_archive_is_an_upstream_error(empty: ArchiveStore) -> None:
    empty.path.parent.mkdir()
    empty.path.write_text("this is not a database, and long enough to be looked at" * 100)

    with pytest.raises(UpstreamError, match="cannot be read"):
        await answer(empty, GetProfile(account=BAKER))


async def test_it_answers_only_what_it_can_hold() -> None:
    provider = ArchiveProvider(ArchiveStore(Path()))

    assert len(provider.methods) == 21
    assert not provider.can_answer(ListProfileFollowers)
    await provider.close()


@pytest.mark.parametrize("half", ["\ud83e", "\udd56"])
async def test_half_of_a_character_is_replaced(
    half: str, empty: ArchiveStore, tmp_path: Path
) -> None:
    words = f"Rye {half} and \U0001f956"
    fill(empty, tmp_path, numbered_post(1, edge_media_to_caption=caption(words)))

    post = await answer(empty, GetPost(post=PostRef(numbered_post(1)["id"])))

    assert post.caption == "Rye \ufffd and \U0001f956"


def caption(words: str) -> dict[str, Any]:
    """A caption as its post holds it."""
    return {"edges": [{"node": {"text": words}}]}
