"""Looking for accounts, hashtags and places."""

from typing import Any

import pytest
from hiker_makers import app_post, playing

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.search import (
    Search,
    SearchAudio,
    SearchHashtags,
    SearchLocations,
    SearchReels,
    SearchUsers,
)
from instagramapi.errors import UpstreamError
from instagramapi.upstream.providers.demo import DemoProvider
from instagramapi.upstream.providers.hiker import HikerProvider

pytestmark = pytest.mark.anyio

ACCOUNTS, TAGS = "/v2/fbsearch/accounts", "/v2/search/hashtags"
TOP, REELS, MUSIC = "/v2/fbsearch/topsearch", "/v2/fbsearch/reels", "/v2/search/music"


async def test_accounts_page_by_page() -> None:
    user = {"pk": 787132, "id": "787132", "username": "natgeo", "is_verified": True}
    raw = {"users": [user], "has_more": True, "page_token": "e129", "status": "ok"}
    async with playing({ACCOUNTS: raw}) as stage:
        page = await stage.answer(SearchUsers(query="nat geo"))
        await stage.answer(SearchUsers(query="nat geo", cursor=page.next_cursor))

        assert stage.asked == [
            (ACCOUNTS, {"query": "nat geo"}),
            (ACCOUNTS, {"query": "nat geo", "page_token": "e129"}),
        ]
    assert [(found.id, found.is_verified) for found in page.items] == [("787132", True)]


async def test_a_token_after_the_last_page_leads_nowhere() -> None:
    raw = {"users": [{"pk": 1, "username": "a"}], "has_more": False, "page_token": "e130"}
    async with playing({ACCOUNTS: raw}) as stage:
        page = await stage.answer(SearchUsers(query="a"))

    assert page.next_cursor is None


async def test_hashtags_with_a_count_that_is_full_to_the_brim() -> None:
    results = [
        {"id": 17843826142012701, "name": "love", "media_count": 2147483647},
        {"id": 17843851987047311, "name": "lovehim", "media_count": 41384635},
    ]
    raw = {"results": results, "has_more": False, "page_token": None}
    async with playing({TAGS: raw}) as stage:
        page = await stage.answer(SearchHashtags(query="love"))

        assert stage.asked == [(TAGS, {"query": "love"})]
    assert [(tag.id, tag.media_count) for tag in page.items] == [
        ("17843826142012701", None),
        ("17843851987047311", 41384635),
    ]
    assert "2147483647" in page.warnings[0]


async def test_without_a_full_count_nobody_is_warned() -> None:
    raw = {"results": [{"id": 1, "name": "bread", "media_count": 5}], "has_more": False}
    async with playing({TAGS: raw}) as stage:
        page = await stage.answer(SearchHashtags(query="bread"))

    assert page.warnings == ()


@pytest.mark.parametrize(
    ("near", "asked"),
    [({}, {}), ({"lat": 59.9, "lng": -0.0000001}, {"lat": "59.9000000", "lng": "-0.0000001"})],
)
async def test_places(near: dict[str, Any], asked: dict[str, str]) -> None:
    raw = [{"pk": 617882014, "name": "Mill", "external_id": "219266724863910", "phone": ""}]
    async with playing({"/v1/fbsearch/places": raw}) as stage:
        page = await stage.answer(SearchLocations(query="mill", **near))

        assert stage.asked == [("/v1/fbsearch/places", {"query": "mill", **asked})]
    assert [(place.id, place.phone) for place in page.items] == [("617882014", None)]


@pytest.mark.parametrize(
    ("call", "path", "raw"),
    [
        (SearchUsers(query="x"), ACCOUNTS, {"users": [], "has_more": False}),
        (SearchHashtags(query="x"), TAGS, {"results": [], "has_more": False}),
        (SearchLocations(query="x"), "/v1/fbsearch/places", []),
        (SearchReels(query="x"), REELS, {"reels_serp_modules": [], "has_more": False}),
        (SearchAudio(query="x"), MUSIC, {"items": [], "page_info": {"more_available": False}}),
    ],
)
async def test_nothing_fits(call: Any, path: str, raw: Any) -> None:
    async with playing({path: raw}) as stage:
        page = await stage.answer(call)

    assert (page.items, page.empty_reason, page.next_cursor) == ((), "no_results", None)


