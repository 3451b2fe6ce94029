"""Pages of media: where one ends, and where the next begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.models import Post
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels
from instagramapi.upstream.shapes import graph
from instagramapi.upstream.shapes.reading import listed, text

PostsCall = ListProfilePosts | ListProfileReels
ListCall = PostsCall | ListHashtagTop | ListHashtagRecent

MOST = 50
"""Media on a page of Meta's at most."""
USUAL = 12
"""Posts on a page of ours when nobody says how many."""
_MOST_PINNED = 3


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins.

    `after` is Meta's cursor, and `skip` how many media behind it were looked at already. `page`
    counts: the cursors of a hashtag are documented to be the same on every page, and a cursor of
    ours must differ, or the cache would answer page 3 with page 2.
    """

    after: str | None = None
    skip: int = 0
    page: int = 1

    @classmethod
    def read(cls, cursor: str | None) -> "Position":
        """Read what `__str__` wrote; None is the beginning."""
        if cursor is None:
            return cls()
        page, skip, after = cursor.split("|", 2)
        return cls(after or None, int(skip), int(page))

    def __str__(self) -> str:
        return f"{self.page}|{self.skip}|{self.after or ''}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The media that one page of ours takes from one of Meta's."""

    kept: tuple[Any, ...]
    looked_at: tuple[Any, ...]
    next: Position | None


def limit_of(call: ListCall) -> int:
    """Return how many posts a page of this call holds at most."""
    return min(call.limit or USUAL, MOST)


def stretch(
    connection: Mapping[str, Any] | Any,
    position: Position,
    *,
    limit: int,
    keep: Callable[[Any], bool] = lambda raw: True,
    needs_next: bool = False,
) -> Stretch:
    """Take up to `limit` media that are to be kept; what is left of Meta's page comes next time.

    `needs_next`: a list on top tells its end by having no address of a next page; one inside of
    an account has cursors only.
    """
    media = tuple(listed(connection, "data"))
    kept: list[Any] = []
    end = position.skip
    for raw in media[position.skip :]:
        if len(kept) == limit:
            break
        end += 1
        kept += [raw] if keep(raw) else []
    if end < len(media):
        following: Position | None = Position(position.after, end, position.page + 1)
    else:
        is_last = not media or (needs_next and not text(connection, "paging", "next"))
        following = None if is_last else _behind(connection, position)
    return Stretch(tuple(kept), media[position.skip : end], following)


def _behind(connection: Any, position: Position) -> Position | None:
    after = text(connection, "paging", "cursors", "after")
    return Position(after, page=position.page + 1) if isinstance(after, str) else None


def is_in_dates(call: PostsCall, raw: Any) -> bool:
    """Whether a medium lies between `since` and `until`; without a time it lies in neither."""
    if call.since is None and call.until is None:
        return True
    taken = graph.taken_at(raw)
    if not taken:
        return False
    moment_s = taken.timestamp()
    return (call.since is None or moment_s >= call.since) and (
        call.until is None or moment_s < call.until
    )


def has_passed(call: PostsCall, position: Position, looked_at: tuple[Any, ...]) -> bool:
    """Whether a list that falls in time has come to what is older than `since`."""
    # Pinned posts may stand on top whatever their age; every page before has had one at least.
    is_past_pins = position.page - 1 + len(looked_at) > _MOST_PINNED
    if call.since is None or not looked_at or not is_past_pins:
        return False
    taken = graph.taken_at(looked_at[-1])
    return bool(taken) and taken.timestamp() < call.since


def left_out(found: Stretch, items: tuple[Post, ...]) -> tuple[str, ...]:
    """Say how many posts are not on a page because Meta told no address for them."""
    missing = len(found.kept) - len(items)
    if not missing:
        return ()
    return (f"Meta told no address for {missing} of the posts, which are left out.",)
