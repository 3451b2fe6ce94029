"""Reading payloads with patience."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from instagramapi.catalog.models import Location, UserShort
from instagramapi.upstream.shapes import reading
from instagramapi.upstream.shapes.reading import MISSING, ShapeError, at, build, fill


def test_what_a_payload_does_not_say_stays_unset() -> None:
    user = build(UserShort, id="1", username=MISSING, full_name=None)

    assert user.model_fields_set == {"id", "full_name"}


def test_a_value_that_cannot_be_is_dropped_and_the_rest_kept() -> None:
    place = build(Location, id="1", name="Bern", lat=200, lng=7.4)

    assert (place.name, place.lat, place.lng) == ("Bern", None, 7.4)


@pytest.mark.parametrize("bad", [MISSING, None, 12, ""])
def test_an_object_without_its_id_is_refused(bad: Any) -> None:
    with pytest.raises(ShapeError, match="UserShort without id"):
        build(UserShort, id=bad, username="nike")


def test_fill_keeps_what_is_known_and_takes_what_is_not() -> None:
    rich = UserShort(id="1", username="nike", full_name=None)
    poor = UserShort(id="1", username="adidas", full_name="Nike", is_verified=None)

    assert fill(rich, poor) == UserShort(id="1", username="nike", full_name="Nike")


def test_a_path_that_breaks_off_is_missing() -> None:
    raw = {"a": [{"b": 1}]}

    assert at(raw, "a", 0, "b") == 1
    for path in (("x",), ("a", 1), ("a", "b"), ("a", 0, "b", "c"), ("a", -1)):
        assert at(raw, *path) is MISSING


def test_the_first_known_value_wins_and_a_stated_null_beats_silence() -> None:
    assert reading.first(MISSING, None, "x", "y") == "x"
    assert reading.first(MISSING, None) is None
    assert reading.first(MISSING) is MISSING


@pytest.mark.parametrize("odd", [None, -1, True, "3", math.inf, 2**31 - 1, 2**64, 1.5, []])
def test_a_count_that_is_none_tells_nothing(odd: Any) -> None:
    assert reading.count({"count": odd}, "count") is MISSING


def test_counts_and_measures() -> None:
    assert reading.count(3.0) == 3
    assert reading.number(1.5) == 1.5
    assert reading.number(True) is MISSING
    assert reading.flag(0) is MISSING


def test_texts() -> None:
    assert reading.text(" x ") == " x "
    assert reading.text("  ") is None
    assert reading.text(None) is None
    assert reading.text(5) is MISSING
    assert reading.handle("NatGeo") == "natgeo"
    assert reading.handle(None) is MISSING


@pytest.mark.parametrize("odd", [0, -5, 1e18, math.nan, None, "1", True])
def test_a_moment_that_cannot_be_tells_nothing(odd: Any) -> None:
    assert reading.moment(odd) is MISSING


def test_a_moment() -> None:
    assert reading.moment(1700000000.9) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"pk": 12, "id": "17841"}, "12"),
        ({"id": "12_34"}, "12"),
        ({"id": "highlight:12"}, "12"),
        ({"id": True}, MISSING),
        ({"id": -1}, MISSING),
        ({"pk": None, "id": None}, MISSING),
        (None, MISSING),
    ],
)
def test_an_identity(raw: Any, expected: Any) -> None:
    assert reading.identity(raw) == expected


def test_lists_and_connections() -> None:
    assert reading.listed({"a": None}, "a") == []
    assert reading.listed({"a": {}}, "a") is MISSING
    assert reading.nodes({"edges": [{"node": 1}, {}]}) == [1, MISSING]
    assert reading.nodes({}) is MISSING
    assert list(MISSING) == []


def test_json_inside_a_text() -> None:
    assert reading.embedded('{"a": 1}') == {"a": 1}
    assert reading.embedded("{") is MISSING
    assert reading.embedded("[" * 100_000) is MISSING
    assert reading.embedded(None) is None


def test_objects_without_ids_are_left_out_of_lists() -> None:
    def shape(raw: Any) -> UserShort:
        return build(UserShort, id=reading.identity(raw))

    assert reading.many(shape, [{"id": "1"}, {}, None, 3]) == (UserShort(id="1"),)
    assert reading.many(shape, MISSING) is MISSING
    assert reading.one(shape, None) is None


@pytest.mark.parametrize(("stated", "hidden"), [(-1, MISSING), (-1, False), (3, True)])
def test_hidden_likes_are_null_and_said_to_be_hidden(stated: int, hidden: Any) -> None:
    fields = reading.like_fields(stated, hidden)

    assert fields == {"like_count": None, "like_count_hidden": True}


def test_likes_that_are_shown() -> None:
    assert reading.like_fields(3, False) == {"like_count": 3, "like_count_hidden": False}
