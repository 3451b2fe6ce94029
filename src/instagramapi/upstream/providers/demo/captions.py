"""What is written under the posts: short and long, in several scripts, with tags and mentions."""

from typing import NamedTuple

from instagramapi.upstream.providers.demo import crowd, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member

MAX_CHARACTERS = 2200
# Every eleventh post has no caption.
_RHYTHM = 11

# Tags that no handle can spell stand beside the tag that names the same.
ALSO_TAGGED = {
    "tokyo": "東京",
    "cafe": "café",
    "love": "حب",
    "travel": "путешествие",
    "telaviv": "תלאביב",
    "seoul": "서울",
}


class Caption(NamedTuple):
    """A caption, and what stands in it."""

    text: str | None
    hashtags: tuple[str, ...]
    mentions: tuple[str, ...]


_NONE = Caption(None, (), ())


def with_caption(owner: Member) -> list[int]:
    """Which posts have something written under them."""
    return [index for index in range(owner.posts) if _has_caption(owner, index)]


def caption_of(owner: Member, index: int) -> Caption:
    """What is written under a post."""
    if not _has_caption(owner, index):
        return _NONE
    dice = Dice("caption", owner.id, index)
    hashtags, mentions = _hashtags(dice, owner), _mentions(dice)
    tail = "".join(f" @{handle}" for handle in mentions)
    tail += "\n\n" + " ".join(f"#{tag}" for tag in hashtags) if hashtags else ""
    return Caption(_text(dice, MAX_CHARACTERS - len(tail)) + tail, hashtags, mentions)


def _has_caption(owner: Member, index: int) -> bool:
    return (index + owner.turn) % _RHYTHM != 0


def _text(dice: Dice, room: int) -> str:
    draw = dice.below(16)
    if draw == 0:
        return dice.pick(words.SENTENCES_ELSEWHERE)
    if draw == 1:
        return _long_text(dice.below(len(words.SENTENCES)), room)
    count = 1 + dice.below(3)
    return " ".join(dice.pick(words.SENTENCES) for _ in range(count)) + " " + dice.pick(words.EMOJI)


def _long_text(start: int, room: int) -> str:
    """As many sentences as there is room for, in a row that starts somewhere."""
    text = ""
    while True:
        sentence = words.SENTENCES[start % len(words.SENTENCES)]
        if len(text) + len(sentence) + 1 > room:
            return text.rstrip()
        text += f"{sentence} "
        start += 1


def _hashtags(dice: Dice, owner: Member) -> tuple[str, ...]:
    topic = owner.topic
    named = [topic] if topic else []
    if topic in ALSO_TAGGED:
        named.append(ALSO_TAGGED[topic])
    some = [dice.pick(words.TAGS) for _ in range(dice.below(6))]
    return tuple(dict.fromkeys([*named, *some]))


def _mentions(dice: Dice) -> tuple[str, ...]:
    if not dice.one_in(5):
        return ()
    return tuple(dict.fromkeys(crowd.handle_at(dice.below(crowd.SIZE)) for _ in range(2)))
