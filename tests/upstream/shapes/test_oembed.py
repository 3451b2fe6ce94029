"""oEmbed: what Meta and HikerAPI tell, in the old form and in the one since 2025."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.post import GetOEmbed
from instagramapi.catalog.subjects import PostRef
from instagramapi.upstream.shapes.oembed import oembed
from instagramapi.upstream.shapes.reading import ShapeError

CALL = GetOEmbed(post=PostRef(id="3776832898280228145"))
ADDRESS = "https://www.instagram.com/p/DRqAYKuAIUx/"
NEW_FORM = {"version": "1.0", "type": "rich", "width": 658, "html": "<blockquote></blockquote>"}
OLD_FORM = NEW_FORM | {"author_name": "tilda", "author_id": "7", "title": "Bread", "height": None}


def test_the_form_since_2025_has_no_author() -> None:
    read = oembed(NEW_FORM)

    assert (read.html, read.width, read.author_name) == ("<blockquote></blockquote>", 658, None)
    assert (read.version, read.type, read.provider_name) == ("1.0", "rich", "Instagram")


def test_the_old_form_is_read_with_its_author() -> None:
    assert (oembed(OLD_FORM).author_name, oembed(OLD_FORM).title) == ("tilda", "Bread")


@pytest.mark.parametrize("raw", [{}, {"html": None}, [], "x"])
def test_without_html_it_is_no_oembed(raw: Any) -> None:
    with pytest.raises(ShapeError):
        oembed(raw)


def test_the_recorded_answers_are_read() -> None:
    folder = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", "../shared/recordings"))
    files = [*folder.glob("hugo__oembed_*.json"), *folder.glob("hiker-doc__v1_media_oembed_*.json")]
    if not files:
        pytest.skip("the recordings are not here")

    for file in files:
        raw = json.loads(file.read_text("utf-8"))
        assert oembed(raw).author_name == raw["author_name"]
