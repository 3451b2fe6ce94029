"""A price as people write it: `10.00 EUR`, `1500 JPY`; counted in the currency's smallest unit."""

import re
from typing import NamedTuple

_WRITTEN = re.compile(r"([0-9]{1,9})(?:\.([0-9]{2}))? ([A-Z]{3})")
# Currencies without a smaller unit, as card companies count them.
_WHOLE = frozenset(
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split()  # noqa: SIM905
)
# Counted in thousandths, or in hundredths that must be whole: one mistake is a hundredfold price.
_REFUSED = frozenset("BHD IQD ISK JOD KWD LYD OMR TND UGX".split())  # noqa: SIM905


class Price(NamedTuple):
    """An amount in the smallest unit of a currency, such as cents."""

    amount: int
    currency: str

    @classmethod
    def parse(cls, text: str) -> "Price":
        """Read `10.00 EUR`; anything else is a ValueError that says what is accepted."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or match[3] in _REFUSED or (match[2] and match[3] in _WHOLE):
            raise ValueError(
                f"{text.strip()!r} is no price; one is like 10.00 EUR, or 1500 JPY where a "
                "currency has no smaller unit."
            )
        price = cls(int(match[1] + (match[2] or ("" if match[3] in _WHOLE else "00"))), match[3])
        if price.amount == 0:
            raise ValueError("A price is more than nothing.")
        return price

    def __str__(self) -> str:
        if self.currency in _WHOLE:
            return f"{self.amount} {self.currency}"
        return f"{self.amount // 100}.{self.amount % 100:02} {self.currency}"
