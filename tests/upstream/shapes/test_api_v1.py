"""The api-v1 family."""

import pytest
from shape_makers import payload

from instagramapi.catalog.models import Address, BioLink
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import ShapeError

MUSIC = {"audio_cluster_id": "77", "title": "Song", "display_artist": "Band"}


def test_a_reel() -> None:
    post = api_v1.post(payload("items")["items"][0]["media"])

    assert (post.id, post.shortcode) == ("3760000000000000001", "DQuNBQjeAAB")
    assert (post.type, post.product_type) == ("video", "clips")
    assert (post.like_count, post.view_count, post.play_count) == (900, 10000, 12000)
    assert post.video_url is not None
    assert "r1080.mp4" in post.video_url
    assert post.audio is not None
    assert (post.audio.kind, post.audio.id) == ("original", "640000000000001")
    assert post.location is not None
    assert post.location.lat == -22.98
    assert [(tag.user.username, tag.x, tag.y) for tag in post.usertags or ()] == [
        ("sea.legs", 0.5, 0.25)
    ]
    assert post.is_pinned is True
    assert post.items == ()
    assert [comment.text for comment in post.top_comments or ()] == ["Wow @rio.reels", "thanks"]


def test_a_carousel_with_hidden_likes() -> None:
    post = api_v1.post(payload("items")["items"][1]["media"])

    assert (post.like_count, post.like_count_hidden) == (None, True)
    assert [item.type for item in post.items or ()] == ["image", "video"]
    assert post.image_url is not None
    assert "c1.jpg" in post.image_url
    assert (post.caption, post.location, post.usertags) == (None, None, ())


def test_a_post_that_says_nothing_but_its_id() -> None:
    post = api_v1.post({"pk": 5})

    assert post.model_fields_set == {"id", "shortcode", "url", "items"}


def test_a_carousel_without_its_parts_has_unknown_parts() -> None:
    assert api_v1.post({"pk": 5, "media_type": 8}).items is None


def test_a_licensed_song() -> None:
    post = api_v1.post({"pk": 5, "clips_metadata": {"music_info": {"music_asset_info": MUSIC}}})

    assert post.audio is not None
    assert (post.audio.kind, post.audio.id, post.audio.artist) == ("licensed", "77", "Band")


def test_metadata_without_a_sound_tells_no_sound() -> None:
    assert api_v1.post({"pk": 5, "clips_metadata": {"audio_type": "x"}}).audio is None


def test_a_sponsor_in_its_wrapper() -> None:
    post = api_v1.post({"pk": 5, "sponsor_tags": [{"sponsor": {"pk": 6}}, {"pk": 7}]})

    assert [sponsor.id for sponsor in post.sponsors or ()] == ["6", "7"]


def test_a_profile() -> None:
    profile = api_v1.profile(payload("users_info")["user"])

    assert (profile.followers, profile.following, profile.posts) == (50000, 10, 2)
    assert (profile.account_type, profile.is_professional) == ("creator", True)
    assert profile.external_url is None
    assert profile.public_phone == "+552100000"
    assert profile.address == Address(city="Rio")
    # A link that leads nowhere is no link.
    assert profile.bio_links == (BioLink(title=None, url="https://rio.example.com/"),)


def test_a_profile_that_says_nothing_but_its_names() -> None:
    profile = api_v1.profile({"pk": "1", "username": "Nike"})

    assert profile.model_fields_set == {"id", "username", "url"}


def test_a_phone_number_without_its_country() -> None:
    raw = {"pk": 1, "username": "a", "contact_phone_number": "+41"}

    assert api_v1.profile(raw).public_phone == "+41"


def test_comments_that_are_no_list_are_none() -> None:
    assert api_v1.comments(None) == ()
    assert api_v1.comments([{"text": "no id"}, 3]) == ()


def test_a_story() -> None:
    raw = {
        "pk": 5,
        "id": "5_6",
        "user": {"pk": 6, "username": "nike"},
        "expiring_at": 1_760_000_000,
        "media_type": 1,
        "reel_mentions": [{"user": {"username": "Adidas"}}, {}],
        "story_hashtags": [{"hashtag": {"name": "Run"}}],
        "story_locations": [{"location": {"pk": 9, "name": "Bern"}}, {}],
        "story_link_stickers": [{"story_link": {"url": "https://x.example.com"}}],
    }

    story = api_v1.story(raw)

    assert story.url == "https://www.instagram.com/stories/nike/5/"
    assert (story.type, story.mentions, story.hashtags) == ("image", ("adidas",), ("run",))
    assert [place.name for place in story.locations or ()] == ["Bern"]
    assert story.links == ("https://x.example.com",)


def test_a_story_that_says_nothing_but_its_id() -> None:
    assert api_v1.story({"pk": 5}).model_fields_set == {"id"}


def test_a_saturated_hashtag() -> None:
    hashtag = api_v1.hashtag({"id": "1", "name": "Love", "media_count": 2147483647})

    assert (hashtag.name, hashtag.media_count) == ("love", None)


def test_ids_are_needed() -> None:
    for shape in (api_v1.post, api_v1.profile, api_v1.user, api_v1.location, api_v1.hashtag):
        with pytest.raises(ShapeError):
            shape({"name": "x", "username": "x"})
