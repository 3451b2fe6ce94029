"""The accounts of the world, as plain facts from which every object that shows them is made."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from instagramapi.upstream.providers.demo import crowd, numbers, words
from instagramapi.upstream.providers.demo.dice import Dice

Kind = Literal["personal", "business", "creator"]

# Accounts that belong to a tag: @paris, @the.paris, @paris.hq publish under #paris. A dot cannot
# stand in a tag, so which part is the tag is never in doubt.
_BEFORE_TOPIC = frozenset({"the", "we"})
_AFTER_TOPIC = frozenset({"hq", "fan", "now"})


# Compared by identity: every lookup in a cache would hash all fields otherwise.
@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One account: what its profile, its posts and its lists must agree on."""

    id: int
    handle: str
    followers: int
    following: int
    kind: Kind
    full_name: str | None
    category: str | None
    is_verified: bool
    is_private: bool
    topic: str | None
    """The tag that all its captions carry."""
    turn: int
    """Where it is in the rhythms of the world: which of its posts are reels, and so on."""

    @property
    def posts(self) -> int:
        """How many posts it has; not a field, because most people are only shown in short."""
        return numbers.posts_of(self.id)

    @property
    def hides_all_likes(self) -> bool:
        """Whether it hides the likes of every post."""
        return self.handle == "sandbox.hidden_likes"


@lru_cache(maxsize=4096)
def member(member_id: int, handle: str) -> Member:
    """Make the account with this id and handle."""
    dice = Dice("member", member_id)
    turn = dice.below(2**16)
    is_person = crowd.index_of(handle) is not None
    is_brand = handle in words.BRANDS
    kind: Kind = "business" if is_brand else dice.pick(("personal",) * 5 + ("business", "creator"))
    followers, following = _reach(dice, handle)
    return Member(
        id=member_id,
        handle=handle,
        followers=followers,
        following=following,
        kind=kind,
        full_name=_full_name(dice, handle, is_person),
        category=_category(dice, handle, kind),
        is_verified=is_brand or dice.one_in(40),
        is_private=is_person and dice.one_in(50),
        topic=None if is_person else topic_of(handle),
        turn=turn,
    )


def topic_of(handle: str) -> str | None:
    """The tag that a handle speaks of: paris for `paris`, `the.paris` and `paris.hq`."""
    before, dot, after = handle.partition(".")
    if not dot:
        return handle
    if not before or not after or "." in after:
        return None
    if before in _BEFORE_TOPIC:
        return after
    return before if after in _AFTER_TOPIC else None


def handles_about(tag: str) -> list[str]:
    """The handles that speak of a tag; they are as short as possible, so that ids stay exact."""
    before = [f"{word}.{tag}" for word in sorted(_BEFORE_TOPIC)]
    after = [f"{tag}.{word}" for word in sorted(_AFTER_TOPIC)]
    about = [handle for handle in (tag, *before, *after) if topic_of(handle) == tag]
    exact = [handle for handle in about if len(handle) <= numbers.EXACT_CHARACTERS]
    return exact or [handle for handle in about if len(handle) <= 30]


def _reach(dice: Dice, handle: str) -> tuple[int, int]:
    if handle == "sandbox.empty":
        return 0, 0
    if handle == "sandbox.huge":
        return 1_000_000, 2_000
    # Many have few and few have many: the third power of an even draw.
    share = dice.below(1000) / 1000
    return int(2500 * share**3) + dice.below(40), dice.below(600)


def _full_name(dice: Dice, handle: str, is_person: bool) -> str | None:
    if handle in words.BRANDS:
        return words.BRANDS[handle][0]
    draw = dice.below(24)
    if draw == 0:
        return None
    # Whoever has a digit in his handle is somebody; the others are brands and words.
    if not is_person and any(map(str.isdigit, handle)):
        return f"{dice.pick(words.FIRST).capitalize()} {dice.pick(words.LAST)}"
    if not is_person:
        parts = handle.replace("_", ".").split(".")
        return " ".join(part.capitalize() for part in parts if part) or None
    if draw == 1:
        return dice.pick(words.FULL_NAMES_ELSEWHERE)
    first = handle.replace("_", ".").split(".")[0].capitalize()
    return f"{first} {dice.pick(words.LAST)}"


def _category(dice: Dice, handle: str, kind: Kind) -> str | None:
    if handle in words.BRANDS:
        return words.BRANDS[handle][1]
    return None if kind == "personal" else dice.pick(words.CATEGORIES)
