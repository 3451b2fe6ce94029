"""The magic subjects of the sandbox produce their outcomes, wherever they are asked for."""

import pytest
from demo_makers import Demo

from instagramapi.catalog import sandbox
from instagramapi.errors import (
    InsufficientCredits,
    NotFound,
    Problem,
    RateLimited,
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.upstream.providers.demo import crowd

DEMO = Demo()
ACCOUNT_ENDPOINTS = (
    *("profile", "profile/about", "profile/posts", "profile/reels", "profile/stories"),
    *("profile/highlights", "profile/followers", "profile/following", "profile/tagged"),
    "profile/similar",
)
POST_ENDPOINTS = ("post", "post/comments", "post/likers")
TAG_ENDPOINTS = ("hashtag", "hashtag/top", "hashtag/recent", "hashtag/reels")
SEARCHES = ("search/users", "search/hashtags", "search/locations", "search/reels", "search/audio")
ID_ENDPOINTS = ("story", "highlight", "audio", "audio/reels")
PROBLEMS: tuple[tuple[str, type[Problem], str | None], ...] = (
    ("sandbox.private", NotFound, "private"),
    ("sandbox.deleted", NotFound, "deleted"),
    ("sandbox.upstream_error", UpstreamError, None),
    ("sandbox.upstream_timeout", UpstreamTimeout, None),
    ("sandbox.rate_limited", RateLimited, None),
    ("sandbox.no_credits", InsufficientCredits, None),
)
EVERYWHERE = (
    *((endpoint, "handle") for endpoint in ACCOUNT_ENDPOINTS),
    *((endpoint, "shortcode") for endpoint in POST_ENDPOINTS),
    *((endpoint, "tag") for endpoint in TAG_ENDPOINTS),
    *((endpoint, "query") for endpoint in ("search", *SEARCHES)),
    *((endpoint, "id") for endpoint in ID_ENDPOINTS),
)


@pytest.mark.parametrize(("endpoint", "parameter"), EVERYWHERE)
@pytest.mark.parametrize(("name", "problem", "reason"), PROBLEMS)
def test_a_magic_name_raises_its_problem(
    endpoint: str, parameter: str, name: str, problem: type[Problem], reason: str | None
) -> None:
    with pytest.raises(problem) as raised:
        DEMO.ask(endpoint, **{parameter: name})
    assert type(raised.value) is problem
    assert raised.value.reason == reason


@pytest.mark.parametrize(("name", "problem", "reason"), PROBLEMS)
def test_what_needs_more_than_a_magic_name_raises_its_problem_too(
    name: str, problem: type[Problem], reason: str | None
) -> None:
    below_a_comment = {"post": name, "comment_id": "17015086852961645"}
    for endpoint, parameters in (
        ("profile/insights", {"handle": name}),
        ("post/transcript", {"post": name}),
        ("post/comments/replies", below_a_comment),
        ("post/comments/likers", below_a_comment),
    ):
        with pytest.raises(problem) as raised:
            DEMO.ask(endpoint, **parameters)
        assert raised.value.reason == reason


@pytest.mark.parametrize(("name", "problem", "reason"), PROBLEMS)
def test_a_magic_id_is_the_same_as_its_name(
    name: str, problem: type[Problem], reason: str | None
) -> None:
    for endpoint in ("profile", "post", *ID_ENDPOINTS):
        with pytest.raises(problem) as raised:
            DEMO.ask(endpoint, id=sandbox.POST_IDS[name])
        assert raised.value.reason == reason


def test_a_rate_limit_says_when_to_come_back() -> None:
    with pytest.raises(RateLimited) as limited:
        DEMO.ask("profile", handle="sandbox.rate_limited")
    assert limited.value.retry_after_s == 30


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("profile/posts", "no_posts"),
        ("profile/reels", "no_reels"),
        ("profile/stories", "no_stories"),
        ("profile/highlights", "no_highlights"),
        ("profile/followers", "no_followers"),
        ("profile/following", "no_following"),
        ("profile/tagged", "no_posts"),
        ("profile/similar", "no_suggestions"),
    ],
)
def test_the_empty_account_has_nothing_in_any_list(endpoint: str, reason: str) -> None:
    page = DEMO.ask(endpoint, handle="sandbox.empty")
    assert (page.items, page.next_cursor, page.total) == ((), None, 0)
    assert page.empty_reason == reason


