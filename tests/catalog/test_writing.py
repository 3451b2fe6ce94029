"""A call that is written as a query string reads as the same call."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog import parameters
from instagramapi.catalog.endpoint import Call, Endpoint
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Credits
from instagramapi.catalog.parameters import Parameter
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.reading import read_call
from instagramapi.catalog.sandbox import NAMES
from instagramapi.catalog.search import SearchLocations
from instagramapi.catalog.subjects import AccountRef
from instagramapi.catalog.writing import address_of, query_of
from instagramapi.errors import BadParameter

HOSTS = ("instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am")
HANDLES = st.from_regex(r"[A-Za-z0-9._]{1,30}", fullmatch=True) | st.sampled_from([*NAMES, *HOSTS])
ID_TEXTS = st.integers(1, 2**64 - 1).map(str)
SHORTCODES = st.from_regex(r"[A-Za-z0-9_-]{1,11}", fullmatch=True) | st.sampled_from([*NAMES])
TEXTS: Mapping[str, st.SearchStrategy[str]] = {
    "handle": HANDLES.map(lambda handle: f"https://instagram.com/{handle}") | HANDLES,
    "tag": st.text(min_size=1, max_size=30) | st.sampled_from([*NAMES]),
    "query": st.text(min_size=1, max_size=120),
    "post": SHORTCODES,
    "shortcode": SHORTCODES,
    "lat": st.floats(-90, 90).map(str),
    "lng": st.floats(-180, 180).map(str),
    "sort": st.sampled_from(["popular", "newest"]),
    "tab": st.sampled_from(["recent", "top"]),
    "cursor": st.text(min_size=1, max_size=30),
    "limit": st.integers(1, 50).map(str),
    "input": HANDLES | ID_TEXTS | SHORTCODES,
    "sample": st.integers(6, 48).map(str),
    "comment_id": ID_TEXTS,
    "since": st.integers(0, 2**31).map(str) | st.datetimes().map(lambda moment: moment.isoformat()),
    "until": st.integers(2**31 + 1, 2**33).map(str),
}


def text_for(parameter: Parameter) -> st.SearchStrategy[str]:
    if parameter.name == "id":
        return ID_TEXTS
    return TEXTS.get(parameter.name, st.just(parameter.example))


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Draw a call as a caller writes it: any endpoint, each parameter or not, in any form."""
    endpoint = draw(st.sampled_from(list(CATALOGUE)))
    pairs = []
    for slot in endpoint.slots:
        if slot.is_required or draw(st.booleans()):
            parameter = draw(st.sampled_from(slot.one_of.parameters))
            pairs.append((parameter.name, draw(text_for(parameter))))
    try:
        return read_call(endpoint, pairs)[0]
    except BadParameter:
        return read_call(endpoint, list(endpoint.example.items()))[0]


@given(calls())
def test_a_written_call_reads_as_the_same_call(call: Call) -> None:
    assert read_call(type(call), query_of(call))[0] == call


@pytest.mark.parametrize("endpoint", list(CATALOGUE), ids=lambda endpoint: endpoint.name)
def test_every_example_can_be_written(endpoint: type[Call]) -> None:
    call, _ = read_call(endpoint, list(endpoint.example.items()))

    assert read_call(endpoint, query_of(call))[0] == call


def test_what_has_its_default_is_left_out() -> None:
    call = ListProfilePosts(account=AccountRef(id="787132"), limit=7, since=1_767_225_600)

    assert query_of(call) == [("id", "787132"), ("limit", "7"), ("since", "1767225600")]


def test_a_place_at_zero_degrees_is_no_default() -> None:
    assert query_of(SearchLocations(query="x", lat=0.0, lng=1e-07)) == [
        ("query", "x"),
        ("lat", "0.0"),
        ("lng", "1e-07"),
    ]


@pytest.mark.parametrize("handle", HOSTS)
def test_a_handle_that_looks_like_a_host_is_written_as_a_url(handle: str) -> None:
    call = GetProfile(account=AccountRef(handle=handle))

    assert query_of(call) == [("handle", f"https://www.instagram.com/{handle}/")]


def test_what_nobody_can_have_asked_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no text means"):
        query_of(GetProfile(account=AccountRef(handle="no handle")))


def test_the_strategies_know_every_parameter() -> None:
    known = {*TEXTS, "id", "url", "fields", "max_age", "only_cached", "media", "format"}
    every = {value.name for value in vars(parameters).values() if isinstance(value, Parameter)}

    assert every <= known


def test_a_parameter_of_the_path_is_written_there() -> None:
    class GetThing(
        Endpoint[Credits], name="thing", path="/v1/things/{limit}", credits=0, example={}
    ):
        """One thing."""

        limit: parameters.Limit

    written = {"limit": "7/8 é", "fields": "id"}
    assert address_of(GetThing, written) == ("/v1/things/7%2F8%20%C3%A9", {"fields": "id"})
    assert address_of(GetThing, {}) == ("/v1/things/{limit}", {})
    assert address_of(GetProfile, {"handle": "nike"}) == ("/v1/profile", {"handle": "nike"})
