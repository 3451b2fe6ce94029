"""Accounts, their stories and highlights, and whom they know."""

from typing import Any

import pytest
from hiker_makers import (
    BAKER,
    BAKER_ID,
    BY_ID,
    BY_NAME,
    Raw,
    flat_account,
    flat_user,
    playing,
)

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

STORY = {
    "pk": 3_800_000_000_000_000_001,
    "taken_at": 1_799_990_000,
    "expiring_at": 1_800_076_400,
    "media_type": 1,
    "user": {"pk": 7001, "username": "tilda.bakes"},
    "image_versions2": {"candidates": [{"url": "https://cdn.example/s.jpg"}]},
    "reel_mentions": [{"user": {"username": "Mill"}}],
    "story_link_stickers": [{"story_link": {"url": "https://tilda.example/"}}],
}
HIGHLIGHT = {
    "pk": "17983616051768088",
    "id": "highlight:17983616051768088",
    "latest_reel_media": 1_766_242_839,
    "cover_media": {"cropped_image_version": {"url": "https://cdn.example/h.jpg"}},
    "user": flat_user(7001, is_verified=True),
    "title": "Bread",
    "created_at": "2025-12-04T11:06:31Z",
    "media_count": 12,
}


async def test_a_profile_by_handle() -> None:
    raw = {"user": flat_account(bio_links=[{"title": "Shop", "url": "https://t.example/"}])}
    async with playing({"/v2/user/by/username": raw}) as stage:
        profile = await stage.answer(GetProfile(account=BAKER))

        assert stage.asked == [("/v2/user/by/username", {"username": "tilda.bakes"})]
    assert (profile.id, profile.username) == ("7001", "tilda.bakes")
    assert (profile.followers, profile.following, profile.posts) == (900, 12, 40)
    assert (profile.account_type, profile.is_professional) == ("business", True)
    assert [link.url for link in profile.bio_links] == ["https://t.example/"]


async def test_a_profile_by_id() -> None:
    async with playing({"/v2/user/by/id": {"user": flat_account()}}) as stage:
        profile = await stage.answer(GetProfile(account=BAKER_ID))

        assert stage.asked == [("/v2/user/by/id", {"id": "7001"})]
    assert profile.username == "tilda.bakes"


async def test_about_this_account_has_the_id_that_it_does_not_say() -> None:
    about = {
        "username": "tilda.bakes",
        "is_verified": False,
        "country": "Norway",
        "date": "November 2010",
        "former_usernames": "2",
    }
    async with playing({BY_NAME: flat_account(), "/v1/user/about": about}) as stage:
        found = await stage.answer(GetProfileAbout(account=BAKER))

        assert stage.asked[-1] == ("/v1/user/about", {"id": "7001"})
    assert (found.id, found.country, found.former_usernames_count) == ("7001", "Norway", 2)
    assert found.joined_at.isoformat() == "2010-11-01T00:00:00+00:00"


async def test_stories_that_run() -> None:
    raw = {"broadcast": None, "reel": {"id": 7001, "items": [STORY]}, "status": "ok"}
    async with playing({BY_NAME: flat_account(), "/v2/user/stories": raw}) as stage:
        page = await stage.answer(ListProfileStories(account=BAKER))

        assert stage.asked[-1] == ("/v2/user/stories", {"user_id": "7001"})
    (story,) = page.items
    assert (story.id, story.type) == ("3800000000000000001", "image")
    assert (story.mentions, story.links) == (("mill",), ("https://tilda.example/",))
    assert (page.total, page.empty_reason, page.next_cursor) == (1, None, None)


@pytest.mark.parametrize("reel", [None, {"items": []}, {"items": None}])
async def test_no_story_runs(reel: Any) -> None:
    async with playing({BY_NAME: flat_account(), "/v2/user/stories": {"reel": reel}}) as stage:
        page = await stage.answer(ListProfileStories(account=BAKER))

    assert (page.items, page.empty_reason) == ((), "no_stories")


