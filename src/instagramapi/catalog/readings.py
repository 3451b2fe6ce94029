"""What a text can mean by its syntax alone: any instagram.com URL, handle, hashtag, code or id."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from instagramapi.catalog import subjects
from instagramapi.catalog.subjects import AccountRef, PostRef, StoryRef, Subject

Kind = Literal[
    "account", "post", "comment", "story", "highlight", "hashtag", "location", "audio", "share"
]

_LONGEST = 2000
_SITE = "https://www.instagram.com"
# Codes of posts since 2012 are this long; those of private posts carry 28 characters more.
_CODE_LENGTHS = frozenset({10, 11, 38, 39})
_MEDIA_ID = re.compile(r"[0-9]+_[0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a text can mean."""

    kind: Kind
    subject: Subject | None = None
    """What it is about; None for a share link, which only Instagram can follow."""
    comment_id: str | None = None
    """The comment under the post, where the kind is `comment`."""
    handle: str | None = None
    """Whose story it is, where the URL says so."""
    share_path: str | None = None
    """The path of a share link."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A text, and what it can mean, the likeliest first; there is always one."""

    text: str
    found: tuple[Reading, ...]
    is_url: bool


Reader = Callable[[str], Subject]

_AS: dict[Kind, Reader] = {
    "account": subjects.account_by_handle,
    "post": subjects.post_in_any_form,
    "story": subjects.story_by_id,
    "highlight": subjects.highlight_by_id,
    "location": subjects.location_by_id,
    "audio": subjects.audio_by_id,
    "hashtag": subjects.tag_by_name,
}
_AS_URL: dict[Kind, Reader] = {
    "highlight": subjects.highlight_by_url,
    "story": subjects.story_by_url,
    "audio": subjects.audio_by_url,
    "location": subjects.location_by_url,
    "hashtag": subjects.tag_by_name,
    "post": subjects.post_by_url,
    "account": subjects.account_by_handle,
}


def readings(text: str) -> Readings:
    """Read a text; a ValueError where it can mean nothing."""
    asked = text.strip()
    if len(asked) > _LONGEST:
        raise ValueError("this is too long")
    segments = subjects.url_segments(asked)
    found = tuple(_of_text(asked) if segments is None else _of_url(asked, segments))
    if not found:
        raise ValueError("this means nothing")
    return Readings(asked, found, is_url=segments is not None)


def _of_url(text: str, segments: list[str]) -> Iterator[Reading]:
    query = parse_qs(urlsplit(text).query)
    match segments:
        case ["share", _, *_]:
            yield Reading("share", share_path=f"/{'/'.join(segments)}/")
        case ["accounts", "login", *_] if query.get("next", [""])[0].startswith("/"):
            # Who is not logged in is sent away from the page that he wanted, and copies this.
            yield from readings(_SITE + query["next"][0]).found
        case ["stories", handle] if handle != "highlights":
            yield from _read(_AS, ("account",), handle)
        case _:
            yield from map(_detailed(segments), _first(_read(_AS_URL, tuple(_AS_URL), text)))
    # A shared highlight also says which of its stories was on the screen.
    for media_id in query.get("story_media_id", []):
        yield from _read(_AS, ("story",), media_id)


def _first(found: Iterator[Reading]) -> list[Reading]:
    return [reading for reading in (next(found, None),) if reading]


def _detailed(segments: list[str]) -> Callable[[Reading], Reading]:
    """Add to the reading of a URL what stands in it besides its subject."""

    def detailed(reading: Reading) -> Reading:
        match reading.subject, segments:
            case StoryRef(), ["stories", handle, *_]:
                return Reading("story", reading.subject, handle=handle.lower())
            case PostRef(), [_, _, *_, "c", said] | [_, _, *_, "c", _, "r", said] if (
                said.isdecimal()
            ):
                return Reading("comment", reading.subject, subjects.number(said))
        return reading

    return detailed


def _of_text(text: str) -> Iterator[Reading]:
    if text.startswith("@"):
        return _read(_AS, ("account",), text)
    if text.startswith("#"):
        return _read(_AS, ("hashtag",), text)
    if text.startswith("highlight:"):
        return _read(_AS, ("highlight",), text)
    if text.isascii() and text.isdecimal():
        return _of_digits(text)
    if _MEDIA_ID.fullmatch(text):
        return _read(_AS, ("post", "story", "account", "hashtag"), text)
    looks_like_a_code = len(text) in _CODE_LENGTHS and text != text.lower()
    kinds: tuple[Kind, ...] = ("account", "post", "hashtag")
    return _read(_AS, ("post", "account", "hashtag") if looks_like_a_code else kinds, text)


def _of_digits(text: str) -> Iterator[Reading]:
    """Read digits as every id that they can be; how many there are tells which is likeliest."""
    kinds: tuple[Kind, ...] = ("account", "location", "audio", "highlight", "post", "story")
    if len(text) > 11:
        kinds = ("audio", "location", "highlight", "account", "post", "story")
    if len(text) == 17:
        kinds = ("highlight", "audio", "account", "location", "post", "story")
    if len(text) > 17:
        kinds = ("post", "story", "highlight", "audio", "account", "location")
    yield from _read(_AS | {"account": subjects.account_by_id}, kinds, text)
    # 2024 can also be a handle and is a hashtag.
    yield from _read(_AS, ("account", "hashtag"), text)


def _read(readers: dict[Kind, Reader], kinds: tuple[Kind, ...], text: str) -> Iterator[Reading]:
    for kind in kinds:
        try:
            subject = readers[kind](text)
        except ValueError:
            continue
        yield Reading(kind, subject, handle=_handle(subject))


def _handle(subject: Subject) -> str | None:
    return subject.handle if isinstance(subject, AccountRef) else None
