"""HikerAPI's own shapes, and what it puts where it knows nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from instagramapi.upstream.shapes import hiker
from instagramapi.upstream.shapes.reading import ShapeError

PART = {
    "pk": "11",
    "media_type": 1,
    "video_url": None,
    "thumbnail_url": "https://cdn.example/a.jpg",
    "video_duration": 0.0,
    "image_versions": [],
}
CAROUSEL: dict[str, Any] = {
    "pk": "10",
    "id": "10_7001",
    "taken_at": "2026-04-08T10:00:01Z",
    "media_type": 8,
    "product_type": "carousel_container",
    "thumbnail_url": None,
    "play_count": 0,
    "caption_text": "",
    "resources": [
        PART,
        {**PART, "pk": "12", "media_type": 2, "video_url": "https://cdn.example/b.mp4"},
        "odd",
    ],
}


def test_a_carousel_has_the_picture_of_its_first_part() -> None:
    post = hiker.post(CAROUSEL)

    assert post.type == "carousel"
    assert [(item.id, item.type) for item in post.items or ()] == [("11", "image"), ("12", "video")]
    assert [item.video_url for item in post.items or ()] == [None, "https://cdn.example/b.mp4"]
    assert post.image_url == "https://cdn.example/a.jpg"
    assert post.taken_at == datetime(2026, 4, 8, 10, 0, 1, tzinfo=UTC)
    assert post.caption is None


@pytest.mark.parametrize("name", ["view_count", "play_count", "video_duration"])
def test_zero_says_nothing_where_it_is_put_for_the_unknown(name: str) -> None:
    assert name not in hiker.post({"pk": "10", name: 0}).model_fields_set


@pytest.mark.parametrize("name", ["like_count", "comment_count"])
def test_zero_is_a_number_where_it_is_stated(name: str) -> None:
    assert getattr(hiker.post({"pk": "10", name: 0}), name) == 0


@pytest.mark.parametrize(
    ("told", "hidden"),
    [
        ({"like_count": -1}, True),
        ({"like_count": 3, "like_and_view_counts_disabled": True}, True),
        ({"like_count": 3, "like_and_view_counts_disabled": False}, False),
    ],
)
def test_hidden_likes_are_null(told: dict[str, Any], hidden: bool) -> None:
    post = hiker.post({"pk": "10", **told})

    assert (post.like_count, post.like_count_hidden) == (None if hidden else 3, hidden)


def test_a_mixture_of_both_shapes_is_read_from_the_richer() -> None:
    mixed = {
        "pk": "10",
        "media_type": 1,
        "taken_at": 1_775_651_897,
        "taken_at_ts": 1_775_651_897,
        "image_versions2": {"candidates": [{"url": "https://cdn.example/large.jpg"}]},
        "image_versions": [{"url": "https://cdn.example/small.jpg"}],
        "thumbnail_url": "https://cdn.example/small.jpg",
        "caption": {"text": "Disney"},
        "usertags": [],
        "location": None,
        "play_count": 0,
    }
    post = hiker.post(mixed)

    assert (post.image_url, post.caption) == ("https://cdn.example/large.jpg", "Disney")
    assert (post.usertags, post.location, post.play_count) == ((), None, None)


@pytest.mark.parametrize("told", ["2026-13-99", "", "soon", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_is_none_is_unknown(told: str) -> None:
    assert hiker.post({"pk": "10", "taken_at": told}).taken_at is None


def test_the_second_time_stands_in_for_the_first() -> None:
    post = hiker.post({"pk": "10", "taken_at": "?", "taken_at_ts": 1_775_651_897})

    assert post.taken_at == datetime(2026, 4, 8, 12, 38, 17, tzinfo=UTC)


def test_parts_that_are_no_list_are_unknown() -> None:
    assert hiker.post({"pk": "10", "media_type": 8, "resources": 5}).items is None


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"media_or_ad": None}, {"pk": None}])
def test_a_post_without_a_name_is_none(raw: Any) -> None:
    with pytest.raises(ShapeError):
        hiker.post(raw)


@pytest.mark.parametrize("raw", [None, 5, {}])
def test_an_account_or_a_comment_without_an_id_is_none(raw: Any) -> None:
    with pytest.raises(ShapeError):
        hiker.user(raw)
    with pytest.raises(ShapeError):
        hiker.comment(raw, "10")


def test_of_an_account_by_id_alone_nothing_else_is_known() -> None:
    raw = {"pk": "7", "username": None, "full_name": "", "is_private": False, "is_verified": None}
    user = hiker.user(raw)

    assert (user.id, user.full_name, user.is_private, user.is_verified) == ("7", None, None, None)


def test_the_users_id_is_pk_and_not_the_facebook_side_id() -> None:
    raw = {"pk": "43714748721", "id": "17841443821634343", "fbid_v2": "17841443821634343"}

    assert hiker.user(raw).id == "43714748721"


def test_a_user_whose_other_id_is_null() -> None:
    assert hiker.user({"pk": "55", "id": None}).id == "55"


@pytest.mark.parametrize(
    ("told", "url"),
    [
        ({"profile_pic_url_hd": "https://cdn.example/hd.jpg"}, "https://cdn.example/hd.jpg"),
        ({"profile_pic_url_hd": None}, None),
        (
            {"hd_profile_pic_url_info": {"url": "https://cdn.example/a.jpg"}},
            "https://cdn.example/a.jpg",
        ),
    ],
)
def test_the_large_picture_of_either_shape(told: dict[str, Any], url: str | None) -> None:
    assert hiker.profile({"pk": 1, "username": "a", **told}).profile_pic_url_hd == url


@pytest.mark.parametrize(
    "date", [None, "", "November", "Nov 2010", "November 20101", "November 0000", 5, "x 2010"]
)
def test_a_month_that_is_none_is_unknown(date: Any) -> None:
    assert hiker.about({"date": date}, "1").joined_at is None


@pytest.mark.parametrize(
    ("told", "number"), [("", None), ("3", 3), (None, None), ("old.name", None), ("1" * 10, None)]
)
def test_former_names_are_counted_where_a_number_is_told(told: Any, number: int | None) -> None:
    assert hiker.about({"former_usernames": told}, "1").former_usernames_count == number


@pytest.mark.parametrize(
    ("raw", "cursor"),
    [
        ([[], "c"], "c"),
        ([[], "", None], None),
        ([[], None, "max"], "max"),
        ([[], 25], "25"),
        ([[], True], None),
        ([[]], None),
    ],
)
def test_where_a_chunk_goes_on(raw: Any, cursor: str | None) -> None:
    assert hiker.chunk(raw).cursor == cursor


def test_a_wrapped_list_may_have_lost_its_wrapper() -> None:
    assert hiker.wrapped({"items": [{"media": {"pk": 1}}]}, "items").items == [{"pk": 1}]


def test_an_item_with_an_id_of_its_own_is_no_envelope() -> None:
    post = {"pk": 1, "location": {"pk": 2}}

    assert hiker.wrapped({"items": [post]}, "items").items == [post]


@pytest.mark.parametrize("raw", [None, [], {"response": {}}, {"items": 5}])
def test_a_wrapper_without_its_list_is_no_empty_list(raw: Any) -> None:
    with pytest.raises(ShapeError):
        hiker.wrapped(raw, "items")


def test_a_list_in_one_piece_must_be_one() -> None:
    with pytest.raises(ShapeError):
        hiker.whole({"items": []})


def test_a_grid_is_searched_to_a_depth_only() -> None:
    row: Any = {"media": {"pk": 1}}
    for _ in range(500):
        row = {"layout_content": row}

    assert hiker.sections({"sections": [row]}).items == []