@pytest.mark.parametrize("raw", [{}, [], {"reel": {}}, {"reel": {"items": [{"pk": "x"}]}}])
async def test_stories_in_no_known_shape_are_not_none(raw: Any) -> None:
    async with playing({BY_NAME: flat_account(), "/v2/user/stories": raw}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(ListProfileStories(account=BAKER))

    assert raised.value.reason == "shape"


async def test_highlights() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/highlights": [HIGHLIGHT]}) as stage:
        page = await stage.answer(ListProfileHighlights(account=BAKER))

    (highlight,) = page.items
    assert (highlight.id, highlight.title) == ("17983616051768088", "Bread")
    assert (highlight.media_count, highlight.cover_url) == (12, "https://cdn.example/h.jpg")
    assert highlight.created_at.isoformat() == "2025-12-04T11:06:31+00:00"
    assert highlight.updated_at.isoformat() == "2025-12-20T15:00:39+00:00"
    assert highlight.url == "https://www.instagram.com/stories/highlights/17983616051768088/"
    assert (page.total, page.next_cursor) == (1, None)


async def test_an_account_without_highlights() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/highlights": []}) as stage:
        page = await stage.answer(ListProfileHighlights(account=BAKER))

    assert (page.items, page.empty_reason, page.total) == ((), "no_highlights", 0)


@pytest.mark.parametrize(
    ("endpoint", "path", "total"),
    [
        (ListProfileFollowers, "/v1/user/followers/chunk", 900),
        (ListProfileFollowing, "/v1/user/following/chunk", 12),
    ],
)
async def test_whom_an_account_knows(endpoint: Any, path: str, total: int) -> None:
    people = [[flat_user(1), flat_user(2)], "QVFB|x"]
    async with playing({BY_NAME: flat_account(), path: people}) as stage:
        page = await stage.answer(endpoint(account=BAKER))
        await stage.answer(endpoint(account=BAKER, cursor=page.next_cursor))

        assert stage.asked[1:] == [
            (path, {"user_id": "7001"}),
            (path, {"user_id": "7001", "max_id": "QVFB|x"}),
        ]
    assert [user.username for user in page.items] == ["fan1", "fan2"]
    # "" is what it puts where it knows no name.
    assert page.items[0].full_name is None
    assert page.total == total


LISTS_OF_AN_ACCOUNT = [
    GetProfileAbout,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
    ListProfileHighlights,
    ListProfileFollowers,
    ListProfileFollowing,
]


@pytest.mark.parametrize("endpoint", LISTS_OF_AN_ACCOUNT)
@pytest.mark.parametrize("account", [BAKER, BAKER_ID])
async def test_a_private_account_is_not_found_before_its_list_is_asked(
    endpoint: Any, account: Any
) -> None:
    script = {BY_NAME: flat_account(is_private=True), BY_ID: flat_account(is_private=True)}
    async with playing(script) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(endpoint(account=account))

        assert raised.value.reason == "private"
        assert len(stage.asked) == 1


async def test_a_private_profile_is_not_found_though_it_was_told() -> None:
    raw = {"user": flat_account(is_private=True), "status": "ok"}
    async with playing({"/v2/user/by/username": raw}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(GetProfile(account=BAKER))

    assert raised.value.reason == "private"


async def test_a_handle_that_nobody_has() -> None:
    gone = Raw(404, {"detail": "Target user not found", "exc_type": "UserNotFound"})
    async with playing({BY_NAME: gone}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(ListProfileStories(account=BAKER))

    assert raised.value.reason is None


@pytest.mark.parametrize(
    "raw", [None, [], {"user": None}, {"user": {"pk": 1}}, {"user": {"username": "a"}}]
)
async def test_a_profile_in_no_known_shape(raw: Any) -> None:
    async with playing({"/v2/user/by/username": raw}) as stage:
        call: Call = GetProfile(account=BAKER)
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(call)

    assert raised.value.reason == "shape"
