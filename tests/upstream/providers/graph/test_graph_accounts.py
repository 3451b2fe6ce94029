"""Accounts from the Graph API: one question each, pages by cursors alone."""

from dataclasses import replace

import pytest
from graph_makers import (
    OPERATOR,
    TOKEN,
    discovered,
    medium,
    playing,
    reel,
    refused,
    with_media,
)

from instagramapi.catalog.models import Page, Post
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile, ListProfilePosts, ListProfileReels
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.providers.graph import GraphProvider

pytestmark = pytest.mark.anyio

TILDA = AccountRef(handle="tilda.bakes")
OCTOBER_28 = 1_793_145_600  # 2026-10-28T00:00:00Z


def codes(page: Page[Post]) -> list[str]:
    return [post.shortcode[-2:] for post in page.items]


async def test_a_profile_is_one_question_with_the_token_in_a_header() -> None:
    async with playing(discovered(name="Tilda", followers_count=1200)) as meta:
        found = await meta.graph.profile(GetProfile(account=TILDA))

    assert (found.id, found.username, found.followers) == ("5551234", "tilda.bakes", 1200)
    (asked,) = meta.asked
    assert asked.path == f"/v26.0/{OPERATOR}"
    assert list(asked.query) == ["fields"]
    assert asked.query["fields"].startswith("business_discovery.username(tilda.bakes){id,username,")
    assert "ig_id" in asked.query["fields"]
    assert f"Authorization: Bearer {TOKEN}".lower() in asked.head.lower()


async def test_an_account_is_not_found_by_its_id() -> None:
    async with playing() as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.profile(GetProfile(account=AccountRef(id="5551234")))

    assert (raised.value.reason, meta.asked) == ("not_supported", [])


def test_a_single_post_is_not_served() -> None:
    assert GetPost not in GraphProvider.methods


async def test_an_answer_without_the_account_is_a_wrong_shape() -> None:
    for answer in ({"id": OPERATOR}, {"business_discovery": None}, discovered(username=None)):
        async with playing(answer) as meta:
            with pytest.raises(UpstreamError) as raised:
                await meta.graph.profile(GetProfile(account=TILDA))

        assert raised.value.reason == "shape"


async def test_pages_follow_the_cursors_to_the_one_without() -> None:
    first = with_media(medium(1), medium(2), after="QVFI=1")
    async with playing(first, with_media(medium(3))) as meta:
        one = await meta.graph.posts(ListProfilePosts(account=TILDA, limit=2))
        two = await meta.graph.posts(
            ListProfilePosts(account=TILDA, limit=2, cursor=one.next_cursor)
        )

    assert (codes(one), codes(two), two.next_cursor) == (["01", "02"], ["03"], None)
    assert "media.limit(2){id,caption," in meta.asked[0].query["fields"]
    assert "media.limit(2).after(QVFI=1){id,caption," in meta.asked[1].query["fields"]
    assert (one.total, one.warnings, one.empty_reason) == (137, (), None)
    assert one.items[0].owner is not None
    assert (one.items[0].owner.id, one.items[0].owner.username) == ("5551234", "tilda.bakes")


async def test_a_page_with_a_cursor_and_no_media_is_the_last() -> None:
    async with playing(with_media(after="QVFI2", media_count=0)) as meta:
        page = await meta.graph.posts(ListProfilePosts(account=TILDA))

    assert (page.items, page.next_cursor, page.total) == ((), None, 0)
    assert page.empty_reason == "no_posts"
    assert "media.limit(12){" in meta.asked[0].query["fields"]


async def test_an_account_without_posts_has_no_list() -> None:
    async with playing(discovered(media_count=0), discovered(media_count=9)) as meta:
        page = await meta.graph.posts(ListProfilePosts(account=TILDA))
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.posts(ListProfilePosts(account=TILDA))

    assert (page.items, page.empty_reason) == ((), "no_posts")
    assert raised.value.reason == "shape"


async def test_a_page_that_is_too_long_loses_nothing() -> None:
    media = [medium(number) for number in (1, 2, 3)]
    async with playing(with_media(*media, after="A"), with_media(*media, after="A")) as meta:
        one = await meta.graph.posts(ListProfilePosts(account=TILDA, limit=2))
        two = await meta.graph.posts(
            ListProfilePosts(account=TILDA, limit=2, cursor=one.next_cursor)
        )

    assert (codes(one), codes(two), two.next_cursor) == (["01", "02"], ["03"], "3|0|A")


async def test_only_what_lies_in_the_dates_is_told() -> None:
    media = [medium(number) for number in (1, 2, 3, 4)]  # Of the 30th, the 29th and so on.
    call = ListProfilePosts(account=TILDA, since=OCTOBER_28 + 86_400, until=OCTOBER_28 + 2 * 86_400)
    async with playing(with_media(*media, after="A")) as meta:
        page = await meta.graph.posts(call)

    assert codes(page) == ["02"]
    assert page.next_cursor is None  # What follows is older than `since`.


