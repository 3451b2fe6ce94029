"""Single stories, highlights and tags, and the lists around a comment, an account and a tag."""

from pathlib import Path
from typing import Any

import pytest
from archive_makers import (
    BAKER,
    PAYLOADS,
    SIDECAR,
    SURFER,
    answer,
    archive,
    fill,
    ids,
    imported,
    numbered_post,
    pages,
    reason,
    write,
)

from instagramapi.catalog.hashtag import GetHashtag, ListHashtagReels
from instagramapi.catalog.post import ListCommentReplies
from instagramapi.catalog.profile import ListProfileHighlights, ListProfileSimilar
from instagramapi.catalog.search import Search
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.catalog.subjects import AccountRef, HighlightRef, PostRef, StoryRef, TagRef
from instagramapi.errors import BadParameter
from instagramapi.upstream.providers.archive import ArchiveStore

pytestmark = pytest.mark.anyio

OVENS = HighlightRef("18085475671830440")
BAKER_SHORT = {"pk": 7000000001, "username": "tilda.bakes", "is_private": False}
SHY = {"pk": 9, "username": "shy", "is_private": True}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ArchiveStore:
    """An archive of all the made-up files."""
    store = ArchiveStore(tmp_path_factory.mktemp("archive"))
    imported(store, PAYLOADS)
    return store


