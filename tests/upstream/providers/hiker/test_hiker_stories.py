"""One story, and a highlight with its stories."""

from typing import Any

import pytest
from hiker_makers import flat_user, playing

from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.catalog.subjects import HighlightRef, StoryRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

HIGHLIGHT, STORY = "/v2/highlight/by/id", "/v1/story/by/id"
OVENS, TODAY = HighlightRef(id="18085475671830440"), StoryRef(id="3740000000000001000")
NAMELESS = {"pk": "7001", "id": "7001", "username": None, "full_name": "", "is_private": False}


def flat_story(number: int, **changes: Any) -> dict[str, Any]:
    """A story as HikerAPI tells it; inside a highlight its owner has no name (recorded)."""
    story_id = 3_740_000_000_000_001_000 + number
    return {
        "pk": str(story_id),
        "id": f"{story_id}_7001",
        "code": "Dx",
        "taken_at": "2026-04-07T13:00:04Z",
        "media_type": 2,
        "product_type": "story",
        "thumbnail_url": f"https://cdn.example/{number}.jpg",
        "user": NAMELESS,
        "video_url": f"https://cdn.example/{number}.mp4",
        "video_duration": 20.5,
        "sponsor_tags": [],
        "mentions": [],
        "links": [],
        "hashtags": [],
        "locations": [],
        "stickers": [],
        "medias": [],
        **changes,
    }


def highlight(*items: Any, **changes: Any) -> dict[str, Any]:
    """A highlight's answer."""
    reel = {
        "id": f"highlight:{OVENS.id}",
        "pk": OVENS.id,
        "latest_reel_media": 1_773_304_526,
        "cover_media": {"cropped_image_version": {"url": "https://cdn.example/cover.jpg"}},
        "user": flat_user(7001, username="tilda.bakes", is_private=False, is_verified=True),
        "items": list(items),
        "title": "Ovens",
        "created_at": 1_764_138_733,
        "media_count": 98,
        **changes,
    }
    return {"response": {"reels": {f"highlight:{OVENS.id}": reel}, "status": "ok"}}


async def test_a_highlight_with_its_stories_in_order() -> None:
    async with playing({HIGHLIGHT: highlight(flat_story(1), flat_story(2))}) as stage:
        found = await stage.answer(GetHighlight(highlight=OVENS))

        assert stage.asked == [(HIGHLIGHT, {"id": OVENS.id})]
    assert (found.id, found.title, found.media_count) == (OVENS.id, "Ovens", 98)
    assert (found.created_at.year, found.updated_at.year) == (2025, 2026)
    assert found.cover_url == "https://cdn.example/cover.jpg"
    assert [story.id[-1] for story in found.items] == ["1", "2"]
    # Stories in a highlight tell no name of their owner: it is the highlight's.
    assert {story.owner.username for story in found.items} == {"tilda.bakes"}
    assert (
        found.items[0].url == "https://www.instagram.com/stories/tilda.bakes/3740000000000001001/"
    )


async def test_what_is_on_a_story() -> None:
    raw = flat_story(
        0,
        user=flat_user(7001, username="tilda.bakes", is_private=False),
        mentions=[{"user": flat_user(8, username="The.Mill"), "x": 0.5}],
        links=[{"webUri": "https://bakes.example/"}],
        hashtags=[{"hashtag": {"id": "1", "name": "Bread"}}],
        locations=[{"location": {"pk": 213385402, "name": "Mill"}}],
    )
    async with playing({STORY: raw}) as stage:
        story = await stage.answer(GetStory(story=TODAY))

        assert stage.asked == [(STORY, {"id": TODAY.id})]
    assert (story.id, story.type, story.video_duration) == (TODAY.id, "video", 20.5)
    assert story.video_url == "https://cdn.example/0.mp4"
    assert (story.mentions, story.hashtags) == (("the.mill",), ("bread",))
    assert story.links == ("https://bakes.example/",)
    assert [place.name for place in story.locations] == ["Mill"]
    # It says when a story began, not when it ends.
    assert (story.taken_at.year, story.expires_at) == (2026, None)


async def test_a_highlight_that_is_not_there() -> None:
    async with playing({HIGHLIGHT: {"response": {"reels": {}, "status": "ok"}}}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(GetHighlight(highlight=OVENS))

    assert raised.value.reason is None


@pytest.mark.parametrize(
    "raw",
    [
        {"response": {"status": "ok"}},
        {"response": {"reels": {"highlight:1": {"id": "highlight:1"}}}},
        highlight({"media_type": 1}, 5),
        highlight(items=None) | {"response": None},
        highlight(items={}),
    ],
)
async def test_a_highlight_that_cannot_be_read_is_not_one_that_is_not_there(raw: Any) -> None:
    async with playing({HIGHLIGHT: raw}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(GetHighlight(highlight=OVENS))

    assert raised.value.reason == "shape"


SHY = flat_user(9, username="shy", is_private=True)


@pytest.mark.parametrize(
    ("call", "path", "raw"),
    [
        (GetHighlight(highlight=OVENS), HIGHLIGHT, highlight(flat_story(1), user=SHY)),
        (GetStory(story=TODAY), STORY, flat_story(0, user=SHY)),
    ],
)
async def test_what_a_private_account_shows_is_not_told(call: Any, path: str, raw: Any) -> None:
    async with playing({path: raw}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(call)

    assert raised.value.reason == "private"


async def test_a_story_that_is_no_object() -> None:
    async with playing({STORY: []}) as stage:
        with pytest.raises(UpstreamError):
            await stage.answer(GetStory(story=TODAY))
