"""The `xig_*` family: what logged-out visitors of instagram.com get today."""

from typing import Any

from instagramapi.catalog.models import Comment, Location, MediaItem, Post, Profile, UserShort
from instagramapi.tools.simulator.numbers import FacebookIds
from instagramapi.tools.simulator.render.words import (
    caption_id,
    is_licensed,
    media_type,
    renditions,
    seconds,
    videos,
)

_TYPES = {"image": "Image", "video": "Video", "carousel": "Carousel"}


def page_info(end_cursor: str | None) -> dict[str, Any]:
    """Where a connection goes on."""
    return {"end_cursor": end_cursor, "has_next_page": end_cursor is not None}


class Xig:
    """Writes this family; it needs the Facebook-side ids, which stand where `id` is."""

    def __init__(self, facebook_ids: FacebookIds) -> None:
        self._ids = facebook_ids

    def profile(self, owner: Profile) -> dict[str, Any]:
        """The head of a profile page; guests are not told the number of posts (recorded)."""
        return {
            "pk": owner.id,
            "username": owner.username,
            "profile_pic_url": owner.profile_pic_url,
            "is_private": bool(owner.is_private),
            "is_unpublished": False,
            "latest_reel_media": 0,
            "biography": owner.biography or "",
            "full_name": owner.full_name or "",
            "is_verified": bool(owner.is_verified),
            "text_post_app_badge_label": owner.threads_username,
            "show_text_post_app_badge": owner.threads_username is not None,
            "account_badges": [],
            "bio_links": [
                _link(at, link.title, link.url) for at, link in enumerate(owner.bio_links or ())
            ],
            "linked_fb_info": None,
            "is_memorialized": False,
            "pronouns": list(owner.pronouns or ()),
            "follower_count": owner.followers,
            "following_count": owner.following,
            "all_media_count": None,
            "id": self._ids.of_account(owner.id),
            "lox_highlights_connection": {"edges": [], "page_info": page_info(None)},
            "is_coppa_enforced": False,
            "has_any_clips": any(one.product_type == "clips" for one in owner.recent_posts or ()),
        }

    def tab(
        self, owner_id: str, name: str, edges: list[dict[str, Any]], end_cursor: str | None
    ) -> dict[str, Any]:
        """A tab of a profile: its posts or its reels."""
        return {
            "pk": owner_id,
            name: {"edges": edges, "page_info": page_info(end_cursor)},
            "id": self._ids.of_account(owner_id),
        }

    def node(self, post: Post) -> dict[str, Any]:
        """A post in a tab: no time, no counts (recorded)."""
        owner = post.owner
        node: dict[str, Any] = {
            **self._names(post),
            "accessibility_caption": post.accessibility_caption,
            "caption": None if post.caption is None else {"text": post.caption},
            "seo_canonical_url": None,
            "display_uri": post.image_url,
            "media_type": media_type(post),
            "product_type": post.product_type,
            "id": f"POLARIS_{post.id}",
        }
        if owner:
            fbid = self._ids.of_account(owner.id)
            node["user"] = {"pk": owner.id, "username": owner.username, "id": fbid}
        if post.type == "carousel":
            node["carousel_media_count"] = len(post.items or ())
        return node

    def reel(self, post: Post) -> dict[str, Any]:
        """A reel in the tab of reels, which tells the plays."""
        return {**self.node(post), "play_count": post.play_count}

    def media(self, post: Post, *, is_gated: bool = False) -> dict[str, Any]:
        """A post's own page; its inner part is null where a login or an age is asked for."""
        names = self._names(post)
        return {
            "__typename": names["__typename"],
            "pk": post.id,
            "code": post.shortcode,
            "if_not_gated_logged_out": None if is_gated else self._open_media(post),
            "gating_ruling": {"gating_type": "AGE"} if is_gated else None,
            "id": f"POLARIS_{post.id}",
        }

    def comment(self, comment: Comment) -> dict[str, Any]:
        """A comment; guests are not told how many replies it has."""
        return {
            "__typename": "XIGComment",
            "pk": comment.id,
            "id": comment.id,
            "text": comment.text,
            "created_at": seconds(comment.created_at),
            "comment_like_count": comment.like_count,
            "child_comment_count": None,
            "parent_comment_id": comment.parent_id,
            "is_edited": False,
            "user": self._user(comment.user) if comment.user else None,
        }

    def _names(self, post: Post) -> dict[str, Any]:
        typename = f"XIGPolaris{_TYPES[post.type or 'image']}Media"
        return {
            "__typename": typename,
            "__isXIGPolarisMedia": typename,
            "pk": post.id,
            "code": post.shortcode,
        }

    def _open_media(self, post: Post) -> dict[str, Any]:
        created_at = seconds(post.taken_at)
        caption = None
        if post.caption is not None:
            caption = {
                "pk": caption_id(post),
                "has_translation": None,
                "text": post.caption,
                "created_at": created_at,
            }
        return {
            **self._names(post),
            "user": self._user(post.owner) if post.owner else None,
            "taken_at": created_at,
            "media_type": media_type(post),
            "product_type": post.product_type,
            "coauthor_producers": [self._user(one) for one in post.coauthors or ()],
            "ai_label_info": None,
            "location": _location(post.location) if post.location else None,
            "seo_canonical_url": None,
            "like_count": None if post.like_count_hidden else post.like_count,
            "like_and_view_counts_disabled": bool(post.like_count_hidden),
            "comment_count": post.comment_count,
            "commenting_disabled_for_viewer": True if post.comments_disabled else None,
            "caption": caption,
            "caption_is_edited": False,
            "original_height": post.height,
            "original_width": post.width,
            "id": f"POLARIS_{post.id}",
            "accessibility_caption": post.accessibility_caption,
            "display_uri": post.image_url,
            "related_topic_pills": [],
            "if_is_crawler": None,
            **self._pieces(post),
        }

    def _pieces(self, post: Post) -> dict[str, Any]:
        first_frame = {"first_frame": {"url": post.image_url}} if post.type == "video" else None
        pieces: dict[str, Any] = {
            "image_versions2": {
                "candidates": _candidates(post),
                "additional_candidates": first_frame,
            },
            "usertags": {
                "in": [
                    {"position": [tag.x, tag.y], "user": self._tagged(tag.user)}
                    for tag in post.usertags or ()
                ]
            },
        }
        if post.type == "video":
            pieces |= {
                "has_audio": post.has_audio,
                "is_dash_eligible": 1,
                "number_of_qualities": 8,
                "video_versions": _versions(post),
            }
        if post.product_type == "clips":
            pieces["clips_metadata"] = _sound(post)
        if post.type == "carousel":
            pieces["carousel_media_count"] = len(post.items or ())
            pieces["carousel_media"] = [self._item(item) for item in post.items or ()]
        return pieces

    def _item(self, item: MediaItem) -> dict[str, Any]:
        item_of: dict[str, Any] = {
            "__typename": f"XIGPolaris{_TYPES[item.type or 'image']}Media",
            "pk": item.id,
            "id": f"POLARIS_{item.id}",
            "media_type": media_type(item),
            "accessibility_caption": item.accessibility_caption,
            "display_uri": item.image_url,
            "image_versions2": {"candidates": _candidates(item), "additional_candidates": None},
            "original_height": item.height,
            "original_width": item.width,
            "usertags": {
                "in": [
                    {"position": [tag.x, tag.y], "user": self._tagged(tag.user)}
                    for tag in item.usertags or ()
                ]
            },
        }
        if item.type == "video":
            item_of["video_versions"] = _versions(item)
        return item_of

    def _user(self, short: UserShort) -> dict[str, Any]:
        return {
            "__typename": "User",
            "pk": short.id,
            "username": short.username,
            "profile_pic_url": short.profile_pic_url,
            "id": self._ids.of_account(short.id),
            "is_unpublished": False,
            "full_name": short.full_name or "",
            "is_verified": bool(short.is_verified),
            "is_private": bool(short.is_private),
            "seo_canonical_url": None,
        }

    def _tagged(self, short: UserShort) -> dict[str, Any]:
        # The tagged have their own id here, as `id` and without `pk` (recorded: rolex 1165531538).
        return {
            "id": short.id,
            "full_name": short.full_name or "",
            "is_verified": bool(short.is_verified),
            "profile_pic_url": short.profile_pic_url,
            "username": short.username,
        }