async def test_old_posts_that_are_pinned_do_not_end_a_list() -> None:
    pinned = [medium(number) for number in (20, 21, 22)]
    call = ListProfilePosts(account=TILDA, limit=3, since=OCTOBER_28)
    newer, older = with_media(medium(1), after="B"), with_media(medium(1), medium(25), after="C")
    async with playing(with_media(*pinned, after="A"), newer, older) as meta:
        one = await meta.graph.posts(call)
        two = await meta.graph.posts(replace(call, cursor=one.next_cursor))
        end = await meta.graph.posts(replace(call, cursor="4|0|B"))

    assert (one.items, one.next_cursor) == ((), "2|0|A")
    assert (codes(two), two.next_cursor) == (["01"], "3|0|B")
    assert (codes(end), end.next_cursor) == (["01"], None)


async def test_pages_that_are_too_new_are_passed_over() -> None:
    call = ListProfilePosts(account=TILDA, until=OCTOBER_28)
    timeless = medium(9, timestamp=None)
    async with playing(with_media(medium(1), timeless, after="A"), with_media(medium(1))) as meta:
        page = await meta.graph.posts(call)
        last = await meta.graph.posts(call)

    assert (page.items, page.next_cursor, page.empty_reason) == ((), "2|0|A", None)
    assert (last.items, last.next_cursor, last.empty_reason) == ((), None, "outside_dates")


async def test_reels_are_picked_from_all_posts() -> None:
    media = [medium(1), reel(2), reel(3), medium(4), reel(5)]
    async with playing(*[with_media(*media, after="A")] * 2, with_media(medium(6))) as meta:
        one = await meta.graph.reels(ListProfileReels(account=TILDA, limit=2))
        two = await meta.graph.reels(
            ListProfileReels(account=TILDA, limit=2, cursor=one.next_cursor)
        )
        end = await meta.graph.reels(
            ListProfileReels(account=TILDA, limit=2, cursor=two.next_cursor)
        )

    assert (codes(one), one.next_cursor, one.warnings) == (["02", "03"], "2|3|", ())
    assert (codes(two), two.next_cursor) == (["05"], "3|0|A")
    assert two.warnings == (
        "Reels are picked from all posts: this page looked through 2, and there may be more.",
    )
    assert (end.items, end.next_cursor, end.empty_reason) == ((), None, "no_reels")
    assert (one.total, end.warnings) == (None, ())
    assert [post.product_type for post in one.items] == ["clips", "clips"]
    assert "media.limit(50){" in meta.asked[0].query["fields"]
    assert "children" not in meta.asked[0].query["fields"]


async def test_an_id_that_is_only_metas_own_is_marked_and_said() -> None:
    async with playing(*[with_media(medium(1), ig_id=None)] * 2) as meta:
        found = await meta.graph.profile(GetProfile(account=TILDA))
        page = await meta.graph.posts(ListProfilePosts(account=TILDA))

    assert found.id == "graph:17841400000000777"
    assert page.items[0].owner is not None
    assert page.items[0].owner.id == "graph:17841400000000777"
    assert page.warnings == (
        "Meta does not tell Instagram's id of this account: `owner.id` is `graph:` and a number "
        "of Meta's own.",
    )


async def test_posts_without_an_address_are_left_out_and_counted() -> None:
    async with playing(with_media(medium(1), medium(2, permalink=None))) as meta:
        page = await meta.graph.posts(ListProfilePosts(account=TILDA))

    assert codes(page) == ["01"]
    assert page.warnings == ("Meta told no address for 1 of the posts, which are left out.",)


async def test_a_field_that_meta_no_longer_knows_is_dropped_for_good() -> None:
    unknown = refused(100, message="(#100) Tried accessing nonexisting field (ig_id) on node type")
    async with playing(unknown, discovered(ig_id=None), discovered()) as meta:
        await meta.graph.profile(GetProfile(account=TILDA))
        await meta.graph.profile(GetProfile(account=TILDA))

    asked_for_it = ["ig_id" in asked.query["fields"] for asked in meta.asked]
    assert asked_for_it == [True, False, False]


async def test_where_meta_names_no_field_all_doubtful_ones_are_dropped() -> None:
    unknown = refused(100, message="(#100) Please read documentation for supported fields.")
    async with playing(unknown, with_media(medium(1))) as meta:
        await meta.graph.posts(ListProfilePosts(account=TILDA))

    (before, after) = (asked.query["fields"] for asked in meta.asked)
    doubtful = ("ig_id", "view_count", "alt_text", "shortcode")
    assert all(name in before and name not in after for name in doubtful)


async def test_a_field_that_cannot_be_missed_is_a_wrong_shape() -> None:
    unknown = refused(100, message="(#100) Tried accessing nonexisting field (media_url)")
    async with playing(unknown) as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.posts(ListProfilePosts(account=TILDA))

    assert (raised.value.reason, len(meta.asked)) == ("shape", 1)
