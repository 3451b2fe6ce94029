"""What HikerAPI's searches and collections are made of: Instagram's objects, in wrappers."""

from typing import Any

from instagramapi.catalog.models import Audio, Highlight, Post, SearchResults, Story, UserShort
from instagramapi.tools.simulator.render import api_v1, api_v1_lists, hiker

# From here on, words about a number of reels are rounded (recorded: "1,601 reels", "62K reels").
_ROUNDED = 10_000


def mixed(post: Post) -> dict[str, Any]:
    """A post of a grid, which carries both shapes, with the flat one's tags (recorded, 2026-04)."""
    flat = hiker.media(post)
    added = ("thumbnail_url", "image_versions", "usertags", "taken_at_ts", "play_count")
    return {**api_v1.post(post), **{name: flat[name] for name in added}}


def reel(highlight: Highlight) -> dict[str, Any]:
    """A highlight with its stories, which name their owner by id alone (recorded)."""
    items = highlight.items or ()
    return {
        **api_v1_lists.highlight(highlight),
        "pk": highlight.id,
        "items": [_in_reel(story) for story in items],
        "media_ids": [int(story.id) for story in items],
    }


def _in_reel(story: Story) -> dict[str, Any]:
    told = hiker.story(story)
    nameless = {"username": None, "full_name": "", "profile_pic_url": None, "is_verified": None}
    return {**told, "user": {**told["user"], **nameless, "is_private": False}}


def liker(short: UserShort) -> dict[str, Any]:
    """An account that likes a comment, as GraphQL answers it: without `pk` (recorded)."""
    told = ("id", "username", "full_name", "profile_pic_url", "is_private", "is_verified")
    flat = hiker.user(short)
    viewer = {"followed_by_viewer": False, "requested_by_viewer": False}
    return {**{name: flat[name] for name in told}, **viewer}


def rows(found: SearchResults) -> list[dict[str, Any]]:
    """The finds of a search over everything, in one list."""
    finds: list[dict[str, Any]] = [
        *({"user": hiker.raw_user(short)} for short in found.users or ()),
        *({"hashtag": api_v1_lists.hashtag(tag)} for tag in found.hashtags or ()),
        *({"place": api_v1_lists.found_place(place)} for place in found.locations or ()),
    ]
    return [{"position": position, **find} for position, find in enumerate(finds)]


def track(audio: Audio) -> dict[str, Any]:
    """A song that a search found."""
    asset = api_v1.sound(audio)["music_info"]["music_asset_info"]
    preview = asset.pop("progressive_download_url")
    words = {"formatted_clips_media_count": in_words(audio.reels_count)}
    return {
        "track": {**asset, "subtitle": "", "fast_start_progressive_download_url": preview},
        "metadata": {"is_bookmarked": False, "is_trending_in_clips": False, **words},
    }


def in_words(reels: int | None) -> str | None:
    """How many reels use a sound, exact as long as the number is small."""
    if reels is None:
        return None
    count = f"{reels:,}" if reels < _ROUNDED else f"{reels // 1000}K"
    return f"{count} {'reel' if reels == 1 else 'reels'}"
