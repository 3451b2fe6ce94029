"""oEmbed answers: the form since 2025-11, and the older one that named the post and its owner."""

from typing import Any

from instagramapi.catalog.models import OEmbed, Post, UserShort
from instagramapi.upstream.shapes.links import profile_page
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    at,
    build,
    count,
    first,
    handle,
    identity,
    one,
    text,
)
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in


def card(raw: Any) -> OEmbed:
    """Shape the answer as it is; only its `html` must be there."""
    return build(
        OEmbed,
        version="1.0",
        type="rich",
        provider_name="Instagram",
        provider_url="https://www.instagram.com",
        title=text(raw, "title"),
        author_name=text(raw, "author_name"),
        author_url=text(raw, "author_url"),
        html=at(raw, "html"),
        width=count(raw, "width"),
        height=count(raw, "height"),
        thumbnail_url=text(raw, "thumbnail_url"),
        thumbnail_width=count(raw, "thumbnail_width"),
        thumbnail_height=count(raw, "thumbnail_height"),
    )


def post(raw: Any) -> Post:
    """Shape the post of the older form; raises ShapeError where `media_id` is not told."""
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
