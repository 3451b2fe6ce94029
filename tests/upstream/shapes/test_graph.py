"""The Graph family."""

from datetime import UTC, datetime
from typing import Any

import pytest

from instagramapi.upstream.shapes import graph
from instagramapi.upstream.shapes.reading import ShapeError

CODE = "DPnJi9D9gAB"
POST_ID = "3740000000000000001"
ADDRESS = f"https://www.instagram.com/p/{CODE}/"
PICTURE = "https://cdn.example/loaf.jpg?oe=6A000100"
FILM = "https://cdn.example/loaf.mp4?oe=6A000200"


def medium(**fields: Any) -> dict[str, Any]:
    raw = {"id": "17900000000000001", "media_type": "IMAGE", "permalink": ADDRESS, **fields}
    return {name: value for name, value in raw.items() if value is not None}


def test_a_post_has_its_id_from_its_address_and_never_from_metas() -> None:
    post = graph.post(medium(timestamp="2026-10-30T09:00:42+0000", media_url=PICTURE))

    assert (post.id, post.shortcode, post.url) == (POST_ID, CODE, ADDRESS)
    assert post.taken_at == datetime(2026, 10, 30, 9, 0, 42, tzinfo=UTC)
    assert (post.type, post.image_url, post.video_url, post.items) == ("image", PICTURE, None, ())
    assert post.media_expires_at is not None
    assert int(post.media_expires_at.timestamp()) == 0x6A000100


@pytest.mark.parametrize(
    "told",
    [
        {"permalink": f"https://www.instagram.com/reel/{CODE}/"},
        {"permalink": f"https://www.instagram.com/tilda.bakes/p/{CODE}/"},
        {"permalink": None, "shortcode": CODE},
        {"permalink": ADDRESS + "?x=1", "shortcode": None},
    ],
)
def test_every_address_of_a_post_tells_its_id(told: dict[str, Any]) -> None:
    assert graph.post(medium(**told)).id == POST_ID


@pytest.mark.parametrize(
    "permalink", [None, "", 7, "https://elsewhere.example/p/A/", "https://www.instagram.com/nike/"]
)
def test_a_post_without_an_address_is_no_post(permalink: Any) -> None:
    with pytest.raises(ShapeError):
        graph.post(medium(permalink=permalink))

    assert graph.posts([medium(permalink=permalink), medium(), None]) == (graph.post(medium()),)


@pytest.mark.parametrize(
    ("counts", "asked", "likes", "is_hidden"),
    [
        ({"like_count": 3, "comments_count": 1}, ["like_count"], 3, False),
        ({"like_count": 0}, [], 0, False),
        ({"comments_count": 1}, ["like_count"], None, True),
        # Nothing was asked, or nothing was told: that is no sign of hiding.
        ({"comments_count": 1}, ["comments_count"], None, None),
        ({}, ["like_count", "comments_count"], None, None),
        ({"like_count": "3", "comments_count": 1}, ["like_count"], None, None),
    ],
)
def test_likes_that_are_absent_alone_are_hidden(
    counts: dict[str, Any], asked: list[str], likes: int | None, is_hidden: bool | None
) -> None:
    post = graph.post(medium(**counts), asked=asked)

    assert (post.like_count, post.like_count_hidden) == (likes, is_hidden)


def test_words_lose_their_mentions_on_the_way() -> None:
    post = graph.post(medium(caption="Brot mit ovens.of_bern #Brot #bread", alt_text="A loaf"))
    kept = graph.post(medium(caption="@ovens.of_bern!"))
    silent = graph.post(medium())

    assert (post.hashtags, post.mentions) == (("brot", "bread"), None)
    assert post.accessibility_caption == "A loaf"
    assert kept.mentions == ("ovens.of_bern",)
    assert (silent.caption, silent.hashtags, silent.mentions) == (None, None, None)


