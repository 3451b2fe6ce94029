"""Sounds of reels: one song for each circle of accounts, and the reels' own."""

from functools import lru_cache
from typing import Literal

from instagramapi.catalog.models import Audio
from instagramapi.upstream.providers.demo import circles, numbers, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.reactions import reactions_to
from instagramapi.upstream.providers.demo.world import World

Seed = tuple[Member, int]

_FIRST_SONG_ID = 564_058_920_000_000
SONGS = circles.COUNT


def of_post(world: World, owner: Member, index: int) -> Audio | None:
    """The sound of a post; None where it has none."""
    kind = _kind(owner, index)
    circle = circles.circle_of(owner)
    if kind == "licensed" and circle:
        return licensed(world, circle.number)
    return original(world, owner, index) if kind else None


def find(world: World, audio_id: int) -> tuple[Audio, list[Seed]]:
    """The sound with an id, and the reels that use it; most numbers are songs that nobody uses."""
    number = audio_id - _FIRST_SONG_ID
    if 0 <= number < SONGS:
        return licensed(world, number), reels_with_song(world, number)
    member_id, index = numbers.owner_of(audio_id) or (0, 0)
    owner = world.by_id(member_id)
    if owner and not owner.is_private and _kind(owner, index) == "original":
        return original(world, owner, index), [(owner, index)]
    return _song(world, audio_id, reels_count=0), []


def licensed(world: World, number: int) -> Audio:
    """The song with a number, which is the song of the circle with this number."""
    is_counted = number % 3 != 1
    count = len(reels_with_song(world, number)) if is_counted else None
    return _song(world, _FIRST_SONG_ID + number, reels_count=count)


def original(world: World, owner: Member, index: int) -> Audio:
    """The sound of the reel itself."""
    # The reel's id is the sound's too: a sound is the sound of one reel.
    audio_id = str(numbers.post_id_of(owner.id, index))
    return Audio(
        id=audio_id,
        kind="original",
        title="Original audio",
        artist=owner.handle,
        artist_user=world.user(owner),
        reels_count=1,
        url=f"https://www.instagram.com/reels/audio/{audio_id}/",
    )


def song_of(owner: Member) -> int | None:
    """The id of the song that an account uses; None for those who use none."""
    circle = circles.circle_of(owner)
    return _FIRST_SONG_ID + circle.number if circle else None


def of_sandbox(name: str | None) -> int | None:
    """The id of the song for which a magic name stands; the empty sound stands for itself."""
    if name is None or name == "sandbox.empty":
        return None
    return _FIRST_SONG_ID + circles.OF_SANDBOX


def titled(words_of_title: str) -> list[int]:
    """The ids of some songs that have these words in their title."""
    found = [at for at, (title, _) in enumerate(words.SONGS) if words_of_title in title.lower()]
    return [_FIRST_SONG_ID + at + len(words.SONGS) * turn for turn in range(3) for at in found]


def drawn(dice: Dice) -> int:
    """The id of any song that people of the crowd use."""
    return _FIRST_SONG_ID + dice.below(circles.CROWDED)


def originals(owner: Member) -> list[int]:
    """The ids of the sounds that an account made, newest first."""
    made = [index for index in range(owner.posts) if _kind(owner, index) == "original"]
    return [numbers.post_id_of(owner.id, index) for index in made]


@lru_cache(maxsize=1024)
def reels_with_song(world: World, number: int) -> list[Seed]:
    """The reels that use a song, the most liked first."""
    found = [
        (owner, index)
        for owner in circles.members_of(world, circles.circle_at(number))
        for index in range(owner.posts)
        if _kind(owner, index) == "licensed"
    ]
    return sorted(found, key=lambda seed: -reactions_to(*seed).likes)


def _kind(owner: Member, index: int) -> Literal["original", "licensed"] | None:
    if timeline.form_of(owner, index) != "clips":
        return None
    draw = Dice("sound", owner.id, index).below(10)
    if draw == 0:
        return None
    has_song = draw >= 6 and circles.circle_of(owner) is not None
    # No two sounds share an id: where a reel's own is a song's, the reel has no other sound.
    is_free = not 0 <= numbers.post_id_of(owner.id, index) - _FIRST_SONG_ID < SONGS
    return "licensed" if has_song else "original" if is_free else None


def _song(world: World, audio_id: int, *, reels_count: int | None) -> Audio:
    dice = Dice("song", audio_id)
    title = words.SONGS[(audio_id - _FIRST_SONG_ID) % len(words.SONGS)][0]
    return Audio(
        id=str(audio_id),
        kind="licensed",
        title=title,
        artist=dice.pick(words.SONGS)[1],
        duration_ms=90_000 + dice.below(150_000),
        cover_url=world.picture(f"audio-{audio_id}-320x320"),
        preview_url=world.video(f"audio-{audio_id}"),
        reels_count=reels_count,
        url=f"https://www.instagram.com/reels/audio/{audio_id}/",
    )
