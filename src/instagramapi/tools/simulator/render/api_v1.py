"""The api-v1 family: the REST answers of web and app, and with XDT the GraphQL of today."""

from typing import Any

from instagramapi.catalog.models import (
    Audio,
    Comment,
    Location,
    MediaItem,
    Post,
    Profile,
    UserShort,
    UserTag,
)
from instagramapi.tools.simulator.render.words import (
    ACCOUNT_TYPES,
    caption_id,
    is_licensed,
    media_type,
    renditions,
    seconds,
    videos,
)

# Where the owner hides the likes, the number is of faces shown, not of likes.
_FACES = 3


def user(short: UserShort) -> dict[str, Any]:
    """An account in short; `pk` is a number here and a text in other answers."""
    return {
        "pk": int(short.id),
        "id": short.id,
        "username": short.username,
        "full_name": short.full_name or "",
        "is_private": bool(short.is_private),
        "is_verified": bool(short.is_verified),
        "profile_pic_url": short.profile_pic_url,
        "profile_pic_id": f"{int(short.id) * 7 % 10**19}_{short.id}",
        "has_anonymous_profile_picture": False,
        "is_unpublished": False,
        "latest_reel_media": 0,
        "account_badges": [],
    }


def post(post: Post) -> dict[str, Any]:
    """A post as `items[]` holds it."""
    return {
        **_names(post),
        **_words(post),
        **_counts(post),
        **_people(post),
        **_media(post),
    }


def _names(post: Post) -> dict[str, Any]:
    owner_id = post.owner.id if post.owner else "0"
    return {
        "pk": post.id,
        "id": f"{post.id}_{owner_id}",
        "code": post.shortcode,
        "media_type": media_type(post),
        "product_type": post.product_type,
        "taken_at": seconds(post.taken_at),
        "device_timestamp": (seconds(post.taken_at) or 0) * 1_000_000,
        "deleted_reason": 0,
        "filter_type": 0,
    }


def _words(post: Post) -> dict[str, Any]:
    taken_at = seconds(post.taken_at)
    caption = None
    if post.caption is not None and post.owner:
        caption = {
            "pk": caption_id(post),
            "user_id": int(post.owner.id),
            "text": post.caption,
            "type": 1,
            "created_at": taken_at,
            "created_at_utc": taken_at,
            "content_type": "comment",
            "status": "Active",
            "bit_flags": 0,
            "user": user(post.owner),
            "media_id": post.id,
        }
    return {
        "caption": caption,
        "caption_is_edited": False,
        "accessibility_caption": post.accessibility_caption,
    }


def _counts(post: Post) -> dict[str, Any]:
    is_hidden = bool(post.like_count_hidden)
    counts: dict[str, Any] = {
        "like_count": _FACES if is_hidden else post.like_count,
        "like_and_view_counts_disabled": is_hidden,
        "has_liked": False,
        "comment_count": post.comment_count,
        "comments_disabled": bool(post.comments_disabled),
        "comment_likes_enabled": True,
        "comment_threading_enabled": True,
        "has_more_comments": bool(post.comment_count),
    }
    if post.share_count is not None:
        counts["reshare_count"] = post.share_count
    if post.type == "video":
        counts["view_count"] = post.view_count
    if post.product_type == "clips":
        counts["play_count"] = post.play_count
    return counts


def _people(post: Post) -> dict[str, Any]:
    people: dict[str, Any] = {
        "coauthor_producers": [user(short) for short in post.coauthors or ()],
        "timeline_pinned_user_ids": [int(post.owner.id)] if post.is_pinned and post.owner else [],
        "is_paid_partnership": bool(post.is_paid_partnership),
        "photo_of_you": False,
        "preview_comments": [comment(one) for one in post.top_comments or ()],
        "can_view_more_preview_comments": bool(post.comment_count),
        "top_likers": [],
        "facepile_top_likers": [],
    }
    if post.owner:
        people["user"] = user(post.owner)
    if post.usertags:
        people["usertags"] = {"in": [_usertag(tag) for tag in post.usertags]}
    if post.sponsors:
        people["sponsor_tags"] = [
            {"permission": False, "sponsor": user(short), "is_pending": False}
            for short in post.sponsors
        ]
    if post.location:
        people["location"] = location(post.location)
        people["lat"], people["lng"] = post.location.lat, post.location.lng
    return people


def _media(post: Post) -> dict[str, Any]:
    media: dict[str, Any] = {
        "original_width": post.width,
        "original_height": post.height,
    }
    if post.type == "carousel":
        parent = f"{post.id}_{post.owner.id if post.owner else 0}"
        media["carousel_media_count"] = len(post.items or ())
        media["carousel_media"] = [_item(item, parent) for item in post.items or ()]
    # Carousels have a cover of their own in answers of today (recorded 2025, not in 2022).
    media["image_versions2"] = {"candidates": renditions(post)}
    if post.type == "video":
        media["video_versions"] = videos(post)
        media["video_duration"] = post.video_duration
        media["has_audio"] = post.has_audio
        media["is_dash_eligible"] = 1
        media["number_of_qualities"] = 2
    if post.product_type == "clips":
        media["clips_metadata"] = sound(post.audio)
    return media


