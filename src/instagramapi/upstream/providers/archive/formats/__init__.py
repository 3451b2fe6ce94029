"""The formats that can be imported: each is recognised by its content, never by its name.

A new format is one more entry: `sniff` tells whether a document is of it, `read` returns what
it holds. The first that recognises a document reads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.formats import answers, instaloader, refused
from instagramapi.upstream.providers.archive.records import Record

EDITION = 1
"""Raised when a reader learns to find more: files imported before are then read again."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    sniff: Callable[[Any], bool]
    read: Callable[[Any], Iterable[Record]]


FORMATS = (
    Format("instaloader archive", instaloader.sniff, instaloader.read),
    Format("comments of instaloader", instaloader.has_comments, instaloader.comments),
    Format("profile", answers.is_profile, answers.profile),
    Format("list of an account's posts", answers.is_timeline, answers.timeline),
    Format("post", answers.is_post, answers.post),
    Format("posts of the app", answers.is_items, answers.items),
    Format("hashtag page", answers.is_hashtag, answers.hashtag),
    Format("place page", answers.is_location, answers.location),
    Format("stories", answers.is_stories, answers.stories),
    Format("highlights", answers.is_highlights, answers.highlights),
)


def read(document: Any) -> list[Record]:
    """Return everything that a document holds; raises Unreadable with the reason."""
    for kind in FORMATS:
        if kind.sniff(document):
            records = list(kind.read(document))
            if not records:
                raise Unreadable(f"has the format `{kind.name}`, but holds nothing with an id")
            return records
    raise Unreadable(refused.reason(document))
