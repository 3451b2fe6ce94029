"""How the ids of stories, highlights and comments say what they are the ids of."""

from dataclasses import dataclass

from instagramapi.upstream.providers.demo import numbers

# The ids of comments have seventeen digits, as on Instagram.
_FIRST_COMMENT_ID = 17 * 10**15
_COMMENT_IDS = 10**15
_REPLIES_EACH = 8
_FIRST_SANDBOX_ID = 16


@dataclass(frozen=True, slots=True)
class Numbering:
    """Gives every account the same number of ids, shuffled over a whole range of numbers.

    The first id of a sandbox's account is that account's own: so 1 stands for `sandbox.private`.
    """

    each: int
    offset: int

    def id_of(self, member_id: int, slot: int) -> int:
        """The id of what an account has in a slot."""
        if member_id < numbers.FIRST_MEMBER_ID:
            return _FIRST_SANDBOX_ID + member_id * self.each + slot if slot else member_id
        place = (member_id - numbers.FIRST_MEMBER_ID) * self.each + slot
        return numbers.FIRST_POST_ID + (place * numbers.STEP + self.offset) % self._size

    def owner_of(self, number: int) -> tuple[int, int] | None:
        """The id of the account and the slot that an id stands for; None if it is no such id."""
        if number < _FIRST_SANDBOX_ID:
            return number, 0
        if number < numbers.FIRST_POST_ID:
            member_id, slot = divmod(number - _FIRST_SANDBOX_ID, self.each)
            # The sandbox's ids end long before those of the others begin.
            return (member_id, slot) if slot and member_id < numbers.FIRST_MEMBER_ID else None
        shuffled = number - numbers.FIRST_POST_ID
        if shuffled >= self._size:
            return None
        place = (shuffled - self.offset) * pow(numbers.STEP, -1, self._size) % self._size
        member_number, slot = divmod(place, self.each)
        return numbers.FIRST_MEMBER_ID + member_number, slot

    @property
    def _size(self) -> int:
        return numbers.MEMBERS * self.each


# The offsets put the catalogue's examples together: 17895485401104052 is the first highlight of
# nike, and 3776832898280228145 is a story in it.
STORIES = Numbering(each=64, offset=0x4B44AFDFA13B83BE)
HIGHLIGHTS = Numbering(each=8, offset=0x6695B0D4D5F1CA4)


def comment_id_of(post_id: int, at: int, reply: int = 0) -> int:
    """The id of a comment, or of one of its replies, which are counted from 1."""
    number = at * _REPLIES_EACH + reply
    return _FIRST_COMMENT_ID + (post_id * numbers.STEP + number) % _COMMENT_IDS


def comment_at(post_id: int, comment_id: int) -> tuple[int, int]:
    """Which comment under a post an id stands for, and which of its replies; 0 is itself."""
    number = (comment_id - _FIRST_COMMENT_ID - post_id * numbers.STEP) % _COMMENT_IDS
    return divmod(number, _REPLIES_EACH)
