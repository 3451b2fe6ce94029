"""What our shapes, instaloader and instagrapi read in the same recorded nodes, side by side."""

import json
import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from instagrapi import extractors
from instaloader import Post, Profile
from instaloader.exceptions import ConnectionException
from instaloader.instaloadercontext import InstaloaderContext

from instagramapi.upstream.shapes import api_v1, edge, hiker

Facts = dict[str, Any]
Reader = Callable[[Any], Facts]
CANNOT_READ = (
    *(KeyError, TypeError, AttributeError, ValueError, AssertionError, IndexError),
    ConnectionException,
)
_KINDS = {1: "image", 2: "video", 8: "carousel", "GraphImage": "image", "GraphVideo": "video"}
_KINDS["GraphSidecar"] = "carousel"


class Row(NamedTuple):
    """One field that one referee read in one node of a file."""

    file: str
    referee: str
    subject: str
    field: str
    ours: Any
    theirs: Any


class OfflineContext(InstaloaderContext):  # type: ignore[misc]
    """An instaloader that never asks Instagram."""

    def __init__(self) -> None:
        super().__init__(sleep=False, quiet=True, iphone_support=False)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise ConnectionException("offline")

    get_json = get_iphone_json = graphql_query = doc_id_graphql_query = head = _refuse
    get_page_data = _refuse


def payload(path: Path) -> Any:
    """Read a recording; None where it is no JSON."""
    raw = path.read_bytes()
    raw = lzma.decompress(raw) if path.suffix == ".xz" else raw
    try:
        return json.loads(raw)
    except ValueError:
        return None


def subject_of(node: dict[str, Any], under: str) -> str | None:
    """Tell what a node is, by the fields that only such a node has."""
    if "shortcode" in node and {"taken_at_timestamp", "edge_media_to_caption"} & set(node):
        return "edge post"
    if "code" in node and {"media_type", "taken_at"} <= set(node):
        return "api_v1 post"
    if "username" in node and "edge_followed_by" in node and "edge_follow" in node:
        return "edge profile"
    if {"username", "pk", "follower_count", "following_count"} <= set(node):
        return "api_v1 profile"
    if {"username", "pk"} <= set(node):
        return "api_v1 user"
    if {"username", "id"} <= set(node) and "text" not in node:
        return "edge user"
    if {"text", "created_at", "owner", "id"} <= set(node):
        return "edge comment"
    if {"text", "pk", "user"} <= set(node) and {"created_at", "created_at_utc"} & set(node):
        return "api_v1 comment"
    if under == "location" and "name" in node and {"pk", "id"} & set(node):
        return "api_v1 location" if "pk" in node else "edge location"
    return "edge hashtag" if "edge_hashtag_to_media" in node and "name" in node else None


