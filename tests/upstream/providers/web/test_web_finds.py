"""Accounts like one, a highlight, and reels by a word, as guests are shown them."""

from typing import Any

import pytest
from web_makers import (
    BY_ID,
    OWNER,
    Reply,
    answered,
    connection,
    data,
    instagram,
    node,
    profile_page,
    user,
)

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.hashtag import ListHashtagReels
from instagramapi.catalog.profile import ListProfileSimilar
from instagramapi.catalog.search import SearchReels
from instagramapi.catalog.story import GetHighlight
from instagramapi.catalog.subjects import AccountRef, HighlightRef, TagRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

SIMILAR = "PolarisAYMLFollowChainingListLoggedOutQuery"
HIGHLIGHT = "PolarisStoriesV3HighlightsLoggedOutPageQuery"
FOUND = "PolarisLoggedOutPopularSearchPageQuery"
MARA, FILMS = AccountRef(handle="mara.films"), HighlightRef(id="18029499352961095")
PAGE = "/mara.films/"


def people(*numbers: int) -> Reply:
    """Accounts that are suggested."""
    users = [{"pk": str(n), "id": str(n), "username": f"film{n}"} for n in numbers]
    return data(xdt_ayml_logged_out={"users": users})


def highlight(**changes: Any) -> Reply:
    """A highlight; its stories do not repeat whose they are."""
    items = [{"pk": str(n), "taken_at": 1_790_000_000 + n, "media_type": 1} for n in (1, 2)]
    name = f"highlight:{FILMS.id}"
    reel = {"id": name, "title": "what's new", "user": OWNER, "items": items, **changes}
    return data(xdt_api__v1__feed__reels_media__connection=connection([reel]))


def reels(*nodes: Any, end_cursor: str | None = None) -> Reply:
    """Reels that fit a word."""
    return data(xig_logged_out_popular_search_media_info=connection(list(nodes), end_cursor))


async def test_accounts_like_one_in_pages_of_ours() -> None:
    script = {PAGE: profile_page(user()), SIMILAR: people(1, 2, 3)}
    async with instagram(script) as (web, site):
        page = await web.profile_similar(ListProfileSimilar(account=MARA, limit=2))
        call = ListProfileSimilar(account=MARA, limit=2, cursor=page.next_cursor)
        rest = await web.profile_similar(call)

        assert site.opened() == [PAGE, SIMILAR] * 2
        # The account's own number, not the one of its page.
        assert site.of(SIMILAR)[0].variables == {"owner_id": "42"}
    assert [found.username for found in (*page.items, *rest.items)] == ["film1", "film2", "film3"]
    assert rest.next_cursor is None


async def test_by_number_the_account_is_looked_up_first() -> None:
    script = {BY_ID: answered({"data": {"user": user()}}), SIMILAR: people()}
    async with instagram(script) as (web, site):
        page = await web.profile_similar(ListProfileSimilar(account=AccountRef(id="42")))

        assert site.opened() == [BY_ID, SIMILAR]
    assert (page.items, page.empty_reason) == ((), "no_suggestions")


async def test_whom_a_private_account_resembles_is_not_asked() -> None:
    async with instagram({PAGE: profile_page(user(is_private=True))}) as (web, site):
        with pytest.raises(NotFound) as raised:
            await web.profile_similar(ListProfileSimilar(account=MARA))

        assert site.opened() == [PAGE]
    assert raised.value.reason == "private"


async def test_a_highlight_with_its_stories() -> None:
    async with instagram({HIGHLIGHT: highlight()}) as (web, site):
        found = await web.highlight(GetHighlight(highlight=FILMS))

        variables = site.of(HIGHLIGHT)[0].variables
    assert variables["reel_ids"] == [f"highlight:{FILMS.id}"] == [variables["initial_reel_id"]]
    assert (found.id, found.title) == (FILMS.id, "what's new")
    assert [story.id for story in found.items or ()] == ["1", "2"]
    assert {story.owner and story.owner.username for story in found.items or ()} == {"mara.films"}


async def test_reels_by_words_go_on_with_their_cursor() -> None:
    shy = node(3, user={"pk": "9", "username": "shy", "is_private": True})
    script = {FOUND: [reels(node(1), node(2), shy, end_cursor="c1"), reels(node(4))]}
    async with instagram(script) as (web, site):
        page = await web.search_reels(SearchReels(query="slow film"))
        rest = await web.search_reels(SearchReels(query="slow film", cursor=page.next_cursor))

        asked = [(one.variables["keyword"], one.variables["after"]) for one in site.of(FOUND)]
    assert asked == [("slow film", None), ("slow film", "c1")]
    assert [post.id for post in (*page.items, *rest.items)] == ["1", "2", "4"]
    assert (rest.next_cursor, rest.empty_reason) == (None, None)


async def test_reels_of_a_tag_are_those_of_its_word_and_said_to_be() -> None:
    async with instagram({FOUND: [reels(node(1)), reels()]}) as (web, site):
        page = await web.hashtag_reels(ListHashtagReels(tag=TagRef(name="film")))
        none = await web.hashtag_reels(ListHashtagReels(tag=TagRef(name="film")))

        assert site.of(FOUND)[0].variables["keyword"] == "film"
    assert [post.id for post in page.items] == ["1"]
    assert "not every reel" in page.warnings[0]
    assert (none.items, none.empty_reason) == ((), "no_reels")


CONNECTION = "xdt_api__v1__feed__reels_media__connection"
REELS_INFO = "xig_logged_out_popular_search_media_info"
ODD = [
    (ListProfileSimilar(account=MARA), SIMILAR, data(xdt_ayml_logged_out=None)),
    (
        ListProfileSimilar(account=MARA),
        SIMILAR,
        data(xdt_ayml_logged_out={"users": [{"username": "x"}]}),
    ),
    (GetHighlight(highlight=FILMS), HIGHLIGHT, data(**{CONNECTION: None})),
    (GetHighlight(highlight=FILMS), HIGHLIGHT, highlight(id="highlight:1")),
    (GetHighlight(highlight=FILMS), HIGHLIGHT, highlight(items={})),
    (SearchReels(query="film"), FOUND, data(**{REELS_INFO: None})),
    (SearchReels(query="film"), FOUND, reels({"caption": None})),
]


@pytest.mark.parametrize(("call", "query", "reply"), ODD)
async def test_an_odd_answer_is_a_failure(call: Call, query: str, reply: Reply) -> None:
    async with instagram({PAGE: profile_page(user()), query: reply}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(call)

    assert raised.value.reason == "shape"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (data(**{CONNECTION: connection([])}), None),
        (highlight(user={**OWNER, "is_private": True}), "private"),
    ],
)
async def test_a_highlight_that_nobody_may_see(reply: Reply, reason: str | None) -> None:
    async with instagram({HIGHLIGHT: reply}) as (web, _):
        with pytest.raises(NotFound) as raised:
            await web.highlight(GetHighlight(highlight=FILMS))

    assert raised.value.reason == reason
