"""Posts of every form, made from their owner and their index in its list."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from instagramapi.catalog.models import Post, UserShort
from instagramapi.catalog.subjects import shortcode_of
from instagramapi.upstream.providers.demo import (
    audio,
    captions,
    comments,
    media,
    numbers,
    places,
    timeline,
    words,
)
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.reactions import Reactions, reactions_to
from instagramapi.upstream.providers.demo.timeline import Form
from instagramapi.upstream.providers.demo.world import World

_REMEMBERED_POSTS = 256
_PATHS = {"clips": "reel", "igtv": "tv"}
_BRANDS = tuple(words.BRANDS)


@lru_cache(maxsize=_REMEMBERED_POSTS)
def post(world: World, owner: Member, index: int) -> Post:
    """The post with an index in its owner's list; the newest has index 0."""
    post_id = numbers.post_id_of(owner.id, index)
    dice = Dice("post", owner.id, index)
    form = timeline.form_of(owner, index)
    caption = captions.caption_of(owner, index)
    code = shortcode_of(str(post_id))
    return Post(
        id=str(post_id),
        shortcode=code,
        url=f"https://www.instagram.com/{_PATHS.get(form, 'p')}/{code}/",
        owner=world.user(owner),
        caption=caption.text,
        hashtags=caption.hashtags,
        mentions=caption.mentions,
        taken_at=datetime.fromtimestamp(timeline.taken_at_s(owner, index), UTC),
        location=places.home(owner, index),
        is_pinned=index in timeline.pinned(owner),
        top_comments=comments.top(world, owner, index),
        **_counts(dice, form, reactions_to(owner, index)),
        **_people(world, dice, owner),
        **media.of_post(world, dice, form, post_id, media.usertags(world, owner, index)),
        audio=audio.of_post(world, owner, index),
    )


def _counts(dice: Dice, form: Form, reactions: Reactions) -> dict[str, Any]:
    is_video = form in ("video", "clips", "igtv")
    views = reactions.likes * (3 + dice.below(20)) + dice.below(50) if is_video else None
    return {
        "like_count": None if reactions.hides_likes else reactions.likes,
        "like_count_hidden": reactions.hides_likes,
        "comment_count": reactions.comments_and_replies,
        "comments_disabled": reactions.comments_disabled,
        "view_count": views,
        "play_count": views * 5 // 4 if views is not None and form == "clips" else None,
        "share_count": None if dice.one_in(3) else dice.below(1 + reactions.likes // 4),
    }


def _people(world: World, dice: Dice, owner: Member) -> dict[str, Any]:
    partner = world.person(dice.pick(_BRANDS))
    is_paid = dice.one_in(12) and partner.username != owner.handle
    return {
        "coauthors": (_other(world, dice, owner),) if dice.one_in(12) else (),
        "is_paid_partnership": is_paid,
        "sponsors": (partner,) if is_paid else (),
    }


def _other(world: World, dice: Dice, owner: Member) -> UserShort:
    """A brand that is not the owner."""
    others = [handle for handle in _BRANDS if handle != owner.handle]
    return world.person(dice.pick(others))
