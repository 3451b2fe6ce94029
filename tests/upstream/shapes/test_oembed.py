"""The older oEmbed answer."""

import pytest

from instagramapi.upstream.shapes import oembed
from instagramapi.upstream.shapes.reading import ShapeError


def test_the_post_and_its_owner_are_told() -> None:
    raw = {"media_id": "1380514280986406796_25025320", "author_id": 25025320, "author_name": "A"}

    found = oembed.post({**raw, "title": "One #tag", "thumbnail_url": "https://x/1.jpg"})

    assert found.owner is not None
    assert (found.owner.id, found.owner.username) == ("25025320", "a")
    assert found.shortcode == "BMokmydjG-M"
    assert (found.caption, found.hashtags) == ("One #tag", ("tag",))


def test_without_the_id_there_is_no_post() -> None:
    with pytest.raises(ShapeError):
        oembed.post({"title": "x"})
