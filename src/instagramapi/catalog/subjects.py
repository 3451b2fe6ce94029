"""What a call is about: an account, a post, a place; every way to write one becomes one value."""

import re
import unicodedata
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from instagramapi.catalog import sandbox

# Base 64 with Instagram's alphabet: the shortcode is the id in other digits (upstreams B7).
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_LARGEST_ID = 2**64 - 1
# Codes of private posts carry 28 more characters, which clients cut off (upstreams B7).
_PRIVATE_SUFFIX = 28

_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}")
_NUMBER = re.compile(r"[1-9][0-9]{0,19}")
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{1,39}")
_MEDIA_ID = re.compile(r"([1-9][0-9]{0,19})_[0-9]{1,20}")
_HIGHLIGHT = "highlight:"
_LONGEST_TAG = 100
# Tags are words of any script, also with marks (हिन्दी) and emoji; joiners hold those together.
_TAG_CATEGORIES = ("L", "M", "N", "So", "Sk")
_TAG_JOINERS = "\u200c\u200d"

_HOSTS = frozenset({"instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am"})
_POST_SEGMENTS = frozenset({"p", "reel", "reels", "tv"})
_RESERVED = _POST_SEGMENTS | {
    *("about", "accounts", "api", "audio", "developer", "direct", "explore", "graphql"),
    *("challenge", "directory", "legal", "oauth", "popular", "s", "share", "stories", "web"),
}
# Links that are to open the app have the profile one level down: /_u/nike/.
_APP_SEGMENT = "_u"


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account by handle or by id; exactly one of the two is known."""

    handle: str | None = None
    id: str | None = None

    def __str__(self) -> str:
        return f"@{self.handle}" if self.handle else f"id:{self.id}"


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post; the id and the shortcode say the same."""

    id: str

    @property
    def shortcode(self) -> str:
        """The id as it stands in the post's URL."""
        return shortcode_of(self.id)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class LocationRef:
    """A place by its id."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class TagRef:
    """A hashtag by its name, in lower case, without #."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class StoryRef:
    """A story by its id."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class HighlightRef:
    """A highlight by its number, without the `highlight:` that Instagram writes before it."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class AudioRef:
    """A sound by its id."""

    id: str

    def __str__(self) -> str:
        return self.id


Subject = AccountRef | PostRef | LocationRef | TagRef | StoryRef | HighlightRef | AudioRef


def shortcode_of(post_id: str) -> str:
    """Write a post's id as its shortcode."""
    number, code = int(post_id), ""
    while number:
        number, value = divmod(number, 64)
        code = _DIGITS[value] + code
    return code


def post_id_of(shortcode: str) -> str:
    """Read the post's id from its shortcode."""
    number = 0
    for digit in shortcode:
        number = number * 64 + _VALUES[digit]
    return str(number)


def account_by_handle(text: str) -> AccountRef:
    """Read `nike`, `@nike`, `NIKE` or a profile's URL; a ValueError says what is wrong."""
    segments = url_segments(text)
    if segments is not None:
        if segments[:1] == [_APP_SEGMENT]:
            segments = segments[1:]
        if not segments or segments[0].lower() in _RESERVED:
            raise ValueError("this URL is not a profile's")
        text = segments[0]
    handle = text.removeprefix("@")
    # Matched before it is lowered: the Kelvin sign becomes a plain k.
    if not _HANDLE.fullmatch(handle):
        raise ValueError("this is not a handle")
    return AccountRef(handle=handle.lower())


def account_by_id(text: str) -> AccountRef:
    """Read an account's numeric id."""
    return AccountRef(id=number(text))


def post_by_url(text: str) -> PostRef:
    """Read a post's URL: /p/, /reel/, /reels/ or /tv/, also below a handle."""
    segments = url_segments(text)
    if segments is None:
        raise ValueError("this is not an instagram.com URL")
    # /nike/p/CODE/ is an address of the same post as /p/CODE/; what follows /share/p/ is no code.
    if len(segments) > 2 and segments[0].lower() not in _RESERVED:
        segments = segments[1:]
    # /reels/audio/<id>/ is the page of a sound.
    if len(segments) < 2 or segments[0] not in _POST_SEGMENTS or segments[1] == "audio":
        raise ValueError("this URL is not a post's")
    return post_by_shortcode(segments[1])


def post_by_shortcode(text: str) -> PostRef:
    """Read a shortcode; the longer code of a private post is cut to the post's."""
    if text in sandbox.POST_IDS:
        return PostRef(id=sandbox.POST_IDS[text])
    if not _SHORTCODE.fullmatch(text):
        raise ValueError("this is not a shortcode")
    code = text[:-_PRIVATE_SUFFIX] if len(text) > _PRIVATE_SUFFIX else text
    post_id = post_id_of(code)
    if not 0 < int(post_id) <= _LARGEST_ID:
        raise ValueError("no post can have this shortcode")
    return PostRef(id=post_id)


