"""What searches find: names that are made from the query, and so can be asked for."""

import re
import unicodedata

from instagramapi.catalog import sandbox, subjects
from instagramapi.upstream.providers.demo import audio, crowd
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.world import World

_HANDLE_ENDS = ("", ".hq", ".fan", "official", "_daily", "studio", "lab", "_art", "love", "world")
_TAG_ENDS = ("", "2026", "life", "gram", "lovers", "style", "daily", "tips", "city", "love")
_MAX_HANDLE = 30
_MAX_TAG = 100
_PEOPLE = 16
_HUGE = 400
_OWN_SOUNDS = 3


def handles(query: str) -> list[str]:
    """Handles that fit a query, best first."""
    spelt = _handle(query)
    fitting = [spelt + end for end in _HANDLE_ENDS] if spelt else []
    some = _HUGE if query == "sandbox.huge" else _PEOPLE
    people = crowd.line("search", Dice("query", query.lower()).below(2**60), "")
    found = [handle for handle in fitting if 0 < len(handle) <= _MAX_HANDLE]
    return list(dict.fromkeys([*found, *(people.handle(at) for at in range(some))]))


def tag(query: str) -> str | None:
    """The tag that a query spells; None where it holds no letter or digit."""
    return query.lower() if query.lower() in sandbox.NAMES else _spelt(query) or None


def sounds(world: World, query: str) -> list[int]:
    """The ids of sounds that fit a query: of the account of this name, of this title, others."""
    spelt = _handle(query)
    owner = world.by_handle(spelt) if 0 < len(spelt) <= _MAX_HANDLE else None
    fitting = audio.titled(query.lower())
    if owner and not owner.is_private:
        own = audio.originals(owner)
        song = audio.song_of(owner)
        fitting += [song] if song else []
        fitting += own if query == "sandbox.huge" else own[:_OWN_SOUNDS]
    dice = Dice("sounds", query.lower())
    return list(dict.fromkeys([*fitting, *(audio.drawn(dice) for _ in range(_PEOPLE))]))


def tags(query: str) -> list[str]:
    """Tags that fit a query, best first; none where the query holds no letter or digit."""
    spelt = _spelt(query)
    if not spelt:
        return []
    ends = [*_TAG_ENDS, *map(str, range(_HUGE))] if query == "sandbox.huge" else _TAG_ENDS
    return list(dict.fromkeys((spelt + end)[:_MAX_TAG] for end in ends))


def _handle(query: str) -> str:
    """The query as one handle, which may be empty or too long."""
    return re.sub(r"[^a-z0-9._]", "", query.lower().removeprefix("@"))


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