def _item(item: MediaItem, parent: str) -> dict[str, Any]:
    rendered: dict[str, Any] = {
        "id": f"{item.id}_{parent.partition('_')[2]}",
        "pk": item.id,
        "media_type": media_type(item),
        "image_versions2": {"candidates": renditions(item)},
        "original_width": item.width,
        "original_height": item.height,
        "carousel_parent_id": parent,
        "accessibility_caption": item.accessibility_caption,
        "commerciality_status": "not_commercial",
    }
    if item.type == "video":
        rendered["video_versions"] = videos(item)
        rendered["video_duration"] = item.video_duration
    if item.usertags:
        rendered["usertags"] = {"in": [_usertag(tag) for tag in item.usertags]}
    return rendered


def _usertag(tag: UserTag) -> dict[str, Any]:
    return {
        "user": user(tag.user),
        "position": [tag.x, tag.y],
        "start_time_in_video_in_sec": None,
        "duration_in_video_in_sec": None,
    }


def sound(audio: Audio | None) -> dict[str, Any]:
    """The sound of a reel, of which one of two parts is filled."""
    is_song = is_licensed(audio)
    return {
        "audio_type": "licensed_music" if is_song else "original_sounds",
        "music_info": _song(audio) if audio and is_song else None,
        "original_sound_info": _original(audio) if audio and not is_song else None,
    }


def _song(audio: Audio) -> dict[str, Any]:
    return {
        "music_asset_info": {
            "id": str(int(audio.id) + 1),
            "audio_cluster_id": audio.id,
            "audio_asset_id": str(int(audio.id) + 1),
            "title": audio.title,
            "display_artist": audio.artist,
            "duration_in_ms": audio.duration_ms,
            "cover_artwork_uri": audio.cover_url,
            "progressive_download_url": audio.preview_url,
            "is_explicit": False,
        },
        "music_consumption_info": {"is_trending_in_clips": False, "should_mute_audio": False},
    }


def _original(audio: Audio) -> dict[str, Any]:
    artist = audio.artist_user
    return {
        "audio_asset_id": int(audio.id),
        "original_audio_title": audio.title,
        "ig_artist": user(artist) if artist else None,
        "duration_in_ms": audio.duration_ms,
        "progressive_download_url": audio.preview_url,
        "is_explicit": False,
        "should_mute_audio": False,
        "consumption_info": {"should_mute_audio_reason": "", "is_trending_in_clips": False},
    }


def location(place: Location) -> dict[str, Any]:
    """A place as posts and searches hold it."""
    return {
        "pk": int(place.id),
        "facebook_places_id": int(place.id) + 100_000_000_000_000,
        "external_source": "facebook_places",
        "name": place.name,
        "short_name": place.name,
        "address": place.address or "",
        "city": place.city or "",
        "lat": place.lat,
        "lng": place.lng,
        "has_viewer_saved": False,
        "is_eligible_for_guides": False,
    }


def comment(comment: Comment) -> dict[str, Any]:
    """A comment under a post."""
    created_at = seconds(comment.created_at)
    return {
        "pk": int(comment.id),
        "user_id": int(comment.user.id) if comment.user else 0,
        "type": 0,
        "text": comment.text,
        "created_at": created_at,
        "created_at_utc": created_at,
        "content_type": "comment",
        "status": "Active",
        "bit_flags": 0,
        "share_enabled": False,
        "user": user(comment.user) if comment.user else None,
        "is_covered": False,
        "is_ranked_comment": True,
        "has_liked_comment": False,
        "has_translation": False,
        "comment_like_count": comment.like_count,
        "child_comment_count": comment.reply_count,
        "preview_child_comments": [],
        "other_preview_users": [],
        "private_reply_status": 0,
    }


def profile(owner: Profile) -> dict[str, Any]:
    """An account in full, as `users/<pk>/info/` answers it."""
    address = owner.address
    return {
        "pk": int(owner.id),
        "username": owner.username,
        "full_name": owner.full_name or "",
        "is_private": bool(owner.is_private),
        "is_verified": bool(owner.is_verified),
        "profile_pic_url": owner.profile_pic_url,
        "hd_profile_pic_url_info": {"width": 320, "height": 320, "url": owner.profile_pic_url_hd},
        "media_count": owner.posts,
        "follower_count": owner.followers,
        "following_count": owner.following,
        "biography": owner.biography or "",
        "external_url": owner.external_url or "",
        "bio_links": [
            {"link_id": at, "title": link.title or "", "url": link.url, "link_type": "external"}
            for at, link in enumerate(owner.bio_links or (), start=17_900_000_000_000_000)
        ],
        "pronouns": list(owner.pronouns or ()),
        "account_type": ACCOUNT_TYPES[owner.account_type or "personal"],
        "is_business": bool(owner.is_business),
        "category": owner.category,
        "public_email": owner.public_email or "",
        "contact_phone_number": owner.public_phone or "",
        "public_phone_country_code": "",
        "public_phone_number": "",
        "business_contact_method": "UNKNOWN",
        "address_street": address.street if address else "",
        "city_name": address.city if address else "",
        "zip": address.zip if address else "",
        "has_highlight_reels": bool(owner.highlights_count),
        "show_text_post_app_badge": owner.threads_username is not None,
        "text_post_app_badge_label": owner.threads_username,
    }
