"""A price is read as it is written, or refused with what is accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.kit.price import Price


@pytest.mark.parametrize(
    ("text", "amount"),
    [("10.00 EUR", 1000), ("10 EUR", 1000), (" 0.50 USD ", 50), ("1500 JPY", 1500)],
)
def test_a_price_is_counted_in_the_smallest_unit(text: str, amount: int) -> None:
    assert Price.parse(text) == Price(amount, text.strip()[-3:])


@pytest.mark.parametrize(
    "text",
    ["", "10", "EUR", "10,00 EUR", "10.0 EUR", "-1 EUR", "1.50 JPY", "1 KWD", "0 EUR", "0.00 EUR"],
)
def test_what_could_be_meant_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="price"):
        Price.parse(text)


@given(st.integers(1, 10**9 - 1), st.sampled_from(["EUR", "USD", "JPY"]))
def test_a_price_is_read_back(amount: int, currency: str) -> None:
    assert Price.parse(str(Price(amount, currency))) == Price(amount, currency)
