"""The `edge_*` family: `web_profile_info`, and the nodes of Instagram's older GraphQL."""

import json
from typing import Any

from instagramapi.catalog.models import Comment, Location, MediaItem, Post, Profile, UserShort
from instagramapi.catalog.models.post import UserTag
from instagramapi.tools.simulator.render.words import seconds, smaller

_ONLY_ON_PAGES = {
    "edge_media_preview_comment",
    "edge_media_to_sponsor_user",
    "is_paid_partnership",
    "like_and_view_counts_disabled",
    "video_duration",
    "video_play_count",
}
_TYPES = {"image": "GraphImage", "video": "GraphVideo", "carousel": "GraphSidecar"}


def profile(owner: Profile, facebook_id: str, end_cursor: str | None) -> dict[str, Any]:
    """An account in full with its newest posts; the Facebook-side id is `fbid` here."""
    return {
        **_person(owner),
        "fbid": facebook_id,
        "edge_followed_by": {"count": owner.followers},
        "edge_follow": {"count": owner.following},
        "edge_mutual_followed_by": {"count": 0, "edges": []},
        "edge_felix_video_timeline": connection([], None, count=0),
        "edge_owner_to_timeline_media": connection(
            [timeline_post(one) for one in owner.recent_posts or ()], end_cursor, count=owner.posts
        ),
        "edge_saved_media": connection([], None, count=0),
        "edge_media_collections": connection([], None, count=0),
        # Guests get an empty list, whatever Instagram would suggest (recorded).
        "edge_related_profiles": {"edges": []},
        "highlight_reel_count": owner.highlights_count,
        **_business(owner),
        **_viewer(),
    }


def connection(
    nodes: list[dict[str, Any]], end_cursor: str | None, *, count: int | None
) -> dict[str, Any]:
    """A list, with how many there are and where it goes on."""
    return {
        "count": count,
        "page_info": {"has_next_page": end_cursor is not None, "end_cursor": end_cursor},
        "edges": [{"node": node} for node in nodes],
    }


def _person(owner: Profile) -> dict[str, Any]:
    return {
        "id": owner.id,
        "username": owner.username,
        "full_name": owner.full_name or "",
        "biography": owner.biography or "",
        "biography_with_entities": {"raw_text": owner.biography or "", "entities": []},
        "external_url": owner.external_url,
        "external_url_linkshimmed": owner.external_url,
        "bio_links": [
            {"title": link.title or "", "lynx_url": link.url, "url": link.url, "link_type": "x"}
            for link in owner.bio_links or ()
        ],
        "pronouns": list(owner.pronouns or ()),
        "is_private": bool(owner.is_private),
        "is_verified": bool(owner.is_verified),
        "is_joined_recently": bool(owner.is_joined_recently),
        "profile_pic_url": owner.profile_pic_url,
        "profile_pic_url_hd": owner.profile_pic_url_hd,
        "hide_like_and_view_counts": False,
        "has_ar_effects": False,
        "has_clips": any(one.product_type == "clips" for one in owner.recent_posts or ()),
        "has_guides": False,
        "has_channel": False,
        "is_embeds_disabled": False,
    }


def _business(owner: Profile) -> dict[str, Any]:
    address = owner.address and {
        "city_name": owner.address.city,
        "street_address": owner.address.street,
        "zip_code": owner.address.zip,
        "country_code": owner.address.country,
    }
    return {
        "is_business_account": bool(owner.is_business),
        "is_professional_account": bool(owner.is_professional),
        "business_address_json": json.dumps(address) if address else None,
        "business_contact_method": "UNKNOWN",
        "business_email": owner.public_email,
        "business_phone_number": owner.public_phone,
        "business_category_name": None,
        "overall_category_name": None,
        "category_enum": None,
        "category_name": owner.category,
        "should_show_category": owner.category is not None,
        "should_show_public_contacts": bool(owner.is_business),
        "connected_fb_page": None,
    }


def _viewer() -> dict[str, Any]:
    no = ("blocked_by_viewer", "country_block", "followed_by_viewer", "follows_viewer")
    more = ("has_blocked_viewer", "has_requested_viewer", "requested_by_viewer")
    return {**dict.fromkeys((*no, *more), False), "restricted_by_viewer": None}


def user(short: UserShort) -> dict[str, Any]:
    """An account in short; ids are texts in this family."""
    return {
        "id": short.id,
        "username": short.username,
        "full_name": short.full_name or "",
        "is_verified": bool(short.is_verified),
        "is_private": bool(short.is_private),
        "profile_pic_url": short.profile_pic_url,
    }


