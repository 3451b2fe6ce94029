"""HikerAPI's own shapes (`/v1`): flat objects, ISO times beside seconds, zeros for the unknown."""

from datetime import datetime
from typing import Any

from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Location,
    MediaItem,
    Post,
    Profile,
    ProfileAbout,
    Story,
    UserShort,
    UserTag,
)
from instagramapi.catalog.subjects import shortcode_of
from instagramapi.tools.simulator.render import api_v1
from instagramapi.tools.simulator.render.words import (
    ACCOUNT_TYPES,
    media_type,
    renditions,
    seconds,
    videos,
)


def iso(moment: datetime | None) -> str | None:
    """Write a time with `Z`."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def user(short: UserShort) -> dict[str, Any]:
    """An account in short; `pk` is a text here."""
    return {
        "pk": short.id,
        "id": short.id,
        "username": short.username,
        "full_name": short.full_name or "",
        "profile_pic_url": short.profile_pic_url,
        "profile_pic_url_hd": None,
        "is_private": bool(short.is_private),
        "is_verified": bool(short.is_verified),
    }


def found_user(short: UserShort) -> dict[str, Any]:
    """An account in search results, of which badge and openness are not told (recorded)."""
    return {**user(short), "pk": int(short.id), "is_private": None, "is_verified": None}


def profile(owner: Profile) -> dict[str, Any]:
    """An account in full; `pk` is a number here (recorded)."""
    address = owner.address
    return {
        "pk": int(owner.id),
        "username": owner.username,
        "full_name": owner.full_name or "",
        "is_private": bool(owner.is_private),
        "profile_pic_url": owner.profile_pic_url,
        "profile_pic_url_hd": owner.profile_pic_url_hd,
        "is_verified": bool(owner.is_verified),
        "media_count": owner.posts,
        "follower_count": owner.followers,
        "following_count": owner.following,
        "biography": owner.biography or "",
        "external_url": owner.external_url,
        "account_type": ACCOUNT_TYPES[owner.account_type or "personal"],
        "is_business": bool(owner.is_business),
        "public_email": owner.public_email or "",
        "contact_phone_number": owner.public_phone or "",
        "public_phone_country_code": "",
        "public_phone_number": "",
        "business_contact_method": "UNKNOWN",
        "business_category_name": None,
        "category_name": owner.category,
        "category": owner.category or "",
        "address_street": (address and address.street) or "",
        "city_id": "0",
        "city_name": (address and address.city) or "",
        "latitude": None,
        "longitude": None,
        "zip": (address and address.zip) or "",
        "instagram_location_id": "",
        "interop_messaging_user_fbid": 100_000_000_000_000 + int(owner.id) % 10**14,
    }


def about(told: ProfileAbout) -> dict[str, Any]:
    """About this account: the month in words, former names by their number (recorded: "")."""
    count = told.former_usernames_count
    return {
        "username": told.username,
        "is_verified": bool(told.is_verified),
        "country": told.country,
        "date": told.joined_at.strftime("%B %Y") if told.joined_at else "",
        "former_usernames": str(count) if count else "",
    }


def media(post: Post) -> dict[str, Any]:
    """A post; `view_count` is always 0 (recorded), so it says nothing."""
    is_carousel, is_video = post.type == "carousel", post.type == "video"
    return {
        "pk": post.id,
        "id": f"{post.id}_{post.owner.id if post.owner else 0}",
        "code": post.shortcode,
        "taken_at": iso(post.taken_at),
        "taken_at_ts": seconds(post.taken_at),
        "media_type": media_type(post),
        "product_type": post.product_type,
        "thumbnail_url": None if is_carousel else post.image_url,
        "location": location(post.location) if post.location else None,
        "user": user(post.owner) if post.owner else None,
        "comment_count": post.comment_count,
        "comments_disabled": bool(post.comments_disabled),
        "like_count": 0 if post.like_count_hidden else post.like_count,
        "play_count": post.play_count or 0,
        "has_liked": False,
        "caption_text": post.caption or "",
        "accessibility_caption": post.accessibility_caption,
        "usertags": [_usertag(tag) for tag in post.usertags or ()],
        "sponsor_tags": [user(short) for short in post.sponsors or ()],
        "video_url": post.video_url,
        "view_count": 0,
        "video_duration": post.video_duration if is_video else 0.0,
        "title": "",
        "resources": [_resource(item, post) for item in post.items or ()],
        "image_versions": _image_versions(post),
        "video_versions": _video_versions(post),
        "like_and_view_counts_disabled": bool(post.like_count_hidden),
        "coauthor_producers": [_coauthor(short) for short in post.coauthors or ()],
        "is_paid_partnership": bool(post.is_paid_partnership),
    }


def _image_versions(medium: Post | MediaItem) -> list[dict[str, Any]]:
    extra = {"estimated_scans_sizes": [9000, 18000], "scans_profile": "e35"}
    return [{**one, **extra, "is_spatial_image": False} for one in renditions(medium)]


def _video_versions(medium: Post | MediaItem) -> list[dict[str, Any]]:
    extra = {"bandwidth": 1_500_000, "url_expiration_timestamp_us": None, "fallback": None}
    return [{**one, **extra} for one in videos(medium)]


def _coauthor(short: UserShort) -> dict[str, Any]:
    picture = f"{int(short.id) * 7 % 10**19}_{short.id}"
    return {
        "strong_id__": short.id,
        "pk": int(short.id),
        "pk_id": short.id,
        "id": short.id,
        "username": short.username,
        "full_name": short.full_name or "",
        "is_private": bool(short.is_private),
        "is_verified": bool(short.is_verified),
        "profile_pic_id": picture,
        "profile_pic_url": short.profile_pic_url,
    }


def _usertag(tag: UserTag) -> dict[str, Any]:
    return {"user": user(tag.user), "x": tag.x, "y": tag.y}


def _resource(item: MediaItem, post: Post) -> dict[str, Any]:
    owner_id = post.owner.id if post.owner else "0"
    return {
        "pk": item.id,
        "id": f"{item.id}_{owner_id}",
        "video_url": item.video_url,
        "thumbnail_url": item.image_url,
        "media_type": media_type(item),
        "product_type": "carousel_item",
        "image_versions": _image_versions(item),
        "video_versions": _video_versions(item),
        "preview": None,
        "carousel_parent_id": f"{post.id}_{owner_id}",
        "commerciality_status": "not_commercial",
        "taken_at": seconds(post.taken_at),
    }


def comment(comment: Comment) -> dict[str, Any]:
    """A comment; the number of replies is not told in this shape (recorded)."""
    return {
        "pk": comment.id,
        "text": comment.text,
        "user": user(comment.user) if comment.user else None,
        "created_at_utc": iso(comment.created_at),
        "content_type": "comment",
        "status": "Active",
        "has_liked": False,
        "like_count": comment.like_count,
    }


def hashtag(tag: Hashtag) -> dict[str, Any]:
    """A tag and how often it is used."""
    return {
        "id": tag.id,
        "name": tag.name,
        "media_count": tag.media_count,
        "allow_following": False,
        "profile_pic_url": tag.profile_pic_url,
    }


def location(place: Location) -> dict[str, Any]:
    """A place; `external_id` is Facebook's number for it, which is another one."""
    return {
        "pk": int(place.id),
        "name": place.name,
        "phone": place.phone or "",
        "website": place.website or "",
        "category": place.category or "",
        "hours": {},
        "address": place.address or "",
        "city": place.city or "",
        "zip": place.zip,
        "lng": place.lng,
        "lat": place.lat,
        "external_id": str(int(place.id) + 100_000_000_000_000),
        "external_id_source": "facebook_places",
    }


