"""What searches find: names that are made from the query, and so can be asked for."""

import re
import unicodedata

from instagramapi.catalog import sandbox, subjects
from instagramapi.upstream.providers.demo import crowd
from instagramapi.upstream.providers.demo.dice import Dice

_HANDLE_ENDS = ("", ".hq", ".fan", "official", "_daily", "studio", "lab", "_art", "love", "world")
_TAG_ENDS = ("", "2026", "life", "gram", "lovers", "style", "daily", "tips", "city", "love")
_MAX_HANDLE = 30
_MAX_TAG = 100
_PEOPLE = 16
_HUGE = 400


def handles(query: str) -> list[str]:
    """Handles that fit a query, best first."""
    spelt = re.sub(r"[^a-z0-9._]", "", query.lower().removeprefix("@"))
    fitting = [spelt + end for end in _HANDLE_ENDS] if spelt else []
    some = _HUGE if query == "sandbox.huge" else _PEOPLE
    people = crowd.line("search", Dice("query", query.lower()).below(2**60), "")
    found = [handle for handle in fitting if 0 < len(handle) <= _MAX_HANDLE]
    return list(dict.fromkeys([*found, *(people.handle(at) for at in range(some))]))


def tags(query: str) -> list[str]:
    """Tags that fit a query, best first; none where the query holds no letter or digit."""
    spelt = _spelt(query)
    if not spelt:
        return []
    ends = [*_TAG_ENDS, *map(str, range(_HUGE))] if query == "sandbox.huge" else _TAG_ENDS
    return list(dict.fromkeys((spelt + end)[:_MAX_TAG] for end in ends))


def _spelt(query: str) -> str:
    """The query as one tag, in the form in which tags are asked for."""
    words_only = unicodedata.normalize("NFC", re.sub(r"\W", "", query.lower()))[:_MAX_TAG]
    # The sandbox's names are tags too, but nothing can be put after them.
    if query.lower() in sandbox.NAMES:
        return words_only
    try:
        return subjects.tag_by_name("".join(query.split())).name
    except ValueError:
        return words_only
