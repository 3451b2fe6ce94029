"""Credit packs are read from a setting."""

import pytest

from instagramapi.kit.price import Price
from instagramapi.ledger.payments.packs import CreditPack, parse_packs


def test_packs_keep_their_order_and_have_names() -> None:
    packs = parse_packs(("10000=80.00 EUR", "1000 = 10.00 EUR"))
    assert packs == (
        CreditPack(10_000, Price(8000, "EUR")),
        CreditPack(1000, Price(1000, "EUR")),
    )
    assert [pack.name for pack in packs] == ["10000-EUR", "1000-EUR"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["1000"], "price"),
        (["0=1.00 EUR"], "pack"),
        (["=1.00 EUR"], "pack"),
        (["1e3=1.00 EUR"], "pack"),
        (["2000000000=1.00 EUR"], "pack"),
        (["1000=ten EUR"], "price"),
        (["1000=1.00 EUR", "1000=2.00 EUR"], "same number"),
    ],
)
def test_a_wrong_pack_is_refused(texts: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_packs(texts)
