"""Profiles, and what "About this account" says."""

from datetime import timedelta
from typing import Any

from instagramapi.catalog.models import Address, BioLink, Profile, ProfileAbout, UserShort
from instagramapi.upstream.providers.demo import crowd, numbers, stories, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.pages import POSTS_ON_A_PAGE
from instagramapi.upstream.providers.demo.posts import post
from instagramapi.upstream.providers.demo.world import World, profile_url

# Instagram suggests some dozens of accounts.
_FEWEST, _MOST = 12, 80


def profile(world: World, owner: Member) -> Profile:
    """An account in full, with its newest posts."""
    dice = Dice("profile", owner.id)
    return Profile(
        id=str(owner.id),
        username=owner.handle,
        full_name=owner.full_name,
        biography=_biography(dice, owner),
        category=owner.category,
        followers=owner.followers,
        following=owner.following,
        posts=owner.posts,
        is_verified=owner.is_verified,
        is_private=owner.is_private,
        profile_pic_url=world.picture(f"avatar-{owner.handle}-150x150"),
        profile_pic_url_hd=world.picture(f"avatar-{owner.handle}-320x320"),
        url=profile_url(owner.handle),
        pronouns=dice.pick(words.PRONOUNS) if owner.kind != "business" and dice.one_in(3) else (),
        account_type=owner.kind,
        is_business=owner.kind == "business",
        is_professional=owner.kind != "personal",
        highlights_count=stories.highlights_count(owner),
        has_stories=len(stories.running(world, owner)) > 0,
        is_joined_recently=owner.posts < 3,
        threads_username=None if dice.one_in(3) else owner.handle,
        pinned_post_ids=tuple(
            str(numbers.post_id_of(owner.id, index)) for index in timeline.pinned(owner)
        ),
        related=_related(world, dice, owner),
        recent_posts=tuple(
            post(world, owner, index) for index in range(min(POSTS_ON_A_PAGE, owner.posts))
        ),
        **_links(dice, owner),
        **_contact(dice, owner),
    )


def similar(owner: Member) -> range:
    """Where in their line those stand whom Instagram suggests beside an account."""
    return range(_FEWEST + Dice("similar", owner.id).below(_MOST - _FEWEST) if owner.posts else 0)


def suggested(owner: Member) -> crowd.Line:
    """The line of those whom Instagram suggests beside an account."""
    return crowd.line("related", owner.id, owner.handle)


def about(owner: Member) -> ProfileAbout:
    """What "About this account" says."""
    dice = Dice("about", owner.id)
    joined_at = timeline.joined_at(owner)
    verified_at = (joined_at + timedelta(days=62)).replace(day=1)
    return ProfileAbout(
        id=str(owner.id),
        username=owner.handle,
        country=None if dice.one_in(6) else dice.pick(words.CITIES)[1],
        joined_at=joined_at,
        former_usernames_count=_former_names(dice, owner),
        verified_at=verified_at if owner.is_verified else None,
        is_verified=owner.is_verified,
        has_active_ads=None if dice.one_in(6) else owner.kind == "business" and dice.one_in(2),
    )


def _biography(dice: Dice, owner: Member) -> str | None:
    if owner.handle in words.BRANDS:
        return f"News and stories from {owner.full_name} ✨"
    return None if dice.one_in(10) else dice.pick(words.BIOGRAPHIES)


def _former_names(dice: Dice, owner: Member) -> int:
    return 1 if owner.handle == numbers.RENAMED_TODAY else dice.below(3)


def _related(world: World, dice: Dice, owner: Member) -> tuple[UserShort, ...]:
    line = suggested(owner)
    return tuple(world.person(line.handle(at)) for at in similar(owner)[: dice.below(7)])


def _links(dice: Dice, owner: Member) -> dict[str, Any]:
    links = [
        BioLink(title=title, url=f"https://example.com/{owner.handle}{path}")
        for title, path in ((None, ""), ("Shop", "/shop"))[
            : max(dice.below(3), owner.handle in words.BRANDS)
        ]
    ]
    return {"external_url": links[0].url if links else None, "bio_links": tuple(links)}


def _contact(dice: Dice, owner: Member) -> dict[str, Any]:
    if owner.kind != "business":
        return {}
    city, country, *_ = dice.pick(words.CITIES)
    address = Address(
        street=f"{1 + dice.below(200)} {dice.pick(words.LAST)} Street",
        city=city,
        zip=None if dice.one_in(3) else str(10_000 + dice.below(89_999)),
        country=country,
    )
    return {
        "public_email": None if dice.one_in(4) else f"hello+{owner.id}@example.com",
        "public_phone": None if dice.one_in(3) else f"+1 555 01{10 + dice.below(90)}",
        "address": None if dice.one_in(4) else address,
    }
