"""Captions of videos: files of SubRip or WebVTT, which differ in little."""

import re
from collections.abc import Iterator
from typing import Any

from instagramapi.catalog.models import Transcript
from instagramapi.catalog.models.transcript import TranscriptSegment
from instagramapi.upstream.shapes.reading import ShapeError, build

_MOMENT = r"(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5][0-9])[.,]([0-9]{3})"
# What stands above the times is a number or a name; what follows them is about the place.
_TIMES = re.compile(rf"^{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t].*)?$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\n[ \t]*\n")


def transcript(written: str, *, post_id: str, **told: Any) -> Transcript:
    """Shape the captions of a post's video; raises ShapeError where no line of them is timed."""
    segments = tuple(_segments("\n".join(written.splitlines())))
    if not segments:
        raise ShapeError("captions without a line")
    text = " ".join(segment.text for segment in segments)
    return build(Transcript, post_id=post_id, text=text, segments=segments, **told)


def _segments(written: str) -> Iterator[TranscriptSegment]:
    for block in _BLANK.split(written):
        times = _TIMES.search(block)
        spoken = " ".join(_TAG.sub("", block[times.end() :]).split()) if times else ""
        if times and spoken:
            parts = times.groups()
            start, end = _seconds(*parts[:4]), _seconds(*parts[4:])
            yield TranscriptSegment(start=start, end=end, text=spoken)


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(thousandths) / 1000
