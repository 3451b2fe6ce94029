"""Hashtags from the Graph API: a place of 30 is spent once for each, and counted as Meta does."""

import asyncio

import pytest
from graph_makers import OPERATOR, medium, playing, refused, tagged

from instagramapi.catalog.hashtag import GetHashtag, ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.subjects import TagRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

BREAD = TagRef(name="bread")
NONE_YET: dict[str, object] = {"data": []}
BREAD_ID = {"data": [{"id": "17843000000000001"}]}


def spent(count: int) -> dict[str, object]:
    """Make Meta's list of so many tags that count, #tag0 and so on."""
    return {
        "data": [{"id": f"1784{number:013}", "name": f"tag{number}"} for number in range(count)]
    }


async def test_a_hashtag_is_looked_up_once() -> None:
    pages = [tagged(medium(1)), tagged(medium(2))]
    async with playing(NONE_YET, BREAD_ID, *pages) as meta:
        assert meta.graph.tags_left is None
        await meta.graph.top(ListHashtagTop(tag=BREAD, limit=5))
        await meta.graph.recent(ListHashtagRecent(tag=BREAD))

    assert [asked.path for asked in meta.asked] == [
        f"/v26.0/{OPERATOR}/recently_searched_hashtags",
        "/v26.0/ig_hashtag_search",
        "/v26.0/17843000000000001/top_media",
        "/v26.0/17843000000000001/recent_media",
    ]
    assert meta.asked[1].query == {"user_id": OPERATOR, "q": "bread"}
    assert meta.asked[2].query["user_id"] == OPERATOR
    assert meta.asked[2].query["limit"] == "5"
    assert meta.graph.tags_left == 29
    assert meta.graph.budgets["tags_left"] == 29


async def test_a_hashtag_is_told_by_its_name_alone() -> None:
    told = {"id": "17843000000000001", "name": "Bread"}
    async with playing(NONE_YET, BREAD_ID, told, {"name": "bread"}) as meta:
        tag = await meta.graph.hashtag(GetHashtag(tag=BREAD))
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.hashtag(GetHashtag(tag=BREAD))

    # The second question spends no look-up, but Meta is asked all the same.
    assert [asked.path for asked in meta.asked[2:]] == ["/v26.0/17843000000000001"] * 2
    assert meta.asked[2].query["fields"] == "id,name"
    assert (tag.id, tag.name, tag.media_count) == ("17843000000000001", "bread", None)
    assert tag.url == "https://www.instagram.com/explore/tags/bread/"
    assert raised.value.reason == "shape"


async def test_posts_of_a_hashtag_are_nobodys() -> None:
    raw = medium(1)
    async with playing(NONE_YET, BREAD_ID, tagged(raw), tagged()) as meta:
        page = await meta.graph.top(ListHashtagTop(tag=BREAD))
        empty = await meta.graph.recent(ListHashtagRecent(tag=BREAD))

    assert page.items[0].owner is None
    assert page.items[0].like_count == 101
    assert "username" not in meta.asked[2].query["fields"]
    assert (page.next_cursor, page.total, page.warnings) == (None, None, ())
    assert (empty.items, empty.empty_reason) == ((), "no_posts")
    assert empty.warnings == (
        "Meta lists the posts of the last 24 hours only, and not always in the order of time.",
    )


async def test_our_cursors_differ_where_metas_are_the_same() -> None:
    page = tagged(medium(1), after="SAME")
    last = tagged(medium(2), after="SAME", is_last=True)
    async with playing(NONE_YET, BREAD_ID, page, page, last) as meta:
        one = await meta.graph.recent(ListHashtagRecent(tag=BREAD))
        two = await meta.graph.recent(ListHashtagRecent(tag=BREAD, cursor=one.next_cursor))
        end = await meta.graph.recent(ListHashtagRecent(tag=BREAD, cursor=two.next_cursor))

    assert (one.next_cursor, two.next_cursor, end.next_cursor) == ("2|0|SAME", "3|0|SAME", None)
    assert [asked.query.get("after") for asked in meta.asked[2:]] == [None, "SAME", "SAME"]


