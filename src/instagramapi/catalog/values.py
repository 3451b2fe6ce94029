"""Readers of plain values: text as sent in, value out, or a ValueError."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

_LARGEST_EPOCH_S = 253_402_300_799  # The last second of the year 9999.
_LOST_PLUS = re.compile(r"(T[0-9:.]+) ([0-9]{2}:?[0-9]{2})$")
# As JSON and the languages around it write numbers, also 1e-07; not as Python does: 1_0, nan.
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?", re.IGNORECASE)


def query(text: str) -> str:
    """Read words to look for, with single spaces."""
    query = " ".join(text.split())
    if not 1 <= len(query) <= 100:
        raise ValueError("length")
    return query


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Make a reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or len(text) > 12:
            raise ValueError("not a number")
        number = int(text)
        if not low <= number <= high:
            raise ValueError("out of range")
        return number

    return read


def degrees(limit: int) -> Callable[[str], float]:
    """Make a reader of degrees from `-limit` to `limit`."""

    def read(text: str) -> float:
        if not _DECIMAL.fullmatch(text):
            raise ValueError("not a number")
        number = float(text)
        if abs(number) > limit:
            raise ValueError("out of range")
        return number + 0.0  # The place at -0.0 is the place at 0.0.

    return read


def moment(text: str) -> int:
    """Read a time, ISO 8601 or seconds since 1970, as epoch seconds."""
    if text.isascii() and text.isdecimal():
        return whole_number(0, _LARGEST_EPOCH_S)(text)
    # A + that was not percent-encoded arrives as a space: 2026-01-31T12:00:00 02:00.
    moment = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text))
    epoch_s = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    if not 0 <= epoch_s <= _LARGEST_EPOCH_S:
        raise ValueError("out of range")
    return epoch_s


def truth(text: str) -> bool:
    """Read `true` or `false`."""
    truths = {"true": True, "1": True, "false": False, "0": False}
    if text.lower() not in truths:
        raise ValueError("neither true nor false")
    return truths[text.lower()]


def names(text: str) -> tuple[str, ...]:
    """Read names that commas separate."""
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise ValueError("an empty name")
    return names


def one_word(*words: str) -> Callable[[str], str]:
    """Make a reader of one of these words."""

    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError("not one of the words")
        return text.lower()

    return read
