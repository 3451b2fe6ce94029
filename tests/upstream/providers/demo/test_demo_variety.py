"""The demo world shows every object and every field in every state that callers will meet."""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from demo_makers import Demo, StoppedClock

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import (
    Address,
    Audio,
    BioLink,
    Comment,
    Hashtag,
    Highlight,
    Location,
    MediaItem,
    Model,
    Post,
    Profile,
    ProfileAbout,
    Story,
    UserShort,
    UserTag,
)

DEMO = Demo()
HANDLES = ("nike", "natgeo", "paris", "sandbox.empty", *(f"studio{number}" for number in range(60)))

# What the world always knows, because every real answer has it too.
ALWAYS_KNOWN = {
    Profile: {
        *("followers", "following", "posts", "is_verified", "is_private", "profile_pic_url"),
        *("profile_pic_url_hd", "url", "bio_links", "pronouns", "account_type", "is_business"),
        *("is_professional", "highlights_count", "has_stories", "is_joined_recently"),
        *("pinned_post_ids", "related", "recent_posts"),
    },
    ProfileAbout: {"username", "joined_at", "former_usernames_count", "is_verified"},
    UserShort: {"username", "is_verified", "is_private", "profile_pic_url", "url"},
    Post: {
        *("url", "type", "product_type", "owner", "coauthors", "hashtags", "mentions", "taken_at"),
        *("like_count_hidden", "comment_count", "comments_disabled", "image_url", "width"),
        *("height", "items", "usertags", "is_pinned", "is_paid_partnership", "sponsors"),
        "top_comments",
    },
    MediaItem: {"type", "image_url", "width", "height", "usertags"},
    UserTag: {"x", "y"},
    Comment: {
        *("post_id", "text", "created_at", "like_count", "reply_count", "is_pinned"),
        *("liked_by_author", "mentions", "user"),
    },
    Story: {
        *("url", "owner", "type", "taken_at", "image_url", "width", "height"),
        *("links", "mentions", "hashtags", "locations", "is_paid_partnership"),
    },
    Highlight: {
        *("title", "cover_url", "media_count", "created_at", "updated_at", "owner", "url"),
    },
    Hashtag: {"media_count", "url"},
    Location: {"name", "slug", "city", "country", "media_count", "url"},
    Audio: {"kind", "title", "url"},
    Address: {"street", "city", "country"},
    BioLink: set(),
}
# Links of this world do not expire.
NEVER_KNOWN = {Post: {"media_expires_at"}, Story: {"media_expires_at"}}


def _answers() -> Iterator[Any]:
    for endpoint in CATALOGUE:
        if DEMO.provider.can_answer(endpoint):
            yield DEMO.ask(endpoint.name, **endpoint.example)
    for handle in HANDLES:
        for name in ("profile", "profile/about", "profile/stories", "profile/highlights"):
            yield DEMO.ask(name, handle=handle)
    yield DEMO.ask("highlight", id="sandbox.empty")
    for number in range(40):
        yield DEMO.ask("location", id=213385402 + number * 7)
        yield DEMO.ask("search/hashtags", query=f"tag{number}", limit=1)


def _models_in(value: Any) -> Iterator[Model]:
    if isinstance(value, tuple):
        for item in value:
            yield from _models_in(item)
    if isinstance(value, Model):
        yield value
        for name in type(value).model_fields:
            yield from _models_in(getattr(value, name))


@cache
def _sample() -> dict[type[Model], list[Model]]:
    sample: dict[type[Model], list[Model]] = {}
    for answer in _answers():
        for model in _models_in(answer):
            sample.setdefault(type(model), []).append(model)
    return sample


@pytest.mark.parametrize("model", ALWAYS_KNOWN, ids=lambda model: model.__name__)
def test_every_field_is_known_somewhere_and_unknown_somewhere(model: type[Model]) -> None:
    objects = _sample()[model]
    known = {n for n in model.model_fields if any(getattr(o, n) is not None for o in objects)}
    unknown = {n for n in model.model_fields if any(getattr(o, n) is None for o in objects)}
    nullable = {name for name, field in model.model_fields.items() if not field.is_required()}
    assert set(model.model_fields) - known == NEVER_KNOWN.get(model, set())
    assert nullable - unknown == ALWAYS_KNOWN[model]


