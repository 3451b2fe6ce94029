from collections.abc import Sequence

import pytest

from instagramapi.api.query import read_query, secret_in, without_keys
from instagramapi.errors import BadParameter

# Always the same, since test processes that share the work must name their tests alike.
SECRET = "ig_live_ZEwEp6oRtA4eZTl7l6rmLR1o592XG40A"


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        (b"", ()),
        (b"handle=nike", [("handle", "nike")]),
        (b"handle=nike&limit=", [("handle", "nike"), ("limit", "")]),
        (b"query=caf%C3%A9+noir", [("query", "café noir")]),
        (b"a=1&a=2", [("a", "1"), ("a", "2")]),
        (b"a=b=c", [("a", "b=c")]),
    ],
)
def test_a_query_string_is_read_as_forms_are(
    query: bytes, pairs: Sequence[tuple[str, str]]
) -> None:
    assert list(read_query(query)) == list(pairs)


def refused(query: bytes) -> BadParameter:
    with pytest.raises(BadParameter) as raised:
        read_query(query)
    return raised.value


@pytest.mark.parametrize(
    "query", [b"handle=%ff", b"handle=\xc3\xa9", b"handle=%ed%a0%80", b"&".join([b"a=1"] * 51)]
)
def test_what_is_no_text_or_too_much_is_malformed(query: bytes) -> None:
    assert (refused(query).param, refused(query).reason) == (None, "malformed")


@pytest.mark.parametrize("query", [b"handle=a%00b", b"handle=a%0ab", b"handle=a%7fb"])
def test_a_control_character_is_malformed_and_its_parameter_named(query: bytes) -> None:
    assert (refused(query).param, refused(query).reason) == ("handle", "malformed")


@pytest.mark.parametrize(
    "query",
    [
        f"key={SECRET}",
        f"API_KEY={SECRET}",
        "access_token=anything",
        f"handle={SECRET}",
        f"handle=x{SECRET}x",
        SECRET,
        f"{SECRET}=1",
        f"handle=nike&x={SECRET}",
        "handle=" + SECRET.replace("_", "%5F"),
    ],
)
def test_a_key_in_the_query_is_refused_with_the_reason_and_not_repeated(query: str) -> None:
    problem = refused(query.encode())

    assert "does not belong in a URL" in problem.message
    assert SECRET not in problem.message
    assert problem.param is None or SECRET not in problem.param


@pytest.mark.parametrize(
    ("headers", "secret"),
    [
        ([], ""),
        ([(b"authorization", b"Bearer abc")], "abc"),
        ([(b"authorization", b"bearer  abc ")], "abc"),
        ([(b"authorization", b"Bearer")], ""),
        ([(b"authorization", b"Basic abc")], ""),
        ([(b"x-api-key", b" abc ")], "abc"),
        ([(b"x-api-key", b"abc"), (b"authorization", b"Bearer def")], "def"),
        ([(b"authorization", b"Basic x"), (b"x-api-key", b"abc")], "abc"),
        ([(b"x-other", b"abc")], ""),
        ([(b"authorization", b"Bearer \xff")], "\xff"),
    ],
)
def test_the_key_is_taken_from_the_headers(headers: list[tuple[bytes, bytes]], secret: str) -> None:
    assert secret_in(headers) == secret


def test_a_text_is_told_back_without_keys() -> None:
    assert without_keys(f"/v1/{SECRET}/ig_test_abc") == "/v1/ig_live_…/ig_test_…"
    assert without_keys("/v1/profile") == "/v1/profile"
