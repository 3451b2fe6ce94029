"""Circles of accounts that know each other: they tag each other and share a song.

Of the crowd, eight make a circle. Elsewhere it is the accounts that speak of the same tag: @nike,
@the.nike, @nike.fan. So both directions can be told without storing anything: whom a post tags,
and which posts tag an account.
"""

from dataclasses import dataclass
from functools import lru_cache

from instagramapi.upstream.providers.demo import crowd, numbers
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member, handles_about, topic_of
from instagramapi.upstream.providers.demo.world import World

_SIZE = 8
CROWDED = crowd.SIZE // _SIZE
# A step that shares no factor with the crowd's size spreads each circle over the whole crowd.
_STEP = 700_001
_BACK: int = pow(_STEP, -1, crowd.SIZE)
_SANDBOX_HANDLES = ("sandbox.huge", numbers.RENAMED_TODAY, "sandbox.hidden_likes", "sandbox.slow")
OF_SANDBOX = CROWDED
_FIRST_TOPIC = CROWDED + 1
_RHYTHM = 3
_TAGGED_AT_MOST = 3

COUNT = _FIRST_TOPIC + numbers.FIRST_MEMBER_ID + numbers.SHORT_HANDLES


@dataclass(frozen=True, slots=True)
class Circle:
    """Some accounts that know each other, and the number of their circle."""

    number: int
    handles: tuple[str, ...]


def circle_of(owner: Member) -> Circle | None:
    """The circle of an account; None for those who keep to themselves."""
    if owner.handle in _SANDBOX_HANDLES:
        return circle_at(OF_SANDBOX)
    index = crowd.index_of(owner.handle)
    if index is not None:
        return circle_at(index * _BACK % crowd.SIZE // _SIZE)
    # Whether a long handle belongs cannot be told from the number of the circle.
    if owner.topic is None or len(owner.handle) > numbers.EXACT_CHARACTERS:
        return None
    return circle_at(_FIRST_TOPIC + numbers.member_id_of(owner.topic))


@lru_cache(maxsize=4096)
def circle_at(number: int) -> Circle | None:
    """The circle with a number; None where there is no such circle."""
    handles = _handles(number)
    return Circle(number, handles) if handles else None


def _handles(number: int) -> tuple[str, ...]:
    if number < CROWDED:
        first = number * _SIZE
        return tuple(
            crowd.handle_at(place * _STEP % crowd.SIZE) for place in range(first, first + _SIZE)
        )
    if number == OF_SANDBOX:
        return _SANDBOX_HANDLES
    topic = numbers.handle_of(number - _FIRST_TOPIC)
    # One of the crowd may be called like a topic without speaking of it.
    if topic is None or crowd.index_of(topic) is not None or topic_of(topic) != topic:
        return ()
    return tuple(handle for handle in handles_about(topic) if crowd.index_of(handle) is None)


@lru_cache(maxsize=8192)
def tagged_on(owner: Member, index: int) -> tuple[str, ...]:
    """The handles that are tagged on a post."""
    circle = circle_of(owner)
    others = [handle for handle in circle.handles if handle != owner.handle] if circle else []
    dice = Dice("tagged", owner.id, index)
    if not others or not dice.one_in(_RHYTHM):
        return ()
    first, count = dice.below(len(others)), 1 + dice.below(_TAGGED_AT_MOST)
    return tuple(others[(first + at) % len(others)] for at in range(min(count, len(others))))


def posts_tagging(world: World, subject: Member) -> list[tuple[Member, int]]:
    """The posts on which an account is tagged, as owner and index."""
    return [
        (owner, index)
        for owner in members_of(world, circle_of(subject))
        for index in range(owner.posts)
        if subject.handle in tagged_on(owner, index)
    ]


def members_of(world: World, circle: Circle | None) -> list[Member]:
    """The accounts of a circle that are open to all."""
    found = map(world.by_handle, circle.handles if circle else ())
    return [owner for owner in found if not owner.is_private]
