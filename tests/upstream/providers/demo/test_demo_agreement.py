"""Whatever is asked, and wherever it is asked, the demo world says the same."""

import re

import pytest
from demo_makers import HANDLES, LONG_HANDLES, POST_IDS, Demo, ids
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from instagramapi.catalog import sandbox
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.demo import crowd

few = settings(max_examples=15, deadline=None)
some = settings(max_examples=40, deadline=None)
DEMO = Demo()


@given(HANDLES)
@some
def test_a_handle_and_its_id_are_the_same_account(handle: str) -> None:
    assume(crowd.index_of(handle) is None)
    profile = DEMO.ask("profile", handle=handle)
    assert profile.username == handle
    # Nothing is remembered: another machine knows the same by the id alone.
    assert Demo().ask("profile", id=profile.id) == profile


@given(LONG_HANDLES)
@some
def test_a_long_handle_and_its_id_are_the_same_account_where_it_was_heard(handle: str) -> None:
    assume(handle not in sandbox.NAMES)
    profile = DEMO.ask("profile", handle=handle)
    assert profile.username == handle
    assert DEMO.ask("profile", id=profile.id) == profile


@given(LONG_HANDLES)
@some
def test_the_id_of_a_long_handle_is_an_account_of_the_same_size_everywhere(handle: str) -> None:
    assume(handle not in sandbox.NAMES)
    heard = DEMO.ask("profile", handle=handle)
    elsewhere = Demo().ask("profile", id=heard.id)
    assert elsewhere.id == heard.id
    assert (elsewhere.posts, elsewhere.followers) == (heard.posts, heard.followers)
    # The handle that stands in for the forgotten one is exact in its turn.
    assert Demo().ask("profile", handle=elsewhere.username) == elsewhere


@given(st.integers(1000, 2**58 - 2**10 + 999).map(str))
@some
def test_any_number_in_range_is_the_id_of_an_account(account_id: str) -> None:
    profile = DEMO.ask("profile", id=account_id)
    assert profile.id == account_id
    assert DEMO.ask("profile", handle=profile.username) == profile


@given(POST_IDS)
@some
def test_any_id_is_a_post_in_its_owners_list(post_id: str) -> None:
    post = DEMO.ask("post", id=post_id)
    assert post.id == post_id
    moment = int(post.taken_at.timestamp())
    listed = DEMO.ask("profile/posts", id=post.owner.id, since=moment, until=moment + 1)
    assert listed.items == (post,)


@given(HANDLES)
@few
def test_the_profile_agrees_with_its_lists(handle: str) -> None:
    assume(crowd.index_of(handle) is None)
    profile = DEMO.ask("profile", handle=handle)
    posts = DEMO.walk("profile/posts", handle=handle)
    assert profile.posts == len(posts) == len(set(ids(posts)))
    assert profile.recent_posts == tuple(posts[:12])
    assert [post.taken_at for post in posts] == sorted((p.taken_at for p in posts), reverse=True)
    assert set(profile.pinned_post_ids) == {post.id for post in posts if post.is_pinned}
    reels = [post for post in posts if post.product_type == "clips"]
    assert DEMO.walk("profile/reels", handle=handle) == reels
    assert DEMO.ask("profile/reels", handle=handle).total == len(reels)
    assert profile.has_stories == bool(DEMO.ask("profile/stories", handle=handle).items)
    assert profile.highlights_count == len(DEMO.walk("profile/highlights", handle=handle))
    about = DEMO.ask("profile/about", handle=handle)
    assert (about.id, about.username) == (profile.id, profile.username)
    assert about.is_verified == profile.is_verified
    assert all(about.joined_at <= post.taken_at for post in posts)


@given(HANDLES)
@few
def test_people_are_as_many_as_the_profile_says_and_none_twice(handle: str) -> None:
    assume(crowd.index_of(handle) is None)
    profile = DEMO.ask("profile", handle=handle)
    for endpoint, count in (
        ("profile/followers", profile.followers),
        ("profile/following", profile.following),
    ):
        people = DEMO.walk(endpoint, handle=handle)
        assert len(people) == len(set(ids(people))) == count
        assert DEMO.ask(endpoint, handle=handle).total == count
        assert handle not in {person.username for person in people}


@given(st.integers(0, crowd.SIZE - 1).map(crowd.handle_at))
@some
def test_a_person_is_the_same_in_a_list_and_as_a_profile(handle: str) -> None:
    found = DEMO.walk("search/users", query=handle)
    person = next(user for user in found if user.username == handle)
    if person.is_private:
        with pytest.raises(NotFound) as closed:
            DEMO.ask("profile", id=person.id)
        assert closed.value.reason == "private"
        return
    profile = DEMO.ask("profile", id=person.id)
    for name in ("id", "username", "full_name", "is_verified", "followers", "profile_pic_url"):
        assert getattr(profile, name) == getattr(person, name)


