"""What a text names, told by its syntax, without asking anybody."""

from collections.abc import Mapping
from typing import Any, get_args
from urllib.parse import quote, urlencode

from instagramapi.catalog.endpoint import Call, Catalogue, Endpoint
from instagramapi.catalog.models import Meaning, NextCall, Resolved
from instagramapi.catalog.parameters import (
    Account,
    CommentId,
    HighlightSubject,
    Input,
    Place,
    PostSubject,
    Sound,
    StorySubject,
    Tag,
)
from instagramapi.catalog.readings import Reading, Readings
from instagramapi.catalog.subjects import (
    AccountRef,
    AudioRef,
    HighlightRef,
    LocationRef,
    PostRef,
    StoryRef,
    TagRef,
    account_by_handle,
)
from instagramapi.catalog.writing import query_of

_SITE = "https://www.instagram.com"
_SUBJECTS = (Account, PostSubject, Place, Tag, StorySubject, HighlightSubject, Sound)
# What a field is called in error texts says which subject it takes.
_NOUNS: Mapping[type, str] = {get_args(s)[0]: get_args(s)[1].noun for s in _SUBJECTS}
_COMMENT = get_args(CommentId)[1].noun

_OF_SHARE = (
    "Only Instagram knows where a share link leads: open it, and send the address that it leads to."
)
_OF_MANY = "The syntax fits several things; the first is the likeliest, see `alternatives`."


class Resolve(
    Endpoint[Resolved],
    name="resolve",
    path="/v1/resolve",
    credits=0,
    example={"input": "https://www.instagram.com/p/DRqAYKuAIUx/"},
):
    """What a URL, handle, hashtag, shortcode or id is, by its syntax alone. Always free.

    Nobody is asked, so whether the thing exists is not known. Every form of an instagram.com URL
    is understood, with or without scheme, query string and fragment. `endpoints` are the calls
    that take what was found, ready to be sent. Digits and plain words can be several things: the
    likeliest is the answer, the others are `alternatives`. A `share` link is recognised, but only
    Instagram can say where it leads.
    """

    input: Input


def resolve(read: Readings, catalogue: Catalogue) -> Resolved:
    """Tell what a text can mean, and which calls take it."""
    first, *others = (_meaning(reading, catalogue) for reading in read.found)
    return Resolved(**dict(first), note=_note(read), alternatives=tuple(others))


def _note(read: Readings) -> str | None:
    if read.found[0].kind == "share":
        return _OF_SHARE
    return _OF_MANY if len(read.found) > 1 and not read.is_url else None


def _meaning(reading: Reading, catalogue: Catalogue) -> Meaning:
    return Meaning(
        kind=reading.kind,
        handle=reading.handle,
        comment_id=reading.comment_id,
        endpoints=tuple(
            NextCall(
                endpoint=call.name,
                path=f"{call.path}?{urlencode(query_of(call))}",
                credits=call.credits,
            )
            for call in _calls(reading, catalogue)
        ),
        **_names(reading),
    )


def _names(reading: Reading) -> dict[str, Any]:
    """The subject's names and its page."""
    match reading.subject:
        case AccountRef(handle=handle, id=account_id):
            return {"id": account_id, "url": _profile(handle) if handle else None}
        case PostRef(id=post_id, shortcode=code):
            below = ("c", reading.comment_id) if reading.comment_id else ()
            return {"id": post_id, "shortcode": code, "url": _page("p", code, *below)}
        case StoryRef(id=story_id):
            url = _page("stories", reading.handle, story_id) if reading.handle else None
            return {"id": story_id, "url": url}
        case HighlightRef(id=highlight_id):
            return {"id": highlight_id, "url": _page("stories", "highlights", highlight_id)}
        case LocationRef(id=place_id):
            return {"id": place_id, "url": _page("explore", "locations", place_id)}
        case AudioRef(id=audio_id):
            return {"id": audio_id, "url": _page("reels", "audio", audio_id)}
        case TagRef(name=tag):
            return {"tag": tag, "url": _page("explore", "tags", tag)}
    return {"url": _SITE + quote(reading.share_path or "")}


def _profile(handle: str) -> str | None:
    """The page of an account; None for what is a part of the site instead, as `explore` is."""
    page = _page(handle)
    try:
        account_by_handle(page)
    except ValueError:
        return None
    return page


def _page(*segments: str) -> str:
    return f"{_SITE}/{'/'.join(quote(segment, safe='') for segment in segments)}/"


def _calls(reading: Reading, catalogue: Catalogue) -> list[Call]:
    """The calls that need what was found and nothing else."""
    if reading.subject is None:
        return []
    has: dict[str, Any] = {_NOUNS[type(reading.subject)]: reading.subject}
    if reading.comment_id:
        has[_COMMENT] = reading.comment_id
    calls = []
    for endpoint in catalogue:
        needs = {slot.one_of.noun: slot.name for slot in endpoint.slots if slot.is_required}
        if needs.keys() == has.keys():
            calls.append(endpoint(**{name: has[noun] for noun, name in needs.items()}))
    return calls
