"""Media that this server draws itself: the demo world's, handed on without any connection."""

import re
from collections.abc import AsyncIterator, Callable

from instagramapi.errors import NotFound
from instagramapi.media.source import Media

Draw = Callable[[str], tuple[bytes, str] | None]
"""Returns the bytes and the type for a path below `/demo/`; None where there is no such thing."""

_PART = re.compile(r"bytes=(?P<first>[0-9]*)-(?P<last>[0-9]*)")


class OwnMedia:
    """Opens addresses of this server's own pictures and videos."""

    def __init__(self, public_url: str, draw: Draw) -> None:
        self._prefix = own_prefix(public_url)
        self._draw = draw

    def has(self, url: str) -> bool:
        """Tell whether an address is one of this server's own pictures."""
        return url.startswith(self._prefix)

    def open(self, url: str, *, part: str | None = None) -> Media:
        """Draw what an address shows, or a part of it; NotFound where that is nothing."""
        drawn = self._draw(url.removeprefix(self._prefix))
        if drawn is None:
            raise NotFound("There is no such picture.", reason="gone")
        content, media_type = drawn
        if part is None:
            return Media(200, media_type, _once(content), len(content))
        cut = _cut(part, len(content))
        if not cut:
            return Media(416, media_type, _once(b""), 0, f"bytes */{len(content)}")
        told = f"bytes {cut.start}-{cut.stop - 1}/{len(content)}"
        return Media(206, media_type, _once(content[cut.start : cut.stop]), len(cut), told)


def own_prefix(public_url: str) -> str:
    """Begin the address of every picture that this server draws."""
    return public_url + "/demo/"


def readable_part(header: str) -> str | None:
    """Read a `range` header: one range of bytes; whatever else it asks for is not heeded."""
    match = _PART.fullmatch(header.replace(" ", ""))
    if not match or len(header) > 64:
        return None
    first, last = match["first"], match["last"]
    is_backwards = first and last and int(first) > int(last)
    return None if is_backwards or not (first or last) else match[0]


def _cut(part: str, size: int) -> range:
    match = _PART.fullmatch(part)
    first, last = (match["first"], match["last"]) if match else ("", "")
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last) + 1, size) if last else size)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