@pytest.mark.parametrize("model", ALWAYS_KNOWN, ids=lambda model: model.__name__)
def test_every_list_and_every_truth_takes_both_values(model: type[Model]) -> None:
    for name in model.model_fields:
        values = [getattr(item, name) for item in _sample()[model]]
        if any(isinstance(value, bool) for value in values):
            # A closed account answers 404, so no profile says that it is private.
            expected = {False} if (model, name) == (Profile, "is_private") else {True, False}
            assert expected <= set(values), name
        if any(isinstance(value, tuple) for value in values) and (model, name) != (
            Hashtag,
            "related",
        ):
            assert {bool(value) for value in values if value is not None} == {True, False}, name


def test_posts_come_in_every_form() -> None:
    posts = [post for post in _sample()[Post] if isinstance(post, Post)]
    assert {(post.type, post.product_type) for post in posts} == {
        *{("image", "feed"), ("video", "feed"), ("video", "clips")},
        *{("video", "igtv"), ("carousel", "carousel_container")},
    }
    mixed = [{item.type for item in post.items or ()} for post in posts]
    assert {"image", "video"} in mixed
    assert {post.audio.kind for post in posts if post.audio} == {"original", "licensed"}
    assert all((post.video_url is None) == (post.type != "video") for post in posts)
    assert all((post.audio is None) or post.product_type == "clips" for post in posts)
    assert all(len(post.items or ()) > 1 for post in posts if post.type == "carousel")
    assert all(bool(post.sponsors) == post.is_paid_partnership for post in posts)


def test_captions_come_long_and_in_every_script() -> None:
    captions = [post.caption for post in _sample()[Post] if isinstance(post, Post) and post.caption]
    letters = set("".join(captions))
    directions = {unicodedata.bidirectional(letter) for letter in letters}
    assert {"R", "AL", "L"} <= directions
    assert any(unicodedata.combining(letter) for letter in letters)
    assert any(ord(letter) > 0xFFFF for letter in letters)
    assert max(map(len, captions)) in range(2100, 2201)


def test_stories_run_all_day_and_are_others_tomorrow() -> None:
    midnight = 1_790_035_200.0
    clock = StoppedClock(midnight)
    demo = Demo(clock)
    at_midnight = [demo.ask("profile/stories", handle=handle) for handle in HANDLES]
    clock.now_s = midnight + 86_399
    assert [demo.ask("profile/stories", handle=handle) for handle in HANDLES] == at_midnight
    for story in (story for page in at_midnight for story in page.items):
        assert story.taken_at.timestamp() <= midnight
        assert story.expires_at.timestamp() > clock.now_s
    clock.now_s = midnight + 86_400
    tomorrow = [demo.ask("profile/stories", handle=handle) for handle in HANDLES]
    seen = {story.id for page in at_midnight for story in page.items}
    assert not seen & {story.id for page in tomorrow for story in page.items}


@pytest.mark.parametrize(
    ("endpoint", "subject"),
    [
        ("profile", {"handle": "nike"}),
        ("profile/stories", {"handle": "nike"}),
        ("post", {"shortcode": "DRqAYKuAIUx"}),
        ("post/comments", {"shortcode": "DRqAYKuAIUx"}),
        ("hashtag/recent", {"tag": "paris"}),
        ("search/locations", {"query": "london"}),
        ("profile/tagged", {"handle": "nike"}),
        ("highlight", {"id": "17895485401104052"}),
        ("audio/reels", {"id": "564058920086577"}),
        ("post/transcript", {"shortcode": "F0hvvkYGJN8"}),
    ],
)
def test_the_world_is_the_one_that_was_shipped(endpoint: str, subject: dict[str, str]) -> None:
    # Clients test against these objects. A digest that changes is a change of the product: say so
    # in the changelog, then write the new one here.
    text = DEMO.ask(endpoint, **subject).model_dump_json()
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == GOLDEN[endpoint]


def test_the_example_account_looks_as_the_documentation_says() -> None:
    nike = DEMO.ask("profile", handle="nike")
    assert (nike.full_name, nike.posts, nike.followers) == ("Nike", 137, 797)
    assert nike.is_verified
    post = DEMO.ask("post", shortcode="DRqAYKuAIUx")
    assert post == nike.recent_posts[0]
    posts = DEMO.walk("location/posts", id="213385402")
    assert "nike" in {post.owner.username for post in posts}


GOLDEN: dict[str, str] = {
    "profile": "15e2264f6adc07a1",
    "profile/stories": "476848ac70374e45",
    "post": "49dd234f423055a7",
    "post/comments": "3b24231a4b14a488",
    "hashtag/recent": "e90d1d7c06833d81",
    "search/locations": "a1ee803f63326857",
    "profile/tagged": "331f7e2acd27181e",
    "highlight": "dd05d93e80ed60b7",
    "audio/reels": "b761f50c101668cf",
    "post/transcript": "f326c9e7f9ecb749",
}
