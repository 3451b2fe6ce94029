"""Captions of a video as the file that a post links to: SubRip."""

from instagramapi.catalog.models import Transcript


def subrip(spoken: Transcript, length_s: float) -> str:
    """Write captions; where only their text is known, as one line for the whole video."""
    lines = [(line.start, line.end, line.text) for line in spoken.segments or ()]
    blocks = lines or [(0.0, length_s, spoken.text)]
    return "\n".join(
        f"{number}\n{_moment(start)} --> {_moment(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(blocks, start=1)
    )


def _moment(at_s: float | None) -> str:
    thousandths = round((at_s or 0.0) * 1000)
    seconds, thousandths = divmod(thousandths, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02},{thousandths:03}"