def story(story: Story) -> dict[str, Any]:
    """A story; what is on it stands in four lists of stickers."""
    place = {"x": 0.5, "y": 0.5, "width": 0.3, "height": 0.1}
    return {
        "pk": story.id,
        "id": f"{story.id}_{story.owner.id if story.owner else 0}",
        "code": shortcode_of(story.id),
        "taken_at": iso(story.taken_at),
        "media_type": media_type(story),
        "product_type": "story",
        "thumbnail_url": story.image_url,
        "user": user(story.owner) if story.owner else None,
        "video_url": story.video_url,
        "video_duration": story.video_duration or 0.0,
        "sponsor_tags": [],
        "mentions": [{**place, "user": _named(name)} for name in story.mentions or ()],
        "links": [{"webUri": url} for url in story.links or ()],
        "hashtags": [
            {**place, "hashtag": {"id": "0", "name": name, "media_count": None}}
            for name in story.hashtags or ()
        ],
        "locations": [{**place, "location": location(one)} for one in story.locations or ()],
        "stickers": [],
        "medias": [],
    }


def _named(handle: str) -> dict[str, Any]:
    return {"pk": "0", "id": "0", "username": handle, "full_name": "", "profile_pic_url": None}


def highlight(highlight: Highlight) -> dict[str, Any]:
    """A highlight without its stories."""
    whole = {
        "crop_rect": None,
        "media_id": None,
        "upload_id": None,
        "cropped_image_version": {
            "height": 150,
            "scans_profile": "",
            "url": highlight.cover_url,
            "width": 150,
        },
        "full_image_version": None,
    }
    return {
        "pk": highlight.id,
        "id": f"highlight:{highlight.id}",
        "latest_reel_media": seconds(highlight.updated_at),
        "cover_media": whole,
        "user": user(highlight.owner) if highlight.owner else None,
        "title": highlight.title or "",
        "created_at": iso(highlight.created_at),
        "is_pinned_highlight": False,
        "media_count": highlight.media_count or 0,
        "media_ids": [],
        "items": [],
    }


def oembed(post: Post) -> dict[str, Any]:
    """The card for embedding, in the old open shape (recorded)."""
    owner = post.owner
    handle = owner.username if owner else None
    return {
        "title": post.caption or "",
        "author_name": handle,
        "author_url": f"https://www.instagram.com/{handle}",
        "author_id": owner.id if owner else None,
        "media_id": f"{post.id}_{owner.id if owner else 0}",
        "provider_name": "Instagram",
        "provider_url": "https://www.instagram.com",
        "type": "rich",
        "width": 658,
        "height": None,
        "html": embed(post),
        "thumbnail_url": post.image_url,
        "thumbnail_width": 640,
        "thumbnail_height": 640,
        "can_view": None,
    }


def embed(post: Post) -> str:
    """The HTML of a card for embedding, cut to what carries data."""
    link = f"{post.url}?utm_source=ig_embed&amp;utm_campaign=loading"
    return (
        f'<blockquote class="instagram-media" data-instgrm-captioned '
        f'data-instgrm-permalink="{link}" data-instgrm-version="14">'
        f'<a href="{link}" target="_blank">View this post on Instagram</a></blockquote>\n'
        f'<script async src="//www.instagram.com/embed.js"></script>'
    )


def raw_user(short: UserShort) -> dict[str, Any]:
    """An account as `/v2` passes it on: Instagram's own api-v1 shape."""
    return {**api_v1.user(short), "pk_id": short.id, "strong_id__": short.id}
