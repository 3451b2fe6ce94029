"""This family cut down to short names, as the data sets of public scrapers keep it."""

from typing import Any

from instagramapi.catalog.models import BioLink, Comment, Post, Profile, UserShort
from instagramapi.upstream.shapes.links import first_expiry, profile_page
from instagramapi.upstream.shapes.media import names
from instagramapi.upstream.shapes.reading import (
    MISSING,
    at,
    build,
    count,
    flag,
    handle,
    identity,
    like_fields,
    listed,
    many,
    moment,
    one,
    present,
    text,
)
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in


def profile(raw: Any) -> Profile:
    """Shape an account; raises ShapeError where it has no id or no handle."""
    username, links = handle(raw, "username"), listed(raw, "bio_links")
    return build(
        Profile,
        id=identity(raw),
        username=username,
        url=profile_page(username),
        full_name=at(raw, "name"),
        biography=at(raw, "bio"),
        external_url=None if links == [] else text(links, 0),
        bio_links=many(lambda link: build(BioLink, url=link), links),
        followers=count(raw, "followers"),
        following=count(raw, "follows"),
        is_private=flag(raw, "is_private"),
        is_verified=flag(raw, "is_verified"),
        pronouns=listed(raw, "pronouns"),
        threads_username=handle(raw, "threads_handle"),
        profile_pic_url=text(raw, "profile_image"),
    )


def post(raw: Any) -> Post:
    """Shape a post; raises ShapeError where it has neither id nor code."""
    caption = _caption(raw)
    image, parts = text(raw, "src"), listed(raw, "src_attached")
    return build(
        Post,
        **names(raw),
        **like_fields(at(raw, "likes"), MISSING),
        comment_count=count(raw, "comments_count"),
        caption=caption,
        hashtags=hashtags_in(caption),
        mentions=mentions_in(caption),
        taken_at=moment(raw, "taken_at"),
        # The parts have no ids, so they are not items; that there are some is told.
        type="carousel" if len(present(parts)) > 1 else MISSING,
        image_url=image,
        top_comments=many(lambda node: comment(node, identity(raw)), listed(raw, "comments")),
        media_expires_at=first_expiry([image, *parts]),
    )


def comment(raw: Any, post_id: Any = MISSING) -> Comment:
    """Shape a comment; raises ShapeError where it has no id."""
    words = at(raw, "text")
    return build(
        Comment,
        id=identity(raw),
        post_id=post_id,
        text=words,
        created_at=moment(raw, "created_at"),
        like_count=count(raw, "likes"),
        mentions=mentions_in(words),
        user=one(_author, raw),
    )


def _caption(raw: Any) -> Any:
    captions = listed(raw, "captions")
    return None if captions == [] else at(captions, 0)


def _author(raw: Any) -> UserShort:
    username = handle(raw, "owner")
    return build(
        UserShort,
        id=at(raw, "owner_id"),
        username=username,
        is_verified=flag(raw, "owner_verified"),
        profile_pic_url=text(raw, "owner_profile_pic"),
        url=profile_page(username),
    )