@pytest.mark.parametrize(
    ("kind", "product", "expected"),
    [
        ("VIDEO", "REELS", ("video", "clips")),
        ("IMAGE", "FEED", ("image", "feed")),
        ("CAROUSEL_ALBUM", "FEED", ("carousel", "carousel_container")),
        ("IMAGE", "AD", ("image", None)),
        ("VIDEO", None, ("video", None)),
        ("NEW", "NEWER", (None, None)),
    ],
)
def test_kinds_have_our_names(
    kind: str, product: str | None, expected: tuple[str | None, str | None]
) -> None:
    post = graph.post(medium(media_type=kind, media_product_type=product))

    assert (post.type, post.product_type) == expected


def test_a_reel_has_its_film_and_its_cover() -> None:
    raw = medium(media_type="VIDEO", media_product_type="REELS", media_url=FILM, view_count=9)

    post = graph.post(raw | {"thumbnail_url": PICTURE})

    assert (post.video_url, post.image_url, post.view_count) == (FILM, PICTURE, 9)
    assert (post.play_count, graph.is_reel(raw), graph.is_reel(medium())) == (None, True, False)
    assert graph.post(raw).image_url is None


def test_a_part_of_a_carousel_keeps_metas_number_where_it_has_no_address() -> None:
    parts = [
        {
            "id": "17900000000000002",
            "media_type": "VIDEO",
            "media_url": FILM,
            "thumbnail_url": PICTURE,
        },
        {"id": "17900000000000003", "media_type": "IMAGE", "shortcode": CODE},
        {"id": "17900000000000004", "permalink": ADDRESS},
        {"media_type": "IMAGE"},
    ]

    post = graph.post(medium(media_type="CAROUSEL_ALBUM", media_url=FILM, children={"data": parts}))

    assert post.items is not None
    assert [item.id for item in post.items] == ["graph:17900000000000002", POST_ID, POST_ID]
    assert (post.items[0].video_url, post.items[0].image_url) == (FILM, PICTURE)
    # Its own link is a film, so its first part stands for it.
    assert (post.image_url, post.video_url) == (PICTURE, None)


def test_a_carousel_without_its_parts_does_not_say_that_it_has_none() -> None:
    assert graph.post(medium(media_type="CAROUSEL_ALBUM")).items is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"ig_id": 5551234}, "5551234"),
        ({"ig_id": "5551234"}, "5551234"),
        ({"legacy_instagram_user_id": "503011999733264"}, "graph:17841400000000777"),
        ({"ig_id": True}, "graph:17841400000000777"),
        ({"ig_id": 0}, "graph:17841400000000777"),
        ({}, "graph:17841400000000777"),
    ],
)
def test_the_id_of_an_account_is_instagrams_or_marked(told: dict[str, Any], expected: str) -> None:
    raw = {"id": "17841400000000777", "username": "Tilda.Bakes", **told}

    assert graph.profile(raw).id == graph.user(raw).id == expected
    assert graph.is_own_number(expected) is expected.startswith("graph:")


def test_an_account_is_professional_and_so_not_private() -> None:
    profile = graph.profile({"id": "1", "username": "Tilda.Bakes", "website": " ", "name": ""})

    assert (profile.username, profile.is_professional, profile.is_private) == (
        "tilda.bakes",
        True,
        False,
    )
    assert (profile.external_url, profile.account_type, profile.is_verified) == (None, None, None)
    assert profile.url == "https://www.instagram.com/tilda.bakes/"


@pytest.mark.parametrize(
    "raw", [{}, None, {"id": "1"}, {"username": "nike"}, {"id": 1, "username": "a"}]
)
def test_an_account_needs_a_number_and_a_handle(raw: Any) -> None:
    with pytest.raises(ShapeError):
        graph.profile(raw)


@pytest.mark.parametrize("timestamp", [None, 7, "yesterday", "2026-10-30T09:00:42"])
def test_a_time_that_is_none_is_not_known(timestamp: Any) -> None:
    assert graph.post(medium(timestamp=timestamp)).taken_at is None
