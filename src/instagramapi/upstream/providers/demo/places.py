"""Places: the id says which city and which kind, and eight accounts are at home in each."""

import unicodedata
from functools import cache, lru_cache
from math import cos, hypot, radians

from instagramapi.catalog.models import Location
from instagramapi.upstream.providers.demo import numbers, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member, member
from instagramapi.upstream.providers.demo.world import World

# The district of all ids that searches find; London itself has the id 213385402 in it.
_DISTRICT = 277_845


@lru_cache(maxsize=4096)
def location(place_id: int) -> Location:
    """The place with an id."""
    city, country, lat, lng = words.CITIES[place_id % len(words.CITIES)]
    kind, category = words.PLACES[place_id // len(words.CITIES) % len(words.PLACES)]
    dice, name, is_city = Dice("place", place_id), _name(place_id), kind is None
    is_mapped = is_city or not dice.one_in(20)
    return Location(
        id=str(place_id),
        name=name,
        slug=_slug(name),
        lat=round(lat + _drift(dice), 6) if is_mapped else None,
        lng=round(lng + _drift(dice), 6) if is_mapped else None,
        address=None if is_city else f"{1 + dice.below(200)} {dice.pick(words.LAST)} Street",
        city=city,
        country=country,
        zip=None if is_city else f"{10_000 + dice.below(89_999)}",
        category=None if dice.one_in(12) else category,
        phone=None if is_city or dice.one_in(3) else f"+1 555 01{dice.below(90) + 10}",
        website=None if is_city or dice.one_in(3) else f"https://example.com/{_slug(name)}",
        media_count=_media_count(place_id),
        url=f"https://www.instagram.com/explore/locations/{place_id}/{_slug(name)}/",
    )


def home(owner: Member, index: int) -> Location | None:
    """The place that a post carries."""
    place_id = numbers.home_of(owner.id) if index in timeline.with_place(owner) else None
    return location(place_id) if place_id else None


def posts_at(world: World, place_id: int) -> list[tuple[Member, int]]:
    """The posts that carry a place, newest first, as owner and index."""
    owners = [world.by_id(member_id) for member_id in numbers.members_at(place_id)]
    found = [
        (owner, index)
        for owner in owners
        if owner and not owner.is_private
        for index in timeline.with_place(owner)
    ]
    return sorted(found, key=lambda post: -timeline.taken_at_s(*post))


def matching(query: str, near: tuple[float, float] | None) -> list[int]:
    """The ids of the places that fit a query, best first; where none fits, of some others."""
    asked = _plain(query).split()
    found = [at for at, name in _names_found().items() if all(word in name for word in asked)]
    if not found:
        dice, known = Dice("places", _plain(query)), tuple(_names_found())
        found = list(dict.fromkeys(dice.pick(known) for _ in range(8)))
    return sorted(found, key=lambda place_id: _distance(place_id, near)) if near else found


@cache
def _names_found() -> dict[int, str]:
    """The places that searches find, and what they are called; cities come before what is there."""
    kinds = sorted(range(len(words.PLACES)), key=lambda at: words.PLACES[at][0] is not None)
    ids = (
        (_DISTRICT * len(words.PLACES) + kind_at) * len(words.CITIES) + city_at
        for kind_at in kinds
        for city_at in range(len(words.CITIES))
    )
    return {place_id: _plain(_name(place_id)) for place_id in ids}


def _name(place_id: int) -> str:
    rest, city_at = divmod(place_id, len(words.CITIES))
    district, kind_at = divmod(rest, len(words.PLACES))
    city, country, *_ = words.CITIES[city_at]
    kind = words.PLACES[kind_at][0]
    name = f"{kind}, {city}" if kind else f"{city}, {country}"
    return name if district == _DISTRICT else f"{name} {1 + Dice('district', place_id).below(99)}"


def _distance(place_id: int, near: tuple[float, float]) -> float:
    """How far a place is, in degrees of latitude; good enough to put near ones first."""
    lat, lng = words.CITIES[place_id % len(words.CITIES)][2:]
    east = (lng - near[1] + 180) % 360 - 180
    return hypot(lat - near[0], east * cos(radians(near[0])))


def _media_count(place_id: int) -> int:
    owners = (member(at, numbers.handle_of(at) or "") for at in numbers.members_at(place_id))
    return sum(len(timeline.with_place(owner)) for owner in owners if not owner.is_private)


def _drift(dice: Dice) -> float:
    return (dice.below(20_001) - 10_000) / 100_000


def _plain(text: str) -> str:
    """Lower case without accents, as people type."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _slug(name: str) -> str:
    words_of_name = (
        "".join(letter for letter in word if letter.isalnum()) for word in _plain(name).split()
    )
    return "-".join(word for word in words_of_name if word)
