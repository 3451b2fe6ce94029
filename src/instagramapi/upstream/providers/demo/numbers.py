"""How an id says by itself what it is the id of, so that nothing needs to be stored.

Every member of the world has a number. A short handle is its number, written in 38 digits. Eight
neighbours share 512 places for posts, cut into eight parts; a post's id is its place, shuffled.
So every number up to 2^64 is the id of exactly one post, and that post stands in its owner's list.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from instagramapi.catalog import sandbox
from instagramapi.upstream.providers.demo.dice import Dice

EXACT_CHARACTERS = 11
_REMEMBERED = 8192
_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789_."
_VALUES = {digit: value for value, digit in enumerate(_DIGITS, start=1)}
_BASE = len(_DIGITS)

_NEIGHBOURS = 8
_SHARED_POSTS = 512
# Below this are the ids of the sandbox's posts, stories and highlights.
FIRST_POST_ID = 2**16
_POST_IDS = 2**64 - FIRST_POST_ID
MEMBERS: int = _POST_IDS * _NEIGHBOURS // _SHARED_POSTS
SHORT_HANDLES: int = (_BASE ** (EXACT_CHARACTERS + 1) - _BASE) // (_BASE - 1)
_LONG_HANDLES = MEMBERS - SHORT_HANDLES
# Below this are the ids of the sandbox's accounts.
FIRST_MEMBER_ID = 1000
PLACES = MEMBERS // _NEIGHBOURS

# A multiplication by a number that shares no factor with the modulus moves every number to another
# place and none to the same. The offsets put the catalogue's examples together: DRqAYKuAIUx is
# the newest post of nike, and nike is at home in the place 213385402.
STEP = 0x9E3779B97F4A7C55
_POST_OFFSET = 0xCADEEC0B6E5A7BA6
_PLACE_OFFSET = 0xC538E6E31EB989

_BACK_TO_POST: int = pow(STEP, -1, _POST_IDS)
_BACK_TO_MEMBER: int = pow(STEP, -1, MEMBERS)

_MADE_UP = re.compile(r"demo_([0-9a-z]{11})")

# What the magic subjects are beside their outcome; `renamed` is found under its name of today.
RENAMED = "sandbox.renamed"
RENAMED_TODAY = "sandbox.renamed.today"
_SANDBOX_IDS = {name: int(number) for name, number in sandbox.POST_IDS.items()}
_SANDBOX_NAMES = {number: name for name, number in _SANDBOX_IDS.items()} | {
    _SANDBOX_IDS[RENAMED]: RENAMED_TODAY
}
_SANDBOX_POSTS = {
    "sandbox.empty": 0,
    RENAMED_TODAY: 24,
    "sandbox.hidden_likes": 30,
    "sandbox.huge": 5000,
    "sandbox.slow": 13,
}
_FIRST_SANDBOX_POST_ID = 16
_SANDBOX_POSTS_EACH = 5120
# The account `sandbox.empty` has no posts, so the empty post is one of another account's.
_EMPTY_POST = (_SANDBOX_IDS["sandbox.huge"], 1)
EMPTY_POST_ID = _SANDBOX_IDS["sandbox.empty"]


def member_id_of(handle: str) -> int:
    """The id of the account with this handle."""
    if handle in _SANDBOX_IDS:
        return _SANDBOX_IDS[handle]
    if handle == RENAMED_TODAY:
        return _SANDBOX_IDS[RENAMED]
    return FIRST_MEMBER_ID + _number_of(handle)


@lru_cache(_REMEMBERED)
def handle_of(member_id: int) -> str | None:
    """The handle that an id stands for, as far as the id alone can tell; None if it is no id.

    The id of a long handle is a hash: it answers with a handle that is made from the id.
    """
    if member_id < FIRST_MEMBER_ID:
        return _SANDBOX_NAMES.get(member_id)
    number = member_id - FIRST_MEMBER_ID
    if number >= MEMBERS:
        return None
    return _short_handle(number) if number < SHORT_HANDLES else _made_up_handle(number)


def posts_of(member_id: int) -> int:
    """How many posts an account has."""
    if member_id < FIRST_MEMBER_ID:
        return _SANDBOX_POSTS.get(_SANDBOX_NAMES[member_id], 0)
    start, end = _span(member_id - FIRST_MEMBER_ID)
    return end - start


def post_id_of(member_id: int, index: int) -> int:
    """The id of an account's post; the newest has index 0."""
    if member_id < FIRST_MEMBER_ID:
        return _sandbox_post_id(member_id, index)
    number = member_id - FIRST_MEMBER_ID
    place = number // _NEIGHBOURS * _SHARED_POSTS + _span(number)[0] + index
    return FIRST_POST_ID + (place * STEP + _POST_OFFSET) % _POST_IDS


