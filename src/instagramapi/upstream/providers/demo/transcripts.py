"""What is said in the videos of the demo world."""

from instagramapi.catalog.models import Post, Transcript
from instagramapi.catalog.models.transcript import TranscriptSegment
from instagramapi.upstream.providers.demo import words
from instagramapi.upstream.providers.demo.dice import Dice

_LINE_S = 3.5
_LINES = 24


def transcript(post: Post) -> Transcript | None:
    """The captions of a video; None for pictures, silent videos, and some others."""
    dice = Dice("transcript", post.id)
    if not post.video_duration or not post.has_audio or dice.one_in(4):
        return None
    # Lines past the last one are said slower, so that the captions end with the video.
    count = min(_LINES, 1 + int(post.video_duration / _LINE_S))
    lines = [dice.pick(words.SENTENCES) for _ in range(count)]
    length_s = post.video_duration / count
    segments = tuple(
        TranscriptSegment(
            start=round(at * length_s, 3), end=round((at + 1) * length_s, 3), text=line
        )
        for at, line in enumerate(lines)
    )
    return Transcript(
        post_id=post.id,
        owner=post.owner,
        language=None if dice.one_in(6) else "en",
        is_generated=None if dice.one_in(6) else not dice.one_in(3),
        text=" ".join(lines),
        segments=None if dice.one_in(6) else segments,
    )
