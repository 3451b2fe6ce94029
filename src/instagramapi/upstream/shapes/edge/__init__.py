"""The `edge_*` family: nodes of Instagram's older GraphQL, as archives and web_profile_info hold.

Accounts, posts, comments and places have string ids; lists are `{"count", "edges": [{"node"}]}`.
"""

from instagramapi.upstream.shapes.edge.comments import comment, comments
from instagramapi.upstream.shapes.edge.places import hashtag, location
from instagramapi.upstream.shapes.edge.posts import post
from instagramapi.upstream.shapes.edge.profiles import profile, user
from instagramapi.upstream.shapes.edge.stories import highlight, story

__all__ = [
    "comment",
    "comments",
    "hashtag",
    "highlight",
    "location",
    "post",
    "profile",
    "story",
    "user",
]
