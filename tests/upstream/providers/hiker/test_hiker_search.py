"""Looking for accounts, hashtags and places."""

from typing import Any

import pytest
from hiker_makers import playing

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.search import SearchHashtags, SearchLocations, SearchUsers
from instagramapi.upstream.providers.hiker import HikerProvider

pytestmark = pytest.mark.anyio

ACCOUNTS, TAGS = "/v2/fbsearch/accounts", "/v2/search/hashtags"


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
    ],
)
async def test_nothing_fits(call: Any, path: str, raw: Any) -> None:
    async with playing({path: raw}) as stage:
        page = await stage.answer(call)

    assert (page.items, page.empty_reason, page.next_cursor) == ((), "no_results", None)


def test_it_answers_every_endpoint_that_a_provider_can() -> None:
    own = {"credits"}
    asked = [endpoint for endpoint in CATALOGUE if endpoint.name not in own]

    assert [endpoint.name for endpoint in asked if endpoint not in HikerProvider.methods] == []
    assert len(HikerProvider.methods) == 19
