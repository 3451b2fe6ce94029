"""Posts under tags and at places."""

from typing import Any

import pytest
from hiker_makers import app_post, flat_post, flat_user, playing

from instagramapi.catalog.hashtag import (
    GetHashtag,
    ListHashtagRecent,
    ListHashtagReels,
    ListHashtagTop,
)
from instagramapi.catalog.location import GetLocation, ListLocationPosts, ListLocationsNearby
from instagramapi.catalog.subjects import LocationRef, TagRef

pytestmark = pytest.mark.anyio

PARIS = TagRef(name="paris")
MILL = LocationRef(id="213385402")


def grid(*medias: dict[str, Any]) -> dict[str, Any]:
    """A tag's answer: a clip beside a grid, and a row of posts."""
    clip = {"clips": {"items": [{"media": medias[0]}]}}
    return {
        "response": {
            "sections": [
                {"layout_type": "one_by_two_left", "layout_content": {"one_by_two_item": clip}},
                {
                    "layout_type": "media_grid",
                    "explore_item_info": {"num_columns": 3},
                    "layout_content": {"medias": [{"media": media} for media in medias[1:]]},
                },
            ],
            "more_available": True,
        },
        "next_page_id": "p2",
    }


@pytest.mark.parametrize(
    ("endpoint", "path"),
    [
        (ListHashtagTop, "/v2/hashtag/medias/top"),
        (ListHashtagRecent, "/v2/hashtag/medias/recent"),
    ],
)
async def test_posts_under_a_tag(endpoint: Any, path: str) -> None:
    async with playing({path: grid(app_post(3), app_post(2), app_post(1))}) as stage:
        page = await stage.answer(endpoint(tag=PARIS))
        await stage.answer(endpoint(tag=PARIS, cursor=page.next_cursor))

        assert stage.asked == [
            (path, {"name": "paris"}),
            (path, {"name": "paris", "page_id": "p2"}),
        ]
    assert [post.caption for post in page.items] == [f"Loaf {n} #bread" for n in (3, 2, 1)]
    assert (page.next_cursor, page.total) == ("p2|0", None)


async def test_a_tag_without_posts() -> None:
    raw: dict[str, Any] = {"response": {"sections": []}, "next_page_id": None}
    async with playing({"/v2/hashtag/medias/top": raw}) as stage:
        page = await stage.answer(ListHashtagTop(tag=PARIS))

    assert (page.items, page.empty_reason, page.next_cursor) == ((), "no_posts", None)


async def test_posts_of_private_accounts_under_a_tag_are_left_out() -> None:
    hidden = app_post(1, user={"pk": 9, "username": "shy", "is_private": True})
    async with playing({"/v2/hashtag/medias/top": grid(hidden, app_post(2))}) as stage:
        page = await stage.answer(ListHashtagTop(tag=PARIS))

    assert [post.caption for post in page.items] == ["Loaf 2 #bread"]


async def test_one_place_by_its_own_id_not_facebooks() -> None:
    raw = {
        "pk": 213385402,
        "name": "Mill",
        "lat": 59.9,
        "lng": 10.7,
        "external_id": "99",
        "zip": "",
    }
    async with playing({"/v1/location/by/id": raw}) as stage:
        place = await stage.answer(GetLocation(location=MILL))

        assert stage.asked == [("/v1/location/by/id", {"id": "213385402"})]
    assert (place.id, place.name, place.lat, place.zip) == ("213385402", "Mill", 59.9, None)


@pytest.mark.parametrize("tab", ["recent", "top"])
async def test_posts_at_a_place(tab: Any) -> None:
    path = f"/v1/location/medias/{tab}/chunk"
    hidden = flat_post(1, user=flat_user(9, is_private=True))
    async with playing({path: [[flat_post(2), hidden], "m"]}) as stage:
        page = await stage.answer(ListLocationPosts(location=MILL, tab=tab))
        await stage.answer(ListLocationPosts(location=MILL, tab=tab, cursor=page.next_cursor))

        assert stage.asked == [
            (path, {"location_pk": "213385402"}),
            (path, {"location_pk": "213385402", "max_id": "m"}),
        ]
    assert [post.caption for post in page.items] == ["Loaf 2 #bread"]


async def test_one_hashtag() -> None:
    raw = {"id": "17843826142012701", "name": "paris", "media_count": 150, "profile_pic_url": None}
    async with playing({"/v1/hashtag/by/name": raw}) as stage:
        tag = await stage.answer(GetHashtag(tag=PARIS))

        assert stage.asked == [("/v1/hashtag/by/name", {"name": "paris"})]
    assert (tag.id, tag.name, tag.media_count) == ("17843826142012701", "paris", 150)


async def test_reels_under_a_tag_are_those_among_its_top_posts() -> None:
    path = "/v2/hashtag/medias/top"
    picture = app_post(3, media_type=1, product_type="feed")
    async with playing({path: grid(picture, app_post(2), app_post(1))}) as stage:
        page = await stage.answer(ListHashtagReels(tag=PARIS))

    assert [post.caption for post in page.items] == ["Loaf 2 #bread", "Loaf 1 #bread"]
    assert page.next_cursor == "p2|0"


async def test_a_tag_with_pictures_only_has_no_reels() -> None:
    pictures = [app_post(number, product_type="feed") for number in (1, 2)]
    raw = {**grid(*pictures), "next_page_id": None}
    async with playing({"/v2/hashtag/medias/top": raw}) as stage:
        page = await stage.answer(ListHashtagReels(tag=PARIS))

    assert (page.items, page.empty_reason) == ((), "no_reels")


async def test_places_around_a_point_nearest_first() -> None:
    # The third lies beyond the date line, not on the other side of the world.
    raw = [
        {"pk": 1, "name": "Nowhere"},
        {"pk": 2, "name": "Far", "lat": 10.0, "lng": 170.0},
        {"pk": 3, "name": "Next door", "lat": 10.0, "lng": -179.5},
        {"pk": 4, "name": "Near", "lat": 10.5, "lng": 178.0},
    ]
    async with playing({"/v1/location/search": raw}) as stage:
        page = await stage.answer(ListLocationsNearby(lat=10.0, lng=179.5, limit=3))
        rest = await stage.answer(
            ListLocationsNearby(lat=10.0, lng=179.5, limit=3, cursor=page.next_cursor)
        )

        assert stage.asked[0] == (
            "/v1/location/search",
            {"lat": "10.0000000", "lng": "179.5000000"},
        )
    assert [place.name for place in page.items] == ["Next door", "Near", "Far"]
    assert [place.name for place in rest.items] == ["Nowhere"]