@pytest.fixture
def empty(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(tmp_path / "data")


def app_story(number: int) -> dict[str, Any]:
    """A story as the app is answered."""
    return {"pk": 3_750_000_000_000_000_100 + number, "taken_at": 1_760_000_000, "media_type": 1}


def app_highlight(owner: dict[str, Any] = BAKER_SHORT) -> dict[str, Any]:
    """A highlight with its stories, as the app is answered."""
    items = [app_story(1), app_story(2)]
    name = f"highlight:{OVENS.id}"
    reel = {"id": name, "title": "Ovens", "user": owner, "items": items, "media_count": 2}
    return {"reels": {name: reel}, "status": "ok"}


def edge_highlight() -> dict[str, Any]:
    """The same in the shape of the web."""
    owner = {"id": "7000000001", "username": "tilda.bakes"}
    items = [
        {"id": str(app_story(number)["pk"]), "is_video": False, "owner": owner} for number in (1, 2)
    ]
    reel = {"__typename": "GraphHighlightReel", "id": OVENS.id, "title": "Ovens", "owner": owner}
    return {"data": {"reels_media": [{**reel, "items": items}]}}


async def test_a_story_is_told_by_its_id_also_when_it_is_over(store: ArchiveStore) -> None:
    story = await answer(store, GetStory(story=StoryRef("3750000000000000001")))

    assert (story.id, story.type) == ("3750000000000000001", "video")
    assert story.owner.username == "tilda.bakes"
    assert story.expires_at.timestamp() < 1_800_000_000


@pytest.mark.parametrize("document", [app_highlight(), edge_highlight()])
async def test_a_highlight_has_the_stories_that_its_file_told(
    document: dict[str, Any], empty: ArchiveStore, tmp_path: Path
) -> None:
    imported(empty, write(tmp_path / "highlight.json", document))

    found = await answer(empty, GetHighlight(highlight=OVENS))
    listed = await answer(empty, ListProfileHighlights(account=BAKER))
    story = await answer(empty, GetStory(story=StoryRef(found.items[0].id)))

    assert (found.title, found.owner.username) == ("Ovens", "tilda.bakes")
    assert [item.id[-1] for item in found.items] == ["1", "2"]
    assert story.id == found.items[0].id
    # Lists are of highlights alone.
    assert [(each.id, each.items) for each in listed.items] == [(OVENS.id, None)]


async def test_a_highlight_of_a_tray_has_no_known_stories(store: ArchiveStore) -> None:
    listed = await answer(store, ListProfileHighlights(account=BAKER))
    found = await answer(store, GetHighlight(highlight=HighlightRef(listed.items[0].id)))

    assert (found.title, found.items) == ("Rye", None)


async def test_what_a_private_account_shows_is_not_told(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    imported(empty, write(tmp_path / "highlight.json", app_highlight(SHY)))

    assert await reason(empty, GetHighlight(highlight=OVENS)) == "private"
    story = StoryRef(str(app_story(1)["pk"]))
    assert await reason(empty, GetStory(story=story)) == "private"


async def test_a_hashtag_whose_record_was_imported(store: ArchiveStore) -> None:
    tag = await answer(store, GetHashtag(tag=TagRef("brot")))

    assert (tag.id, tag.name, tag.media_count) == ("17840000000000001", "brot", 5000)


@pytest.mark.parametrize(
    "call",
    [
        GetStory(story=StoryRef("1")),
        GetHighlight(highlight=HighlightRef("1")),
        GetHashtag(tag=TagRef("nothing")),
        ListCommentReplies(post=SIDECAR, comment_id="1"),
        ListProfileSimilar(account=AccountRef(handle="guest_1")),
        ListProfileSimilar(account=SURFER),
        ListHashtagReels(tag=TagRef("brot")),
    ],
)
async def test_what_is_not_held_is_said_to_be_so(call: Any, store: ArchiveStore) -> None:
    assert await reason(store, call) == "no_data"


async def test_replies_to_one_comment_oldest_first(empty: ArchiveStore, tmp_path: Path) -> None:
    def comment(number: int, *replies: dict[str, Any], count: int = 0) -> dict[str, Any]:
        return {
            "id": str(17_900_000_000_000_000 + number),
            "text": f"Words {number}",
            "created_at": 1_760_000_000 + number,
            "owner": {"id": "5", "username": "eve"},
            "edge_threaded_comments": {
                "count": count,
                "edges": [{"node": reply} for reply in replies],
            },
        }

    first = comment(1, comment(14), comment(12), comment(13), count=4)
    second = comment(2, comment(21), count=1)
    edges = [{"node": raw} for raw in (first, second, comment(3))]
    thread = {"count": 8, "edges": edges}
    post = numbered_post(1, edge_media_to_parent_comment=thread)
    fill(empty, tmp_path, post)
    subject = PostRef(post["id"])

    found = await pages(empty, ListCommentReplies(post=subject, comment_id=first["id"], limit=2))
    other = await answer(empty, ListCommentReplies(post=subject, comment_id=second["id"]))
    none = await answer(empty, ListCommentReplies(post=subject, comment_id=comment(3)["id"]))

    assert [reply.text for page in found for reply in page.items] == [
        f"Words {number}" for number in (12, 13, 14)
    ]
    assert {reply.parent_id for page in found for reply in page.items} == {first["id"]}
    assert (found[0].total, found[0].warnings) == (4, ("The archive holds 3 of 4 replies.",))
    assert (ids(other), other.warnings) == (["17900000000000021"], ())
    assert (none.items, none.empty_reason) == ((), "no_replies")


async def test_accounts_that_were_suggested_in_pages(empty: ArchiveStore, tmp_path: Path) -> None:
    others = [{"node": {"id": str(number), "username": f"mill{number}"}} for number in range(5)]
    raw = {
        "id": "7000000001",
        "username": "tilda.bakes",
        "edge_related_profiles": {"edges": others},
    }
    imported(empty, write(tmp_path / "profile.json", archive(raw, "Profile")))

    found = await pages(empty, ListProfileSimilar(account=BAKER, limit=2))

    assert [user.username for page in found for user in page.items] == [
        f"mill{number}" for number in range(5)
    ]
    for cursor in ("", "x", "-1", "1234567"):
        with pytest.raises(BadParameter):
            await answer(empty, ListProfileSimilar(account=BAKER, cursor=cursor))


async def test_reels_under_a_tag_are_its_videos_that_are_known_to_be_reels(
    empty: ArchiveStore, tmp_path: Path
) -> None:
    reels = [numbered_post(n, is_video=True, product_type="clips") for n in (2, 4)]
    fill(empty, tmp_path, numbered_post(1), numbered_post(3, is_video=True), *reels)

    found = await pages(empty, ListHashtagReels(tag=TagRef("bread"), limit=1))

    # The most liked first, which here is the oldest.
    assert [post_id[-1] for page in found for post_id in ids(page)] == ["2", "4"]
    assert "holds 2 reels" in found[0].warnings[0]


async def test_a_search_over_accounts_and_tags(store: ArchiveStore) -> None:
    found = await answer(store, Search(query="bro"))
    people = await answer(store, Search(query="tilda"))

    assert [tag.name for tag in found.hashtags] == ["brot"]
    assert (people.users[0].username, people.hashtags) == ("tilda.bakes", ())
    assert (found.locations, found.audio) == (None, None)
