"""Sounds, and the reels that are made with them."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Audio, Page, Post
from instagramapi.catalog.parameters import Cursor, Limit, Sound
from instagramapi.errors import NotFound

_EXAMPLE = {"id": "564058920086577"}


class GetAudio(
    Endpoint[Audio],
    name="audio",
    path="/v1/audio",
    credits=1,
    fresh_for=timedelta(hours=6),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """One sound: title, artist, length, how many reels use it.

    A song of the catalogue is `licensed`; the sound of somebody's own reel is `original`, and
    `artist_user` says whose.
    """

    audio: Sound


class ListAudioReels(
    Endpoint[Page[Post]],
    name="audio/reels",
    path="/v1/audio/reels",
    credits=1,
    fresh_for=timedelta(minutes=30),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Reels made with a sound, as Instagram ranks them.

    Each carries the sound in `audio`. Instagram shows only a part of the reels of popular sounds.
    """

    audio: Sound
    cursor: Cursor = None
    limit: Limit = None
