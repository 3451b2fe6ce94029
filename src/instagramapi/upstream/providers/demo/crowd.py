"""The people who follow, like and comment: 1.4 million, in another order for each list."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import gcd

from instagramapi.upstream.providers.demo import words
from instagramapi.upstream.providers.demo.dice import Dice

_JOINTS = "._"
_SUFFIXES = 100
SIZE = len(words.FIRST) * len(words.SECOND) * len(_JOINTS) * _SUFFIXES
# One of the crowd may be the subject of the list, and nobody follows himself.
_OTHERS = SIZE - 1

_PERSON = re.compile(r"([a-z]+)([._])([a-z]+)([1-9][0-9]?)?")
_FIRST = {name: at for at, name in enumerate(words.FIRST)}
_SECOND = {name: at for at, name in enumerate(words.SECOND)}


def handle_at(index: int) -> str:
    """The handle of one person of the crowd, for example `maya.art27`."""
    rest, suffix = divmod(index, _SUFFIXES)
    rest, joint = divmod(rest, len(_JOINTS))
    first, second = divmod(rest, len(words.SECOND))
    return f"{words.FIRST[first]}{_JOINTS[joint]}{words.SECOND[second]}{suffix or ''}"


def index_of(handle: str) -> int | None:
    """Where in the crowd a handle stands; None where it is nobody of the crowd."""
    match = _PERSON.fullmatch(handle)
    if not match or match[1] not in _FIRST or match[3] not in _SECOND:
        return None
    index = _FIRST[match[1]] * len(words.SECOND) + _SECOND[match[3]]
    return (index * len(_JOINTS) + _JOINTS.index(match[2])) * _SUFFIXES + int(match[4] or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """The crowd in an order of its own: everybody once, and never the one who is left out."""

    start: int
    step: int
    left_out: int

    def handle(self, at: int) -> str:
        """The handle of the one who stands there."""
        index = (self.start + at * self.step) % _OTHERS
        return handle_at(index + (index >= self.left_out))


@lru_cache(maxsize=1024)
def line(name: str, subject: int, handle: str) -> Line:
    """Line the crowd up for one list of one subject, whose handle is left out."""
    dice = Dice(name, subject)
    start, step = dice.below(_OTHERS), dice.below(_OTHERS)
    # Only a step that shares no factor with the size meets everybody before it meets one twice.
    while gcd(step, _OTHERS) != 1:
        step += 1
    own = index_of(handle)
    return Line(start, step, SIZE if own is None else own)
