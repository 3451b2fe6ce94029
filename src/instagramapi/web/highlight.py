"""Colours JSON: names, texts, numbers and words, each by a class of the style sheet."""

import re

from markupsafe import Markup, escape

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b')


def json_code(text: str) -> Markup:
    """Write JSON as HTML; everything in it is escaped."""
    parts, end = [], 0
    for token in _TOKEN.finditer(text):
        parts += [escape(text[end : token.start()]), _coloured(token)]
        end = token.end()
    return Markup("").join([*parts, escape(text[end:])])


def _coloured(token: re.Match[str]) -> Markup:
    text, colon, number, word = token.groups()
    kind = "name" if colon else "text" if text else "number" if number else "word"
    return Markup('<b class="j-{}">{}</b>{}').format(kind, text or number or word, colon or "")
