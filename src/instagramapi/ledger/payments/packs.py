"""Credit packs: what the operator sells, as a setting says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from instagramapi.kit.price import Price

_MAX_CREDITS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class CreditPack:
    """So many credits for a price."""

    credits: int
    price: Price

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.credits}-{self.price.currency}"


def parse_packs(texts: Iterable[str]) -> tuple[CreditPack, ...]:
    """Read packs like `1000=10.00 EUR`; a ValueError says what is wrong."""
    packs = tuple(_pack(text) for text in texts)
    if len({pack.name for pack in packs}) < len(packs):
        raise ValueError("Two packs have the same number of credits and the same currency.")
    return packs


def _pack(text: str) -> CreditPack:
    number, _, price = text.partition("=")
    if not number.strip().isdecimal() or not 1 <= int(number) <= _MAX_CREDITS:
        raise ValueError(f"{text!r} is no pack; one is like 1000=10.00 EUR.")
    return CreditPack(int(number), Price.parse(price))
