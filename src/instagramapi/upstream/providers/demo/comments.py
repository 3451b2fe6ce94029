"""Comments under a post, and replies to them; the first ones written are the ones most liked."""

from dataclasses import dataclass
from datetime import UTC, datetime

from instagramapi.catalog.models import Comment
from instagramapi.upstream.providers.demo import crowd, numbers, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.reactions import reactions_to
from instagramapi.upstream.providers.demo.story_numbers import comment_at, comment_id_of
from instagramapi.upstream.providers.demo.world import World

_SHOWN_WITH_POST = 2


def top(world: World, owner: Member, index: int) -> tuple[Comment, ...]:
    """The comments that come with a post."""
    shown = min(_SHOWN_WITH_POST, reactions_to(owner, index).comments)
    return tuple(comment(world, owner, index, at) for at in range(shown))


def comment(world: World, owner: Member, index: int, at: int) -> Comment:
    """One top-level comment, counted from the one that was written first."""
    post_id = numbers.post_id_of(owner.id, index)
    dice = Dice("comment", post_id, at)
    mentioned = (owner.handle,) if dice.one_in(6) else ()
    text = dice.pick(words.COMMENTS) + "".join(f" @{handle}" for handle in mentioned)
    return Comment(
        id=str(comment_id_of(post_id, at)),
        post_id=str(post_id),
        text=text,
        created_at=datetime.fromtimestamp(_written_at_s(owner, index, at), UTC),
        like_count=_likes(owner, index, at, 0),
        reply_count=reactions_to(owner, index).replies(at),
        is_pinned=at == 0 and post_id % 5 == 0,
        liked_by_author=dice.one_in(4),
        mentions=mentioned,
        user=world.person(commenter(owner, dice.below(owner.followers))),
    )


def commenter(owner: Member, at: int) -> str:
    """Only followers write."""
    return crowd.line("followers", owner.id, owner.handle).handle(at)


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment under a post, or a reply to it, as somebody asked for it by its id."""

    owner: Member
    index: int
    comment_id: int
    at: int
    reply: int

    @property
    def replies(self) -> range:
        """The numbers of its replies; a reply has none of its own."""
        has_replies = self.at >= 0 and not self.reply
        count = reactions_to(self.owner, self.index).replies(self.at) if has_replies else 0
        return range(1, 1 + count)

    @property
    def likers(self) -> range:
        """Where in the line of the owner's followers those stand who like it."""
        likes = _likes(self.owner, self.index, self.at, self.reply) if self.at >= 0 else 0
        dice = Dice("comment likers", self.comment_id)
        first = dice.below(1 + self.owner.followers - likes)
        return range(first, first + likes)


def thread(owner: Member, index: int, comment_id: int) -> Thread:
    """Find a comment by its id; an id from elsewhere stands for one of the post's comments."""
    at, reply = comment_at(numbers.post_id_of(owner.id, index), comment_id)
    reactions = reactions_to(owner, index)
    if at < reactions.comments and reply <= reactions.replies(at):
        return Thread(owner, index, comment_id, at, reply)
    at = at % reactions.comments if reactions.comments else -1
    return Thread(owner, index, comment_id, at, 0)


def reply_to(world: World, asked: Thread, number: int) -> Comment:
    """One reply to a comment, counted from 1, which was written first."""
    owner, index, at = asked.owner, asked.index, asked.at
    post_id = numbers.post_id_of(owner.id, index)
    dice = Dice("reply", post_id, at, number)
    return Comment(
        id=str(comment_id_of(post_id, at, number)),
        post_id=str(post_id),
        parent_id=str(asked.comment_id),
        text=dice.pick(words.COMMENTS),
        created_at=datetime.fromtimestamp(_written_at_s(owner, index, at) + 5 * number, UTC),
        like_count=_likes(owner, index, at, number),
        reply_count=0,
        is_pinned=False,
        liked_by_author=dice.one_in(4),
        mentions=(),
        user=world.person(commenter(owner, dice.below(owner.followers))),
    )


def _written_at_s(owner: Member, index: int, at: int) -> int:
    return timeline.taken_at_s(owner, index) + 60 + at * 47


def _likes(owner: Member, index: int, at: int, reply: int) -> int:
    # The rank divides the likes, so that the order of writing is the order of liking.
    return reactions_to(owner, index).likes // (4 * (at + 1) * (reply + 1))
