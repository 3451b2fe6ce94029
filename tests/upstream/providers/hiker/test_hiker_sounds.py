"""A sound by its page, and the reels on it."""

from typing import Any

import pytest
from hiker_makers import app_post, playing

from instagramapi.catalog.audio import GetAudio, ListAudioReels
from instagramapi.catalog.subjects import AudioRef
from instagramapi.errors import UpstreamError

pytestmark = pytest.mark.anyio

PATH = "/v2/track/by/id"
OVEN = AudioRef(id="797665381922277")
SONG = {
    "music_asset_info": {
        "audio_cluster_id": "797665381922277",
        "audio_asset_id": "756771613246540",
        "id": "756771613246540",
        "title": "Oven",
        "display_artist": "The Mill",
        "duration_in_ms": 383639,
        "cover_artwork_uri": "https://cdn.example/cover.jpg",
        "fast_start_progressive_download_url": "https://cdn.example/oven.m4a",
    },
    "music_consumption_info": {"ig_artist": {"pk": 8, "username": "the.mill"}},
}


def sound_page(*medias: Any, **metadata: Any) -> dict[str, Any]:
    """The page of a sound, as it is recorded."""
    response = {
        "items": [{"media": media} for media in medias],
        "metadata": {"music_info": None, "original_sound_info": None, **metadata},
        "media_count": {"clips_count": 62787, "photos_count": 0},
        "formatted_media_count": "62K reels",
        "paging_info": {"max_id": "Gsam", "more_available": True},
        "status": "ok",
    }
    return {"response": response, "next_page_id": "8159"}


async def test_a_song() -> None:
    async with playing({PATH: sound_page(music_info=SONG)}) as stage:
        song = await stage.answer(GetAudio(audio=OVEN))

        assert stage.asked == [(PATH, {"track_id": OVEN.id})]
    assert (song.id, song.kind, song.title, song.artist) == (
        OVEN.id,
        "licensed",
        "Oven",
        "The Mill",
    )
    # Exactly how many, which the words beside it round.
    assert (song.reels_count, song.duration_ms) == (62787, 383639)
    assert (song.artist_user.id, song.artist_user.username) == ("8", "the.mill")
    assert song.preview_url == "https://cdn.example/oven.m4a"


async def test_an_original_sound_whose_reels_are_not_counted() -> None:
    raw = sound_page(original_sound_info={"audio_asset_id": 640, "original_audio_title": "Hiss"})
    del raw["response"]["media_count"]
    async with playing({PATH: raw}) as stage:
        sound = await stage.answer(GetAudio(audio=AudioRef(id="640")))

    assert (sound.id, sound.kind, sound.title) == ("640", "original", "Hiss")
    assert sound.reels_count is None


async def test_a_page_without_a_sound_is_not_an_answer() -> None:
    async with playing({PATH: sound_page(app_post(1))}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(GetAudio(audio=OVEN))

    assert raised.value.reason == "shape"


async def test_reels_with_a_sound_page_by_page_without_private_ones() -> None:
    hidden = app_post(2, user={"pk": 9, "username": "shy", "is_private": True})
    async with playing({PATH: sound_page(app_post(3), hidden, music_info=SONG)}) as stage:
        page = await stage.answer(ListAudioReels(audio=OVEN))
        await stage.answer(ListAudioReels(audio=OVEN, cursor=page.next_cursor))

        assert stage.asked == [
            (PATH, {"track_id": OVEN.id}),
            (PATH, {"track_id": OVEN.id, "page_id": "8159"}),
        ]
    assert [post.caption for post in page.items] == ["Loaf 3 #bread"]
    assert page.total == 62787
