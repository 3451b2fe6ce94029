import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog.account import GetCredits
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.hashtag import ListHashtagTop
from instagramapi.catalog.location import ListLocationPosts
from instagramapi.catalog.post import GetPost, ListPostComments
from instagramapi.catalog.profile import GetProfile, ListProfilePosts, ListProfileReels
from instagramapi.catalog.reading import DEFAULT_OPTIONS, Options, read_call
from instagramapi.catalog.search import SearchLocations, SearchUsers
from instagramapi.catalog.subjects import AccountRef, LocationRef, PostRef, TagRef
from instagramapi.errors import BadParameter

NIKE = ("handle", "nike")


def refusal(endpoint: type[Call], *pairs: tuple[str, str]) -> BadParameter:
    with pytest.raises(BadParameter) as refused:
        read_call(endpoint, pairs)
    return refused.value


def test_a_call_has_what_was_sent_and_else_the_defaults() -> None:
    call, options = read_call(ListProfilePosts, [NIKE, ("limit", "7"), ("since", "1767225600")])

    assert call == ListProfilePosts(
        account=AccountRef(handle="nike"), limit=7, since=1767225600, until=None, cursor=None
    )
    assert options is DEFAULT_OPTIONS


def test_how_the_answer_is_wanted_is_no_part_of_the_question() -> None:
    call, options = read_call(
        GetProfile, [NIKE, ("fields", "id,username"), ("max_age", "60"), ("only_cached", "true")]
    )

    assert call == GetProfile(account=AccountRef(handle="nike"))
    assert options == Options({"id": {}, "username": {}}, max_age_s=60, only_cached=True)


@pytest.mark.parametrize(
    ("endpoint", "pair", "value"),
    [
        (ListHashtagTop, ("tag", "#Paris"), TagRef(name="paris")),
        (ListHashtagTop, ("hashtag", "paris"), TagRef(name="paris")),
        (ListHashtagTop, ("name", "paris"), TagRef(name="paris")),
        (SearchUsers, ("q", "nike"), "nike"),
        (GetPost, ("post", "DRqAYKuAIUx"), PostRef(id="3776832898280228145")),
        (GetPost, ("url", "instagram.com/p/DRqAYKuAIUx"), PostRef(id="3776832898280228145")),
        (GetPost, ("shortcode", "DRqAYKuAIUx"), PostRef(id="3776832898280228145")),
        (GetPost, ("id", "3776832898280228145"), PostRef(id="3776832898280228145")),
        (GetProfile, ("id", "787132"), AccountRef(id="787132")),
        (ListLocationPosts, ("id", "213385402"), LocationRef(id="213385402")),
    ],
)
def test_every_way_to_name_a_subject_is_read(
    endpoint: type[Call], pair: tuple[str, str], value: object
) -> None:
    call, _ = read_call(endpoint, [pair])

    assert getattr(call, call.slots[0].name) == value


@pytest.mark.parametrize(
    "pairs",
    [
        [NIKE, ("limit", ""), ("fields", ""), ("max_age", ""), ("id", "")],
        [("handle", ""), NIKE],
        [NIKE, ("handle", "")],
    ],
)
def test_an_empty_value_says_nothing(pairs: list[tuple[str, str]]) -> None:
    call, options = read_call(ListProfilePosts, pairs)

    assert call == ListProfilePosts(account=AccountRef(handle="nike"))
    assert options == Options()


