"""What insights say of posts, held against sums done by hand and against what must always hold."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog.insights import insights_of
from instagramapi.catalog.models import Post, Profile, ProfileInsights

MONDAY = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def post(**known: Any) -> Post:
    return Post(id="1", shortcode="B", **known)


def insights(*posts: Post, followers: int | None = 100) -> ProfileInsights:
    return insights_of(Profile(id="7", username="nike", followers=followers), posts)


def test_engagement_is_the_mean_of_what_is_known_by_followers() -> None:
    found = insights(
        post(like_count=10, comment_count=2),
        post(like_count=20, comment_count=0),
        post(like_count=None, comment_count=50),
        post(like_count=900, comment_count=None),
        followers=200,
    )

    assert found.engagement_rate == 0.08
    assert (found.median_likes, found.median_comments) == (20, 2)
    assert (found.unknown.likes, found.unknown.comments) == (1, 1)


def test_nothing_is_computed_from_nothing() -> None:
    found = insights()

    assert (found.id, found.username, found.followers, found.sample) == ("7", "nike", 100, 0)
    figures = (found.engagement_rate, found.median_likes, found.median_comments)
    assert figures == (None, None, None)
    assert (found.median_views, found.posts_per_week, found.oldest_at) == (None, None, None)
    assert (found.best_hours, found.types) == ((), ())
    assert set(found.unknown.model_dump().values()) == {0}


def test_one_post_has_medians_and_no_rhythm() -> None:
    found = insights(post(like_count=3, comment_count=1, taken_at=MONDAY, type="image"))

    assert (found.median_likes, found.engagement_rate) == (3, 0.04)
    assert (found.oldest_at, found.newest_at) == (MONDAY, MONDAY)
    assert found.posts_per_week is None
    assert [(best.hour, best.posts) for best in found.best_hours] == [(9, 1)]


def test_there_is_no_rate_where_nobody_follows_or_nobody_knows_how_many() -> None:
    liked = post(like_count=3, comment_count=1)

    assert insights(liked, followers=0).engagement_rate is None
    assert insights(liked, followers=None).engagement_rate is None


def test_views_are_plays_where_those_are_known() -> None:
    found = insights(
        post(type="video", view_count=5, play_count=9),
        post(type="video", view_count=7),
        post(type="video"),
        post(type="image"),
    )

    assert found.median_views == 8
    assert found.unknown.views == 1


def test_the_rhythm_is_intervals_by_weeks() -> None:
    weekly = [post(taken_at=MONDAY + timedelta(weeks=week)) for week in range(4)]

    assert insights(*weekly).posts_per_week == 1
    assert insights(*weekly, post()).unknown.taken_at == 1
    assert insights(weekly[0], weekly[0]).posts_per_week is None


def test_an_old_pinned_post_is_no_part_of_the_rhythm() -> None:
    weekly = [post(taken_at=MONDAY + timedelta(weeks=week)) for week in range(3)]
    old = post(taken_at=MONDAY - timedelta(weeks=300), is_pinned=True)
    recent = post(taken_at=MONDAY + timedelta(days=3), is_pinned=True)

    assert insights(old, *weekly).posts_per_week == 1
    assert insights(old, *weekly).oldest_at == old.taken_at
    assert insights(recent, *weekly).posts_per_week == 1.5
    # Where all are pinned, there is no other.
    assert insights(old, recent).posts_per_week is not None


def test_the_best_hours_have_the_highest_medians() -> None:
    def at(hour: int, likes: int | None) -> Post:
        return post(taken_at=MONDAY.replace(hour=hour), like_count=likes, comment_count=0)

    found = insights(at(3, 5), at(8, 9), at(8, 1), at(21, 5), at(21, 5), at(4, 5), at(5, None))

    assert [(best.hour, best.posts, best.median_engagement) for best in found.best_hours] == [
        *((21, 2, 5), (8, 2, 5))[::-1],
        (3, 1, 5),
    ]


def test_a_kind_has_its_share_and_its_medians() -> None:
    found = insights(
        post(type="video", product_type="clips", like_count=8, comment_count=1),
        post(type="image", like_count=2),
        post(type="image", like_count=4),
        post(),
    )

    shares = [(kind.type, kind.posts, kind.share, kind.median_likes) for kind in found.types]
    assert shares == [("image", 2, 0.5, 3), ("reel", 1, 0.25, 8)]
    assert found.types[0].median_comments is None
    assert found.unknown.type == 1


COUNTS = st.none() | st.integers(0, 10**10)
POSTS = st.lists(
    st.builds(
        post,
        type=st.sampled_from([None, "image", "video", "carousel"]),
        product_type=st.sampled_from([None, "feed", "clips"]),
        like_count=COUNTS,
        comment_count=COUNTS,
        view_count=COUNTS,
        play_count=COUNTS,
        is_pinned=st.none() | st.booleans(),
        taken_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    max_size=48,
)


@given(POSTS, COUNTS)
def test_insights_always_hold_together(posts: list[Post], followers: int | None) -> None:
    found = insights(*posts, followers=followers)
    liked = [p.like_count for p in posts if p.like_count is not None]

    assert found.sample == len(posts)
    assert found.unknown.likes == len(posts) - len(liked)
    assert (found.median_likes is None) == (not liked)
    assert found.median_likes is None or min(liked) <= found.median_likes <= max(liked)
    assert sum(kind.posts for kind in found.types) + found.unknown.type == len(posts)
    assert math.fsum(kind.share for kind in found.types) <= 1.00001
    assert [kind.posts for kind in found.types] == sorted(
        (kind.posts for kind in found.types), reverse=True
    )
    medians = [best.median_engagement for best in found.best_hours]
    assert medians == sorted(medians, reverse=True)
    assert len({best.hour for best in found.best_hours}) == len(medians) <= 3
    # Whatever is left out by not being known is left out for good: it changes no figure.
    hidden = insights(*posts, post(), followers=followers)
    assert hidden.engagement_rate == found.engagement_rate
    assert hidden.median_views == found.median_views
    assert hidden.posts_per_week == found.posts_per_week
    assert hidden.best_hours == found.best_hours


@given(POSTS, st.randoms())
def test_the_order_of_the_posts_changes_nothing(posts: list[Post], random: Any) -> None:
    shuffled = random.sample(posts, len(posts))

    assert insights(*shuffled) == insights(*posts)
