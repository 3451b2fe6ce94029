"""Lists end exactly, whatever the page size, and take no position but their own."""

import pytest
from demo_makers import Demo, ids
from hypothesis import given, settings
from hypothesis import strategies as st

from instagramapi.errors import BadParameter

DEMO = Demo()
LISTS = (
    ("profile/posts", {"handle": "nike"}),
    ("profile/reels", {"handle": "nike"}),
    ("profile/highlights", {"handle": "nike"}),
    ("profile/followers", {"handle": "nike"}),
    ("profile/following", {"handle": "nike"}),
    ("profile/tagged", {"handle": "nike"}),
    ("profile/similar", {"handle": "nike"}),
    ("post/comments", {"shortcode": "DRqAYKuAIUx"}),
    ("post/comments/replies", {"shortcode": "DRqAYKuAIUx", "comment_id": "17015086852961645"}),
    ("post/comments/likers", {"shortcode": "DRqAYKuAIUx", "comment_id": "17015086852961645"}),
    ("post/likers", {"shortcode": "DRqAYKuAIUx"}),
    ("search/users", {"query": "nike"}),
    ("search/hashtags", {"query": "paris"}),
    ("search/locations", {"query": "london"}),
    ("search/reels", {"query": "paris"}),
    ("search/audio", {"query": "nike"}),
    ("hashtag/top", {"tag": "paris"}),
    ("hashtag/recent", {"tag": "paris"}),
    ("hashtag/reels", {"tag": "paris"}),
    ("location/posts", {"id": "213385402"}),
    ("location/nearby", {"lat": "48.8566", "lng": "2.3522"}),
    ("audio/reels", {"id": "564058920086577"}),
)


@pytest.mark.parametrize(("endpoint", "subject"), LISTS)
@given(limit=st.integers(7, 50))
@settings(max_examples=5, deadline=None)
def test_the_page_size_does_not_change_the_list(
    endpoint: str, subject: dict[str, str], limit: int
) -> None:
    assert DEMO.walk(endpoint, limit=limit, **subject) == DEMO.walk(endpoint, **subject)


@pytest.mark.parametrize(("endpoint", "subject"), LISTS)
def test_a_page_that_ends_the_list_exactly_promises_no_more(
    endpoint: str, subject: dict[str, str]
) -> None:
    length = len(DEMO.walk(endpoint, **subject))
    for limit in (size for size in range(1, 51) if length % size == 0):
        last = f"at{length - limit}" if length > limit else None
        page = DEMO.ask(endpoint, cursor=last, limit=limit, **subject)
        assert (len(page.items), page.next_cursor) == (limit, None)


@pytest.mark.parametrize("position", ["at0", "at137", "at-1", "12", "at12 ", "QVFE", "at٣"])
def test_a_foreign_position_is_refused(position: str) -> None:
    with pytest.raises(BadParameter) as refused:
        DEMO.ask("profile/posts", handle="nike", cursor=position)
    assert (refused.value.param, refused.value.reason) == ("cursor", "cursor")


@given(st.lists(st.integers(0, 136), min_size=2, max_size=2, unique=True))
@settings(max_examples=20, deadline=None)
def test_dates_cut_a_list_with_since_in_it_and_until_not(places: list[int]) -> None:
    posts = DEMO.walk("profile/posts", handle="nike")
    newer, older = min(places), max(places)
    since, until = (int(posts[at].taken_at.timestamp()) for at in (older, newer))
    dates = {"since": since, "until": until}
    cut = posts[newer + 1 : older + 1]
    assert ids(DEMO.walk("profile/posts", handle="nike", **dates)) == ids(cut)
    assert DEMO.ask("profile/posts", handle="nike", **dates).total == 137
    reels = [post for post in cut if post.product_type == "clips"]
    assert ids(DEMO.walk("profile/reels", handle="nike", **dates)) == ids(reels)


def test_dates_without_posts_say_so() -> None:
    page = DEMO.ask("profile/posts", handle="nike", until=1)
    assert (page.items, page.total, page.empty_reason) == ((), 137, "outside_dates")
