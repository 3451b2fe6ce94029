"""When an account published what, and in which form."""

from bisect import bisect_left
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member

Form = Literal["image", "video", "clips", "igtv", "carousel"]

DAY_S = 86_400
_TEN_YEARS_S = 3650 * DAY_S
# The world does not move with the clock: nothing but stories is younger than this.
NEWEST_S = int(datetime(2026, 9, 30, tzinfo=UTC).timestamp())

# Which form follows which; every account is somewhere else in this row.
_FORMS: tuple[Form, ...] = (
    *("image", "clips", "carousel", "image", "image", "clips", "image", "carousel", "video"),
    *("clips", "image", "carousel", "clips", "image", "igtv", "image", "clips"),
)
# Every third post carries the place where its owner is at home.
_PLACE_RHYTHM = 3
_PINNED_FROM = 10


@lru_cache(maxsize=4096)
def _pace(owner_id: int, posts: int) -> tuple[int, int]:
    """When the newest post was made, and how many seconds lie between two."""
    dice = Dice("pace", owner_id)
    newest_s = NEWEST_S - dice.below(60 * DAY_S)
    # Ten years at most, so that nothing is older than Instagram.
    longest_s = _TEN_YEARS_S // max(posts, 365)
    return newest_s, longest_s // 2 + dice.below(longest_s // 2)


def taken_at_s(owner: Member, index: int) -> int:
    """When a post was made; the newest has index 0, and no two share a second."""
    newest_s, gap_s = _pace(owner.id, owner.posts)
    # Any step below the gap keeps the order.
    return newest_s - index * gap_s - (index * index * 7919 + owner.turn) % (gap_s // 2)


def form_of(owner: Member, index: int) -> Form:
    """In which form a post was published."""
    return _FORMS[(index + owner.turn) % len(_FORMS)]


def with_place(owner: Member) -> range:
    """Which posts carry the place where their owner is at home."""
    return range(-owner.turn % _PLACE_RHYTHM, owner.posts, _PLACE_RHYTHM)


def reels(owner: Member, within: range) -> list[int]:
    """Which posts of a stretch are reels."""
    return [index for index in within if form_of(owner, index) == "clips"]


def pinned(owner: Member) -> tuple[int, ...]:
    """Which posts are pinned to the top of the profile."""
    if owner.posts < _PINNED_FROM or owner.turn % 2:
        return ()
    return (owner.posts // 3, owner.posts // 2)


def between(owner: Member, since: int | None, until: int | None) -> range:
    """Which posts were made from `since` on and before `until`, newest first."""
    # Seen from the newest, times fall; bisect wants them to rise, so their signs are turned.
    indices = range(owner.posts)

    def first_before(moment_s: int) -> int:
        return bisect_left(indices, 1 - moment_s, key=lambda index: -taken_at_s(owner, index))

    start = 0 if until is None else first_before(until)
    end = owner.posts if since is None else first_before(since)
    return range(start, max(start, end))


def joined_at(owner: Member) -> datetime:
    """The first day of the month in which the account was made."""
    oldest_s = taken_at_s(owner, max(0, owner.posts - 1))
    before = datetime.fromtimestamp(oldest_s - (owner.turn % 400) * DAY_S, UTC)
    return before.replace(day=1, hour=0, minute=0, second=0)
