"""Comments under a post; the first ones written are the ones most liked."""

from datetime import UTC, datetime

from instagramapi.catalog.models import Comment
from instagramapi.upstream.providers.demo import crowd, numbers, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.reactions import reactions_to
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
        id=str(numbers.comment_id_of(post_id, at)),
        post_id=str(post_id),
        text=text,
        created_at=datetime.fromtimestamp(timeline.taken_at_s(owner, index) + 60 + at * 47, UTC),
        # The rank divides the likes, so that the order of writing is the order of liking.
        like_count=reactions_to(owner, index).likes // (4 * (at + 1)),
        reply_count=reactions_to(owner, index).replies(at),
        is_pinned=at == 0 and post_id % 5 == 0,
        liked_by_author=dice.one_in(4),
        mentions=mentioned,
        user=world.person(commenter(owner, dice.below(owner.followers))),
    )


def commenter(owner: Member, at: int) -> str:
    """Only followers write."""
    return crowd.line("followers", owner.id, owner.handle).handle(at)
