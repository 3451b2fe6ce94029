"""Real answers of Meta's, read as a caller would see them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from graph_makers import Told, playing

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef, TagRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.providers.graph.tags import TagBook
from instagramapi.upstream.providers.graph.usage import Usage
from instagramapi.upstream.shapes import graph
from instagramapi.upstream.shapes.reading import ShapeError
from makers import StoppedClock

_HERE = Path(__file__).parents[4]
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _HERE.parent / "shared" / "recordings"))
PREFIX = "python-facebook__"
DEVELOPERS = {"data": [{"id": "17841562426109234"}]}
# Comments are told of the operator's own media only, and no endpoint answers with those.
NOT_ASKED_FOR = {"ig_media_comments_p1", "owner_media_comments_2019", "mentioned_comment"}

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason=f"no recordings in {RECORDINGS}"),
]


def recorded(name: str) -> Any:
    return json.loads((RECORDINGS / f"{PREFIX}{name}.json").read_text("utf-8"))


async def posts_of(name: str) -> Page[Post]:
    async with playing(recorded(name)) as meta:
        return await meta.graph.posts(ListProfilePosts(account=AccountRef(handle="a"), limit=50))


def test_every_recording_is_read_here() -> None:
    words = Path(__file__).read_text("utf-8")
    names = {path.stem.removeprefix(PREFIX) for path in RECORDINGS.glob(f"{PREFIX}*.json")}

    assert [name for name in sorted(names) if f'"{name}"' not in words] == []
    assert names >= NOT_ASKED_FOR


async def test_an_account_of_2019() -> None:
    async with playing(recorded("business_discovery_facebook_2019")) as meta:
        found = await meta.graph.profile(GetProfile(account=AccountRef(handle="facebook")))

    assert (found.id, found.username, found.full_name) == ("1807199", "facebook", "Facebook")
    assert (found.followers, found.following, found.posts) == (3_425_960, 9, 355)
    assert found.biography == "Let's find more that brings us together."
    assert found.external_url == "http://www.facebook.com/"


async def test_an_account_of_2021_for_which_no_id_was_asked() -> None:
    async with playing(recorded("business_discovery_user")) as meta:
        found = await meta.graph.profile(GetProfile(account=AccountRef(handle="x")))

    assert (found.id, found.username) == ("graph:17841407673135339", "facebookfordevelopers")
    assert (found.followers, found.following, found.posts) == (64_976, None, 436)


def test_an_operators_own_account() -> None:
    found = graph.profile(recorded("ig_user_fields"))

    assert (found.full_name, found.followers, found.posts) == (
        "Facebook for Developers",
        64_363,
        427,
    )


async def test_posts_with_their_account() -> None:
    page = await posts_of("business_discovery_facebook_2019")

    assert (len(page.items), page.total, page.next_cursor) == (25, 355, "2|0|access_token")
    post = page.items[0]
    assert (post.id, post.shortcode, post.type) == ("2155355913305475529", "B3pXMiZHEnJ", "video")
    assert post.taken_at == datetime(2019, 10, 15, 16, 56, 13, tzinfo=UTC)
    assert (post.like_count, post.like_count_hidden, post.comment_count) == (2010, False, 81)
    assert post.hashtags == ("hispanicheritagemonth", "juntossomosmás", "moretogether")
    assert post.owner is not None
    assert (post.owner.id, post.owner.username) == ("1807199", "facebook")
    carousel = next(post for post in page.items if post.shortcode == "BzQf9L4nLmI")
    assert carousel.image_url is not None
    assert [(item.id, item.type) for item in carousel.items or ()] == [
        ("2076298081919195625", "video"),
        ("2076298173950521016", "video"),
    ]


@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("business_discovery_facebook_media_2019_p1", 5, "B3pXMiZHEnJ", "B2CExAmnWp0"),
        ("business_discovery_facebook_media_2019_p2", 5, "B08wGzKhPn5", "By28qcCH9jy"),
        ("business_discovery_media_p1", 2, "CSr71Gzlqo4", "CSpNPqgFxE0"),
        ("business_discovery_media_p2", 2, "CScld93rm4W", "CSZsJf-iJLj"),
    ],
)
async def test_pages_without_their_account(name: str, count: int, first: str, last: str) -> None:
    page = await posts_of(name)

    assert (len(page.items), page.total, page.next_cursor) == (count, None, "2|0|after")
    assert (page.items[0].shortcode, page.items[-1].shortcode) == (first, last)
    assert all(post.like_count and post.comment_count and post.taken_at for post in page.items)


async def test_the_top_of_a_hashtag() -> None:
    pages = [recorded("hashtag_top_media_p1"), recorded("hashtag_top_media_p2")]
    call = ListHashtagTop(tag=TagRef(name="love"), limit=50)
    async with playing({"data": []}, DEVELOPERS, *pages) as meta:
        one = await meta.graph.top(call)
        two = await meta.graph.top(call)

    assert [len(one.items), len(two.items)] == [25, 25]
    assert (one.next_cursor, two.next_cursor) == ("2|0|after", None)
    post = one.items[0]
    assert (post.id, post.like_count, post.comment_count) == ("2242969755719764509", 997, 10)
    assert (post.owner, post.taken_at) == (None, None)
    carousel = next(post for post in one.items if post.type == "carousel")
    assert [item.type for item in carousel.items or ()] == ["video"] * 4
    assert (carousel.items or ())[0].id == "2242966190729339813"


async def test_posts_of_a_hashtag_for_which_no_address_was_asked() -> None:
    async with playing({"data": []}, DEVELOPERS, recorded("hashtag_recent_media_p1")) as meta:
        page = await meta.graph.recent(ListHashtagRecent(tag=TagRef(name="love")))

    assert (page.items, page.next_cursor) == ((), "2|0|after")
    assert page.warnings[0] == "Meta told no address for 5 of the posts, which are left out."


async def test_a_hashtag_is_looked_up_and_then_counts() -> None:
    found = recorded("ig_hashtag_search")
    async with playing({"data": []}, found, {"data": []}) as meta:
        await meta.graph.top(ListHashtagTop(tag=TagRef(name="developers")))

    assert meta.asked[2].path.endswith("/17841562426109234/top_media")
    assert meta.graph.tags_left == 29


def test_hashtags_that_count() -> None:
    book = TagBook(StoppedClock())

    book.read(recorded("recently_searched_hashtags")["data"])

    assert (book.left, book.id_of("facebook")) == (28, "17842331632070897")
    assert book.counted_id("developers") == "17841562426109234"


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("hashtag_info", {"love": "17843826142012701"}),
        ("hashtags_info_multi", {"love": "17843826142012701", "coke": "17841593698074073"}),
    ],
)
def test_hashtags_are_known_by_id_and_name(name: str, tags: dict[str, str]) -> None:
    book, raw = TagBook(StoppedClock()), recorded(name)

    book.read([raw] if "id" in raw else raw.values())

    assert {tag: book.id_of(tag) for tag in tags} == tags


@pytest.mark.parametrize(
    ("name", "count", "first", "mentions"),
    [
        ("user_tags", 5, "CMeo7rcJvTi", None),
        ("user_tags_p1_2019", 3, "B38Xyp6nqsS", ("ikroskun",)),
    ],
)
def test_posts_that_tag_the_operator(
    name: str, count: int, first: str, mentions: tuple[str, ...] | None
) -> None:
    posts = graph.posts(recorded(name)["data"])

    assert (len(posts), posts[0].shortcode, posts[0].mentions) == (count, first, mentions)


def test_a_post_of_the_operators_own() -> None:
    post = graph.post(recorded("ig_media_default"))

    assert (post.id, post.type, post.caption) == ("2626274342904627384", "carousel", "ALBUM")
    assert (post.like_count, post.comment_count) == (1, 0)
    film = (post.items or ())[2]
    assert (film.id, film.type, bool(film.video_url)) == ("2626274269042933618", "video", True)


def test_a_post_that_mentions_the_operator_has_no_address() -> None:
    with pytest.raises(ShapeError):
        graph.post(recorded("mentioned_media")["mentioned_media"])


@pytest.mark.parametrize("name", ["error_100_page_public_content", "error_100_permission"])
async def test_a_permission_that_is_missing(name: str) -> None:
    async with playing(Told(recorded(name), 400)) as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.profile(GetProfile(account=AccountRef(handle="a")))

    assert raised.value.reason == "auth"


def test_the_headers_of_an_answer_of_2019() -> None:
    headers = recorded("response_headers_buc_usage")
    usage = Usage(StoppedClock())

    usage.read({name.lower(): value for name, value in headers.items()})

    assert (usage.percent, usage.rest_s) == (72, 1200)
