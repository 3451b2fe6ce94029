"""Sounds of reels: songs from a small catalogue, and the owners' own."""

from instagramapi.catalog.models import Audio
from instagramapi.upstream.providers.demo import words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.world import World

_FIRST_SONG_ID = 564_058_920_000_000


def licensed(world: World, at: int) -> Audio:
    """One song of the catalogue."""
    title, artist = words.SONGS[at]
    dice = Dice("song", at)
    audio_id = str(_FIRST_SONG_ID + at)
    return Audio(
        id=audio_id,
        kind="licensed",
        title=title,
        artist=artist,
        duration_ms=90_000 + dice.below(150_000),
        cover_url=world.picture(f"audio-{audio_id}-320x320"),
        preview_url=world.video(f"audio-{audio_id}"),
        reels_count=None if dice.one_in(2) else dice.below(5_000_000),
        url=f"https://www.instagram.com/reels/audio/{audio_id}/",
    )


def original(world: World, owner: Member, post_id: int) -> Audio:
    """The sound of the reel itself."""
    return Audio(
        # The reel's id is the sound's too: a sound is the sound of one reel.
        id=str(post_id),
        kind="original",
        title="Original audio",
        artist=owner.handle,
        artist_user=world.user(owner),
        url=f"https://www.instagram.com/reels/audio/{post_id}/",
    )
