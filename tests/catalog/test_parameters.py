import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog import parameters
from instagramapi.catalog.parameters import Parameter

PARAMETERS = [value for value in vars(parameters).values() if isinstance(value, Parameter)]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.about)
@given(text=st.text())
def test_a_parameter_refuses_garbage_with_a_value_error(parameter: Parameter, text: str) -> None:
    try:
        parameter.read(text)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("text", "value"),
    [("nike", "nike"), ("  air \t max ", "air max"), ("x" * 100, "x" * 100), ("東京", "東京")],
)
def test_a_query_is_words_with_single_spaces(text: str, value: str) -> None:
    assert parameters.QUERY.read(text) == value


@pytest.mark.parametrize("text", ["", "   ", "x" * 101])
def test_a_query_has_1_to_100_characters(text: str) -> None:
    with pytest.raises(ValueError, match="length"):
        parameters.QUERY.read(text)


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("12", 12), ("012", 12), ("50", 50)])
def test_a_limit_is_a_whole_number(text: str, value: int) -> None:
    assert parameters.LIMIT.read(text) == value


@pytest.mark.parametrize(
    "text", ["0", "51", "-1", "+1", "1.0", "1e1", "1_0", "٣", " 1", "", "9" * 13]
)
def test_any_other_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|range"):
        parameters.LIMIT.read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48.8566", 48.8566),
        ("-90", -90.0),
        ("+2.5", 2.5),
        ("0", 0.0),
        ("90.000", 90.0),
        ("1e-07", 1e-07),
    ],
)
def test_degrees_are_decimal_numbers(text: str, value: float) -> None:
    assert parameters.LAT.read(text) == value


def test_the_place_at_minus_zero_is_the_place_at_zero() -> None:
    assert str(parameters.LAT.read("-0.0")) == "0.0"


@pytest.mark.parametrize(
    "text", ["90.1", "-91", "nan", "inf", "9e9", "9e999", "1_0", "٤٨", " 1", "1.", ""]
)
def test_any_other_degrees_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|range"):
        parameters.LAT.read(text)


NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31", NOON.replace(hour=0)),
        ("2026-01-31T12:00:00Z", NOON),
        ("2026-01-31T12:00:00.9Z", NOON),
        ("2026-01-31T12:00", NOON),
        ("2026-01-31 12:00:00", NOON),
        ("2026-01-31T14:00:00+02:00", NOON),
        # As `…+02:00` arrives when the plus was not percent-encoded.
        ("2026-01-31T14:00:00 02:00", NOON),
        (str(int(NOON.timestamp())), NOON),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_iso_8601_or_seconds_since_1970(text: str, moment: datetime) -> None:
    assert parameters.SINCE.read(text) == int(moment.timestamp())


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-13-01", "2026-02-30", "31.01.2026", "２０２６-01-01", "-1", "1.5"),
        *("0001-01-01", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "253402300800"),
    ],
)
def test_any_other_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parameters.UNTIL.read(text)


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_choice_is_true_or_false(text: str, value: bool) -> None:
    assert parameters.ONLY_CACHED.read(text) is value


@pytest.mark.parametrize("text", ["yes", "2", "", "truе"])
def test_any_other_choice_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="true"):
        parameters.ONLY_CACHED.read(text)


def test_names_are_separated_by_commas() -> None:
    assert parameters.FIELDS.read("id, owner.id") == ("id", "owner.id")

    with pytest.raises(ValueError, match="empty"):
        parameters.FIELDS.read("id,,owner")


def test_a_word_is_one_of_those_offered() -> None:
    assert parameters.SORT.read("Newest") == "newest"
    assert parameters.TAB.read("top") == "top"

    with pytest.raises(ValueError, match="words"):
        parameters.TAB.read("popular")


def test_a_cursor_is_taken_as_it_is() -> None:
    assert parameters.CURSOR.read("None") == "None"


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.about)
def test_a_parameter_is_explained(parameter: Parameter) -> None:
    assert parameter.about.endswith(".")
    assert parameter.accepts[0].islower() or re.match(r"[`\d]|ISO", parameter.accepts)
    assert not parameter.accepts.endswith(".")
    assert parameter.schema["type"] in {"string", "integer", "number", "boolean"}
