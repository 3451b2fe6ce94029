"""Every link of the demo world leads to a small picture or video that the world itself makes."""

from xml.etree import ElementTree

import pytest
from demo_makers import PUBLIC_URL, Demo
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.upstream.providers.demo import pictures

PICTURES = f"{PUBLIC_URL}/demo/pictures/"
VIDEOS = f"{PUBLIC_URL}/demo/videos/"
SVG = "{http://www.w3.org/2000/svg}"


def _links(text: str, prefix: str, end: str) -> set[str]:
    return {part.split('"')[0].removesuffix(end) for part in text.split(prefix)[1:]}


def test_every_link_in_the_answers_is_answered() -> None:
    demo = Demo()
    handles = ("nike", "paris", "a.", "_", "studio7")
    text = "".join(
        demo.ask(endpoint, handle=handle).model_dump_json()
        for handle in handles
        for endpoint in ("profile", "profile/stories", "profile/highlights")
    ) + "".join(
        demo.ask("search/hashtags", query=query).model_dump_json() for query in ("paris", "東京")
    )
    names, videos = _links(text, PICTURES, ".svg"), _links(text, VIDEOS, ".mp4")
    assert len(names) > 100
    assert videos
    assert {name.split("-")[0] for name in names} == {
        *{"avatar", "post", "story", "highlight", "audio", "tag"}
    }
    assert all(pictures.draw(name) for name in names)
    assert all(pictures.video(name) for name in videos)


@given(
    st.sampled_from(["avatar", "post", "story", "highlight", "audio", "tag"]),
    st.text("abcxyz019._", min_size=1, max_size=40),
    st.tuples(st.integers(10, 2160), st.integers(10, 2160)),
)
def test_a_picture_is_small_plain_svg_of_the_size_in_its_name(
    kind: str, subject: str, size: tuple[int, int]
) -> None:
    name = f"{kind}-{subject}-{size[0]}x{size[1]}"
    drawn = pictures.draw(name)
    assert drawn is not None
    assert len(drawn) < 3 * 1024
    assert drawn == pictures.draw(name)
    picture = ElementTree.fromstring(drawn)
    assert picture.tag == f"{SVG}svg"
    assert (picture.get("width"), picture.get("height")) == (str(size[0]), str(size[1]))
    allowed = {"svg", "defs", "linearGradient", "stop", "rect", "circle", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= allowed
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not any(name.startswith("on") or "href" in name for name in attributes)


@pytest.mark.parametrize(
    "name",
    [
        *("", "avatar-nike", "avatar-nike-150", "avatar-nike-9999x9999", "avatar-nike-0x0"),
        *("avatar-../etc-150x150", "avatar-<b>-150x150", "cat-1-150x150", "avatar-NIKE-150x150"),
    ],
)
def test_any_other_name_is_no_picture(name: str) -> None:
    assert pictures.draw(name) is None


def test_different_subjects_have_different_pictures() -> None:
    drawn = {pictures.draw(f"post-{number}-1080x1080") for number in range(200)}
    assert len(drawn) == 200


def test_an_avatar_shows_the_initials() -> None:
    assert b">MA</text>" in (pictures.draw("avatar-maya.art27-150x150") or b"")


def test_the_video_is_a_small_mp4() -> None:
    clip = pictures.video("post-1") or b""
    assert clip[4:8] == b"ftyp"
    assert b"avc1" in clip
    assert len(clip) <= 10 * 1024


@pytest.mark.parametrize("name", ["", "post", "post-", "../clip", "avatar-1", "post-a"])
def test_any_other_name_is_no_video(name: str) -> None:
    assert pictures.video(name) is None
