"""Every format is recognised by its content, and holds what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from archive_makers import DATA_SETS, PAYLOADS, answer, ids, imported, reason

from instagramapi.catalog.location import GetLocation
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import (
    GetProfile,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.search import SearchHashtags, SearchUsers
from instagramapi.catalog.subjects import AccountRef, LocationRef, PostRef
from instagramapi.upstream.providers.archive import ArchiveStore
from instagramapi.upstream.providers.archive.formats import FORMATS, recognised

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    store = ArchiveStore(tmp_path / "data")
    imported(store, DATA_SETS)
    return store


def post_id(number: int) -> str:
    return str(3_781_000_000_000_000_000 + number)


def test_every_format_has_a_payload() -> None:
    files = [*PAYLOADS.iterdir(), *DATA_SETS.iterdir()]
    documents: list[Any] = [json.loads(path.read_text("utf-8")) for path in files]
    documents += [item for each in documents if isinstance(each, list) for item in each]
    # Comments of instaloader are put to their post before they are looked at.
    documents.append({"instaloader_comments": []})

    found = {kind.name for document in documents if (kind := recognised(document))}

    assert found == {kind.name for kind in FORMATS}


async def test_an_apify_post_is_whole(store: ArchiveStore) -> None:
    post = await answer(store, GetPost(post=PostRef(post_id(1))))

    assert (post.like_count, post.like_count_hidden, post.comment_count) == (None, True, 2)
    assert [item.type for item in post.items] == ["image", "video"]
    assert (post.location.name, post.is_pinned) == ("Bern", True)
    assert [tag.user.username for tag in post.usertags] == ["rio.reels"]
    assert post.hashtags == ("bread", "bern")


async def test_lists_of_nulls_in_a_data_set_say_nothing(store: ArchiveStore) -> None:
    post = await answer(store, GetPost(post=PostRef(post_id(2))))

    assert (post.usertags, post.top_comments, post.audio.kind) == (None, None, "original")
    assert (post.play_count, post.view_count, post.product_type) == (900, 300, "clips")


async def test_comments_of_a_data_set_stand_under_their_post(store: ArchiveStore) -> None:
    inside = await answer(store, ListPostComments(post=PostRef(post_id(1))))
    alone = await answer(store, ListPostComments(post=PostRef(post_id(2))))

    assert ids(inside) == ["18000000000000101"]
    assert (ids(alone), alone.items[0].user.id) == (["18000000000000103"], "7100000002")


@pytest.mark.parametrize(
    ("handle", "account_id", "followers"),
    [
        ("nora.knits", "7000000003", 410),
        ("otto.paints", "7000000004", 99),
        ("bureau.dots", "7000000005", 1200),
        ("marta.climbs", "7000000006", 2684),
    ],
)
async def test_profiles_of_every_family_have_instagrams_own_id(
    store: ArchiveStore, handle: str, account_id: str, followers: int
) -> None:
    profile = await answer(store, GetProfile(account=AccountRef(handle=handle)))

    assert (profile.id, profile.followers) == (account_id, followers)


@pytest.mark.parametrize(
    ("handle", "numbers"),
    [("nora.knits", [3]), ("bureau.dots", [6]), ("marta.climbs", [9, 8])],
)
async def test_posts_stand_on_the_shelf_of_their_owner(
    store: ArchiveStore, handle: str, numbers: list[int]
) -> None:
    page = await answer(store, ListProfilePosts(account=AccountRef(handle=handle)))

    assert ids(page) == [post_id(number) for number in numbers]


@pytest.mark.parametrize(("number", "likes"), [(4, 7), (5, 50), (7, 2), (9, 31), (21, 8)])
async def test_posts_of_every_family_are_held(store: ArchiveStore, number: int, likes: int) -> None:
    assert (await answer(store, GetPost(post=PostRef(post_id(number))))).like_count == likes


async def test_reels_are_known_from_every_family(store: ArchiveStore) -> None:
    page = await answer(store, ListProfileReels(account=AccountRef(handle="rio.reels")))

    assert post_id(5) in ids(page)


async def test_comments_of_guests_and_of_the_app_meet(store: ArchiveStore) -> None:
    page = await answer(store, ListPostComments(post=PostRef(post_id(9)), sort="newest"))

    assert ids(page) == ["18000000000000106", "18000000000000105"]


async def test_stories_and_highlights_of_the_app_are_held(store: ArchiveStore) -> None:
    rider = AccountRef(handle="lea.rides")
    stories = await answer(store, ListProfileStories(account=rider), now_s=1_762_150_000)
    highlights = await answer(store, ListProfileHighlights(account=rider))

    assert (ids(stories), ids(highlights)) == ([post_id(20)], ["17900000000000007"])


async def test_people_of_lists_are_found_and_private_ones_only_as_such(
    store: ArchiveStore,
) -> None:
    page = await answer(store, SearchUsers(query="guest_"))
    found = {user.username: user.full_name for user in page.items}

    assert {"guest_4", "guest_5", "guest_6", "guest_7"} <= found.keys()
    assert found["guest_3"] is None
    assert await reason(store, GetProfile(account=AccountRef(handle="guest_3"))) == "private"


async def test_tags_and_places_of_searches_are_held(store: ArchiveStore) -> None:
    tags = await answer(store, SearchHashtags(query="climb"))
    place = await answer(store, GetLocation(location=LocationRef(id="213051196")))

    assert [tag.media_count for tag in tags.items] == [12]
    assert (place.name, place.city) == ("Biel", "Biel")


async def test_a_graph_account_without_instagrams_id_gives_way_to_one_with_it(
    tmp_path: Path,
) -> None:
    store = ArchiveStore(tmp_path / "data")
    told = {"id": "17841400000000008", "username": "both", "followers_count": 5, "media_count": 1}
    known = {"id": "7000000008", "username": "both", "followersCount": 4}
    for name, document in (("a", known), ("b", told)):
        (tmp_path / f"{name}.json").write_text(str(document).replace("'", '"'))

    imported(store, tmp_path / "b.json")
    alone = await answer(store, GetProfile(account=AccountRef(handle="both")))
    imported(store, tmp_path / "a.json")
    both = await answer(store, GetProfile(account=AccountRef(handle="both")))

    assert (alone.id, both.id) == ("graph:17841400000000008", "7000000008")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"openapi": "3.1.0"}', "is the description of an API, not data"),
        ('{"error": "no_items", "errorDescription": "x"}', "is an error that a scraper wrote"),
        ('{"data": {"xig_user_by_username": null}}', "says that there is no such account"),
        ('{"data": {"xig_polaris_media": null}}', "says that there is no such post"),
        (
            '{"data": {"xig_polaris_media": {"pk": "1", "if_not_gated_logged_out": null}}}',
            "is a post behind a gate, of which guests are shown nothing",
        ),
        ('{"data": [{"id": "1", "media_type": "IMAGE"}]}', "is an answer of the Graph API that"),
        ('{"mentioned_media": {"id": "1"}}', "is an answer of the Graph API that tells only"),
        ('{"data": [{"id": "1", "text": "x"}]}', "holds comments, but not the post"),
        ('{"broadcast_id": "1"}', "is a live broadcast, which the archive does not keep"),
        ('{"pk": "1", "type": "highlight"}', "names an object by its id and says nothing of it"),
        ("[[]]", "is a list inside a list"),
        ("<!doctype html><p>x", "is a web page, not data"),
        ("a,b\n1,2\n", "is a table: say with --mapping what its columns mean"),
    ],
)
async def test_what_holds_no_object_is_refused_in_words(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "x"
    path.write_text(content)

    report = imported(ArchiveStore(tmp_path / "data"), path)

    assert report.imported == 0
    assert report.skipped[0].reason.startswith(reason)