def post_by_id(text: str) -> PostRef:
    """Read a post's numeric id, also in the form `<post>_<owner>`."""
    match = _MEDIA_ID.fullmatch(text)
    return PostRef(id=number(match[1] if match else text))


def post_in_any_form(text: str) -> PostRef:
    """Read a post's URL, its numeric id or its shortcode, whichever it is."""
    if url_segments(text) is not None:
        return post_by_url(text)
    # Today's ids have 19 digits and today's shortcodes 11 characters, so digits alone are an id.
    if text.isdecimal() or _MEDIA_ID.fullmatch(text):
        return post_by_id(text)
    return post_by_shortcode(text)


def location_by_id(text: str) -> LocationRef:
    """Read a place's numeric id."""
    return LocationRef(id=number(text))


def location_by_url(text: str) -> LocationRef:
    """Read a place's URL: /explore/locations/<id>/<slug>/."""
    segments = url_segments(text)
    if segments is None or segments[:2] != ["explore", "locations"] or len(segments) < 3:
        raise ValueError("this URL is not a place's")
    return location_by_id(segments[2])


def story_by_id(text: str) -> StoryRef:
    """Read a story's numeric id, also in the form `<story>_<owner>`."""
    match = _MEDIA_ID.fullmatch(text)
    return StoryRef(id=_number_or_magic(match[1] if match else text))


def story_by_url(text: str) -> StoryRef:
    """Read a story's URL: /stories/<handle>/<id>/."""
    segments = url_segments(text)
    if segments is None or segments[:1] != ["stories"] or len(segments) < 3:
        raise ValueError("this URL is not a story's")
    if segments[1] == "highlights":
        raise ValueError("this URL is a highlight's")
    return story_by_id(segments[2])


def highlight_by_id(text: str) -> HighlightRef:
    """Read a highlight's number, with or without `highlight:` before it."""
    return HighlightRef(id=_number_or_magic(text.removeprefix(_HIGHLIGHT)))


def highlight_by_url(text: str) -> HighlightRef:
    """Read a highlight's URL: /stories/highlights/<id>/, or /s/<code> as it is shared."""
    segments = url_segments(text)
    if segments is None:
        raise ValueError("this URL is not a highlight's")
    if segments[:2] == ["stories", "highlights"] and len(segments) > 2:
        return highlight_by_id(segments[2])
    if segments[:1] == ["s"] and len(segments) > 1:
        return highlight_by_id(_shared_text(segments[1]))
    raise ValueError("this URL is not a highlight's")


def audio_by_id(text: str) -> AudioRef:
    """Read a sound's numeric id."""
    return AudioRef(id=_number_or_magic(text))


def audio_by_url(text: str) -> AudioRef:
    """Read a sound's URL: /reels/audio/<id>/."""
    segments = url_segments(text)
    if segments is None or segments[:2] != ["reels", "audio"] or len(segments) < 3:
        raise ValueError("this URL is not a sound's")
    return audio_by_id(segments[2])


def _shared_text(code: str) -> str:
    """Decode what follows /s/: `highlight:<id>` in base 64 (upstreams B7)."""
    padded = code + "=" * (-len(code) % 4)
    # binascii's error is a ValueError, and so is the one of what is not ASCII.
    text = urlsafe_b64decode(padded.encode("ascii")).decode("ascii")
    if not text.startswith(_HIGHLIGHT):
        raise ValueError("this link does not share a highlight")
    return text


def tag_by_name(text: str) -> TagRef:
    """Read a tag with or without #, or its URL: /explore/tags/<tag>/."""
    segments = url_segments(text)
    if segments is not None:
        if segments[:2] != ["explore", "tags"] or len(segments) < 3:
            raise ValueError("this URL is not a tag's")
        text = segments[2]
    name = unicodedata.normalize("NFC", text.removeprefix("#").lower())
    if name not in sandbox.NAMES and not _is_tag(name):
        raise ValueError("this is not a tag")
    return TagRef(name=name)


def _is_tag(name: str) -> bool:
    return 1 <= len(name) <= _LONGEST_TAG and all(map(_is_in_tags, name))


def _is_in_tags(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    return character in _TAG_JOINERS or unicodedata.category(character).startswith(_TAG_CATEGORIES)


def number(text: str) -> str:
    """Read a numeric id; a ValueError where it is none."""
    if not _NUMBER.fullmatch(text) or int(text) > _LARGEST_ID:
        raise ValueError("this is not an id")
    return text


def _number_or_magic(text: str) -> str:
    """Read a numeric id, or the name of what stands in its place in the sandbox."""
    return sandbox.POST_IDS.get(text) or number(text)


def url_segments(text: str) -> list[str] | None:
    """Split the path of an instagram.com URL; None where the text is no such URL."""
    with_scheme = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(with_scheme)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if host not in _HOSTS or parts.scheme not in ("http", "https"):
        if "://" in text:
            raise ValueError("this URL is not on instagram.com")
        return None
    # A bare `instagram.com` is a legal handle only in theory: nobody means it.
    return [unquote(segment, errors="strict") for segment in parts.path.split("/") if segment]
