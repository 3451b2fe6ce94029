"""What is said in a video: the file of captions that its post links to."""

from typing import Any

import pytest
from hiker_makers import HERE, Raw, app_post, playing

from instagramapi.catalog.post import GetPostTranscript
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

POST, FILE = "/v2/media/info/by/id", "/captions.srt"
CALL = GetPostTranscript(post=PostRef(id="3740000000000001001"))
SPOKEN = """1
00:00:00,500 --> 00:00:02,000
Knead it well.

2
00:00:02,000 --> 00:00:04,250
Wait.
"""


def post(**changes: Any) -> dict[str, Any]:
    """A post as HikerAPI answers it, with captions."""
    told = {"video_subtitles_uri": f"{HERE}captions.srt", "video_subtitles_locale": "en_US"}
    return {"media_or_ad": app_post(1, **told | changes), "status": "ok"}


async def test_captions_are_fetched_and_read() -> None:
    async with playing({POST: post(), FILE: Raw(file=SPOKEN)}) as stage:
        found = await stage.answer(CALL)

        assert [path for path, _ in stage.asked] == [POST, FILE]
        # The operator's key is for HikerAPI's answers, and only they cost.
        assert "x-access-key" not in stage.headers[1]
        assert stage.provider.requests_billed == {"post/transcript": 1}
    assert (found.post_id, found.language) == (CALL.post.id, "en")
    # Whose words they are, so that they can be kept back for who asked for it.
    assert found.owner.username == "tilda.bakes"
    assert found.text == "Knead it well. Wait."
    assert [(line.start, line.end) for line in found.segments] == [(0.5, 2.0), (2.0, 4.25)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"video_subtitles_uri": None}, "no_data"),
        ({"user": {"pk": 9, "username": "shy", "is_private": True}}, "private"),
    ],
)
async def test_nothing_is_fetched_where_there_is_nothing(
    changes: dict[str, Any], reason: str
) -> None:
    async with playing({POST: post(**changes), FILE: Raw(file=SPOKEN)}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(CALL)

        assert [path for path, _ in stage.asked] == [POST]
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (Raw(file="no captions at all"), "shape"),
        (Raw(html="<!doctype html>Log in"), "shape"),
        (Raw(status=403, file="URL signature expired"), "server"),
    ],
)
async def test_a_file_that_is_none_is_a_failure(file: Raw, reason: str) -> None:
    async with playing({POST: post(), FILE: file}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(CALL)

    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/captions.srt",
        "http://scontent.cdninstagram.com/captions.srt",
        "https://scontent.cdninstagram.com:8443/captions.srt",
        "https://scontent.cdninstagram.com@example.com/captions.srt",
        "https://cdninstagram.com.example.com/captions.srt",
        "https://[/captions.srt",
        "file:///etc/passwd",
    ],
)
async def test_no_other_host_is_asked_for_a_file(link: str) -> None:
    async with playing({POST: post(video_subtitles_uri=link)}) as stage:
        with pytest.raises(UpstreamError) as raised:
            await stage.answer(CALL)

    assert (raised.value.reason, "host" in raised.value.message) == ("shape", True)
