"""Stories, highlights, tags and search results of the api-v1 family."""

from typing import Any

from instagramapi.catalog.models import Hashtag, Highlight, Location, Story, UserShort
from instagramapi.catalog.subjects import shortcode_of
from instagramapi.tools.simulator.render import api_v1
from instagramapi.tools.simulator.render.words import media_type, renditions, seconds, videos


def story(story: Story) -> dict[str, Any]:
    """A story as `reels_media` holds it."""
    owner = story.owner
    rendered: dict[str, Any] = {
        "pk": story.id,
        "id": f"{story.id}_{owner.id if owner else 0}",
        "code": shortcode_of(story.id),
        "media_type": media_type(story),
        "product_type": "story",
        "taken_at": seconds(story.taken_at),
        "expiring_at": seconds(story.expires_at),
        "image_versions2": {"candidates": renditions(story)},
        "original_width": story.width,
        "original_height": story.height,
        "user": api_v1.user(owner) if owner else None,
        "is_paid_partnership": bool(story.is_paid_partnership),
        "has_liked": False,
        **_stickers(story),
    }
    if story.type == "video":
        rendered["video_versions"] = videos(story)
        rendered["video_duration"] = story.video_duration
        rendered["has_audio"] = True
    return rendered


def _stickers(story: Story) -> dict[str, Any]:
    place = {"x": 0.5, "y": 0.5, "width": 0.3, "height": 0.1, "rotation": 0.0}
    return {
        "reel_mentions": [
            {**place, "user": {"pk": 0, "username": name}} for name in story.mentions or ()
        ],
        "story_hashtags": [
            {**place, "hashtag": {"id": "0", "name": name}} for name in story.hashtags or ()
        ],
        "story_locations": [
            {**place, "location": api_v1.location(one)} for one in story.locations or ()
        ],
        "story_link_stickers": [{**place, "story_link": {"url": url}} for url in story.links or ()],
    }


def reel(owner: UserShort, stories: tuple[Story, ...]) -> dict[str, Any]:
    """The running stories of one account."""
    return {
        "id": owner.id,
        "reel_type": "user_reel",
        "latest_reel_media": max((seconds(one.taken_at) or 0 for one in stories), default=0),
        "expiring_at": max((seconds(one.expires_at) or 0 for one in stories), default=0),
        "user": api_v1.user(owner),
        "items": [story(one) for one in stories],
        "media_count": len(stories),
        "media_ids": [int(one.id) for one in stories],
    }


def highlight(highlight: Highlight) -> dict[str, Any]:
    """A highlight as the tray holds it, without its stories."""
    owner = highlight.owner
    return {
        "id": f"highlight:{highlight.id}",
        "strong_id__": f"highlight:{highlight.id}",
        "title": highlight.title,
        "cover_media": {
            "cropped_image_version": {"width": 150, "height": 150, "url": highlight.cover_url},
            "crop_rect": None,
            "media_id": None,
            "full_image_version": None,
            "upload_id": None,
        },
        "media_count": highlight.media_count,
        "created_at": seconds(highlight.created_at),
        "latest_reel_media": seconds(highlight.updated_at),
        "reel_type": "highlight_reel",
        "is_pinned_highlight": False,
        "user": api_v1.user(owner) if owner else None,
    }


def hashtag(tag: Hashtag) -> dict[str, Any]:
    """A tag as searches answer it."""
    return {
        "id": int(tag.id),
        "name": tag.name,
        "media_count": tag.media_count,
        "profile_pic_url": tag.profile_pic_url or "",
        "search_result_subtitle": f"{tag.media_count} posts",
    }


def found_user(short: UserShort) -> dict[str, Any]:
    """An account as top search answers it; its `id` is null (recorded 2024)."""
    return {**api_v1.user(short), "pk": short.id, "id": None, "search_social_context": None}


def found_place(place: Location) -> dict[str, Any]:
    """A place as top search answers it."""
    return {"location": api_v1.location(place), "title": place.name, "subtitle": place.city}
