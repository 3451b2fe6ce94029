"""Places: the id says which city and which kind, and eight accounts are at home in each."""

import unicodedata
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt

from instagramapi.catalog.models import Location
from instagramapi.upstream.providers.demo import numbers, timeline, words
from instagramapi.upstream.providers.demo.dice import Dice
from instagramapi.upstream.providers.demo.members import Member, member
from instagramapi.upstream.providers.demo.tags import newest_first
from instagramapi.upstream.providers.demo.world import World

Point = tuple[float, float]

_NEARBY = 60
# The district of all ids that searches find; London itself has the id 213385402 in it.
_DISTRICT = 277_845


@lru_cache(maxsize=4096)
def location(place_id: int) -> Location:
    """The place with an id."""
    city, country, *_ = words.CITIES[place_id % len(words.CITIES)]
    kind, category = _kind(place_id)
    dice, name, is_city = Dice("place", place_id), _name(place_id), kind is None
    lat, lng = _point(dice, place_id) or (None, None)
    return Location(
        id=str(place_id),
        name=name,
        slug=_slug(name),
        lat=lat,
        lng=lng,
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
    return newest_first(found)


def nearby(near: Point) -> list[int]:
    """The ids of the places around a point, nearest first."""
    found = {place_id: _distance(point, near) for place_id, point in _points_found().items()}
    return sorted(found, key=lambda place_id: found[place_id])[:_NEARBY]


def matching(query: str, near: Point | None) -> list[int]:
    """The ids of the places that fit a query, best first; where none fits, of some others."""
    asked = _plain(query).split()
    found = [at for at, name in _names_found().items() if all(word in name for word in asked)]
    if not found:
        dice, known = Dice("places", _plain(query)), tuple(_names_found())
        found = list(dict.fromkeys(dice.pick(known) for _ in range(8)))
    if near is None:
        return found
    return sorted(found, key=lambda place_id: _distance(_city_point(place_id), near))


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


@cache
def _points_found() -> dict[int, Point]:
    """Where those of them are that are on a map."""
    points = {place_id: _point(Dice("place", place_id), place_id) for place_id in _names_found()}
    return {place_id: point for place_id, point in points.items() if point}


def _name(place_id: int) -> str:
    rest, city_at = divmod(place_id, len(words.CITIES))
    district, kind_at = divmod(rest, len(words.PLACES))
    city, country, *_ = words.CITIES[city_at]
    kind = words.PLACES[kind_at][0]
    name = f"{kind}, {city}" if kind else f"{city}, {country}"
    return name if district == _DISTRICT else f"{name} {1 + Dice('district', place_id).below(99)}"


def _point(dice: Dice, place_id: int) -> Point | None:
    """Where a place is, within a kilometre or ten of its city's middle; some are on no map."""
    if _kind(place_id)[0] is not None and dice.one_in(20):
        return None
    lat, lng = _city_point(place_id)
    return round(lat + _drift(dice), 6), round(lng + _drift(dice), 6)


def _kind(place_id: int) -> tuple[str | None, str]:
    return words.PLACES[place_id // len(words.CITIES) % len(words.PLACES)]


def _city_point(place_id: int) -> Point:
    _, _, lat, lng = words.CITIES[place_id % len(words.CITIES)]
    return lat, lng


def _distance(there: Point, near: Point) -> float:
    """The angle between two points of the globe."""
    (lat, lng), (near_lat, near_lng) = map(_radians, (there, near))
    half = sin((lat - near_lat) / 2) ** 2
    half += cos(lat) * cos(near_lat) * sin((lng - near_lng) / 2) ** 2
    return 2 * asin(min(1.0, sqrt(half)))


def _radians(point: Point) -> Point:
    return radians(point[0]), radians(point[1])


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
