"""Finds pages of the docs by words: all of them must occur, titles weigh more than text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from instagramapi.web.reference.documents import Document
from instagramapi.web.reference.markdown import plain, sections

_WORD = re.compile(r"[a-z0-9_]+")
_FENCE = re.compile(r"^```\w*$", re.MULTILINE)
_MAX_WORDS, _MAX_FOUND = 8, 20
_AROUND_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class Found:
    """One section that matches."""

    url: str
    title: str
    heading: str
    excerpt: str
    score: int


@dataclass(frozen=True, slots=True)
class _Part:
    url: str
    title: str
    heading: str
    text: str
    title_words: frozenset[str]
    text_words: frozenset[str]


class Search:
    """An index over sections; it is small enough to look at each for every question."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._parts = [part for document in documents for part in _parts(document)]

    def find(self, question: str) -> tuple[Found, ...]:
        """List what matches, best first."""
        wanted = _WORD.findall(question.lower())[:_MAX_WORDS]
        if not wanted:
            return ()
        scored = ((_score(part, wanted), part) for part in self._parts)
        best = sorted(
            ((score, part) for score, part in scored if score),
            key=lambda each: (-each[0], each[1].url),
        )
        # The best section of each page: a word that is in all of them is said once for each.
        pages: dict[str, Found] = {}
        for score, part in best:
            pages.setdefault(part.title, _found(part, score, wanted))
        return tuple(pages.values())[:_MAX_FOUND]


def _parts(document: Document) -> Iterable[_Part]:
    for section in sections(document.markdown):
        if not section.heading and not section.text.strip():
            continue
        title = f"{document.title} {section.heading} {document.path}".lower()
        url = document.path + (f"#{section.anchor}" if section.anchor else "")
        text = " ".join(plain(_FENCE.sub("", section.text)).split())
        yield _Part(
            url=url,
            title=document.title,
            heading=section.heading if section.level > 1 else "",
            text=text,
            title_words=frozenset(_WORD.findall(title)),
            text_words=frozenset(_WORD.findall(text.lower())),
        )


def _score(part: _Part, wanted: list[str]) -> int:
    """Weigh each word: whole in the title, start of one there, whole or start of one in the text.

    0 where any of them is nowhere.
    """
    total = 0
    for word in wanted:
        total_before = total
        if word in part.title_words:
            total += 8
        elif any(known.startswith(word) for known in part.title_words):
            total += 5
        elif word in part.text_words:
            total += 2
        elif any(known.startswith(word) for known in part.text_words):
            total += 1
        if total == total_before:
            return 0
    # The page itself comes before its sections.
    return total * 2 + (not part.heading)


def _found(part: _Part, score: int, wanted: list[str]) -> Found:
    at = max(0, part.text.lower().find(wanted[0]))
    start = max(0, at - _AROUND_CHARACTERS)
    excerpt = part.text[start : at + _AROUND_CHARACTERS * 2]
    if start:
        # It begins with a whole word.
        excerpt = "…" + excerpt.partition(" ")[2]
    return Found(part.url, part.title, part.heading, excerpt.strip(), score)
