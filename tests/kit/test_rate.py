import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.kit.rate import RateLimit


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5/second", RateLimit(5, 1)),
        ("60/minute", RateLimit(60, 60)),
        (" 100/Hour ", RateLimit(100, 3_600)),
        ("999999999/day", RateLimit(999_999_999, 86_400)),
        ("none", None),
    ],
)
def test_a_limit_is_a_number_per_named_window(text: str, limit: RateLimit | None) -> None:
    assert RateLimit.parse(text) == limit


@given(
    st.integers(1, 999_999_999),
    st.sampled_from(["second", "minute", "hour", "day"]),
)
def test_a_limit_is_written_as_it_is_read(requests: int, window: str) -> None:
    assert str(RateLimit.parse(f"{requests}/{window}")) == f"{requests}/{window}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "60", "0/minute", "-1/minute", "1.5/minute", "60/week", "60/minutes", "60 / minute"),
        *("٦٠/minute", "1000000000/day", "60/minute\n60/minute", "60/60", "no limit"),
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="60/minute"):
        RateLimit.parse(text)