@given(POST_IDS)
@few
def test_a_post_agrees_with_its_comments_and_likers(post_id: str) -> None:
    post = DEMO.ask("post", id=post_id)
    comments = DEMO.walk("post/comments", id=post_id)
    newest = DEMO.walk("post/comments", id=post_id, sort="newest")
    assert post.comment_count == len(comments) + sum(c.reply_count for c in comments)
    assert DEMO.ask("post/comments", id=post_id).total == post.comment_count
    assert len(set(ids(comments))) == len(comments)
    assert sorted(ids(comments)) == sorted(ids(newest))
    assert [c.created_at for c in newest] == sorted((c.created_at for c in comments), reverse=True)
    assert post.top_comments == tuple(comments[: len(post.top_comments)])
    likers = DEMO.walk("post/likers", id=post_id)
    assert len(set(ids(likers))) == len(likers)
    assert post.like_count == (None if post.like_count_hidden else len(likers))


@given(POST_IDS)
@some
def test_tags_and_mentions_are_those_of_the_caption(post_id: str) -> None:
    post = DEMO.ask("post", id=post_id)
    caption = post.caption or ""
    assert list(post.hashtags) == re.findall(r"#(\w+)", caption)
    assert list(post.mentions) == re.findall(r"@([a-z0-9._]+)", caption)
    assert len(caption) <= 2200


@given(st.one_of(st.sampled_from(["paris", "東京", "nike", "café"]), HANDLES))
@few
def test_a_tag_agrees_with_its_posts(tag: str) -> None:
    tag = tag.replace(".", "_")
    posts = DEMO.walk("hashtag/recent", tag=tag)
    found = DEMO.walk("search/hashtags", query=tag)
    assert [hashtag.media_count for hashtag in found if hashtag.name == tag] == [len(posts)]
    assert all(tag in post.hashtags for post in posts)
    assert len(set(ids(posts))) == len(posts)
    assert [post.taken_at for post in posts] == sorted((p.taken_at for p in posts), reverse=True)
    assert set(ids(DEMO.walk("hashtag/top", tag=tag))) <= set(ids(posts))
    assert all(DEMO.ask("post", id=post.id) == post for post in posts[:5])


def test_a_tag_that_no_handle_can_spell_is_answered() -> None:
    posts = DEMO.walk("hashtag/recent", tag="сонце")
    assert DEMO.ask("hashtag/recent", tag="сонце").total == len(posts) > 0


@given(st.one_of(st.just(213385402), st.integers(1, 2**55 - 2**7)))
@few
def test_a_place_agrees_with_its_posts(place_id: int) -> None:
    place = DEMO.ask("location", id=place_id)
    posts = DEMO.walk("location/posts", id=place_id)
    assert place.media_count == len(posts) == DEMO.ask("location/posts", id=place_id).total
    assert all(post.location == place for post in posts)
    assert len(set(ids(posts))) == len(posts)
    assert set(ids(DEMO.walk("location/posts", id=place_id, tab="top"))) <= set(ids(posts))


def test_a_place_beyond_the_last_home_has_no_posts() -> None:
    place_id = 2**64 - 1
    assert DEMO.ask("location", id=place_id).media_count == 0
    assert DEMO.ask("location/posts", id=place_id).empty_reason == "no_posts"


@given(st.text(min_size=1, max_size=40).filter(str.strip))
@example("\uf900")
@example("Cafe\u0301")
@example("हिन्दी")
@example("a.b")
@some
def test_whatever_a_search_finds_can_be_asked_for(query: str) -> None:
    assume(not query.strip().startswith("sandbox."))
    for user in DEMO.ask("search/users", query=query, limit=3).items:
        assert DEMO.walk("search/users", query=user.username)[0].id == user.id
    for tag in DEMO.ask("search/hashtags", query=query, limit=2).items:
        assert DEMO.ask("hashtag/recent", tag=tag.name).total == tag.media_count
    for place in DEMO.ask("search/locations", query=query, limit=2).items:
        assert DEMO.ask("location", id=place.id) == place


def test_a_search_puts_the_thing_itself_first() -> None:
    assert DEMO.ask("search/users", query="Nike").items[0].username == "nike"
    assert DEMO.ask("search/hashtags", query="#Paris").items[0].name == "paris"
    assert DEMO.ask("search/hashtags", query="हिन्दी").items[0].name == "हिन्दी"
    assert DEMO.ask("search/locations", query="london").items[0].id == "213385402"
    assert DEMO.ask("search/locations", query="sao paulo").items[0].city == "São Paulo"


def test_a_search_near_a_point_puts_near_places_first() -> None:
    found = DEMO.ask("search/locations", query="coffee", lat=48.8566, lng=2.3522).items
    assert len(found) > 1
    cafes = DEMO.walk("search/locations", query="café", lat=48.8566, lng=2.3522)
    assert [place.city for place in cafes[:2]] == ["Paris", "London"]
