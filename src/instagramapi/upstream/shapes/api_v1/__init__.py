"""The api-v1 family: what the app's and the web's REST answers hold, and `iphone_struct`.

Ids stand in `pk`, as numbers or texts; posts are `items[]`, accounts are `user`.
"""

from instagramapi.upstream.shapes.api_v1.audio import audio
from instagramapi.upstream.shapes.api_v1.comments import comment, comments
from instagramapi.upstream.shapes.api_v1.places import hashtag, location
from instagramapi.upstream.shapes.api_v1.posts import post
from instagramapi.upstream.shapes.api_v1.profiles import profile, user
from instagramapi.upstream.shapes.api_v1.stories import highlight, reel, story

__all__ = [
    "audio",
    "comment",
    "comments",
    "hashtag",
    "highlight",
    "location",
    "post",
    "profile",
    "reel",
    "story",
    "user",
]
