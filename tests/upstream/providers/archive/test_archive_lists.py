"""The lists of the archive: their order, their end, and what they say is missing."""

from pathlib import Path

import pytest
from archive_makers import (
    BAKER,
    CAROUSEL,
    PAYLOADS,
    REEL,
    SIDECAR,
    SURFER,
    answer,
    archive,
    changed,
    fill,
    ids,
    imported,
    node,
    numbered_post,
    pages,
    reason,
    write,
)

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.post import ListPostComments
from instagramapi.catalog.profile import (
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.search import SearchHashtags, SearchUsers
from instagramapi.catalog.subjects import AccountRef, LocationRef, TagRef
from instagramapi.errors import BadParameter, NotFound
from instagramapi.upstream.providers.archive import ArchiveStore

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


async def test_posts_whose_owner_has_no_known_handle_are_listed_by_id(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    fill(empty, tmp_path, numbered_post(1, owner={"id": "42"}))

    page = await answer(empty, ListProfilePosts(account=AccountRef(id="42")))

    assert len(page.items) == 1


async def test_posts_end_exactly_and_say_what_is_missing(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    posts = [numbered_post(number) for number in range(25)]
    # Two at the same second: the position tells them apart.
    posts[7]["taken_at_timestamp"] = posts[8]["taken_at_timestamp"]
    fill(empty, tmp_path, *posts)
    imported(empty, PAYLOADS / "profile.json")

    found = await pages(empty, ListProfilePosts(account=BAKER, limit=6))

    listed = [post_id for page in found for post_id in ids(page)]
    assert [len(page.items) for page in found] == [6, 6, 6, 6, 1]
    assert sorted(listed) == sorted(post["id"] for post in posts)
    assert {(page.total, page.warnings) for page in found} == {
        (31, ("The archive holds 25 of 31 posts.",))
    }
    times = [item.taken_at for page in found for item in page.items]
    assert times == sorted(times, reverse=True)


async def test_a_page_that_is_full_to_the_last_post_has_no_next(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    fill(empty, tmp_path, *(numbered_post(number) for number in range(12)))

    page = await answer(empty, ListProfilePosts(account=BAKER))

    assert (len(page.items), page.next_cursor, page.total) == (12, None, None)
    assert page.warnings == ("The archive holds 12 posts; how many there are is not known.",)


async def test_a_list_that_is_whole_has_no_warning(empty: ArchiveStore, tmp_path: Path) -> None:
    owner = {"id": "7000000001", "username": "tilda.bakes"}
    counted = {**owner, "edge_owner_to_timeline_media": {"count": 1}}
    fill(empty, tmp_path, numbered_post(1, owner=counted))

    page = await answer(empty, ListProfilePosts(account=BAKER))

    assert (page.total, page.warnings) == (1, ())


async def test_posts_of_a_time_span(empty: ArchiveStore, tmp_path: Path) -> None:
    undated = numbered_post(50)
    del undated["taken_at_timestamp"]
    fill(empty, tmp_path, *(numbered_post(number) for number in range(10)), undated)
    start = 1_700_000_000

    some = await answer(empty, ListProfilePosts(account=BAKER, since=start + 3, until=start + 6))
    early = await answer(empty, ListProfilePosts(account=BAKER, until=start + 1))
    none = await answer(empty, ListProfilePosts(account=BAKER, since=start + 100))

    assert [int(post.taken_at.timestamp()) - start for post in some.items] == [5, 4, 3]
    assert len(early.items) == 1
    assert (none.items, none.empty_reason) == ((), "nothing_in_range")


async def test_an_account_that_states_no_posts_has_an_empty_list(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    raw = changed(node("profile"), edge_owner_to_timeline_media={"count": 0})
    imported(empty, write(tmp_path / "a.json", archive(raw, "Profile")))

    page = await answer(empty, ListProfilePosts(account=BAKER))

    assert (page.items, page.total, page.empty_reason) == ((), 0, "no_posts")


async def test_reels_are_the_clips(store: ArchiveStore) -> None:
    page = await answer(store, ListProfileReels(account=SURFER))

    assert ids(page) == [REEL.id]
    assert page.warnings == ("The archive holds 1 reels; how many there are is not known.",)


async def test_a_coauthored_post_is_on_both_profiles(store: ArchiveStore) -> None:
    page = await answer(store, ListProfilePosts(account=AccountRef(handle="ovens.of_bern")))

    assert ids(page) == [SIDECAR.id]


async def test_comments_by_likes_and_by_time(store: ArchiveStore) -> None:
    popular = await pages(store, ListPostComments(post=SIDECAR, limit=1))
    newest = await answer(store, ListPostComments(post=REEL, sort="newest"))

    assert [comment.like_count for page in popular for comment in page.items] == [9, 5]
    # Three are stated, replies included, and three are held.
    assert (popular[0].total, popular[0].warnings) == (3, ())
    assert [comment.text for comment in newest.items] == ["Wow @rio.reels"]


async def test_a_post_that_states_no_comments_has_an_empty_list(store: ArchiveStore) -> None:
    page = await answer(store, ListPostComments(post=CAROUSEL))

    assert (page.items, page.empty_reason) == ((), "no_comments")


async def test_a_story_is_shown_while_it_runs(store: ArchiveStore) -> None:
    call = ListProfileStories(account=BAKER)

    page = await answer(store, call, now_s=STORY_TAKEN_AT + DAY_S - 10)

    assert ids(page) == ["3750000000000000001"]
    assert page.warnings == ("The archive may lack newer stories.",)


async def test_past_stories_do_not_tell_that_none_runs_now(store: ArchiveStore) -> None:
    call = ListProfileStories(account=BAKER)

    for now_s in (STORY_TAKEN_AT + DAY_S, STORY_TAKEN_AT + 50 * DAY_S):
        with pytest.raises(NotFound, match="holds 1 stories; none runs now") as raised:
            await answer(store, call, now_s=now_s)
        assert raised.value.reason == "no_data"


async def test_highlights_stand_in_the_order_of_the_profile(store: ArchiveStore) -> None:
    found = await pages(store, ListProfileHighlights(account=BAKER, limit=2))

    titles = [highlight.title for page in found for highlight in page.items]
    assert titles == ["Rye", "Shop", "Bern"]
    assert found[0].total == 2


async def test_a_tag_lists_posts_that_carry_it_and_posts_that_its_page_lists(
    store: ArchiveStore,
) -> None:
    recent = await answer(store, ListHashtagRecent(tag=BROT))
    top = await answer(store, ListHashtagTop(tag=BROT))

    assert ids(recent) == ["3740000000000000101", SIDECAR.id]
    assert ids(top) == [SIDECAR.id, "3740000000000000101"]
    assert "Ordered by likes" in top.warnings[-1]


async def test_a_caption_that_lost_its_tag_leaves_the_list(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    old, new = numbered_post(1), numbered_post(1, edge_media_to_caption={"edges": []})
    write(tmp_path / "in/a.json", archive(old), written_at=1_700_000_000)
    write(tmp_path / "in/b.json", archive(new), written_at=1_800_000_000)
    imported(empty, tmp_path / "in")

    assert await reason(empty, ListHashtagRecent(tag=TagRef("bread"))) == "no_data"


async def test_users_are_found_by_handle_and_name_the_same_word_first(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    people = [("1", "anna", 5, ""), ("2", "annabel", 900, ""), ("3", "joanna", 9000, "")]
    people += [("4", "zed", 10, "Ánna Zed".upper()), ("5", "other", 1, "Other")]
    for account_id, handle, followers, name in people:
        count = {"count": followers}
        raw = {"id": account_id, "username": handle, "full_name": name, "edge_followed_by": count}
        imported(empty, write(tmp_path / f"{handle}.json", archive(raw, "Profile")))

    found = await pages(empty, SearchUsers(query="ANNA", limit=1))
    accented = await answer(empty, SearchUsers(query="ánna zed"))

    assert [user.username for page in found for user in page.items] == ["anna", "annabel", "joanna"]
    assert [user.username for user in accented.items] == ["zed"]
    assert found[0].warnings == ("Only what the archive holds was searched.",)


async def test_hashtags_are_found(store: ArchiveStore) -> None:
    page = await answer(store, SearchHashtags(query="#bro"))

    assert [(tag.name, tag.media_count) for tag in page.items] == [("brot", 5000)]
    assert len(page.warnings) == 1


async def test_a_number_that_instagram_cut_off_is_null_and_said_to_be(empty: ArchiveStore) -> None:
    imported(empty, PAYLOADS / "hashtag_page.json")

    page = await answer(empty, SearchHashtags(query="brot"))

    assert page.items[0].media_count is None
    assert "2147483647" in page.warnings[1]


@pytest.mark.parametrize("cursor", ["", "x", "1:2:x", "a:b"])
async def test_a_cursor_of_another_kind_is_refused(store: ArchiveStore, cursor: str) -> None:
    with pytest.raises(BadParameter):
        await answer(store, ListProfilePosts(account=BAKER, cursor=cursor))
