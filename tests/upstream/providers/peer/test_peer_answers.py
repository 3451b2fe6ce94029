"""What the provider sends to a peer, and how it reads the answers."""

import pytest
from peer_makers import KEY, NIKE, NODE, playing, success

from instagramapi.catalog.account import GetCredits
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Page, Profile, UserShort
from instagramapi.catalog.post import GetPost, GetPostTranscript
from instagramapi.catalog.profile import ListProfileFollowers, ListProfilePosts
from instagramapi.catalog.search import SearchUsers
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.catalog.subjects import AccountRef, HighlightRef, PostRef, StoryRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.providers.peer import PeerProvider
from instagramapi.upstream.via import HEADER, VIA

pytestmark = pytest.mark.anyio

FOLLOWERS = ListProfileFollowers(account=AccountRef(handle="nike"), limit=2)
SHY = {"id": "7", "is_private": True}
PEOPLE = [{"id": "1", "username": "ada"}, {"id": "2", "username": "bob"}]


async def test_a_call_is_sent_as_its_caller_could_have_sent_it() -> None:
    async with playing(success({"items": []})) as stage:
        await stage.answer(SearchUsers(query="café & co+", cursor="a|1", limit=7))

    (request,) = stage.asked
    assert request.path == "/v1/search/users"
    assert dict(request.query) == {"query": "café & co+", "cursor": "a|1", "limit": "7"}
    assert request.headers["authorization"] == f"Bearer {KEY}"


async def test_the_peer_is_told_which_way_a_call_came() -> None:
    async with playing(success({"id": "1", "username": "nike"})) as stage:
        await stage.answer()
        token = VIA.set(("first", "second"))
        await stage.answer()
        VIA.reset(token)

    assert [each.headers[HEADER] for each in stage.asked] == [NODE, f"first,second,{NODE}"]


async def test_an_object_is_read() -> None:
    async with playing(success({"id": "1", "username": "nike", "followers": 7})) as stage:
        assert await stage.answer() == Profile(id="1", username="nike", followers=7)


async def test_a_page_has_its_position_and_what_is_told_beside_it() -> None:
    data = {"items": PEOPLE, "next_cursor": "sealed", "has_more": True}
    told = success(data, next_cursor="sealed", total=9, warnings=["Half."])
    async with playing(told) as stage:
        page = await stage.answer(FOLLOWERS)

    people = tuple(UserShort(**each) for each in PEOPLE)
    assert page == Page[UserShort](items=people, next_cursor="sealed", total=9, warnings=("Half.",))


async def test_an_empty_page_says_why() -> None:
    async with playing(success({"items": []}, empty_reason="no_followers")) as stage:
        page = await stage.answer(FOLLOWERS)

    assert page == Page[UserShort](items=(), empty_reason="no_followers")


@pytest.mark.parametrize("said", ["x\r\nset-cookie: a=b", 7])
async def test_why_a_page_is_empty_is_one_word_or_nothing(said: object) -> None:
    async with playing(success({"items": []}, empty_reason=said)) as stage:
        page = await stage.answer(FOLLOWERS)

    assert page == Page[UserShort](items=())


async def test_what_a_newer_peer_tells_beyond_our_objects_is_left_out() -> None:
    owner = {"id": "7", "aura": "blue"}
    data = {"id": "1", "shortcode": "B", "owner": owner, "smell": {"of": "roses"}}
    async with playing(success(data, mood="good")) as stage:
        post = await stage.answer(GetPost(post=PostRef("1")))

    assert post.model_dump(exclude_none=True) == {"id": "1", "shortcode": "B", "owner": {"id": "7"}}


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (NIKE, success({"username": "nike"})),
        (NIKE, success({"id": 1, "username": "nike"})),
        (NIKE, success([])),
        (NIKE, {"data": {"id": "1", "username": "nike"}}),
        (NIKE, "hello"),
        (NIKE, []),
        (FOLLOWERS, success({"items": PEOPLE}, total=-1)),
        (FOLLOWERS, success({"items": PEOPLE}, warnings="Half.")),
        (FOLLOWERS, success({"items": [*PEOPLE, {"id": "3"}]})),
    ],
)
async def test_what_is_no_answer_of_this_contract_is_a_wrong_shape(
    call: ListProfileFollowers, body: object
) -> None:
    async with playing(body) as stage:
        problem = await stage.problem(call)

    assert isinstance(problem, UpstreamError)
    assert problem.reason == "shape"


@pytest.mark.parametrize(
    ("call", "data"),
    [
        (NIKE, {"id": "1", "username": "nike", "is_private": True}),
        (
            GetPost(post=PostRef("1")),
            {"id": "1", "shortcode": "B", "owner": SHY},
        ),
        (GetStory(story=StoryRef("1")), {"id": "1", "owner": SHY}),
        (GetHighlight(highlight=HighlightRef("1")), {"id": "1", "owner": SHY}),
        (
            GetPostTranscript(post=PostRef("1")),
            {"post_id": "1", "text": "Said.", "owner": SHY},
        ),
    ],
)
async def test_what_is_private_is_not_there_whatever_the_peer_says(
    call: Call, data: object
) -> None:
    async with playing(success(data)) as stage:
        problem = await stage.problem(call)

    assert isinstance(problem, NotFound)
    assert problem.reason == "private"


async def test_what_the_peer_takes_is_counted() -> None:
    async with playing(success({"id": "1", "username": "nike"}, credits_charged=2)) as stage:
        await stage.answer()
        await stage.answer()
    assert stage.provider.credits_spent == 4

    async with playing(success({"id": "1", "username": "nike"}, credits_charged=None)) as stage:
        await stage.answer()
    assert stage.provider.credits_spent == 0


async def test_every_endpoint_with_a_price_is_answered() -> None:
    async with playing({}) as stage:
        unable = [each for each in CATALOGUE if not stage.provider.can_answer(each)]

    assert GetCredits in unable
    assert {each.credits for each in unable} == {0}
    assert PeerProvider.manners


async def test_a_list_without_a_limit_may_be_as_long_as_the_peer_likes() -> None:
    async with playing(
        success({"items": [{"id": str(n), "shortcode": "B"} for n in range(1, 61)]})
    ) as stage:
        page = await stage.answer(ListProfilePosts(account=AccountRef(id="1")))

    assert isinstance(page, Page)
    assert len(page.items) == 60
