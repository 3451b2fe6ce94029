"""What the demo world says of stories, comments, sounds, tags and places, it says everywhere."""

from math import acos, cos, radians, sin

import pytest
from demo_makers import HANDLES, POST_IDS, Demo, StoppedClock, ids
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from instagramapi.catalog.models import Post
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.demo import crowd, numbers

few = settings(max_examples=10, deadline=None)
some = settings(max_examples=40, deadline=None)
DEMO = Demo()
PEOPLE = st.integers(0, crowd.SIZE - 1).map(crowd.handle_at)
ANYBODY = st.one_of(st.sampled_from(["nike", "bbc", "the.nike", "paris"]), HANDLES, PEOPLE)


def posts_of(handle: str) -> list[Post]:
    try:
        return DEMO.walk("profile/posts", handle=handle)
    except NotFound as closed:
        assert closed.reason == "private"
        return []


def tagged_on(post: Post) -> set[str | None]:
    return {tag.user.username for tag in post.usertags or ()}


@given(ANYBODY)
@few
def test_a_tagged_post_carries_the_account_and_is_somebody_elses(handle: str) -> None:
    assume(posts_of(handle))
    posts = DEMO.walk("profile/tagged", handle=handle)
    assert DEMO.ask("profile/tagged", handle=handle).total == len(posts) == len(set(ids(posts)))
    assert all(handle in tagged_on(post) and post.owner.username != handle for post in posts)
    assert all(DEMO.ask("post", id=post.id) == post for post in posts[:3])
    assert [post.taken_at for post in posts] == sorted((p.taken_at for p in posts), reverse=True)


@given(ANYBODY)
@few
def test_whoever_is_tagged_finds_the_post_among_the_tagged(handle: str) -> None:
    for post in [post for post in posts_of(handle) if post.usertags][:3]:
        parts = [tag for item in post.items or () for tag in item.usertags or ()]
        assert not post.items or parts == list(post.usertags or ())
        for name in tagged_on(post):
            if posts_of(str(name)):
                assert post.id in ids(DEMO.walk("profile/tagged", handle=name))


@given(ANYBODY)
@few
def test_an_accounts_suggestions_begin_with_those_of_its_profile(handle: str) -> None:
    assume(posts_of(handle))
    similar = DEMO.walk("profile/similar", handle=handle)
    assert len(similar) == len(set(ids(similar))) > 11
    related = DEMO.ask("profile", handle=handle).related
    assert related == tuple(similar[: len(related)])


@given(ANYBODY, st.integers(0, 30))
@few
def test_stories_and_highlights_are_answered_by_their_ids(handle: str, days: int) -> None:
    assume(posts_of(handle))
    demo = Demo(StoppedClock(1_790_000_000.0 + days * 86_400))
    for story in demo.ask("profile/stories", handle=handle).items:
        assert demo.ask("story", id=story.id) == story
    listed = demo.walk("profile/highlights", handle=handle)
    for highlight in listed:
        opened = demo.ask("highlight", id=highlight.id)
        assert opened.model_copy(update={"items": None}) == highlight
        assert len(opened.items) == highlight.media_count > 0
        assert [s.taken_at for s in opened.items] == sorted(s.taken_at for s in opened.items)
        assert highlight.created_at == opened.items[0].taken_at
        assert highlight.updated_at == opened.items[-1].taken_at
        assert all(demo.ask("story", url=story.url) == story for story in opened.items[:2])
    assert [h.updated_at for h in listed] == sorted((h.updated_at for h in listed), reverse=True)


@given(st.integers(2**16, 2**61 - 2**14).map(str))
@some
def test_any_id_is_a_story_and_a_highlight_of_an_account(number: str) -> None:
    for endpoint in ("story", "highlight"):
        try:
            thing = DEMO.ask(endpoint, id=number)
        except NotFound as closed:
            assert closed.reason == "private"
        else:
            assert thing.id == number
            assert Demo().ask(endpoint, id=number) == thing


def test_the_examples_of_the_catalogue_belong_together() -> None:
    highlight = DEMO.ask("profile/highlights", handle="nike").items[0]
    assert highlight.id == "17895485401104052"
    assert "3776832898280228145" in ids(DEMO.ask("highlight", id=highlight.id).items)
    comments = DEMO.walk("post/comments", shortcode="DRqAYKuAIUx")
    (comment,) = [each for each in comments if each.id == "17015086852961645"]
    assert comment.reply_count == 2
    assert DEMO.ask("post", shortcode="F0hvvkYGJN8").owner.username == "nike"
    assert DEMO.ask("audio", id="564058920086577").reels_count == 92


@given(POST_IDS)
@few
def test_a_comment_has_as_many_replies_and_likers_as_it_says(post_id: str) -> None:
    post = DEMO.ask("post", id=post_id)
    comments = DEMO.walk("post/comments", id=post_id)
    followers = ids(DEMO.walk("profile/followers", id=post.owner.id))
    seen: list[str] = ids(comments)
    for comment in comments[:14]:
        place = {"id": post_id, "comment_id": comment.id}
        replies = DEMO.walk("post/comments/replies", **place)
        assert len(replies) == comment.reply_count
        assert DEMO.ask("post/comments/replies", **place).total == comment.reply_count
        assert all(reply.parent_id == comment.id for reply in replies)
        times = [comment.created_at, *(reply.created_at for reply in replies)]
        assert times == sorted(set(times))
        for said in (comment, *replies):
            likers = ids(DEMO.walk("post/comments/likers", id=post_id, comment_id=said.id))
            assert len(likers) == len(set(likers)) == said.like_count
            assert set(likers) <= set(followers)
        for reply in replies:
            assert DEMO.walk("post/comments/replies", id=post_id, comment_id=reply.id) == []
        seen += ids(replies)
    assert len(seen) == len(set(seen))


