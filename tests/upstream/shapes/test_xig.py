"""The xig family, with invented accounts; what was recorded is read in test_guest_recordings."""

from typing import Any

import pytest

from instagramapi.upstream.shapes import xig
from instagramapi.upstream.shapes.reading import ShapeError
from instagramapi.upstream.shapes.xig import Gate, reduced
from instagramapi.upstream.shapes.xig.ids import plain

FACEBOOK_SIDE = "17841400000000042"
OWNER = {"pk": "42", "username": "Mara.Films", "id": FACEBOOK_SIDE}


def media(**inner: Any) -> dict[str, Any]:
    return {"pk": "101", "code": "Bl", "if_not_gated_logged_out": {"pk": "101", **inner}}


def test_the_facebook_side_id_is_never_an_accounts() -> None:
    assert xig.profile(OWNER).id == "42"


def test_an_account_with_nothing_but_a_facebook_side_id_has_none() -> None:
    with pytest.raises(ShapeError):
        xig.profile({"username": "mara.films", "id": FACEBOOK_SIDE})


def test_the_tagged_have_their_own_id_and_one_of_the_other_kind_is_left_out() -> None:
    own = {"position": [0, 1], "user": {"id": "7", "username": "sea.legs"}}
    other = {"position": [0, 1], "user": {"id": FACEBOOK_SIDE, "username": "x"}}
    tags = xig.post(media(usertags={"in": [own, other]})).usertags

    assert [(tag.user.id, tag.x, tag.y) for tag in tags or ()] == [("7", 0, 1)]


def test_a_part_of_a_carousel_is_named_by_its_number() -> None:
    post = xig.post(media(media_type=8, carousel_media=[{"id": "POLARIS_5", "media_type": 2}]))

    assert [(item.id, item.type) for item in post.items or ()] == [("5", "video")]


def test_other_ids_stay_as_they_are() -> None:
    assert plain({"id": FACEBOOK_SIDE, "name": "love"}) == {"id": FACEBOOK_SIDE, "name": "love"}
    assert plain({"id": None, "list": [1]}) == {"id": None, "list": [1]}


@pytest.mark.parametrize(
    ("links", "first"),
    [
        ([], None),
        ([{"url": "https://a.example/", "title": ""}, {"url": "b"}], "https://a.example/"),
    ],
)
def test_the_first_link_is_the_external_one(links: Any, first: str | None) -> None:
    profile = xig.profile({**OWNER, "bio_links": links})

    assert profile.external_url == first
    assert "external_url" in profile.model_fields_set


def test_links_that_are_not_told_are_unknown() -> None:
    assert "external_url" not in xig.profile(OWNER).model_fields_set


def test_a_threads_handle_counts_where_it_is_shown() -> None:
    label = {"text_post_app_badge_label": "mara.films"}

    assert xig.profile({**OWNER, **label}).threads_username is None
    shown = {**OWNER, **label, "show_text_post_app_badge": True}
    assert xig.profile(shown).threads_username == "mara.films"


def test_zero_posts_are_zero_and_null_posts_are_unknown() -> None:
    assert xig.profile({**OWNER, "all_media_count": 0}).posts == 0
    assert xig.profile({**OWNER, "all_media_count": None}).posts is None


def test_a_node_of_a_tab_says_neither_time_nor_counts() -> None:
    post = xig.post({"pk": "101", "id": "POLARIS_101", "user": OWNER, "play_count": 5})

    assert post.model_fields_set.isdisjoint({"taken_at", "like_count", "comment_count"})
    assert post.play_count == 5
    assert post.owner is not None
    assert (post.owner.id, post.owner.username) == ("42", "mara.films")


def test_a_carousel_of_a_tab_does_not_tell_its_parts() -> None:
    assert xig.post({"pk": "101", "media_type": 8, "carousel_media_count": 3}).items is None


@pytest.mark.parametrize(
    ("counts", "likes", "is_hidden"),
    [
        ({"like_count": -1}, None, True),
        ({"like_count": 3, "like_and_view_counts_disabled": True}, None, True),
        ({"like_count": 0, "like_and_view_counts_disabled": False}, 0, False),
        ({"like_count": 2_147_483_647}, None, None),
        ({"like_count": None}, None, None),
        ({}, None, None),
    ],
)
def test_likes(counts: Any, likes: int | None, is_hidden: bool | None) -> None:
    post = xig.post(media(**counts))

    assert (post.like_count, post.like_count_hidden) == (likes, is_hidden)


def test_comments_come_with_their_post() -> None:
    node = {"pk": "9", "text": "Hi @sea.legs", "parent_comment_id": None, "user": OWNER}
    raw = {**media(), "comments_connection": {"edges": [{"node": node}, {"node": {}}]}}
    (comment,) = xig.post(raw).top_comments or ()

    assert (comment.id, comment.post_id, comment.parent_id) == ("9", "101", None)
    assert comment.mentions == ("sea.legs",)
    assert comment.user is not None
    assert comment.user.id == "42"


def test_no_comments_with_a_post_are_unknown_comments() -> None:
    assert xig.post({**media(), "comments_connection": {"edges": []}}).top_comments is None


@pytest.mark.parametrize(
    ("raw", "gate"),
    [
        (media(), None),
        ({"pk": "1"}, None),
        ({"gating_ruling": None}, Gate(None, False)),
        ({"gating_ruling": {"gating_type": "AGE"}}, Gate(None, True)),
        ({"gating_ruling": {"gating_type": 3, "title": "No"}}, Gate("No", True)),
        ({"gating_ruling": {"title": "Stop", "description": "for your age"}}, Gate("Stop", True)),
        ({"gating_ruling": {"title": "Not in this region"}}, Gate("Not in this region", False)),
    ],
)
def test_gates(raw: Any, gate: Gate | None) -> None:
    closed = raw if "pk" in raw else {"if_not_gated_logged_out": None, **raw}

    assert xig.gate(closed) == gate
    assert gate is None or gate.is_told is (gate != Gate(None, False))


def test_a_data_set_of_this_family_says_little_and_no_more_is_made_of_it() -> None:
    post = reduced.post({"id": "101", "likes": -1, "captions": [], "src_attached": ["a"]})

    assert (post.like_count, post.like_count_hidden, post.caption) == (None, True, None)
    assert post.type is None
    assert reduced.profile({"id": "42", "username": "mara.films"}).external_url is None
    assert reduced.comment({"id": "9"}).user is None
