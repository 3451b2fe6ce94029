"""The Graph family: what Meta's official API tells of accounts, and of posts.

Its `id`s are numbers of Meta's own: not Instagram's ids, which `ids` looks for elsewhere.
"""

from instagramapi.upstream.shapes.graph.ids import is_own_number
from instagramapi.upstream.shapes.graph.posts import is_reel, post, posts, taken_at
from instagramapi.upstream.shapes.graph.profiles import profile, user
from instagramapi.upstream.shapes.graph.tags import hashtag

__all__ = ["hashtag", "is_own_number", "is_reel", "post", "posts", "profile", "taken_at", "user"]
