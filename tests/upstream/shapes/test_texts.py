"""Hashtags and handles in texts."""

from typing import Any

import pytest

from instagramapi.upstream.shapes.reading import MISSING
from instagramapi.upstream.shapes.texts import hashtags_in, mentions_in


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("#One #one ##Two", ("one", "two")),
        ("#caf\u0065\u0301 #日本", ("caf\u00e9", "日本")),
        ("no tag # here", ()),
        (None, ()),
    ],
)
def test_hashtags(words: Any, tags: tuple[str, ...]) -> None:
    assert hashtags_in(words) == tags


@pytest.mark.parametrize(
    ("words", "handles"),
    [
        ("@Nike, @a.b_c. _@x (@y)", ("nike", "a.b_c", "x", "y")),
        ("mail@example.com", ()),
        ("@two..dots", ("two",)),
        ("@@a @b_@c d_@e @f.@g \u00e9@h", ("a", "b_", "e", "f", "g", "h")),
    ],
)
def test_mentions(words: str, handles: tuple[str, ...]) -> None:
    assert mentions_in(words) == handles


def test_a_text_that_is_not_known_has_no_known_tags() -> None:
    assert hashtags_in(MISSING) is MISSING
