"""Every recorded answer of HikerAPI, and what it must say.

The recordings are real answers, kept outside of the project: INSTAGRAMAPI_RECORDINGS names their
folder.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.models import Hashtag, Profile, ProfileAbout, UserShort
from instagramapi.upstream.shapes import api_v1, hiker

_DEFAULT = Path(__file__).parents[5] / "shared" / "recordings"
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _DEFAULT))

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"
)

NO_ANSWER_OF_OURS = {"media_oembed_natgeo", "share_by_code_highlight"}
"""Recorded, but no endpoint asks for it: a card for embedding, and what a /s/ link leads to."""


def recorded(name: str) -> Any:
    return json.loads((RECORDINGS / f"hiker-doc__v1_{name}.json").read_text("utf-8"))


def test_an_account() -> None:
    assert hiker.profile(recorded("user_by_username_natgeo")) == Profile(
        id="787132",
        username="natgeo",
        url="https://www.instagram.com/natgeo/",
        full_name="National Geographic",
        biography="Step into wonder and find your inner explorer with National Geographic 🌎",
        external_url="http://visitstore.bio/natgeo",
        profile_pic_url="https://scontent-lis1-1.cdninstagram.com/...",
        followers=274988955,
        following=193,
        posts=31529,
        is_verified=True,
        is_private=False,
        account_type="business",
        is_business=True,
        is_professional=True,
    )


def test_about_an_account() -> None:
    assert hiker.about(recorded("user_about_natgeo"), "787132") == ProfileAbout(
        id="787132",
        username="natgeo",
        country="United States",
        joined_at=datetime(2010, 11, 1, tzinfo=UTC),
        is_verified=True,
    )


def test_a_post() -> None:
    post = hiker.post(recorded("media_by_code_natgeo"))

    assert (post.id, post.shortcode) == ("3776832898280228145", "DRqAYKuAIUx")
    assert (post.type, post.product_type) == ("video", "clips")
    assert post.taken_at == datetime(2025, 11, 29, 22, 0, 31, tzinfo=UTC)
    assert (post.like_count, post.like_count_hidden, post.comment_count) == (135428, False, 485)
    assert post.play_count == 2866123
    # 0 views beside 2.8 million plays: it writes 0 where it knows nothing.
    assert post.view_count is None
    assert post.video_duration == 22.31399917602539
    assert (post.hashtags, post.mentions) == (("hostileplanet",), ("disneyplus",))
    assert post.owner is not None
    assert (post.owner.id, post.owner.username) == ("787132", "natgeo")
    assert (post.coauthors, post.usertags, post.sponsors, post.items) == ((), (), (), ())
    assert (post.is_paid_partnership, post.comments_disabled) == (False, False)
    assert post.image_url == "https://scontent-lax3-1.cdninstagram.com/..."
    assert post.video_url == post.image_url
    assert (post.location, post.audio, post.is_pinned) == (None, None, None)


def test_reels_of_which_the_first_is_published_by_somebody_else() -> None:
    stretch = hiker.chunk(recorded("user_clips_chunk_natgeo"))
    posts = [hiker.post(raw) for raw in stretch.items]

    # The recording lacks the cursor.
    assert (len(posts), stretch.cursor) == (2, None)
    assert [post.shortcode for post in posts] == ["DW1F7dciplI", "DWzNE9hkj_e"]
    assert [post.owner and post.owner.username for post in posts] == ["natgeoanimals", "natgeo"]
    assert [[user.username for user in post.coauthors or ()] for post in posts] == [
        ["natgeo"],
        ["pixar", "natgeotv"],
    ]
    assert [post.play_count for post in posts] == [2625727, 1496248]
    assert [post.view_count for post in posts] == [None, None]
    assert posts[0].taken_at == datetime(2026, 4, 7, 13, 0, 4, tzinfo=UTC)


def test_comments_whose_cursor_is_the_first_of_two() -> None:
    stretch = hiker.chunk(recorded("media_comments_chunk_natgeo_REDACTED"))
    comments = [hiker.comment(raw, "3776832898280228145") for raw in stretch.items]

    assert stretch.cursor is not None
    assert stretch.cursor.startswith("IntcImNhY2hlZF9jb21tZW50c19jdXJzb3Jc")
    assert [(comment.id, comment.like_count) for comment in comments] == [
        ("18333964546215235", 3),
        ("17992046705899459", 4),
        ("18178774921320754", 35),
    ]
    assert comments[0].text == "Wooow🔥👏"
    assert comments[0].created_at == datetime(2025, 11, 30, 7, 52, 6, tzinfo=UTC)
    assert {comment.post_id for comment in comments} == {"3776832898280228145"}
    # It does not say how many replies there are.
    assert {comment.reply_count for comment in comments} == {None}


def test_one_hashtag_with_a_saturated_count() -> None:
    assert api_v1.hashtag(recorded("hashtag_by_name_love")) == Hashtag(
        id="17843826142012701",
        name="love",
        media_count=None,
        url="https://www.instagram.com/explore/tags/love/",
    )


def test_hashtags_that_were_looked_for() -> None:
    tags = [api_v1.hashtag(raw) for raw in hiker.whole(recorded("search_hashtags_love")).items]

    assert [(tag.name, tag.media_count) for tag in tags] == [
        ("love", None),
        ("lovehim", 41384631),
        ("lovestory", 38695836),
    ]


def test_accounts_that_were_looked_for() -> None:
    users = [hiker.user(raw) for raw in hiker.whole(recorded("search_users_natgeo")).items]

    assert users[0] == UserShort(
        id="787132",
        username="natgeo",
        full_name="National Geographic",
        profile_pic_url="https://scontent-jnb2-1.cdninstagram.com/...",
        url="https://www.instagram.com/natgeo/",
    )
    assert [user.id for user in users] == ["787132", "1934468093", "23947096"]
    # Null is not false: nothing is said about badge and openness.
    assert {user.is_verified for user in users} == {user.is_private for user in users} == {None}


def test_places_by_their_own_ids() -> None:
    raws = hiker.whole(recorded("fbsearch_places_natgeo")).items
    places = [api_v1.location(raw) for raw in raws]

    assert [place.id for place in places] == ["252923412072688", "617882014", "103142692753506"]
    # The second has another number at Facebook.
    assert raws[1]["external_id"] == "219266724863910"
    assert (places[0].name, places[0].address) == ("NatGeo Roof Deck", "161 6th Ave")
    assert (places[0].lat, places[0].lng) == (40.725898742676, -74.004295349121)
    assert {(place.city, place.phone, place.category) for place in places} == {(None, None, None)}


def test_no_recording_is_left_out() -> None:
    read = {
        *("user_by_username_natgeo", "user_about_natgeo", "media_by_code_natgeo"),
        *("user_clips_chunk_natgeo", "media_comments_chunk_natgeo_REDACTED"),
        *("hashtag_by_name_love", "search_hashtags_love", "search_users_natgeo"),
        *("fbsearch_places_natgeo",),
    }
    names = {path.stem.removeprefix("hiker-doc__v1_") for path in RECORDINGS.glob("hiker-doc__*")}

    assert names == read | NO_ANSWER_OF_OURS
