"""Stories, which run from midnight to midnight, and highlights, which stay."""

from datetime import UTC, datetime, timedelta

from instagramapi.catalog.models import Highlight, Location, Story
from instagramapi.upstream.providers.demo import (
    audio,
    crowd,
    media,
    numbers,
    places,
    timeline,
    words,
)
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.posts import post
from instagramapi.upstream.providers.demo.world import World

_HIGHLIGHT_SLOT = 16 * 3


def count(world: World, owner: Member) -> int:
    """How many stories of an account run today."""
    if not owner.posts:
        return 0
    return max(0, Dice("stories", owner.id, _day(world)).below(6) - 2)


def story(world: World, owner: Member, at: int) -> Story:
    """One of the stories that run today."""
    day = _day(world)
    # A day has three slots, and sixteen days pass before a slot comes again.
    story_id = numbers.story_id_of(owner.id, day % 16 * 3 + at)
    dice = Dice("story", owner.id, day, at)
    # All are made at midnight: so they run all day, and the list is the same all day.
    taken_at = datetime.fromtimestamp(day * timeline.DAY_S, UTC)
    is_video = dice.one_in(2)
    return Story(
        id=str(story_id),
        url=f"https://www.instagram.com/stories/{owner.handle}/{story_id}/",
        owner=world.user(owner),
        type="video" if is_video else "image",
        taken_at=taken_at,
        expires_at=taken_at + timedelta(days=1),
        image_url=world.picture(f"story-{story_id}-1080x1920"),
        video_url=world.video(f"story-{story_id}") if is_video else None,
        video_duration=3 + dice.below(12_000) / 1000 if is_video else None,
        width=media.UPRIGHT[0],
        height=media.UPRIGHT[1],
        links=(f"https://example.com/{owner.handle}",) if dice.one_in(3) else (),
        mentions=(crowd.handle_at(dice.below(crowd.SIZE)),) if dice.one_in(3) else (),
        hashtags=(dice.pick(words.TAGS),) if dice.one_in(3) else (),
        locations=_locations(dice, owner),
        audio=audio.licensed(world, dice.below(len(words.SONGS))) if dice.one_in(3) else None,
        reshared_post=post(world, owner, 0) if dice.one_in(4) else None,
        is_paid_partnership=dice.one_in(10),
    )


def highlights_count(owner: Member) -> int:
    """How many highlights an account has."""
    return Dice("highlights", owner.id).below(1 + min(8, owner.posts))


def highlight(world: World, owner: Member, at: int) -> Highlight:
    """One highlight, without its stories."""
    dice = Dice("highlight", owner.id, at)
    highlight_id = numbers.story_id_of(owner.id, _HIGHLIGHT_SLOT + at)
    updated_s = timeline.taken_at_s(owner, 0) - at * timeline.DAY_S
    age_s = dice.below(300) * timeline.DAY_S
    return Highlight(
        id=str(highlight_id),
        title=words.HIGHLIGHTS[(at + owner.turn) % len(words.HIGHLIGHTS)],
        cover_url=world.picture(f"highlight-{highlight_id}-320x320"),
        media_count=1 + dice.below(40),
        created_at=datetime.fromtimestamp(updated_s - age_s, UTC),
        updated_at=datetime.fromtimestamp(updated_s, UTC),
        owner=world.user(owner),
        url=f"https://www.instagram.com/stories/highlights/{highlight_id}/",
    )


def _locations(dice: Dice, owner: Member) -> tuple[Location, ...]:
    home = numbers.home_of(owner.id)
    return (places.location(home),) if home and dice.one_in(3) else ()


def _day(world: World) -> int:
    return int(world.clock.epoch_s()) // timeline.DAY_S
