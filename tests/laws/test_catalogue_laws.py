"""Laws over the whole catalogue: an endpoint that breaks one is not sold."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from instagramapi.catalog import parameters
from instagramapi.catalog.endpoint import Call, parameters_of
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.fields import fields_of
from instagramapi.catalog.models import (
    Audio,
    Comment,
    Credits,
    ExplainedRequest,
    Hashtag,
    Highlight,
    Location,
    LoggedRequest,
    Model,
    OEmbed,
    Page,
    Post,
    Profile,
    ProfileAbout,
    ProfileInsights,
    Resolved,
    SearchResults,
    Story,
    Transcript,
    UsageSum,
    UserShort,
)
from instagramapi.catalog.parameters import Parameter
from instagramapi.catalog.reading import read_call, wishes_of
from instagramapi.errors import PROBLEMS, BadParameter

ENDPOINTS = list(CATALOGUE)

ACCOUNT, POST, PLACE = "handle id", "post url shortcode id", "id url"
LIST, DATES = "cursor limit", "since until"
# What existing clients rely on: path, price, parameters, answer.
KEPT: list[tuple[str, int, str, type[Model]]] = [
    ("/v1/profile", 1, ACCOUNT, Profile),
    ("/v1/profile/about", 2, ACCOUNT, ProfileAbout),
    ("/v1/profile/posts", 2, f"{ACCOUNT} {LIST} {DATES}", Page[Post]),
    ("/v1/profile/reels", 2, f"{ACCOUNT} {LIST} {DATES}", Page[Post]),
    ("/v1/profile/stories", 2, ACCOUNT, Page[Story]),
    ("/v1/profile/highlights", 2, f"{ACCOUNT} {LIST}", Page[Highlight]),
    ("/v1/profile/followers", 2, f"{ACCOUNT} {LIST}", Page[UserShort]),
    ("/v1/profile/following", 2, f"{ACCOUNT} {LIST}", Page[UserShort]),
    ("/v1/post", 1, POST, Post),
    ("/v1/post/comments", 2, f"{POST} sort {LIST}", Page[Comment]),
    ("/v1/post/likers", 2, f"{POST} {LIST}", Page[UserShort]),
    ("/v1/search/users", 1, f"query {LIST}", Page[UserShort]),
    ("/v1/search/hashtags", 1, f"query {LIST}", Page[Hashtag]),
    ("/v1/search/locations", 1, f"query lat lng {LIST}", Page[Location]),
    ("/v1/hashtag/top", 1, f"tag {LIST}", Page[Post]),
    ("/v1/hashtag/recent", 1, f"tag {LIST}", Page[Post]),
    ("/v1/location", 1, PLACE, Location),
    ("/v1/location/posts", 1, f"{PLACE} tab {LIST}", Page[Post]),
    ("/v1/credits", 0, "", Credits),
]
# What came later is as fixed as that from the day on which it is published.
ADDED: list[tuple[str, int, str, type[Model]]] = [
    ("/v1/profile/tagged", 2, f"{ACCOUNT} {LIST}", Page[Post]),
    ("/v1/profile/similar", 2, f"{ACCOUNT} {LIST}", Page[UserShort]),
    ("/v1/profile/insights", 2, f"{ACCOUNT} sample", ProfileInsights),
    ("/v1/story", 1, PLACE, Story),
    ("/v1/highlight", 1, PLACE, Highlight),
    ("/v1/post/comments/replies", 2, f"{POST} comment_id {LIST}", Page[Comment]),
    ("/v1/post/comments/likers", 2, f"{POST} comment_id {LIST}", Page[UserShort]),
    ("/v1/post/transcript", 2, POST, Transcript),
    ("/v1/search", 1, "query", SearchResults),
    ("/v1/search/reels", 1, f"query {LIST}", Page[Post]),
    ("/v1/search/audio", 1, f"query {LIST}", Page[Audio]),
    ("/v1/hashtag", 1, "tag", Hashtag),
    ("/v1/hashtag/reels", 1, f"tag {LIST}", Page[Post]),
    ("/v1/location/nearby", 1, f"lat lng {LIST}", Page[Location]),
    ("/v1/audio", 1, PLACE, Audio),
    ("/v1/audio/reels", 1, f"{PLACE} {LIST}", Page[Post]),
    ("/v1/oembed", 1, "url", OEmbed),
    ("/v1/resolve", 0, "input", Resolved),
    ("/v1/usage", 0, f"by {DATES} endpoint key_id outcome provider cache {LIST}", Page[UsageSum]),
    (
        "/v1/usage/requests",
        0,
        "endpoint key_id status outcome provider cache charged subject since until cursor limit",
        Page[LoggedRequest],
    ),
    ("/v1/usage/requests/{request_id}", 0, "request_id", ExplainedRequest),
]
ALIASES = {"q": "query", "hashtag": "tag", "name": "tag", "code": "outcome"}
OPTIONAL = {"cursor", "limit", "since", "until", "sort", "tab", "sample"} | {
    *("by", "endpoint", "key_id", "status", "outcome", "provider", "cache", "charged", "subject"),
}
# A search may be near a point; what is around a point needs one.
POINT = {"lat", "lng"}
# This server answers them by itself.
OWN = {"credits", "resolve", "usage", "usage/requests", "usage/request"}

every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.name)


@pytest.mark.parametrize(("path", "price", "names", "answer"), KEPT + ADDED)
def test_a_kept_path_has_its_price_parameters_and_answer(
    path: str, price: int, names: str, answer: type[Model]
) -> None:
    endpoint = CATALOGUE.by_path[path]

    assert endpoint.credits == price
    assert [parameter.name for parameter in parameters_of(endpoint)] == names.split()
    assert endpoint.answer is answer


@every_endpoint
def test_only_what_is_optional_may_be_left_out(endpoint: type[Call]) -> None:
    for slot in endpoint.slots:
        names = {parameter.name for parameter in slot.one_of.parameters}
        if names <= POINT:
            assert slot.is_required == ("query" not in endpoint.names)
        else:
            assert slot.is_required == names.isdisjoint(OPTIONAL)


@every_endpoint
def test_a_parameter_has_the_same_other_names_everywhere(endpoint: type[Call]) -> None:
    aliases = {name: meant for name, meant in endpoint.names.items() if name != meant}

    assert aliases.items() <= ALIASES.items()


@every_endpoint
def test_every_endpoint_understands_fields_max_age_and_only_cached(endpoint: type[Call]) -> None:
    wishes = [("fields", next(iter(_fields_of(endpoint)))), ("max_age", "60")]

    _, options = read_call(endpoint, [*endpoint.example.items(), *wishes, ("only_cached", "true")])

    assert options.selection
    assert (options.max_age_s, options.only_cached) == (60, True)


@every_endpoint
def test_a_list_can_be_a_table_and_nothing_else_can(endpoint: type[Call]) -> None:
    asked = [*endpoint.example.items(), ("format", "csv")]
    if not endpoint.is_list():
        with pytest.raises(BadParameter, match="`format` is not a parameter"):
            read_call(endpoint, asked)
        return

    _, options = read_call(endpoint, asked)

    assert options.table
    assert options.table.columns == tuple(_columns(endpoint))


def _columns(endpoint: type[Call]) -> Mapping[str, object]:
    item = fields_of(endpoint.answer)["items"]
    assert item
    return fields_of(item)


def _fields_of(endpoint: type[Call]) -> Mapping[str, object]:
    return endpoint.answer.model_fields


@every_endpoint
def test_a_parameters_name_means_one_thing(endpoint: type[Call]) -> None:
    every = [*parameters_of(endpoint), *parameters_of(wishes_of(endpoint))]
    names = [name for parameter in every for name in (parameter.name, *parameter.aliases)]

    assert len(names) == len(set(names))


@every_endpoint
def test_an_endpoints_path_is_its_name(endpoint: type[Call]) -> None:
    # One of `usage/requests` is a `usage/request`.
    one = f"s/{{{endpoint.path_parameter}}}" if endpoint.path_parameter else ""
    assert endpoint.path == f"/v1/{endpoint.name}{one}"
    assert endpoint.name == endpoint.name.lower()


def test_an_endpoints_class_is_named_once() -> None:
    names = [endpoint.__name__ for endpoint in ENDPOINTS]

    assert len(names) == len(set(names))


@every_endpoint
def test_an_endpoint_is_explained_to_callers(endpoint: type[Call]) -> None:
    summary, *rest = endpoint.documentation().split("\n")

    assert summary.endswith(".")
    assert len(summary) <= 100
    assert not rest or rest[0] == ""


@every_endpoint
def test_an_endpoints_example_works(endpoint: type[Call]) -> None:
    call, _ = read_call(endpoint, list(endpoint.example.items()))

    assert isinstance(call, endpoint)


@every_endpoint
def test_what_costs_credits_is_fresh_for_a_while(endpoint: type[Call]) -> None:
    assert (endpoint.fresh_for > timedelta(0)) == (endpoint.credits > 0)
    assert endpoint.fresh_for <= timedelta(days=1)


# Two credits are for what must first find the account or the post: a part of a profile or post.
@every_endpoint
def test_the_price_follows_from_the_path(endpoint: type[Call]) -> None:
    is_below = endpoint.name.startswith(("profile/", "post/"))

    assert endpoint.credits == (0 if endpoint.name in OWN else 2 if is_below else 1)


@every_endpoint
def test_a_list_has_pages_unless_it_says_that_it_is_one(endpoint: type[Call]) -> None:
    names = endpoint.names.keys()
    has_pages = {"cursor", "limit"} <= names

    assert has_pages or names.isdisjoint({"cursor", "limit"})
    assert endpoint.is_list() == (has_pages or "always one page" in endpoint.documentation())


@every_endpoint
def test_what_is_about_a_subject_can_be_not_found(endpoint: type[Call]) -> None:
    call, _ = read_call(endpoint, list(endpoint.example.items()))

    codes = {problem.code for problem in endpoint.raises}
    assert codes == ({"not_found"} if call.subject or endpoint.path_parameter else set())


PARAMETERS = [value for value in vars(parameters).values() if isinstance(value, Parameter)]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.about)
def test_a_parameters_example_works(parameter: Parameter) -> None:
    parameter.read(parameter.example)

    # A cursor cannot be made up, so it is the only one without an example.
    assert parameter.example or parameter is parameters.CURSOR


def test_every_problem_has_a_code_of_its_own_and_a_page() -> None:
    codes = [problem.code for problem in PROBLEMS]

    assert len(codes) == len(set(codes))
    assert all(problem.documentation() for problem in PROBLEMS)


def test_only_not_found_is_billed() -> None:
    assert [problem.code for problem in PROBLEMS if problem.billed] == ["not_found"]