@lru_cache(_REMEMBERED)
def owner_of(post_id: int) -> tuple[int, int] | None:
    """The id of the account whose post this is, and the post's index there."""
    if post_id < FIRST_POST_ID:
        return _sandbox_owner(post_id)
    place = (post_id - FIRST_POST_ID - _POST_OFFSET) * _BACK_TO_POST % _POST_IDS
    group, at = divmod(place, _SHARED_POSTS)
    cuts = _cuts(group)
    neighbour = next(i for i in range(_NEIGHBOURS) if at < cuts[i + 1])
    return FIRST_MEMBER_ID + group * _NEIGHBOURS + neighbour, at - cuts[neighbour]


def home_of(member_id: int) -> int | None:
    """The id of the place where an account is at home; None for the sandbox's."""
    if member_id < FIRST_MEMBER_ID:
        return None
    number = member_id - FIRST_MEMBER_ID
    return 1 + (number * STEP + _PLACE_OFFSET) % MEMBERS // _NEIGHBOURS


def members_at(place_id: int) -> tuple[int, ...]:
    """The ids of the accounts that are at home in a place."""
    if place_id > PLACES:
        return ()
    first = (place_id - 1) * _NEIGHBOURS
    return tuple(
        FIRST_MEMBER_ID + (number - _PLACE_OFFSET) * _BACK_TO_MEMBER % MEMBERS
        for number in range(first, first + _NEIGHBOURS)
    )


def _number_of(handle: str) -> int:
    if len(handle) > EXACT_CHARACTERS:
        return SHORT_HANDLES + _long_number(handle)
    number = 0
    for digit in handle:
        number = number * _BASE + _VALUES[digit]
    return number - 1


def _short_handle(number: int) -> str:
    number += 1
    handle = ""
    while number:
        number, value = divmod(number - 1, _BASE)
        handle = _DIGITS[value] + handle
    return handle


def _long_number(handle: str) -> int:
    made_up = _MADE_UP.fullmatch(handle)
    number = int(made_up[1], 36) if made_up else _LONG_HANDLES
    if number < _LONG_HANDLES:
        return number
    return int.from_bytes(blake2b(handle.encode(), digest_size=8).digest()) % _LONG_HANDLES


def _made_up_handle(number: int) -> str:
    number -= SHORT_HANDLES
    digits = ""
    for _ in range(11):
        number, value = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[value] + digits
    return f"demo_{digits}"


def _span(number: int) -> tuple[int, int]:
    group, neighbour = divmod(number, _NEIGHBOURS)
    cuts = _cuts(group)
    return cuts[neighbour], cuts[neighbour + 1]


@lru_cache(maxsize=4096)
def _cuts(group: int) -> tuple[int, ...]:
    dice = Dice("cuts", group)
    inner = sorted(dice.below(_SHARED_POSTS + 1) for _ in range(_NEIGHBOURS - 1))
    return (0, *inner, _SHARED_POSTS)


def _sandbox_post_id(member_id: int, index: int) -> int:
    if index == 0:
        return member_id
    if (member_id, index) == _EMPTY_POST:
        return EMPTY_POST_ID
    return _FIRST_SANDBOX_POST_ID + member_id * _SANDBOX_POSTS_EACH + index


def _sandbox_owner(post_id: int) -> tuple[int, int] | None:
    if post_id == EMPTY_POST_ID:
        return _EMPTY_POST
    if post_id in _SANDBOX_NAMES:
        return post_id, 0
    member_id, index = divmod(post_id - _FIRST_SANDBOX_POST_ID, _SANDBOX_POSTS_EACH)
    known = member_id in _SANDBOX_NAMES and 0 < index < posts_of(member_id)
    return (member_id, index) if known and (member_id, index) != _EMPTY_POST else None
