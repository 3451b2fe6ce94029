"""Hashtags: what the accounts that speak of a tag publish."""

import re

from instagramapi.catalog import sandbox
from instagramapi.catalog.models import Hashtag
from instagramapi.upstream.providers.demo import captions, crowd, timeline
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member, handles_about
from instagramapi.upstream.providers.demo.reactions import reactions_to
from instagramapi.upstream.providers.demo.world import World

_TOP_POSTS = 30
_STRANGERS = 6
_SPELLING = re.compile(r"[a-z0-9_]{1,30}")
_NAMED_BY = {tag: topic for topic, tag in captions.ALSO_TAGGED.items()}


def posts_under(world: World, tag: str) -> list[tuple[Member, int]]:
    """The posts under a tag, newest first, as owner and index."""
    found = [
        (owner, index) for owner in _owners(world, tag) for index in captions.with_caption(owner)
    ]
    return newest_first(found)


def reels_under(world: World, tag: str) -> list[tuple[Member, int]]:
    """The reels under a tag, the most liked first, as owner and index."""
    found = [post for post in posts_under(world, tag) if timeline.form_of(*post) == "clips"]
    return sorted(found, key=lambda post: -reactions_to(*post).likes)


def newest_first(found: list[tuple[Member, int]]) -> list[tuple[Member, int]]:
    """Posts in the order of their making, as owner and index."""
    return sorted(found, key=lambda post: -timeline.taken_at_s(*post))


def best(found: list[tuple[Member, int]]) -> list[tuple[Member, int]]:
    """The posts that are liked most, best first."""
    return sorted(found, key=lambda post: -reactions_to(*post).likes)[:_TOP_POSTS]


def hashtag(world: World, tag: str) -> Hashtag:
    """A tag, and how many posts stand under it."""
    dice = Dice("tag", tag)
    return Hashtag(
        id=str(17_840_000_000_000_000 + dice.below(10**13)),
        name=tag,
        media_count=sum(len(captions.with_caption(owner)) for owner in _owners(world, tag)),
        profile_pic_url=None
        if dice.one_in(8)
        else world.picture(f"tag-{dice.below(10**9)}-150x150"),
        related=None if dice.one_in(4) else tuple(f"{tag}{end}"[:100] for end in ("life", "daily")),
        url=f"https://www.instagram.com/explore/tags/{tag}/",
    )


def _owners(world: World, tag: str) -> list[Member]:
    if tag in sandbox.NAMES:
        return [world.by_handle(tag)]
    spelt = _NAMED_BY.get(tag, tag)
    if not _SPELLING.fullmatch(spelt):
        return [owner for owner in map(world.by_handle, _strangers(tag)) if not owner.is_private]
    # One of the crowd may be called like a tag without speaking of it.
    return [owner for owner in map(world.by_handle, handles_about(spelt)) if owner.topic == spelt]


def _strangers(tag: str) -> list[str]:
    """People whose posts stand under a tag that no handle can spell; their captions lack it."""
    line = crowd.line("tagged", Dice("tag line", tag).below(2**60), "")
    return [line.handle(at) for at in range(_STRANGERS)]
