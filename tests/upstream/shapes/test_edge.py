"""The edge_* family."""

from typing import Any

import pytest
from shape_makers import payload

from instagramapi.catalog.models import Address, BioLink
from instagramapi.upstream.shapes import edge
from instagramapi.upstream.shapes.reading import ShapeError


def test_a_carousel() -> None:
    post = edge.post(payload("post_sidecar")["node"])

    assert (post.id, post.shortcode) == ("3740000000000000001", "DPnJi9D9gAB")
    assert post.type == "carousel"
    assert [(item.type, item.video_duration) for item in post.items or ()] == [
        ("image", None),
        ("video", 4.5),
    ]
    assert post.owner is not None
    assert (post.owner.username, post.owner.followers) == ("tilda.bakes", 1200)
    assert post.hashtags == ("bread", "brot")
    assert post.mentions == ("ovens.of_bern",)
    assert post.location is not None
    assert (post.location.city, post.location.zip) == ("Bern", "3011")
    assert [tag.user.username for tag in post.usertags or ()] == ["ovens.of_bern"]
    assert [sponsor.username for sponsor in post.sponsors or ()] == ["flour.mill"]
    assert (post.like_count, post.comment_count) == (321, 3)
    # The video of the second item expires before the rest.
    assert post.media_expires_at is not None
    assert int(post.media_expires_at.timestamp()) == 0x6A000100


def test_a_post_needs_its_id_or_its_shortcode_and_no_more() -> None:
    assert edge.post({"shortcode": "DPnJi9D9gAB"}).id == "3740000000000000001"
    assert edge.post({"id": "3740000000000000001"}).shortcode == "DPnJi9D9gAB"
    nameless: list[Any] = [{}, None, [], {"id": "abc"}, {"shortcode": "§"}, {"id": str(2**64)}]
    for raw in nameless:
        with pytest.raises(ShapeError):
            edge.post(raw)


def test_minus_one_likes_are_hidden_likes() -> None:
    post = edge.post({"id": "5", "edge_media_preview_like": {"count": -1}})

    assert (post.like_count, post.like_count_hidden) == (None, True)


def test_a_caption_is_known_to_be_absent_or_not_known() -> None:
    stated = edge.post({"id": "5", "edge_media_to_caption": {"edges": []}})
    silent = edge.post({"id": "5"})

    assert (stated.caption, stated.hashtags) == (None, ())
    assert "caption" in stated.model_fields_set
    assert (silent.caption, silent.hashtags) == (None, None)
    assert "caption" not in silent.model_fields_set


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"__typename": "XDTGraphVideo"}, "video"),
        ({"is_video": True}, "video"),
        ({"edge_sidecar_to_children": {"edges": []}}, "carousel"),
        ({"is_video": False}, None),
    ],
)
def test_the_type_of_a_post(raw: dict[str, Any], expected: str | None) -> None:
    assert edge.post({"id": "5", **raw}).type == expected


def test_a_carousel_whose_parts_have_no_ids_has_unknown_parts() -> None:
    parts = {"edges": [{"node": {"id": "6"}}, {"node": {"display_url": "https://x/y.jpg"}}]}

    assert edge.post({"id": "5", "edge_sidecar_to_children": parts}).items is None


def test_a_profile() -> None:
    profile = edge.profile(payload("profile")["node"])

    assert (profile.id, profile.username) == ("7000000001", "tilda.bakes")
    assert (profile.followers, profile.following, profile.posts) == (1300, 45, 31)
    assert (profile.category, profile.account_type) == ("Bakery", "business")
    assert profile.bio_links == (BioLink(title="Shop", url="https://tilda.example.com/shop"),)
    assert profile.address == Address(street="Marktgasse 1", city="Bern", zip="3011")
    assert [user.username for user in profile.related or ()] == ["ovens.of_bern"]


@pytest.mark.parametrize(
    ("business", "professional", "expected"),
    [(True, True, "business"), (False, True, "creator"), (False, False, "personal")],
)
def test_the_kind_of_an_account(business: bool, professional: bool, expected: str) -> None:
    raw = {"is_business_account": business, "is_professional_account": professional}

    assert edge.profile({"id": "1", "username": "a", **raw}).account_type == expected


def test_a_profile_without_a_handle_is_refused() -> None:
    with pytest.raises(ShapeError):
        edge.profile({"id": "1"})


def test_comments_are_followed_by_their_replies() -> None:
    node = payload("post_sidecar")["node"]

    comments = edge.comments(node, "edge_media_to_parent_comment")

    assert [(comment.id[-1], comment.parent_id) for comment in comments] == [
        ("1", None),
        ("9", "17900000000000001"),
        ("2", None),
    ]
    assert {comment.post_id for comment in comments} == {"3740000000000000001"}
    assert comments[0].mentions == ("tilda.bakes",)
    assert comments[0].reply_count == 1


def test_comments_without_ids_are_left_out() -> None:
    node = {"id": "5", "edge_media_to_comment": {"edges": [{"node": {"text": "x"}}, {}, None]}}

    assert edge.comments(node, "edge_media_to_comment") == ()


def test_a_story() -> None:
    story = edge.story(payload("storyitem")["node"])

    assert story.url == "https://www.instagram.com/stories/tilda.bakes/3750000000000000001/"
    assert story.video_url is not None
    assert "s720.mp4" in story.video_url
    assert story.image_url is not None
    assert "s1080.jpg" in story.image_url
    assert (story.hashtags, story.mentions) == (("brot",), ("flour.mill",))
    assert [place.id for place in story.locations or ()] == ["9100"]
    assert story.links == ("https://tilda.example.com/",)
    assert story.is_paid_partnership is False


def test_a_story_that_says_nothing_but_its_id() -> None:
    story = edge.story({"id": "5"})

    assert story.model_fields_set == {"id"}


def test_a_highlight() -> None:
    reels = payload("highlights")["data"]["user"]["edge_highlight_reels"]["edges"]

    highlight = edge.highlight(reels[0]["node"])

    assert highlight.title == "Rye"
    assert highlight.cover_url is not None
    assert "hc0.jpg" in highlight.cover_url
    assert highlight.url == "https://www.instagram.com/stories/highlights/18100000000000000/"


def test_a_saturated_number_of_posts_is_unknown() -> None:
    hashtag = edge.hashtag(payload("hashtag_page")["graphql"]["hashtag"])

    assert (hashtag.name, hashtag.media_count) == ("brot", None)


def test_a_place() -> None:
    place = edge.location(payload("location_page")["graphql"]["location"])

    assert (place.country, place.city, place.address) == ("Switzerland", "Bern", "Marktgasse 1")
    assert place.media_count == 640