def nodes(raw: Any, under: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk all of a payload; yield the nodes that a shape reads."""
    if isinstance(raw, list):
        for item in raw:
            yield from nodes(item, under)
    if isinstance(raw, dict):
        subject = subject_of(raw, under)
        if subject:
            yield subject, raw
        for name, value in raw.items():
            yield from nodes(value, name)


def _nfc(words: Any) -> Any:
    return normalize("NFC", words) if isinstance(words, str) else words


def _when(moment: Any) -> Any:
    return int(moment.timestamp()) if moment is not None else None


def _facts(found: Any, *names: str, **renamed: str) -> Facts:
    pairs = [*((name, name) for name in names), *renamed.items()]
    return {ours: getattr(found, theirs) for ours, theirs in pairs}


def our_post(found: Any) -> Facts:
    """Name what our post says as the referees do."""
    return {
        **_facts(found, "id", "type", code="shortcode", likes="like_count"),
        "comments": found.comment_count,
        "time": _when(found.taken_at),
        "owner": found.owner and found.owner.id,
        "caption": _nfc(found.caption),
        "children": None if found.items is None else len(found.items),
    }


def our_comment(found: Any) -> Facts:
    """Name what our comment says as the referees do."""
    facts = _facts(found, "id", likes="like_count")
    facts |= {"text": _nfc(found.text), "time": _when(found.created_at)}
    return {**facts, "user": found.user and found.user.id}


_PERSON = ("id", "username", "full_name", "is_verified", "is_private")
_COUNTS = ("followers", "following", "posts")


def _ours(family: Any) -> dict[str, Reader]:
    return {
        "post": lambda raw: our_post(family.post(raw)),
        "profile": lambda raw: _facts(family.profile(raw), *_PERSON, *_COUNTS),
        "user": lambda raw: _facts(family.user(raw), *_PERSON),
        "comment": lambda raw: our_comment(family.comment(raw)),
        "location": lambda raw: _facts(family.location(raw), "id", "name", "lat", "lng"),
        "hashtag": lambda raw: _facts(family.hashtag(raw), "id", "name", "media_count"),
    }


OURS = {
    f"{name} {kind}": reader
    for name, family in (("edge", edge), ("api_v1", api_v1))
    for kind, reader in _ours(family).items()
}

HIKER = {
    "api_v1 post": lambda raw: our_post(hiker.post(raw)),
    "api_v1 profile": lambda raw: _facts(hiker.profile(raw), *_PERSON, *_COUNTS),
    "api_v1 user": lambda raw: _facts(hiker.user(raw), *_PERSON),
    "api_v1 comment": lambda raw: our_comment(hiker.comment(raw, "1")),
}


def _asked(**questions: Callable[[], Any]) -> Facts:
    answers = {}
    for name, ask in questions.items():
        try:
            answers[name] = ask()
        except CANNOT_READ:
            continue
    return answers


def _instaloader_post(found: Post) -> Facts:
    return _asked(
        id=lambda: str(found.mediaid),
        code=lambda: found.shortcode,
        type=lambda: _KINDS[found.typename.removeprefix("XDT")],
        likes=lambda: found.likes,
        comments=lambda: found.comments,
        time=lambda: _when(found.date_utc.replace(tzinfo=UTC)),
        owner=lambda: str(found.owner_id),
        caption=lambda: _nfc(found.caption),
        children=lambda: found.mediacount if found.typename.endswith("Sidecar") else 0,
    )


def _instaloader_profile(raw: Any) -> Facts:
    found = Profile(OfflineContext(), raw)
    return _asked(
        id=lambda: str(found.userid),
        username=lambda: found.username,
        full_name=lambda: found.full_name,
        is_verified=lambda: found.is_verified,
        is_private=lambda: found.is_private,
        followers=lambda: found.followers,
        following=lambda: found.followees,
        posts=lambda: found.mediacount,
    )


def _instagrapi_post(found: Any) -> Facts:
    facts = _facts(found, code="code", likes="like_count", comments="comment_count")
    return {
        **facts,
        "id": str(found.pk),
        "type": _KINDS.get(found.media_type),
        "time": _when(found.taken_at),
        "owner": found.user.pk,
        "caption": _nfc(found.caption_text),
        "children": len(found.resources),
    }


def _instagrapi_comment(raw: Any) -> Facts:
    found = extractors.extract_comment(raw)
    facts = _facts(found, id="pk", text="text", likes="like_count")
    facts["text"] = _nfc(found.text)
    return {**facts, "time": _when(found.created_at_utc), "user": found.user.pk}


def _instagrapi_profile(found: Any) -> Facts:
    facts = _facts(found, *_PERSON[1:], followers="follower_count", following="following_count")
    return {**facts, "id": found.pk, "posts": found.media_count}


def _instagrapi_user(raw: Any) -> Facts:
    return _facts(extractors.extract_user_short(raw), *_PERSON[1:], id="pk")


def _instagrapi_location(raw: Any) -> Facts:
    found = extractors.extract_location(raw)
    return {**_facts(found, "name", "lat", "lng"), "id": str(found.pk)}


REFEREES: dict[str, dict[str, Reader]] = {
    "instaloader": {
        "edge post": lambda raw: _instaloader_post(Post(OfflineContext(), raw)),
        "api_v1 post": lambda raw: _instaloader_post(
            Post.from_iphone_struct(OfflineContext(), raw)
        ),
        "edge profile": _instaloader_profile,
    },
    "instagrapi": {
        "edge post": lambda raw: _instagrapi_post(extractors.extract_media_gql(raw)),
        "api_v1 post": lambda raw: _instagrapi_post(extractors.extract_media_v1(raw)),
        "edge profile": lambda raw: _instagrapi_profile(extractors.extract_user_gql(raw)),
        "api_v1 profile": lambda raw: _instagrapi_profile(extractors.extract_user_v1(raw)),
        "edge user": _instagrapi_user,
        "api_v1 user": _instagrapi_user,
        "api_v1 comment": _instagrapi_comment,
        "edge location": _instagrapi_location,
        "api_v1 location": _instagrapi_location,
        "edge hashtag": lambda raw: _facts(
            extractors.extract_hashtag_gql(raw), "id", "name", "media_count"
        ),
    },
}


def read(reader: Reader, raw: Any) -> Facts | None:
    """Read a copy of a node, for the referees change what they read; None where they cannot."""
    try:
        return reader(deepcopy(raw))
    except CANNOT_READ:
        return None


def compare(path: Path, found: Counter[str]) -> Iterator[Row]:
    """Yield every field that a referee knows of a file's nodes; count the nodes in `found`."""
    own = OURS | HIKER if path.name.startswith("hiker-doc") else OURS
    for subject, raw in nodes(payload(path)):
        ours = read(own[subject], raw)
        found[f"{subject} unread by us" if ours is None else subject] += 1
        for referee, readers in REFEREES.items():
            theirs = read(readers[subject], raw) if subject in readers else None
            if subject in readers and theirs is None:
                found[f"{subject} unread by {referee}"] += 1
            known = {name: value for name, value in (theirs or {}).items() if value is not None}
            yield from (
                Row(path.name, referee, subject, name, (ours or {}).get(name), value)
                for name, value in known.items()
            )
