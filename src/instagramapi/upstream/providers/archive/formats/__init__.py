"""The formats that can be imported: each is recognised by its content, never by its name.

A new format is one more entry: `sniff` tells whether a document is of it, `read` returns what
it holds. The first that recognises a document reads it, so what is more exact stands above.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.formats import (
    answers,
    datasets,
    graph,
    guests,
    instaloader,
    people,
    reels,
    refused,
)
from instagramapi.upstream.providers.archive.records import Record

EDITION = 3
"""Raised when a reader learns to find more: files imported before are then read again."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of document."""

    name: str
    sniff: Callable[[Any], bool]
    read: Callable[[Any], Iterable[Record]]


FORMATS = (
    Format("instaloader archive", instaloader.sniff, instaloader.read),
    Format("comments of instaloader", instaloader.has_comments, instaloader.comments),
    Format("Apify post", datasets.is_apify_post, datasets.apify_posts),
    Format("Apify profile", datasets.is_apify_profile, datasets.apify_profile),
    Format("Apify comment", datasets.is_apify_comment, datasets.apify_comments),
    Format("Scrapfly profile", datasets.is_reduced_profile, datasets.reduced_profile),
    Format("Scrapfly post", datasets.is_reduced_post, datasets.reduced_post),
    Format("HikerAPI post", datasets.is_hiker_post, datasets.hiker_post),
    Format("Graph API account", graph.is_account, graph.account),
    Format("Graph API posts", graph.is_posts, graph.posts),
    Format("profile page of a guest", guests.is_user, guests.user),
    Format("post page of a guest", guests.is_post, guests.post),
    Format("profile", answers.is_profile, answers.profile),
    Format("list of an account's posts", answers.is_timeline, answers.timeline),
    Format("post", answers.is_post, answers.post),
    Format("posts of the app", answers.is_items, answers.items),
    Format("comments of the app", answers.is_comments, answers.comments),
    Format("hashtag page", answers.is_hashtag, answers.hashtag),
    Format("place", answers.is_location, answers.location),
    Format("stories", reels.is_stories, reels.stories),
    Format("stories of the app", reels.is_app_stories, reels.app_stories),
    Format("highlights", reels.is_highlights, reels.highlights),
    Format("highlights of the app", reels.is_tray, reels.tray),
    Format("people and search results", people.is_found, people.found),
    Format("page of people", people.is_connection, people.connection),
    Format("account by its id", people.is_reel_owner, people.reel_owner),
    Format("oEmbed", datasets.is_oembed, datasets.oembed_post),
    Format("hashtag", graph.is_hashtag, graph.hashtag),
    Format("hashtags", graph.is_hashtags, graph.hashtags),
    Format("account in short", datasets.is_account, datasets.account),
)


def recognised(document: Any) -> Format | None:
    """Return the format of a document, or None."""
    return next((kind for kind in FORMATS if kind.sniff(document)), None)


def read(document: Any) -> list[Record]:
    """Return everything that a document holds; raises Unreadable with the reason."""
    kind = recognised(document)
    if kind is None:
        raise Unreadable(refused.reason(document))
    records = list(kind.read(document))
    if not records:
        why = refused.detail(document)
        raise Unreadable(why or f"has the format `{kind.name}`, but holds nothing with an id")
    return records