@given(POST_IDS, st.integers(1, 2**63))
@some
def test_any_comments_id_is_answered_under_any_post(post_id: str, comment_id: int) -> None:
    place = {"id": post_id, "comment_id": comment_id}
    replies = DEMO.walk("post/comments/replies", **place)
    assert all(reply.parent_id == str(comment_id) for reply in replies)
    assert Demo().walk("post/comments/replies", **place) == replies
    assert DEMO.ask("post/comments/likers", **place) == Demo().ask("post/comments/likers", **place)


@given(ANYBODY)
@few
def test_a_sound_is_that_of_every_reel_it_lists(handle: str) -> None:
    reels = [post for post in posts_of(handle) if post.product_type == "clips"]
    for sound in {reel.audio.id: reel.audio for reel in reels[:12] if reel.audio}.values():
        assert DEMO.ask("audio", url=sound.url) == sound
        listed = DEMO.walk("audio/reels", id=sound.id)
        assert sound.reels_count in (None, len(listed))
        assert all(reel.audio == sound for reel in listed)
        own = {reel.id for reel in reels if reel.audio == sound}
        assert own <= set(ids(listed))


@given(st.integers(12, 2**64 - 1))
@some
def test_any_number_is_the_id_of_a_sound(number: int) -> None:
    sound = DEMO.ask("audio", id=number)
    assert sound.id == str(number)
    reels = DEMO.ask("audio/reels", id=number)
    assert sound.reels_count in (None, reels.total)
    assert all(reel.audio.id == sound.id for reel in reels.items)


def test_there_is_a_song_for_a_circle_that_has_nobody() -> None:
    # No account speaks of the tag `the.nike`, which no tag can be.
    nikes = int(DEMO.ask("search/audio", query="nike").items[0].id)
    apart = numbers.member_id_of("the.nike") - numbers.member_id_of("nike")
    assert DEMO.ask("audio", id=nikes + apart).kind == "licensed"
    assert DEMO.ask("audio/reels", id=nikes + apart).empty_reason == "no_reels"


@pytest.mark.parametrize("number", [2**61 + 2**16, 2**64 - 1])
def test_ids_beyond_the_last_highlight_are_nonexistent(number: int) -> None:
    with pytest.raises(NotFound) as missing:
        DEMO.ask("highlight", id=number)
    assert missing.value.reason == "nonexistent"


@pytest.mark.parametrize("tag", ["paris", "東京", "nike"])
def test_the_reels_of_a_tag_are_those_of_its_posts(tag: str) -> None:
    posts = DEMO.walk("hashtag/recent", tag=tag)
    reels = DEMO.walk("hashtag/reels", tag=tag)
    assert DEMO.ask("hashtag", tag=tag).media_count == len(posts)
    assert set(ids(reels)) == {post.id for post in posts if post.product_type == "clips"}
    assert DEMO.walk("search/reels", query=f"#{tag}") == reels
    assert DEMO.ask("search/hashtags", query=tag).items[0] == DEMO.ask("hashtag", tag=tag)


@given(st.text(min_size=1, max_size=30).filter(str.strip))
@some
def test_a_search_over_everything_shows_what_each_search_finds_first(query: str) -> None:
    found = DEMO.ask("search", query=query)
    for part in ("users", "hashtags", "locations", "audio"):
        own = DEMO.walk(f"search/{part}", query=query)[:8]
        assert list(getattr(found, part)) == own
    assert all(DEMO.ask("audio", id=sound.id) == sound for sound in found.audio)


def test_songs_are_found_by_their_title() -> None:
    assert DEMO.ask("search/audio", query="neon rain").items[0].title == "Neon Rain"


@given(st.floats(-90, 90), st.floats(-180, 180))
@few
def test_places_nearby_come_in_the_order_of_their_distance(lat: float, lng: float) -> None:
    lat, lng = round(lat, 4), round(lng, 4)
    found = DEMO.walk("location/nearby", lat=lat, lng=lng)
    ways = [angle((lat, lng), (place.lat, place.lng)) for place in found]
    assert len(found) == len(set(ids(found))) > 12
    assert ways == pytest.approx(sorted(ways), abs=1e-6)
    assert DEMO.ask("location", id=found[0].id) == found[0]


def angle(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat, lng, other_lat, other_lng = map(radians, (*one, *other))
    product = sin(lat) * sin(other_lat) + cos(lat) * cos(other_lat) * cos(lng - other_lng)
    return acos(max(-1.0, min(1.0, product)))


def test_some_videos_have_captions_and_no_picture_has() -> None:
    said, silent = [], []
    for post in DEMO.walk("profile/posts", handle="nike"):
        try:
            said.append((post, DEMO.ask("post/transcript", id=post.id)))
        except NotFound as nothing:
            assert nothing.reason == "no_data"
            silent.append(post)
    assert all(post.video_duration and post.has_audio for post, _ in said)
    assert {post.type for post in silent} == {"image", "video", "carousel"}
    for post, transcript in said:
        assert (transcript.post_id, transcript.owner) == (post.id, post.owner)
        for line, after in zip(
            transcript.segments or (), (transcript.segments or ())[1:], strict=False
        ):
            assert line.end == pytest.approx(after.start)
        if transcript.segments:
            assert " ".join(line.text for line in transcript.segments) == transcript.text
            assert transcript.segments[-1].end == pytest.approx(post.video_duration, abs=0.01)