def test_the_empty_account_post_tag_and_search_are_empty() -> None:
    profile = DEMO.ask("profile", handle="sandbox.empty")
    assert (profile.posts, profile.followers, profile.following) == (0, 0, 0)
    assert profile.recent_posts == ()
    post = DEMO.ask("post", post="sandbox.empty")
    assert (post.like_count, post.comment_count) == (0, 0)
    assert DEMO.ask("post/comments", post="sandbox.empty").empty_reason == "no_comments"
    assert DEMO.ask("post/likers", post="sandbox.empty").empty_reason == "no_likes"
    assert DEMO.ask("hashtag/recent", tag="sandbox.empty").empty_reason == "no_posts"
    for endpoint in SEARCHES:
        assert DEMO.ask(endpoint, query="sandbox.empty").empty_reason == "no_results"
    found = DEMO.ask("search", query="sandbox.empty")
    assert (found.users, found.hashtags, found.locations, found.audio) == ((), (), (), ())


def test_the_insights_of_the_sandbox_leave_out_what_is_hidden_or_absent() -> None:
    empty = DEMO.ask("profile/insights", handle="sandbox.empty")
    assert (empty.sample, empty.followers, empty.engagement_rate) == (0, 0, None)
    hidden = DEMO.ask("profile/insights", handle="sandbox.hidden_likes")
    assert (hidden.engagement_rate, hidden.median_likes) == (None, None)
    assert (hidden.sample, hidden.unknown.likes) == (24, 24)
    assert hidden.median_comments is not None


def test_the_empty_comment_tag_highlight_and_sound_are_empty() -> None:
    comment = {"post": "sandbox.empty", "comment_id": "17015086852961645"}
    assert DEMO.ask("post/comments/replies", **comment).empty_reason == "no_replies"
    assert DEMO.ask("post/comments/likers", **comment).empty_reason == "no_likes"
    assert DEMO.ask("hashtag", tag="sandbox.empty").media_count == 0
    assert DEMO.ask("hashtag/reels", tag="sandbox.empty").empty_reason == "no_reels"
    highlight = DEMO.ask("highlight", id="sandbox.empty")
    assert (highlight.id, highlight.media_count, highlight.items) == ("3", 0, ())
    sound = DEMO.ask("audio", id="sandbox.empty")
    assert (sound.id, sound.reels_count) == ("3", 0)
    assert DEMO.ask("audio/reels", id="sandbox.empty").empty_reason == "no_reels"


def test_the_renamed_account_has_another_handle_and_keeps_its_id() -> None:
    asked = DEMO.ask("profile", handle="sandbox.renamed")
    assert asked.username != "sandbox.renamed"
    assert DEMO.ask("profile", handle=asked.username) == asked
    assert DEMO.ask("profile", id=asked.id) == asked
    assert DEMO.ask("profile/about", id=asked.id).former_usernames_count == 1
    assert DEMO.ask("post", post="sandbox.renamed").owner.username == asked.username


def test_hidden_likes_are_null_everywhere() -> None:
    posts = [
        *DEMO.walk("profile/posts", handle="sandbox.hidden_likes"),
        *DEMO.walk("hashtag/recent", tag="sandbox.hidden_likes"),
        DEMO.ask("post", post="sandbox.hidden_likes"),
    ]
    assert posts
    assert all(post.like_count is None and post.like_count_hidden for post in posts)
    assert DEMO.ask("post/likers", post="sandbox.hidden_likes").total is None


