"""The provider against the simulator: what it reads is what the demo world is, call by call."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from instagramapi.catalog.audio import GetAudio, ListAudioReels
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.hashtag import (
    GetHashtag,
    ListHashtagRecent,
    ListHashtagReels,
    ListHashtagTop,
)
from instagramapi.catalog.location import GetLocation, ListLocationPosts, ListLocationsNearby
from instagramapi.catalog.models import Page
from instagramapi.catalog.post import (
    GetPost,
    GetPostTranscript,
    ListCommentLikers,
    ListCommentReplies,
    ListPostComments,
    ListPostLikers,
)
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileSimilar,
    ListProfileStories,
    ListProfileTagged,
)
from instagramapi.catalog.reading import read_call
from instagramapi.catalog.search import (
    Search,
    SearchAudio,
    SearchHashtags,
    SearchLocations,
    SearchReels,
    SearchUsers,
)
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.catalog.subjects import (
    AccountRef,
    AudioRef,
    HighlightRef,
    LocationRef,
    PostRef,
    StoryRef,
    TagRef,
    post_id_of,
)
from instagramapi.errors import NotFound, Problem, UpstreamError, UpstreamTimeout
from instagramapi.kit.clock import SystemClock
from instagramapi.tools.simulator.server import Simulator, simulator
from instagramapi.upstream.http import Http
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.demo import DemoProvider
from instagramapi.upstream.providers.hiker import HikerProvider

pytestmark = pytest.mark.anyio

NIKE = AccountRef(handle="nike")
POST = PostRef(id="3776832898280228145")
PLACE = LocationRef(id="213385402")
PARIS = TagRef(name="paris")
SONG = AudioRef(id="564058920086577")
SPOKEN = PostRef(id=post_id_of(str(GetPostTranscript.example["shortcode"])))
COMMENT = {
    "post": PostRef(id=post_id_of(str(ListCommentReplies.example["shortcode"]))),
    "comment_id": ListCommentReplies.example["comment_id"],
}


@pytest.fixture(scope="module")
def upstream() -> Iterator[Simulator]:
    with simulator() as running:
        yield running


@pytest.fixture
async def provider(upstream: Simulator) -> AsyncIterator[HikerProvider]:
    upstream.heal()
    hiker = HikerProvider(http=Http(), base_url=upstream.url, key="k", clock=SystemClock())
    yield hiker
    await hiker.close()


def ids(page: Page[Any]) -> list[str]:
    return [item.id for item in page.items]


LISTS: list[tuple[type[Call], dict[str, Any]]] = [
    (ListProfilePosts, {"account": NIKE}),
    (ListProfileReels, {"account": NIKE}),
    (ListProfileStories, {"account": NIKE}),
    (ListProfileHighlights, {"account": NIKE}),
    (ListProfileFollowers, {"account": NIKE}),
    (ListProfileFollowing, {"account": NIKE}),
    (ListPostComments, {"post": POST}),
    (ListPostLikers, {"post": POST}),
    (SearchUsers, {"query": "nike"}),
    (SearchHashtags, {"query": "paris"}),
    (SearchLocations, {"query": "london"}),
    (ListHashtagTop, {"tag": PARIS}),
    (ListHashtagRecent, {"tag": PARIS}),
    (ListLocationPosts, {"location": PLACE, "tab": "recent"}),
    (ListLocationPosts, {"location": PLACE, "tab": "top"}),
    (ListProfileTagged, {"account": NIKE}),
    (ListProfileSimilar, {"account": NIKE}),
    (ListCommentReplies, COMMENT),
    (ListCommentLikers, COMMENT),
    (SearchReels, {"query": "running"}),
    (SearchAudio, {"query": "summer"}),
    (ListHashtagReels, {"tag": PARIS}),
    (ListLocationsNearby, {"lat": 48.8566, "lng": 2.3522}),
    (ListAudioReels, {"audio": SONG}),
]


@pytest.mark.parametrize(("endpoint", "about"), LISTS)
async def test_a_list_holds_what_the_world_holds(
    endpoint: Any, about: dict[str, Any], provider: HikerProvider, upstream: Simulator
) -> None:
    demo = DemoProvider(clock=SystemClock(), public_url=upstream.url)
    page = await provider.answer(endpoint(**about))
    assert isinstance(page, Page)
    wanted = {} if endpoint is ListProfileStories else {"limit": 50}
    truth = await demo.answer(endpoint(**about, **wanted))
    assert isinstance(truth, Page)

    assert bool(page.items) == bool(truth.items)
    pinned = {item.id for item in page.items if getattr(item, "is_pinned", None)}
    held = set(ids(truth)) | pinned
    # Pinned posts stand at the head though they are older than the fifty newest.
    strangers = [item for item in ids(page) if item not in held]
    assert len(strangers) <= (3 if endpoint is ListProfilePosts else 0)


async def test_running_stories(provider: HikerProvider, upstream: Simulator) -> None:
    demo = DemoProvider(clock=SystemClock(), public_url=upstream.url)
    truth, read = [], []
    # Not every account has a story running at every hour, and some are private.
    for number in range(12):
        call = ListProfileStories(account=AccountRef(handle=f"baker{number}"))
        truth.append(await told_by(demo, call))
        read.append(await told_by(provider, call))

    assert read == truth
    assert any(truth)


async def told_by(source: Provider, call: Call) -> list[str] | str | None:
    """The ids of a list, or why there is none."""
    try:
        page = await source.answer(call)
    except NotFound as nothing:
        return nothing.reason
    assert isinstance(page, Page)
    return ids(page)


@pytest.mark.parametrize("endpoint", [ListProfileReels, ListProfileFollowing])
async def test_a_list_is_read_to_its_end_without_loss(
    endpoint: Any, provider: HikerProvider, upstream: Simulator
) -> None:
    demo = DemoProvider(clock=SystemClock(), public_url=upstream.url)
    truth: list[str] = []
    read: list[str] = []
    for source, found in ((demo, truth), (provider, read)):
        cursor = None
        for _ in range(8):
            page = await source.answer(endpoint(account=NIKE, limit=7, cursor=cursor))
            assert isinstance(page, Page)
            found += ids(page)
            cursor = page.next_cursor
            if cursor is None:
                break

    assert read[: len(truth)] == truth[: len(read)]
    assert len(set(read)) == len(read)


SINGLES: list[Call] = [
    GetProfile(account=NIKE),
    GetProfileAbout(account=NIKE),
    GetPost(post=POST),
    GetLocation(location=PLACE),
    GetHashtag(tag=PARIS),
    GetAudio(audio=SONG),
    GetHighlight(highlight=HighlightRef(id="17895485401104052")),
    GetStory(story=StoryRef(id="3776832898280228145")),
    GetPostTranscript(post=SPOKEN),
    Search(query="nike"),
]
UNTOLD = {
    "profile": {"recent_posts", "related", "pinned_post_ids", "threads_username", "has_stories"}
    | {"highlights_count", "is_joined_recently"},
    "profile/about": {"verified_at", "has_active_ads"},
    "post": {"top_comments"},
    "location": {"slug", "url", "media_count", "country"},
    "hashtag": {"related"},
    "story": {"expires_at", "width", "height", "audio", "reshared_post", "is_paid_partnership"},
    # Where the world tells the text alone, its file has one line for all of it.
    "post/transcript": {"is_generated", "segments"},
    "search": {"audio"},
}
"""What HikerAPI does not say of an object at the path that is asked."""


@pytest.mark.parametrize("call", SINGLES, ids=lambda call: str(call.name))
async def test_an_object_says_what_the_world_says(
    call: Call, provider: HikerProvider, upstream: Simulator
) -> None:
    found = (await provider.answer(call)).model_dump(mode="json")
    demo = DemoProvider(clock=SystemClock(), public_url=upstream.url)
    truth = (await demo.answer(call)).model_dump(mode="json")

    # The simulator dates its links as Instagram does; the demo world's need no date.
    told = [name for name in truth if "_url" not in name and name != "media_expires_at"]
    odd = {name for name in told if essence(found[name]) != essence(truth[name])}
    assert odd - UNTOLD.get(call.name, set()) == set()


def essence(value: Any) -> Any:
    """What a value is about: of objects their ids, of nothing nothing."""
    if isinstance(value, dict):
        return value.get("id", value.get("user", {}).get("id"))
    if isinstance(value, list):
        value = [essence(part) for part in value]
    return value or None


FAULTS = [
    ("redirect", UpstreamError, "shape"),
    ("bad_arguments", UpstreamError, "shape"),
    ("unauthorized", UpstreamError, "auth"),
    ("payment_required", UpstreamError, "auth"),
    ("private", NotFound, "private"),
    ("user_not_found", NotFound, None),
    ("media_not_found", NotFound, None),
    ("method_not_allowed", UpstreamError, "shape"),
    ("request_timeout", UpstreamTimeout, None),
    ("gone", UpstreamError, "shape"),
    ("unprocessable", UpstreamError, "shape"),
    ("too_many", UpstreamError, "rate_limited"),
    ("header_too_large", UpstreamError, "shape"),
    ("server_error", UpstreamError, "server"),
    ("unavailable", UpstreamError, "server"),
    ("gateway_timeout", UpstreamTimeout, None),
]


@pytest.mark.parametrize(("fault", "kind", "reason"), FAULTS)
async def test_a_failure_that_the_simulator_plays(
    fault: str,
    kind: type[Problem],
    reason: str | None,
    provider: HikerProvider,
    upstream: Simulator,
) -> None:
    upstream.break_with(fault, upstream="hiker")

    with pytest.raises(Problem) as raised:
        await provider.answer(GetProfile(account=NIKE))

    assert (type(raised.value), raised.value.reason) == (kind, reason)


@pytest.mark.parametrize("name", [endpoint.name for endpoint in HikerProvider.methods])
async def test_an_example_of_the_catalogue_is_answered(name: str, provider: HikerProvider) -> None:
    endpoint = CATALOGUE.by_name[name]
    call, _ = read_call(endpoint, list(endpoint.example.items()))

    assert await provider.answer(call)
