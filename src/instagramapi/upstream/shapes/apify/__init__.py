"""The Apify family: items of the data sets that `instagram-scraper` and its kin write.

Flat, in camelCase, times as ISO 8601; a post may name accounts and comments in full or leave null.
"""

from instagramapi.upstream.shapes.apify.comments import comment, comments
from instagramapi.upstream.shapes.apify.people import profile, user
from instagramapi.upstream.shapes.apify.posts import post

__all__ = ["comment", "comments", "post", "profile", "user"]
