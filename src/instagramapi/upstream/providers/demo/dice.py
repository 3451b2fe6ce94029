"""Draws that come out the same on every machine: one hash per subject, read off in small parts."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Side = TypeVar("Side")

# Another text here is another world: every name, number and picture changes. This one was chosen
# because nike, the account of every example, has 137 posts and 797 followers in it.
_WORLD = b"demo-94618"
_BYTES = 64


class Dice:
    """A row of draws for one subject; the same subject always draws the same row.

    There are 512 bits in it, enough for some fifty draws.
    """

    __slots__ = ("_left",)

    def __init__(self, *subject: str | int) -> None:
        text = "\0".join(map(str, subject)).encode("utf-8", "surrogatepass")
        self._left = int.from_bytes(blake2b(text, digest_size=_BYTES, person=_WORLD).digest())

    def below(self, sides: int) -> int:
        """Draw a number from 0 to one less than `sides`."""
        self._left, drawn = divmod(self._left, sides)
        return drawn

    def one_in(self, sides: int) -> bool:
        """Draw whether something happens that happens once in `sides` times."""
        return self.below(sides) == 0

    def pick(self, sides: Sequence[Side]) -> Side:
        """Draw one of several things."""
        return sides[self.below(len(sides))]
