"""Pictures, videos and carousels of posts."""

from typing import Any

from instagramapi.catalog.models import MediaItem, UserTag
from instagramapi.upstream.providers.demo import words
from instagramapi.upstream.providers.demo.circles import tagged_on
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.timeline import Form
from instagramapi.upstream.providers.demo.world import World

UPRIGHT = (1080, 1920)
_SIZES = ((1080, 1350), (1080, 1080), (1080, 566), (1440, 1440))
_PRODUCTS = {"clips": "clips", "igtv": "igtv", "carousel": "carousel_container"}


def of_post(
    world: World, dice: Dice, form: Form, post_id: int, tags: tuple[UserTag, ...]
) -> dict[str, Any]:
    """The fields of a post that speak of its media."""
    is_video = form in ("video", "clips", "igtv")
    width, height = UPRIGHT if form in ("clips", "igtv") else dice.pick(_SIZES)
    name = f"post-{post_id}-{width}x{height}"
    return {
        "type": "video" if is_video else form,
        "product_type": _PRODUCTS.get(form, "feed"),
        "width": width,
        "height": height,
        "image_url": world.picture(name),
        "video_url": world.video(f"post-{post_id}") if is_video else None,
        "video_duration": _duration_s(dice) if is_video else None,
        "has_audio": not dice.one_in(8) if is_video else None,
        "accessibility_caption": sight(dice),
        "items": _items(world, post_id, (width, height), tags) if form == "carousel" else (),
        "usertags": tags,
    }


def usertags(world: World, owner: Member, index: int) -> tuple[UserTag, ...]:
    """The people on a picture, and where on it they are."""
    dice = Dice("usertags", owner.id, index)
    return tuple(
        UserTag(user=world.person(handle), x=dice.below(1001) / 1000, y=dice.below(1001) / 1000)
        for handle in tagged_on(owner, index)
    )


def sight(dice: Dice) -> str | None:
    """What a picture shows, where Instagram describes it."""
    return None if dice.one_in(3) else f"Photo of {dice.pick(words.SIGHTS)}."


def _items(
    world: World, post_id: int, size: tuple[int, int], tags: tuple[UserTag, ...]
) -> tuple[MediaItem, ...]:
    dice = Dice("carousel", post_id)
    # Whoever is tagged on a carousel is tagged on its first part.
    return tuple(
        _item(world, post_id, at, size, () if at else tags) for at in range(2 + dice.below(5))
    )


def _item(
    world: World, post_id: int, at: int, size: tuple[int, int], tags: tuple[UserTag, ...]
) -> MediaItem:
    dice = Dice("item", post_id, at)
    is_video = dice.one_in(3)
    return MediaItem(
        id=str(dice.below(2**63) + 1),
        type="video" if is_video else "image",
        image_url=world.picture(f"post-{post_id}.{at}-{size[0]}x{size[1]}"),
        video_url=world.video(f"post-{post_id}.{at}") if is_video else None,
        video_duration=_duration_s(dice) if is_video else None,
        width=size[0],
        height=size[1],
        accessibility_caption=sight(dice),
        usertags=tags,
    )


def _duration_s(dice: Dice) -> float:
    return (3000 + dice.below(87_000)) / 1000