def test_the_huge_account_has_many_pages() -> None:
    profile = DEMO.ask("profile", handle="sandbox.huge")
    assert (profile.posts, profile.followers) == (5000, 1_000_000)
    assert len({post.id for post in DEMO.walk("profile/posts", handle="sandbox.huge")}) == 5000
    last = DEMO.ask("profile/followers", handle="sandbox.huge", cursor="at999980")
    assert (len(last.items), last.next_cursor) == (20, None)
    post = DEMO.ask("post", post="sandbox.huge")
    assert post.owner.id == profile.id
    assert post.like_count > 10_000
    assert post.comment_count > 1_000
    assert DEMO.ask("hashtag/recent", tag="sandbox.huge").total > 4_000
    assert len(DEMO.walk("search/users", query="sandbox.huge")) > 200
    assert DEMO.ask("search/reels", query="sandbox.huge", cursor="at200").next_cursor
    assert DEMO.ask("search/audio", query="sandbox.huge", cursor="at200").next_cursor
    assert DEMO.ask("audio/reels", id="sandbox.huge").total > 200
    assert DEMO.ask("hashtag/reels", tag="sandbox.huge").total > 200
    tagged = DEMO.walk("profile/tagged", handle="sandbox.huge")
    assert {post.owner.username for post in tagged} > {"sandbox.slow", "sandbox.hidden_likes"}
    assert len(DEMO.walk("search/hashtags", query="sandbox.huge")) > 200


@pytest.mark.parametrize(("endpoint", "parameter"), EVERYWHERE)
def test_the_slow_subject_answers_after_two_seconds(endpoint: str, parameter: str) -> None:
    demo = Demo()
    demo.ask(endpoint, **{parameter: "sandbox.slow"})
    assert demo.sleeps.slept_s == [2.0]


def test_the_sandboxs_posts_are_their_owners() -> None:
    for name in ("sandbox.renamed", "sandbox.hidden_likes", "sandbox.slow", "sandbox.huge"):
        for post in DEMO.ask("profile/posts", handle=name).items:
            assert DEMO.ask("post", id=post.id) == post


@pytest.mark.parametrize("number", [12, 999, 2**58, 2**64 - 1])
def test_an_id_that_no_account_has_is_nonexistent(number: int) -> None:
    with pytest.raises(NotFound) as missing:
        DEMO.ask("profile", id=number)
    assert missing.value.reason == "nonexistent"


@pytest.mark.parametrize("number", [12, 4_000, 36_000, 65_535])
def test_an_id_that_no_post_has_is_nonexistent(number: int) -> None:
    with pytest.raises(NotFound) as missing:
        DEMO.ask("post", id=number)
    assert missing.value.reason == "nonexistent"


@pytest.mark.parametrize("endpoint", ["story", "highlight"])
@pytest.mark.parametrize("number", [12, 15, 16, 999, 36_000, 65_535])
def test_an_id_that_nothing_kept_has_is_nonexistent(endpoint: str, number: int) -> None:
    with pytest.raises(NotFound) as missing:
        DEMO.ask(endpoint, id=number)
    assert missing.value.reason == "nonexistent"


def test_the_stories_of_the_sandbox_are_their_owners() -> None:
    for name in ("sandbox.renamed", "sandbox.hidden_likes", "sandbox.slow", "sandbox.huge"):
        owner = DEMO.ask("profile", handle=name)
        story, highlight = DEMO.ask("story", id=name), DEMO.ask("highlight", id=name)
        assert (story.owner.id, highlight.owner.id) == (owner.id, owner.id)
        assert DEMO.ask("story", id=story.id) == story
        assert DEMO.ask("highlight", id=highlight.id) == highlight
        for kept in highlight.items:
            assert DEMO.ask("story", id=kept.id) == kept


def test_some_people_of_the_crowd_are_private_and_nobody_else_is() -> None:
    world = DEMO.walk("profile/followers", handle="nike")
    closed = [person for person in world if person.is_private]
    assert 0 < len(closed) < len(world) / 20
    for person in closed:
        assert crowd.index_of(person.username) is not None
        with pytest.raises(NotFound) as private:
            DEMO.ask("profile/posts", handle=person.username)
        assert private.value.reason == "private"
