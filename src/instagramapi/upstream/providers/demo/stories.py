"""Stories, which run from midnight to midnight, and highlights, which stay."""

from datetime import UTC, datetime, timedelta

from instagramapi.catalog.models import Highlight, Location, Story
from instagramapi.upstream.providers.demo import (
    audio,
    circles,
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
from instagramapi.upstream.providers.demo.story_numbers import HIGHLIGHTS, STORIES
from instagramapi.upstream.providers.demo.world import World

# Every account has this many stories that its highlights keep; behind them are the slots of those
# that run: three a day, and eight days pass before a slot comes again.
KEPT = 40
_A_DAY = 3
_DAYS = 8


def running(world: World, owner: Member) -> range:
    """The slots of the stories that run today."""
    if not owner.posts:
        return range(0)
    count = max(0, Dice("stories", owner.id, _today(world)).below(6) - 2)
    first = KEPT + _today(world) % _DAYS * _A_DAY
    return range(first, first + count)


def story(world: World, owner: Member, slot: int) -> Story:
    """The story in a slot: one that is kept, or the one that had the slot last."""
    if slot < KEPT:
        taken_at = datetime.fromtimestamp(_kept_at_s(owner, slot), UTC)
        return _story(world, owner, slot, Dice("kept", owner.id, slot), taken_at)
    day_in_turn, at = divmod(slot - KEPT, _A_DAY)
    day = _today(world) - (_today(world) - day_in_turn) % _DAYS
    # All are made at midnight: so they run all day, and the list is the same all day.
    taken_at = datetime.fromtimestamp(day * timeline.DAY_S, UTC)
    return _story(world, owner, slot, Dice("story", owner.id, day, at), taken_at)


def highlights_count(owner: Member) -> int:
    """How many highlights an account has."""
    return Dice("highlights", owner.id).below(1 + min(HIGHLIGHTS.each, owner.posts))


def highlight(world: World, owner: Member, at: int) -> Highlight:
    """One highlight, without its stories."""
    kept = _kept_in(owner, at)
    highlight_id = HIGHLIGHTS.id_of(owner.id, at)
    return Highlight(
        id=str(highlight_id),
        title=words.HIGHLIGHTS[(at + owner.turn) % len(words.HIGHLIGHTS)],
        cover_url=world.picture(f"highlight-{highlight_id}-320x320"),
        media_count=len(kept),
        created_at=datetime.fromtimestamp(_kept_at_s(owner, kept.start), UTC),
        updated_at=datetime.fromtimestamp(_kept_at_s(owner, kept.stop - 1), UTC),
        owner=world.user(owner),
        url=f"https://www.instagram.com/stories/highlights/{highlight_id}/",
    )


def open_highlight(world: World, owner: Member, at: int) -> Highlight:
    """One highlight with its stories, oldest first."""
    items = tuple(story(world, owner, slot) for slot in _kept_in(owner, at))
    return highlight(world, owner, at).model_copy(update={"items": items})


def _kept_in(owner: Member, at: int) -> range:
    """The slots of the stories in a highlight; the ones that were changed last come first."""
    if not owner.posts:
        return range(0)
    end = KEPT - at * 4
    return range(Dice("highlight", owner.id, at).below(end), end)


def _kept_at_s(owner: Member, slot: int) -> int:
    """When a kept story was made: they are spread between the first post and the last."""
    oldest_s, newest_s = (timeline.taken_at_s(owner, at) for at in (max(0, owner.posts - 1), 0))
    return oldest_s + (newest_s - oldest_s) * slot // KEPT + slot


def _story(world: World, owner: Member, slot: int, dice: Dice, taken_at: datetime) -> Story:
    story_id = STORIES.id_of(owner.id, slot)
    is_video = dice.one_in(2)
    return Story(
        id=str(story_id),
        url=f"https://www.instagram.com/stories/{owner.handle}/{story_id}/",
        owner=world.user(owner),
        type="video" if is_video else "image",
        taken_at=taken_at,
        expires_at=None if slot < KEPT else taken_at + timedelta(days=1),
        image_url=world.picture(f"story-{story_id}-1080x1920"),
        video_url=world.video(f"story-{story_id}") if is_video else None,
        video_duration=(3000 + dice.below(12_000)) / 1000 if is_video else None,
        width=media.UPRIGHT[0],
        height=media.UPRIGHT[1],
        links=(f"https://example.com/{owner.handle}",) if dice.one_in(3) else (),
        mentions=(crowd.handle_at(dice.below(crowd.SIZE)),) if dice.one_in(3) else (),
        hashtags=(dice.pick(words.TAGS),) if dice.one_in(3) else (),
        locations=_locations(dice, owner),
        audio=audio.licensed(world, dice.below(circles.CROWDED)) if dice.one_in(3) else None,
        reshared_post=post(world, owner, 0) if owner.posts and dice.one_in(4) else None,
        is_paid_partnership=dice.one_in(10),
    )


def _locations(dice: Dice, owner: Member) -> tuple[Location, ...]:
    home = numbers.home_of(owner.id)
    return (places.location(home),) if home and dice.one_in(3) else ()


def _today(world: World) -> int:
    return int(world.clock.epoch_s()) // timeline.DAY_S