def post(post: Post, prefix: str = "") -> dict[str, Any]:
    """A post's node; `prefix` is XDT in newer answers."""
    width, height = smaller(post.width, post.height)
    return {
        "__typename": prefix + _TYPES[post.type or "image"],
        "id": post.id,
        "shortcode": post.shortcode,
        "dimensions": {"height": post.height, "width": post.width},
        "display_url": post.image_url,
        "thumbnail_src": post.image_url,
        "thumbnail_resources": [
            {"src": post.image_url, "config_width": width, "config_height": height}
        ],
        "accessibility_caption": post.accessibility_caption,
        "taken_at_timestamp": seconds(post.taken_at),
        "edge_media_to_caption": {
            "edges": [] if post.caption is None else [{"node": {"text": post.caption}}]
        },
        "product_type": post.product_type,
        **_counts(post),
        **_people(post),
        **_video(post),
        **_children(post, prefix),
    }


def timeline_post(whole: Post) -> dict[str, Any]:
    """A post's node in a profile's list, which tells less than the post's own page."""
    node = {name: value for name, value in post(whole).items() if name not in _ONLY_ON_PAGES}
    node["owner"] = {name: (node["owner"] or {}).get(name) for name in ("id", "username")}
    return node


def _counts(post: Post) -> dict[str, Any]:
    # Hidden likes are -1 here (recorded 2024).
    likes = -1 if post.like_count_hidden else post.like_count
    return {
        "edge_media_to_comment": {"count": post.comment_count},
        "edge_media_preview_like": {"count": likes},
        "edge_liked_by": {"count": likes},
        "comments_disabled": bool(post.comments_disabled),
        "like_and_view_counts_disabled": bool(post.like_count_hidden),
        "edge_media_preview_comment": {
            "count": post.comment_count,
            "edges": [{"node": comment(one)} for one in post.top_comments or ()],
        },
    }


def _people(post: Post) -> dict[str, Any]:
    owner = post.owner
    return {
        "owner": user(owner) if owner else None,
        "coauthor_producers": [user(one) for one in post.coauthors or ()],
        "pinned_for_users": [user(owner)] if post.is_pinned and owner else [],
        "edge_media_to_tagged_user": _tagged(post.usertags),
        "edge_media_to_sponsor_user": {
            "edges": [{"node": {"sponsor": user(one)}} for one in post.sponsors or ()]
        },
        "is_paid_partnership": bool(post.is_paid_partnership),
        "location": location(post.location) if post.location else None,
    }


def _tagged(tags: tuple[UserTag, ...] | None) -> dict[str, Any]:
    return {
        "edges": [{"node": {"user": user(tag.user), "x": tag.x, "y": tag.y}} for tag in tags or ()]
    }


def _video(medium: Post | MediaItem) -> dict[str, Any]:
    if medium.type != "video":
        return {"is_video": False}
    video: dict[str, Any] = {
        "is_video": True,
        "video_url": medium.video_url,
        "video_duration": medium.video_duration,
        "dash_info": {"is_dash_eligible": False, "video_dash_manifest": None},
    }
    if isinstance(medium, Post):
        video["video_view_count"] = medium.view_count
        video["has_audio"] = medium.has_audio
        if medium.play_count is not None:
            video["video_play_count"] = medium.play_count
    return video


def _children(post: Post, prefix: str) -> dict[str, Any]:
    if post.type != "carousel":
        return {}
    nodes = [{"node": _child(item, prefix)} for item in post.items or ()]
    return {"edge_sidecar_to_children": {"edges": nodes}}


def _child(item: MediaItem, prefix: str) -> dict[str, Any]:
    # Children have tagged people but neither owner nor time (recorded).
    return {
        "__typename": prefix + _TYPES[item.type or "image"],
        "id": item.id,
        "dimensions": {"height": item.height, "width": item.width},
        "display_url": item.image_url,
        "accessibility_caption": item.accessibility_caption,
        "edge_media_to_tagged_user": _tagged(item.usertags),
        **_video(item),
    }


def comment(comment: Comment) -> dict[str, Any]:
    """A comment's node."""
    return {
        "id": comment.id,
        "text": comment.text,
        "created_at": seconds(comment.created_at),
        "did_report_as_spam": False,
        "owner": user(comment.user) if comment.user else None,
        "viewer_has_liked": False,
        "edge_liked_by": {"count": comment.like_count},
        "is_restricted_pending": False,
    }


def location(place: Location) -> dict[str, Any]:
    """A place; its address is JSON inside a text."""
    address = {
        "street_address": place.address or "",
        "zip_code": place.zip or "",
        "city_name": place.city or "",
        "region_name": "",
        "country_code": place.country or "",
    }
    return {
        "id": place.id,
        "has_public_page": True,
        "name": place.name,
        "slug": place.slug,
        "address_json": json.dumps(address),
    }
