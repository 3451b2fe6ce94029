import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from annotated_types import Ge
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from instagramapi.catalog import models
from instagramapi.catalog.models import (
    Comment,
    Credits,
    Highlight,
    Location,
    Model,
    Page,
    Post,
    Profile,
    ProfileAbout,
    UserShort,
)

# The objects as existing clients know them: every name, in this order.
OBJECTS = """
Profile: id, username, full_name, biography, external_url, category, followers, following, posts,
    is_verified, is_private, profile_pic_url, profile_pic_url_hd, url, bio_links[BioLink],
    pronouns[], account_type, is_business, is_professional, highlights_count, has_stories,
    is_joined_recently, public_email, public_phone, address{Address}, threads_username,
    pinned_post_ids[], related[UserShort], recent_posts[Post]
BioLink: title, url
Address: street, city, zip, country
ProfileAbout: id, username, country, joined_at, former_usernames_count, verified_at, is_verified,
    has_active_ads
UserShort: id, username, full_name, is_verified, is_private, profile_pic_url, url, followers
Post: id, shortcode, url, type, product_type, owner{UserShort}, coauthors[UserShort], caption,
    hashtags[], mentions[], accessibility_caption, taken_at, like_count, like_count_hidden,
    comment_count, comments_disabled, view_count, play_count, share_count, image_url, video_url,
    video_duration, has_audio, width, height, items[MediaItem], usertags[UserTag],
    location{Location}, audio{Audio}, is_pinned, is_paid_partnership, sponsors[UserShort],
    top_comments[Comment], media_expires_at
UserTag: user{UserShort}, x, y
MediaItem: id, type, image_url, video_url, video_duration, width, height, accessibility_caption,
    usertags[UserTag]
Comment: id, post_id, parent_id, text, created_at, like_count, reply_count, is_pinned,
    liked_by_author, mentions[], user{UserShort}
Story: id, url, owner{UserShort}, type, taken_at, expires_at, image_url, video_url, video_duration,
    width, height, links[], mentions[], hashtags[], locations[Location], audio{Audio},
    reshared_post{Post}, is_paid_partnership, media_expires_at
Highlight: id, title, cover_url, media_count, created_at, updated_at, owner{UserShort}, url,
    items[Story]
Hashtag: id, name, media_count, profile_pic_url, related[], url
Location: id, name, slug, lat, lng, address, city, country, zip, category, phone, website,
    media_count, url
Audio: id, kind, title, artist, artist_user{UserShort}, duration_ms, cover_url, preview_url,
    reels_count, url
ProfileInsights: id, username, followers, sample, oldest_at, newest_at, engagement_rate,
    median_likes, median_comments, median_views, posts_per_week, best_hours[BestHour],
    types[TypeShare], unknown{UnknownCounts}
BestHour: hour, posts, median_engagement
TypeShare: type, posts, share, median_likes, median_comments
UnknownCounts: likes, comments, views, taken_at, type
Resolved: kind, id, handle, shortcode, comment_id, tag, url, endpoints[NextCall], note,
    alternatives[Meaning]
Meaning: kind, id, handle, shortcode, comment_id, tag, url, endpoints[NextCall]
NextCall: endpoint, path, credits
SearchResults: users[UserShort], hashtags[Hashtag], locations[Location], audio[Audio]
Transcript: post_id, owner{UserShort}, language, is_generated, text, segments[TranscriptSegment]
TranscriptSegment: start, end, text
OEmbed: version, type, provider_name, provider_url, title, author_name, author_url, html, width,
    height, thumbnail_url, thumbnail_width, thumbnail_height
Credits: credits_remaining
UsageSum: day, endpoint, key_id, mode, outcome, provider, cache, calls, charged, free, credits,
    credits_saved, ms_median, ms_p95
LoggedRequest: request_id, at, endpoint, key_id, mode, status, code, reason, provider, cache,
    queried, credits_charged, credits_remaining, ms, subject
ExplainedRequest: request_id, at, endpoint, key_id, mode, status, code, reason, provider, cache,
    queried, credits_charged, credits_remaining, ms, subject, credits_held, credits_refunded, rule,
    explanation, attempts[ProviderAttempt]
ProviderAttempt: provider, outcome, ms
"""
FIELDS = {
    name: re.findall(r"(\w+)(?:([\[{])(\w*)[\]}])?", names)
    for name, names in re.findall(r"^(\w+): ((?:.|\n(?!\w))+)", OBJECTS, re.MULTILINE)
}


def model_named(name: str) -> type[Model]:
    model: type[Model] = getattr(models, name)
    return model


@pytest.mark.parametrize("name", FIELDS)
def test_an_object_has_exactly_these_fields_in_this_order(name: str) -> None:
    assert list(model_named(name).model_fields) == [field for field, _, _ in FIELDS[name]]


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_holds_the_object_that_it_names(name: str) -> None:
    for field, bracket, inner in FIELDS[name]:
        annotation = str(model_named(name).model_fields[field].annotation)
        assert ("tuple[" in annotation) == (bracket == "["), field
        assert f".{inner}" in annotation if inner else "catalog.models" not in annotation, field