def test_it_answers_every_endpoint_that_the_demo_world_shows() -> None:
    shown = [endpoint for endpoint in CATALOGUE if endpoint in DemoProvider.methods]

    assert [endpoint.name for endpoint in shown if endpoint not in HikerProvider.methods] == []
    assert len(HikerProvider.methods) == 35


async def test_everything_in_one_answer() -> None:
    place = {"location": {"pk": 617882014, "name": "Mill"}, "title": "Mill"}
    rows = [
        {"position": 0, "user": {"pk": 7001, "username": "tilda.bakes", "is_private": False}},
        {"position": 1, "hashtag": {"id": 17843826142012701, "name": "Bread", "media_count": 9}},
        {"position": 2, "place": place},
        {"position": 3, "keyword": {"name": "bread recipes"}},
    ]
    async with playing({TOP: {"list": rows, "media_grid": {}, "status": "ok"}}) as stage:
        found = await stage.answer(Search(query="bread"))

        assert stage.asked == [(TOP, {"query": "bread"})]
    assert [user.username for user in found.users] == ["tilda.bakes"]
    assert [(tag.name, tag.media_count) for tag in found.hashtags] == [("bread", 9)]
    assert [spot.name for spot in found.locations] == ["Mill"]
    # It does not look for sounds, which is not the same as finding none.
    assert found.audio is None


async def test_a_search_that_finds_nothing_found_no_accounts() -> None:
    async with playing({TOP: {"list": [], "status": "ok"}}) as stage:
        found = await stage.answer(Search(query="qzx"))

    assert (found.users, found.hashtags, found.locations) == ((), None, None)


@pytest.mark.parametrize("raw", [{"status": "ok"}, {"list": [{"user": {"username": "x"}}]}, []])
async def test_a_search_that_cannot_be_read_is_not_one_without_finds(raw: Any) -> None:
    async with playing({TOP: raw}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(Search(query="bread"))

    assert raised.value.reason == "shape"


async def test_reels_by_words_page_by_page_without_private_ones() -> None:
    hidden = app_post(1, user={"pk": 9, "username": "shy", "is_private": True})
    clips = [{"media": app_post(2)}, {"media": hidden}]
    module = {"module_type": "clips", "clips": clips}
    raw = {"reels_serp_modules": [module], "has_more": True, "reels_max_id": "r:53d5"}
    async with playing({REELS: raw}) as stage:
        page = await stage.answer(SearchReels(query="bread"))
        await stage.answer(SearchReels(query="bread", cursor=page.next_cursor))

        assert stage.asked == [
            (REELS, {"query": "bread"}),
            (REELS, {"query": "bread", "reels_max_id": "r:53d5"}),
        ]
    assert [post.caption for post in page.items] == ["Loaf 2 #bread"]


async def test_songs_by_words_with_a_count_only_where_it_is_exact() -> None:
    def item(number: int, reels: str) -> dict[str, Any]:
        track = {
            "audio_cluster_id": str(number),
            "id": str(number + 1),
            "title": "Oven",
            "display_artist": "The Mill",
            "duration_in_ms": 345560,
            "fast_start_progressive_download_url": "https://cdn.example/oven.m4a",
        }
        return {"track": track, "metadata": {"formatted_clips_media_count": reels}}

    items = [item(10, "1,601 reels"), item(20, "437K reels"), item(30, "1 reel")]
    raw = {"items": items, "page_info": {"next_max_id": "11", "more_available": True}}
    async with playing({MUSIC: raw}) as stage:
        page = await stage.answer(SearchAudio(query="oven"))
        await stage.answer(SearchAudio(query="oven", cursor=page.next_cursor))

        assert stage.asked[1] == (MUSIC, {"query": "oven", "next_max_id": "11"})
    assert [(song.id, song.reels_count) for song in page.items] == [
        ("10", 1601),
        ("20", None),
        ("30", 1),
    ]
    assert page.items[0].preview_url == "https://cdn.example/oven.m4a"
    assert (page.items[0].kind, page.items[0].artist) == ("licensed", "The Mill")
