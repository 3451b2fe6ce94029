"""Pages of ours out of HikerAPI's: nothing lost, nothing twice, nothing without an end."""

from typing import Any

import pytest
from hiker_makers import BAKER, BY_NAME, Turns, flat_account, flat_post, flat_user, playing

from instagramapi.catalog.post import ListPostLikers
from instagramapi.catalog.profile import ListProfileFollowers, ListProfilePosts
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import BadParameter, UpstreamError

pytestmark = pytest.mark.anyio

FOLLOWERS = "/v1/user/followers/chunk"
MEDIAS = "/v1/user/medias/chunk"
T0 = 1_700_000_000


def posts(*numbers: int) -> list[dict[str, Any]]:
    return [flat_post(number) for number in numbers]


def numbers(page: Any) -> list[int]:
    return [int(post.taken_at.timestamp()) - T0 for post in page.items]


async def test_a_limit_parts_what_came_without_losing_or_repeating() -> None:
    first = [[flat_user(number) for number in range(1, 6)], "next"]
    second = [[flat_user(number) for number in range(6, 8)], None]
    script = {BY_NAME: flat_account(), FOLLOWERS: Turns(first, first, first, second)}
    seen, cursor, lengths = [], None, []
    async with playing(script) as stage:
        for _ in range(4):
            call = ListProfileFollowers(account=BAKER, cursor=cursor, limit=2)
            page = await stage.answer(call)
            seen += [user.id for user in page.items]
            lengths.append(len(page.items))
            cursor = page.next_cursor

        assert [query.get("max_id") for path, query in stage.asked if path == FOLLOWERS] == [
            *(None, None, None, "next"),
        ]
    assert seen == ["1", "2", "3", "4", "5", "6", "7"]
    assert (lengths, cursor) == ([2, 2, 1, 2], None)


async def test_without_a_limit_a_page_holds_fifty_at_most() -> None:
    crowd = [flat_user(number) for number in range(120)]
    async with playing({"/v1/media/likers": crowd}) as stage:
        pages = [await stage.answer(ListPostLikers(post=PostRef(id="5")))]
        while pages[-1].next_cursor:
            call = ListPostLikers(post=PostRef(id="5"), cursor=pages[-1].next_cursor)
            pages.append(await stage.answer(call))

    assert [len(page.items) for page in pages] == [50, 50, 20]
    assert len({user.id for page in pages for user in page.items}) == 120


async def test_a_list_that_shrank_meanwhile_ends() -> None:
    async with playing({"/v1/media/likers": [flat_user(1)]}) as stage:
        page = await stage.answer(ListPostLikers(post=PostRef(id="5"), cursor="|50"))

    assert (page.items, page.next_cursor) == ((), None)


async def test_a_cursor_that_leads_to_itself_is_the_end() -> None:
    script = {BY_NAME: flat_account(), FOLLOWERS: [[flat_user(1)], "same"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfileFollowers(account=BAKER, cursor="same|0"))

    assert page.next_cursor is None


@pytest.mark.parametrize("cursor", ["", "x", "x|", "x|-1", "x|01", "|1.5", "x|9999999999"])
async def test_a_position_that_is_none_of_ours_is_refused(cursor: str) -> None:
    script = {BY_NAME: flat_account(), FOLLOWERS: [[flat_user(1)], None]}
    async with playing(script) as stage:
        with pytest.raises(BadParameter) as raised:
            await stage.answer(ListProfileFollowers(account=BAKER, cursor=cursor or "||"))

    assert raised.value.reason == "cursor"


async def test_items_that_cannot_be_read_are_left_out() -> None:
    script = {BY_NAME: flat_account(), FOLLOWERS: [[{"username": "x"}, 5, flat_user(1)], None]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfileFollowers(account=BAKER))

    assert [user.id for user in page.items] == ["1"]


@pytest.mark.parametrize("raw", [[[{"username": "x"}, None], "c"], {}, [None, "c"], [], None])
async def test_a_list_of_strange_things_is_not_an_empty_list(raw: Any) -> None:
    async with playing({BY_NAME: flat_account(), FOLLOWERS: raw}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(ListProfileFollowers(account=BAKER))

    assert raised.value.reason == "shape"


async def test_only_posts_between_two_times() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(9, 8, 7, 6, 5), "more"]}
    async with playing(script) as stage:
        call = ListProfilePosts(account=BAKER, since=T0 + 6, until=T0 + 8)
        page = await stage.answer(call)

    assert numbers(page) == [7, 6]
    # What comes next is older still.
    assert page.next_cursor is None


async def test_a_list_goes_on_until_it_is_older_than_since() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(9, 8, 7, 6), "more"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER, since=T0 + 6))

    assert (numbers(page), page.next_cursor) == ([9, 8, 7, 6], "more|0")


async def test_pinned_posts_at_the_head_end_nothing() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(1, 2, 9, 8), "more"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER, since=T0 + 8))

    assert (numbers(page), page.next_cursor) == ([9, 8], "more|0")


async def test_a_first_page_of_nothing_but_pinned_posts_ends_nothing() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(1, 2), "more"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER, since=T0 + 8))

    assert (numbers(page), page.next_cursor, page.empty_reason) == ([], "more|0", None)


async def test_a_limit_inside_of_the_last_stretch_keeps_the_rest() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(9, 8, 7, 6, 5), "more"]}
    async with playing(script) as stage:
        first = await stage.answer(ListProfilePosts(account=BAKER, since=T0 + 6, limit=3))
        call = ListProfilePosts(account=BAKER, since=T0 + 6, limit=3, cursor=first.next_cursor)
        second = await stage.answer(call)

    assert (numbers(first), first.next_cursor) == ([9, 8, 7], "|3")
    assert (numbers(second), second.next_cursor) == ([6], None)


async def test_posts_outside_of_the_dates_are_told_from_no_posts() -> None:
    script = {BY_NAME: flat_account(), MEDIAS: [posts(4, 3, 2, 1), "more"]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER, since=T0 + 9))

    assert (page.items, page.next_cursor, page.empty_reason) == ((), None, "outside_dates")


async def test_a_post_without_a_time_is_in_no_span() -> None:
    timeless = {**flat_post(3), "taken_at": None, "taken_at_ts": None}
    script = {BY_NAME: flat_account(), MEDIAS: [[flat_post(4), timeless], None]}
    async with playing(script) as stage:
        page = await stage.answer(ListProfilePosts(account=BAKER, until=T0 + 9, since=T0))

    assert numbers(page) == [4]
