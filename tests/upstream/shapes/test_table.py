"""Reading fields by a table."""

from typing import Any

import pytest

from instagramapi.catalog.models import Location, Post, UserShort
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    as_count,
    as_number,
    as_text,
    identity,
)
from instagramapi.upstream.shapes.table import Table, as_many, as_one

USER = Table(UserShort, full_name=(as_text, "name"), followers=(as_count, "fans"))
PLACE = Table(Location, name=(as_text, "name"), lat=(as_number, "lat"))


def user(raw: Any) -> UserShort:
    return USER.build(raw, {"id": identity(raw)})


def place(raw: Any) -> Location:
    return PLACE.build(raw, {"id": identity(raw)})


POST = Table(
    Post,
    coauthors=(as_many(user), "with"),
    usertags=(as_text, "tags"),
    location=(as_one(place), "at"),
)


def post(raw: Any) -> Post:
    return POST.build(raw, {"id": "1", "shortcode": "B"})


def test_each_field_is_read_from_its_own_name() -> None:
    assert user({"id": "1", "name": "Nike", "fans": 3, "full_name": "Adidas"}) == UserShort(
        id="1", full_name="Nike", followers=3
    )


def test_what_tells_nothing_stays_unset() -> None:
    found = USER.build({"name": None, "fans": -1}, {"id": "1", "username": MISSING})

    assert found.model_fields_set == {"id", "full_name"}


@pytest.mark.parametrize("raw", [None, MISSING, [], "x", 1])
def test_what_is_no_object_has_no_fields(raw: Any) -> None:
    assert USER.build(raw, {"id": "1"}).model_fields_set == {"id"}
    with pytest.raises(ShapeError, match="UserShort without id"):
        user(raw)


def test_a_value_that_cannot_be_is_dropped_and_the_rest_kept() -> None:
    found = place({"id": "1", "name": "Bern", "lat": 200})

    assert (found.name, found.lat) == ("Bern", None)


def test_objects_stand_inside_others() -> None:
    found = post({"with": [{"id": "1"}, {"name": "nobody"}], "at": {"id": "2"}})

    assert found.coauthors == (UserShort(id="1"),)
    assert found.location == Location(id="2")


def test_nothing_inside_is_told_apart_from_silence() -> None:
    assert post({"with": None, "at": None}).model_fields_set >= {"coauthors", "location"}
    assert post({"with": 1, "at": {}}).model_fields_set == {"id", "shortcode"}
    assert post({}).model_fields_set == {"id", "shortcode"}


def test_a_table_names_only_fields_that_there_are() -> None:
    with pytest.raises(TypeError, match="UserShort has no fans"):
        Table(UserShort, fans=(as_count, "fans"))
