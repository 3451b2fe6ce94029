"""How many people react to a post, and how."""

from dataclasses import dataclass
from functools import lru_cache

from instagramapi.upstream.providers.demo import numbers
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member

# How many replies the comments have, one after the other; each post starts elsewhere in this row.
_REPLIES = (0, 2, 0, 0, 1, 0, 0, 0, 4, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Reactions:
    """What a post's counts and its lists of people and comments must agree on."""

    likes: int
    hides_likes: bool
    comments: int
    """Top-level comments."""
    comments_disabled: bool
    turn: int

    def replies(self, at: int) -> int:
        """How many replies one comment has."""
        return _REPLIES[(at + self.turn) % len(_REPLIES)]

    @property
    def comments_and_replies(self) -> int:
        """The number of comments that Instagram states."""
        rounds, rest = divmod(self.comments, len(_REPLIES))
        replies = rounds * sum(_REPLIES) + sum(self.replies(at) for at in range(rest))
        return self.comments + replies


@lru_cache(maxsize=8192)
def reactions_to(owner: Member, index: int) -> Reactions:
    """How people react to a post."""
    dice = Dice("reactions", owner.id, index)
    is_empty = numbers.post_id_of(owner.id, index) == numbers.EMPTY_POST_ID
    followers = 0 if is_empty else owner.followers
    likes = dice.below(1 + followers * 2 // 5)
    disabled = not is_empty and dice.one_in(25)
    comments = 0 if disabled or not followers else dice.below(3 + likes // 12)
    return Reactions(
        likes=likes,
        hides_likes=owner.hides_all_likes or (dice.one_in(14) and not is_empty),
        comments=comments,
        comments_disabled=disabled,
        turn=dice.below(len(_REPLIES)),
    )
