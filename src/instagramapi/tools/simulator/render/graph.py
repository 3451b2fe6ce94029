"""The Graph API's objects with all their fields; who asks for some gets only those."""

import re
from datetime import datetime
from typing import Any

from instagramapi.catalog.models import MediaItem, Post, Profile
from instagramapi.tools.simulator.numbers import graph_id
from instagramapi.tools.simulator.render.words import is_licensed

_TYPES = {"image": "IMAGE", "video": "VIDEO", "carousel": "CAROUSEL_ALBUM"}
_AT = re.compile(r"@(?=\w)")


def moment(time: datetime | None) -> str | None:
    """Write a time the Graph API's way, without a colon in the offset."""
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%S+0000")


def account(owner: Profile, facebook_id: str) -> dict[str, Any]:
    """A professional account as business discovery tells it; no badge, no category, no e-mail."""
    return {
        "id": facebook_id,
        "ig_id": int(owner.id),
        "legacy_instagram_user_id": owner.id,
        "username": owner.username,
        "name": owner.full_name,
        "biography": owner.biography,
        "website": owner.external_url,
        "profile_picture_url": owner.profile_pic_url_hd,
        "followers_count": owner.followers,
        "follows_count": owner.following,
        "media_count": owner.posts,
        "has_profile_pic": True,
        "is_published": True,
    }


def media(post: Post, owner_facebook_id: str) -> dict[str, Any]:
    """A post of somebody else; null fields are left out of the answer, not told as null."""
    is_video, is_reel = post.type == "video", post.product_type == "clips"
    fields: dict[str, Any] = {
        "id": graph_id("post", post.id),
        "caption": None if post.caption is None else _AT.sub("", post.caption),
        "comments_count": post.comment_count,
        "like_count": None if post.like_count_hidden else post.like_count,
        "media_type": _TYPES[post.type or "image"],
        "media_product_type": "REELS" if is_reel else "FEED",
        "media_url": _link(post),
        "thumbnail_url": post.image_url if is_video else None,
        "permalink": post.url,
        "shortcode": post.shortcode,
        "legacy_instagram_media_id": post.id,
        "timestamp": moment(post.taken_at),
        "username": post.owner.username if post.owner else None,
        "owner": {"id": owner_facebook_id},
        "view_count": post.play_count if is_reel else None,
        "alt_text": post.accessibility_caption,
        "is_ai_generated": False,
    }
    if post.type == "carousel":
        fields["children"] = [child(item) for item in post.items or ()]
    return fields


def tagged_media(post: Post, *, with_time: bool) -> dict[str, Any]:
    """A post under a hashtag: nobody's, and without its time among the top ones."""
    whole = media(post, "")
    hidden = {"username", "owner", "thumbnail_url", "view_count", "alt_text", "is_ai_generated"}
    hidden |= {"media_product_type", "shortcode", "legacy_instagram_media_id"}
    if not with_time:
        hidden.add("timestamp")
    return {name: value for name, value in whole.items() if name not in hidden}


def child(item: MediaItem) -> dict[str, Any]:
    """A part of a carousel; it has no address of its own."""
    is_video = item.type == "video"
    return {
        "id": graph_id("item", item.id),
        "media_type": _TYPES[item.type or "image"],
        "media_url": item.video_url if is_video else item.image_url,
        "thumbnail_url": item.image_url if is_video else None,
    }


def _link(post: Post) -> str | None:
    # Absent where the sound is somebody's song (documented: copyrighted material).
    if is_licensed(post.audio):
        return None
    return post.video_url if post.type == "video" else post.image_url
