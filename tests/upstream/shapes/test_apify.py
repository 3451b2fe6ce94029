"""Items of Apify's data sets; what they leave null or odd is unknown."""

from typing import Any

import pytest

from instagramapi.upstream.shapes import apify
from instagramapi.upstream.shapes.reading import ShapeError

POST = {"id": "3687361308854381515", "shortCode": "DMsI5LsyOvL", "ownerId": "7"}


def post(**changes: Any) -> Any:
    return apify.post({**POST, **changes})


def test_a_post_needs_an_id_or_a_shortcode() -> None:
    assert apify.post({"shortCode": "DMsI5LsyOvL"}).id == POST["id"]
    with pytest.raises(ShapeError):
        apify.post({"caption": "x"})


def test_hidden_likes_are_null_and_said_to_be_hidden() -> None:
    hidden = post(likesCount=-1)

    assert (hidden.like_count, hidden.like_count_hidden) == (None, True)
    assert post(likesCount=0).like_count == 0
    assert post().like_count is None


@pytest.mark.parametrize("time", [None, 5, "yesterday", "2025-07-29T11:15:43"])
def test_a_time_that_is_none_is_unknown(time: Any) -> None:
    assert post(timestamp=time).taken_at is None


def test_a_list_with_nulls_in_it_is_unknown() -> None:
    someone = {"id": "8", "username": "Eve", "fullName": "Eve", "verified": True}

    found = post(taggedUsers=[None, someone], coauthorProducers=[someone])

    assert found.usertags is None
    assert [(user.username, user.is_verified) for user in found.coauthors] == [("eve", True)]


def test_a_carousel_whose_parts_are_not_told_is_still_a_carousel() -> None:
    found = post(type="Sidecar", childPosts=[None, None])

    assert (found.type, found.items) == ("carousel", None)
    assert post(type="Image").items == ()
    assert (post(type="Reel").type, post(type=5).type) == (None, None)


def test_replies_stand_under_their_comment() -> None:
    reply = {"id": "2", "text": "Yes", "owner": {"id": "8"}}
    raw = {"id": "1", "postId": "DMsI5LsyOvL", "text": "Really?", "replies": [reply, None]}

    top, answer = apify.comments([raw, {"text": "no id"}])

    assert (top.post_id, top.parent_id, answer.post_id) == (POST["id"], None, POST["id"])
    assert answer.user is not None
    assert (answer.parent_id, answer.user.id) == ("1", "8")


@pytest.mark.parametrize("name", [{}, {"postId": "?"}, {"postUrl": 5}])
def test_a_comment_may_not_tell_its_post(name: dict[str, Any]) -> None:
    assert apify.comment({"id": "1", "text": "x", **name}).post_id is None


def test_a_comment_tells_its_post_by_its_address() -> None:
    raw = {"id": "1", "text": "x", "postUrl": "https://www.instagram.com/p/DMsI5LsyOvL/"}

    assert apify.comment(raw).post_id == POST["id"]


def test_a_profile_is_read_and_an_empty_list_of_related_says_nothing() -> None:
    raw = {"id": "7", "username": "Tilda", "isBusinessAccount": True, "relatedProfiles": []}

    found = apify.profile(raw)

    assert (found.username, found.account_type, found.related) == ("tilda", "business", None)
    assert apify.profile({"id": "7", "username": "t"}).account_type is None