# Each message is what a stranger reads: the name, what is accepted, an example.
@pytest.mark.parametrize(
    ("endpoint", "pairs", "reason", "param", "message"),
    [
        (
            GetProfile,
            [],
            "missing",
            "handle",
            "Name an account: send exactly one of `handle` or `id`, for example `handle=nike`.",
        ),
        (
            GetPost,
            [("post", "")],
            "missing",
            "post",
            "Name a post: send exactly one of `post`, `url`, `shortcode` or `id`, "
            "for example `post=DRqAYKuAIUx`.",
        ),
        (
            SearchUsers,
            [],
            "missing",
            "query",
            "Name what to look for: send `query`, for example `query=nike`.",
        ),
        (
            GetProfile,
            [("handle", "not a handle")],
            "malformed",
            "handle",
            "`handle` must be 1 to 30 letters, digits, dots and underscores, with or without @, "
            "or a profile URL, for example `handle=nike`.",
        ),
        (
            ListProfilePosts,
            [NIKE, ("limit", "51")],
            "malformed",
            "limit",
            "`limit` must be a whole number from 1 to 50, for example `limit=12`.",
        ),
        (
            ListProfilePosts,
            [NIKE, ("since", "yesterday")],
            "malformed",
            "since",
            "`since` must be ISO 8601 (`2026-01-31`, `2026-01-31T12:00:00Z`) or seconds since "
            "1970, for example `since=2026-01-01`.",
        ),
        (
            ListPostComments,
            [("post", "DRqAYKuAIUx"), ("sort", "best")],
            "malformed",
            "sort",
            "`sort` must be `popular` or `newest`, for example `sort=newest`.",
        ),
        (
            ListHashtagTop,
            [("hashtag", "no tag")],
            "malformed",
            "tag",
            "`tag` must be 1 to 100 letters, digits, underscores and emoji, with or without #, "
            "or a tag's URL, for example `tag=paris`.",
        ),
        (
            GetPost,
            [("url", "https://www.instagram.com/share/p/BAHkJj0XyZ/")],
            "malformed",
            "url",
            "`url` must be a post's URL with /p/, /reel/, /reels/ or /tv/, not a /share/ link, "
            "for example `url=https://www.instagram.com/p/DRqAYKuAIUx/`.",
        ),
        (
            GetProfile,
            [NIKE, ("fields", "id,,url")],
            "malformed",
            "fields",
            "`fields` must be names of fields under `data`, dotted and separated by commas, "
            "for example `fields=id,username`.",
        ),
        (
            GetProfile,
            [("hanlde", "nike")],
            "unknown",
            "hanlde",
            "`hanlde` is not a parameter of /v1/profile. Did you mean `handle`? It accepts: "
            "`handle`, `id`, `fields`, `max_age`, `only_cached`, `media`. "
            "For example /v1/profile?handle=nike.",
        ),
        (
            GetCredits,
            [("zzz", "")],
            "unknown",
            "zzz",
            "`zzz` is not a parameter of /v1/credits. It accepts: `fields`, `max_age`, "
            "`only_cached`. For example /v1/credits.",
        ),
        (
            GetProfile,
            [NIKE, ("handle", "adidas")],
            "conflict",
            "handle",
            "`handle` was sent twice; send one value once.",
        ),
        (
            SearchUsers,
            [("query", "nike"), ("q", "nike")],
            "conflict",
            "q",
            "`query` was sent twice (`q` is another name for it); send one value once.",
        ),
        (
            GetProfile,
            [("id", "787132"), NIKE],
            "conflict",
            "id",
            "`handle` and `id` both name an account; send exactly one of `handle` or `id`, "
            "for example only `handle=nike`.",
        ),
        (
            SearchLocations,
            [("query", "café"), ("lat", "48.8")],
            "missing",
            "lng",
            "`lat` and `lng` go together, for example `lat=48.8566&lng=2.3522`.",
        ),
        (
            SearchLocations,
            [("query", "café"), ("lng", "2.3")],
            "missing",
            "lat",
            "`lat` and `lng` go together, for example `lat=48.8566&lng=2.3522`.",
        ),
        (
            ListProfilePosts,
            [NIKE, ("since", "2026-02-01"), ("until", "2026-01-01")],
            "conflict",
            "since",
            "`since` must be before `until`, for example `since=2026-01-01&until=2026-02-01`.",
        ),
        (
            GetProfile,
            [NIKE, ("only_cached", "true"), ("max_age", "0")],
            "conflict",
            "only_cached",
            "`max_age=0` queries now and `only_cached=true` never does; send one of them.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_is_accepted(
    endpoint: type[Call], pairs: list[tuple[str, str]], reason: str, param: str, message: str
) -> None:
    problem = refusal(endpoint, *pairs)

    assert problem.message == message
    assert (problem.reason, problem.param) == (reason, param)


@pytest.mark.parametrize("endpoint", [ListProfilePosts, ListProfileReels])
def test_a_time_window_starts_before_it_ends(endpoint: type[Call]) -> None:
    problem = refusal(endpoint, NIKE, ("since", "2026-01-01"), ("until", "2026-01-01"))

    assert problem.reason == "conflict"


def test_lat_and_lng_together_are_a_place() -> None:
    call, _ = read_call(SearchLocations, [("query", "café"), ("lat", "48.8"), ("lng", "2.3")])

    assert call == SearchLocations(query="café", lat=48.8, lng=2.3)


@pytest.mark.parametrize(
    ("endpoint", "written", "near"),
    [
        (GetProfile, "Handle", "handle"),
        (GetProfile, "user_handle", "handle"),
        (GetPost, "short_code", "shortcode"),
        (ListProfilePosts, "max-age", "max_age"),
        (ListProfilePosts, "curser", "cursor"),
        (ListHashtagTop, "hash_tag", "hashtag"),
        (ListLocationPosts, "field", "fields"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_near_one(
    endpoint: type[Call], written: str, near: str
) -> None:
    assert f"Did you mean `{near}`?" in refusal(endpoint, (written, "x")).message


def test_a_long_unknown_name_is_repeated_in_part() -> None:
    problem = refusal(GetProfile, ("x" * 8000, "1"))

    assert problem.param == "x" * 60
    assert len(problem.message) < 300


NAMES = sorted({name for endpoint in CATALOGUE for name in endpoint.names} | {"fields", "max_age"})


@given(
    st.sampled_from(list(CATALOGUE)),
    st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=9), st.text()), max_size=5),
)
def test_whatever_is_sent_becomes_a_call_or_a_refusal(
    endpoint: type[Call], pairs: list[tuple[str, str]]
) -> None:
    try:
        call, _ = read_call(endpoint, pairs)
    except BadParameter as problem:
        assert problem.reason in {"missing", "malformed", "conflict", "unknown"}
        assert problem.param is not None
        assert "`" in problem.message
    else:
        assert isinstance(call, endpoint)