def _link(at: int, title: str | None, url: str) -> dict[str, Any]:
    return {
        "image_url": "",
        "is_pinned": False,
        "link_id": str(17_900_000_000_000_000 + at),
        "link_type": "external",
        "media_accent_color_hex": "",
        "media_type": "none",
        "title": title or "",
        "url": url,
        "creation_source": "NONE",
    }


def _candidates(medium: Post | MediaItem) -> list[dict[str, Any]]:
    # Only videos tell the sizes of their pictures (recorded).
    if medium.type == "video":
        return renditions(medium)
    return [{"url": one["url"]} for one in renditions(medium)]


def _versions(medium: Post | MediaItem) -> list[dict[str, Any]]:
    return [{"type": one["type"], "url": one["url"]} for one in videos(medium)]


def _location(place: Location) -> dict[str, Any]:
    return {"pk": place.id, "name": place.name, "lat": place.lat, "lng": place.lng}


def _sound(post: Post) -> dict[str, Any]:
    audio = post.audio
    if audio is None:
        return {"music_info": None, "original_sound_info": None}
    if is_licensed(audio):
        song = {
            "audio_cluster_id": audio.id,
            "title": audio.title,
            "display_artist": audio.artist,
            "is_explicit": False,
        }
        return {"music_info": {"music_asset_info": song}, "original_sound_info": None}
    artist = audio.artist_user
    original = {
        "audio_asset_id": audio.id,
        "original_audio_title": audio.title,
        "ig_artist": {"username": artist.username, "id": artist.id} if artist else None,
        "is_explicit": False,
        "should_mute_audio": False,
        "consumption_info": {"should_mute_audio_reason": "", "is_trending_in_clips": False},
        "audio_filter_infos": None,
    }
    return {"music_info": None, "original_sound_info": original}