async def test_a_tag_that_counts_already_needs_no_look_up() -> None:
    async with playing(spent(30), tagged(medium(1)), tagged(medium(1))) as meta:
        await meta.graph.top(ListHashtagTop(tag=TagRef(name="tag7")))
        await meta.graph.top(ListHashtagTop(tag=TagRef(name="tag7")))

    assert [asked.path.rsplit("/", 2)[1:] for asked in meta.asked[1:]] == [
        ["17840000000000007", "top_media"]
    ] * 2


async def test_a_tag_that_meta_lists_without_its_name_counts() -> None:
    nameless = {"data": [{"id": "17843000000000001"}]}
    async with playing(nameless, BREAD_ID, tagged()) as meta:
        await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert meta.graph.tags_left == 29


async def test_the_31st_tag_is_refused_before_meta_is_asked() -> None:
    async with playing(spent(30)) as meta:
        for _ in range(2):
            with pytest.raises(UpstreamError) as raised:
                await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert (raised.value.reason, meta.graph.tags_left) == ("ceiling", 0)
    # A rest would stop the tags that do answer.
    assert raised.value.retry_after_s is None
    assert len(meta.asked) == 1


async def test_places_come_free_as_meta_says() -> None:
    async with playing(spent(30), spent(29), BREAD_ID, tagged(medium(1))) as meta:
        with pytest.raises(UpstreamError):
            await meta.graph.top(ListHashtagTop(tag=BREAD))
        meta.clock.now_s += 601
        await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert meta.graph.tags_left == 0


async def test_an_id_is_remembered_when_its_tag_counts_no_more() -> None:
    first = (NONE_YET, BREAD_ID, tagged(medium(1)))
    other = (NONE_YET, {"data": [{"id": "17843000000000002"}]}, tagged())
    async with playing(*first, *other, tagged(medium(1))) as meta:
        await meta.graph.top(ListHashtagTop(tag=BREAD))
        meta.clock.now_s += 8 * 86_400
        await meta.graph.top(ListHashtagTop(tag=TagRef(name="rye")))
        await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert meta.asked[-1].path.endswith("17843000000000001/top_media")
    assert meta.graph.tags_left == 28


async def test_two_callers_cannot_spend_the_last_place_together() -> None:
    async with playing(spent(29), BREAD_ID, tagged(medium(1))) as meta:
        calls = [ListHashtagTop(tag=TagRef(name=name)) for name in ("bread", "rye")]
        outcomes = await asyncio.gather(*map(meta.graph.top, calls), return_exceptions=True)

    refusals = [each for each in outcomes if isinstance(each, UpstreamError)]
    assert [refusal.reason for refusal in refusals] == ["ceiling"]
    assert [asked.query.get("q") for asked in meta.asked if "q" in asked.query] == ["bread"]


async def test_a_failed_look_up_has_metas_list_read_again() -> None:
    async with playing(NONE_YET, refused(2), spent(1), BREAD_ID, tagged()) as meta:
        with pytest.raises(UpstreamError):
            await meta.graph.top(ListHashtagTop(tag=BREAD))
        assert meta.graph.tags_left is None
        await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert meta.graph.tags_left == 28


@pytest.mark.parametrize("nothing", [refused(24, 2207024), {"data": []}])
async def test_a_tag_that_meta_does_not_know_is_not_found(nothing: dict[str, object]) -> None:
    async with playing(NONE_YET, nothing) as meta:
        with pytest.raises(NotFound) as raised:
            await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert raised.value.reason is None


@pytest.mark.parametrize("script", [({"data": [{}]},), (BREAD_ID, {"id": "1"})])
async def test_an_answer_without_id_or_list_is_a_wrong_shape(
    script: tuple[dict[str, object], ...],
) -> None:
    async with playing(NONE_YET, *script) as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.top(ListHashtagTop(tag=BREAD))

    assert raised.value.reason == "shape"


async def test_a_tag_with_emoji_is_not_asked_for() -> None:
    async with playing() as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.top(ListHashtagTop(tag=TagRef(name="bread🍞")))

    assert (raised.value.reason, meta.asked) == ("not_supported", [])
