"""Finds the hashtags and the handles in a text, as Instagram links them."""

import re
from typing import Any
from unicodedata import normalize

from instagramapi.upstream.shapes.reading import MISSING

_HASHTAG = re.compile(r"#(\w{1,150})")
# No letter or digit before the @, or every e-mail address would be a mention. It is looked at
# last: a pattern that begins with the sign itself is found three times as fast.
_MENTION = re.compile(r"(?:@(?<!\w@)|_@)(\w(?:(?:\w|\.(?!\.)){0,28}\w)?)", re.ASCII)


def hashtags_in(words: Any) -> Any:
    """Return the tags of a text, in lower case, each once; MISSING where the text is."""
    return _found("#", _HASHTAG, words)


def mentions_in(words: Any) -> Any:
    """Return the handles of a text, in lower case, each once; MISSING where the text is."""
    return _found("@", _MENTION, words)


def _found(sign: str, pattern: re.Pattern[str], words: Any) -> Any:
    if words is MISSING:
        return MISSING
    if not isinstance(words, str) or sign not in words:
        return ()
    # Composed first: a combining accent is no letter and would end the tag.
    return tuple(dict.fromkeys(pattern.findall(normalize("NFC", words).lower())))
