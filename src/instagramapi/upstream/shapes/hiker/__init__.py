"""The HikerAPI family: `/v1` is flat and its own, `/v2` wraps what Instagram's app is answered.

Flat objects write times as ISO 8601 and put 0, "" or false where they know nothing.
"""

from instagramapi.upstream.shapes.hiker.answers import Stretch, chunk, sections, whole, wrapped
from instagramapi.upstream.shapes.hiker.comments import comment
from instagramapi.upstream.shapes.hiker.people import about, profile, user
from instagramapi.upstream.shapes.hiker.posts import post
from instagramapi.upstream.shapes.hiker.stories import highlight

__all__ = [
    "Stretch",
    "about",
    "chunk",
    "comment",
    "highlight",
    "post",
    "profile",
    "sections",
    "user",
    "whole",
    "wrapped",
]
