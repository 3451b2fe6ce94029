"""The HikerAPI family: `/v1` is flat and its own, `/v2` wraps what Instagram's app is answered.

Flat objects write times as ISO 8601 and put 0, "" or false where they know nothing.
"""

from instagramapi.upstream.shapes.hiker.answers import (
    Stretch,
    chunk,
    modules,
    replies,
    sections,
    whole,
    wrapped,
)
from instagramapi.upstream.shapes.hiker.audio import reels_count, sound, track
from instagramapi.upstream.shapes.hiker.comments import comment
from instagramapi.upstream.shapes.hiker.found import found
from instagramapi.upstream.shapes.hiker.people import about, profile, user
from instagramapi.upstream.shapes.hiker.posts import captions_language, captions_link, post
from instagramapi.upstream.shapes.hiker.stories import highlight, reel, story

__all__ = [
    "Stretch",
    "about",
    "captions_language",
    "captions_link",
    "chunk",
    "comment",
    "found",
    "highlight",
    "modules",
    "post",
    "profile",
    "reel",
    "reels_count",
    "replies",
    "sections",
    "sound",
    "story",
    "track",
    "user",
    "whole",
    "wrapped",
]
