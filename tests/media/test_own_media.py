import pytest

from instagramapi.errors import NotFound
from instagramapi.media.own import OwnMedia, readable_part
from instagramapi.media.source import Media

pytestmark = pytest.mark.anyio

TEN = b"0123456789"
OWN = OwnMedia("http://me", lambda path: (TEN, "image/svg+xml") if path == "ten" else None)


async def read(media: Media) -> bytes:
    return b"".join([piece async for piece in media.body])


def test_only_what_is_drawn_here_is_own() -> None:
    assert OWN.has("http://me/demo/ten")
    assert not OWN.has("http://me/v1/media/ten")
    assert not OWN.has("http://me.evil/demo/ten")


async def test_it_comes_whole() -> None:
    media = OWN.open("http://me/demo/ten")

    assert (media.status, media.media_type, media.length) == (200, "image/svg+xml", 10)
    assert await read(media) == TEN


@pytest.mark.parametrize(
    ("part", "content", "place"),
    [
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=7-99", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", TEN, "bytes 0-9/10"),
    ],
)
async def test_it_comes_in_parts(part: str, content: bytes, place: str) -> None:
    media = OWN.open("http://me/demo/ten", part=part)

    assert (media.status, media.content_range, media.length) == (206, place, len(content))
    assert await read(media) == content


@pytest.mark.parametrize("part", ["bytes=10-", "bytes=99-100", "bytes=-0"])
async def test_a_part_beyond_the_end_is_not_there(part: str) -> None:
    media = OWN.open("http://me/demo/ten", part=part)

    assert (media.status, media.content_range, await read(media)) == (416, "bytes */10", b"")


def test_what_cannot_be_drawn_is_not_there() -> None:
    with pytest.raises(NotFound):
        OWN.open("http://me/demo/eleven")


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", "bytes=0-9"),
        ("bytes = 5 -", "bytes=5-"),
        ("bytes=-5", "bytes=-5"),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=0-9\r\nx: y", None),
        ("bytes=" + "9" * 100 + "-", None),
        ("", None),
    ],
)
def test_one_range_of_bytes_is_heeded_and_nothing_else(header: str, part: str | None) -> None:
    assert readable_part(header) == part