def test_every_object_is_listed_here() -> None:
    assert {*FIELDS, "Model", "Page"} == set(models.__all__)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_explained_to_callers(name: str) -> None:
    properties = model_named(name).model_json_schema(mode="serialization")["properties"]

    assert all(schema["description"].endswith(".") for schema in properties.values())


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_not_known_is_null(name: str) -> None:
    fields = model_named(name).model_fields.values()

    assert {field.default for field in fields if not field.is_required()} <= {None}


_CREDITS = ("credits_charged", "credits_remaining", "credits_held", "credits_refunded")
NOTHING_UNKNOWN = dict.fromkeys(models.UnknownCounts.model_fields, 0)
COUNTS = [
    (model_named(name), field)
    for name in FIELDS
    for field, info in model_named(name).model_fields.items()
    if any(get_args(part)[:1] == (int,) for part in (info.annotation, *get_args(info.annotation)))
]


def test_counts_are_found() -> None:
    found = {f"{model.__name__}.{field}" for model, field in COUNTS}

    assert {"Profile.followers", "Post.like_count", "Post.width", "Audio.duration_ms"} <= found


@pytest.mark.parametrize(("model", "field"), COUNTS)
def test_a_number_below_zero_is_refused(model: type[Model], field: str) -> None:
    given: dict[str, Any] = {"id": "1", "username": "nike", "shortcode": "B", "name": "paris"}
    given |= {"html": "<p>"}
    if model is models.OEmbed:
        given |= {"version": "1.0", "type": "rich"}
        given |= {"provider_name": "Instagram", "provider_url": "https://www.instagram.com"}
    given |= dict.fromkeys(("request_id", "endpoint", "key_id", "outcome", "rule"), "x")
    given |= dict.fromkeys(("calls", "charged", "free", "credits", "credits_saved", "ms"), 0)
    given |= dict.fromkeys(("status", *_CREDITS), 0)
    given |= {"at": "2026-11-23T12:00:00Z", "mode": "live", "queried": True, "attempts": ()}
    given |= {"explanation": "x"} | ({"provider": "x"} if model is models.ProviderAttempt else {})
    given |= {"sample": 1, "best_hours": (), "types": (), "unknown": NOTHING_UNKNOWN}
    known = {name: value for name, value in given.items() if name in model.model_fields}

    assert getattr(model.model_validate(known | {field: 0}), field) == 0
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        model.model_validate(known | {field: -1})


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 1, 31, 12, 0, 0, 999_999, tzinfo=UTC), "2026-01-31T12:00:00Z"),
        (
            datetime(2026, 1, 31, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))),
            "2026-01-30T19:30:00Z",
        ),
    ],
)
def test_a_time_is_written_in_utc_to_the_second(moment: datetime, written: str) -> None:
    post = Post(id="1", shortcode="B", taken_at=moment)

    assert f'"taken_at":"{written}"' in post.model_dump_json()


@given(st.integers(0, 253_402_300_799))
def test_a_time_given_in_seconds_is_the_same_moment(epoch_s: int) -> None:
    comment = Comment.model_validate(
        {"id": "1", "created_at": datetime.fromtimestamp(epoch_s, UTC)}
    )

    written = comment.model_dump(mode="json")["created_at"]
    assert written.endswith("Z")
    assert datetime.fromisoformat(written).timestamp() == epoch_s


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="a time needs its zone"):
        ProfileAbout(id="1", joined_at=datetime(2026, 1, 31))


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_outside_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="the years 1 to 9999"):
        Comment.model_validate({"id": "1", "created_at": text})


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 787132, "username": "nike"},
        {"id": "", "username": "nike"},
        {"id": "1", "username": "nike", "followers_count": 3},
        {"id": "1"},
        {"id": "1", "username": "nike", "account_type": "bot"},
    ],
)
def test_what_is_no_profile_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Profile.model_validate(wrong)


@pytest.mark.parametrize("wrong", [{"lat": 90.5}, {"lng": -181.0}, {"lat": float("nan")}])
def test_a_place_off_the_globe_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Location.model_validate({"id": "1"} | wrong)


def test_an_object_cannot_be_changed() -> None:
    user = UserShort(id="1")

    with pytest.raises(ValidationError, match="frozen"):
        user.id = "2"  # type: ignore[misc]


def test_a_page_tells_whether_there_is_more() -> None:
    page = Page[UserShort](items=(UserShort(id="1"),), next_cursor="abc", total=137)

    assert list(page.model_dump(mode="json")) == ["items", "next_cursor", "has_more"]
    assert page.has_more
    assert not page.model_copy(update={"next_cursor": None}).has_more


def test_a_total_that_is_not_known_is_never_below_zero() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Page[UserShort](items=(), total=-1)


def test_a_highlight_in_a_list_has_no_items() -> None:
    assert Highlight(id="1").model_dump(mode="json")["items"] is None


def test_a_balance_is_never_below_zero() -> None:
    assert any(isinstance(note, Ge) for note in Credits.model_fields["credits_remaining"].metadata)
