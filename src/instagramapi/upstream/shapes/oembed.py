"""The older oEmbed answer, which named the post and its owner (until 2025-11 also Meta's)."""

from typing import Any

from instagramapi.catalog.models import Post, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import at, build, first, handle, identity, one, text
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in


def post(raw: Any) -> Post:
    """Shape the post; raises ShapeError where `media_id` is not told."""
    caption = at(raw, "title")
    return build(
        Post,
        **names({"id": at(raw, "media_id")}),
        owner=one(_author, raw),
        caption=caption,
        hashtags=hashtags_in(caption),
        mentions=mentions_in(caption),
        image_url=text(raw, "thumbnail_url"),
    )


def _author(raw: Any) -> UserShort:
    username = first(handle(raw, "author_name"))
    account_id = identity({"id": at(raw, "author_id")})
    return build(UserShort, id=account_id, username=username, url=profile_page(username))
