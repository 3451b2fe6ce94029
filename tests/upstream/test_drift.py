"""Drift: a field that always came and stops coming is noticed, a rare one is not."""

from instagramapi.catalog.models import Page, Profile, UserShort
from instagramapi.upstream.drift import Drift


def seen(*biographies: str | None) -> tuple[str, ...]:
    drift = Drift()
    for biography in biographies:
        drift.saw(Profile(id="1", username="nike", biography=biography))
    return drift.missed


def test_a_field_that_stops_coming_is_missed() -> None:
    assert seen(*["text"] * 20, *[None] * 20) == ("biography",)


def test_a_few_answers_without_it_are_nothing() -> None:
    assert seen(*["text"] * 20, *[None] * 19) == ()


def test_a_field_that_was_rare_is_not_missed() -> None:
    assert seen(*["text", None] * 20, *[None] * 30) == ()


def test_too_few_answers_before_say_nothing() -> None:
    assert seen(*["text"] * 19, *[None] * 30) == ()


def test_a_field_that_comes_back_is_no_longer_missed() -> None:
    assert seen(*["text"] * 30, *[None] * 20, "text") == ()


def test_of_a_list_the_first_object_is_watched_and_an_empty_one_says_nothing() -> None:
    drift = Drift()

    for name in [*["x"] * 20, *[None] * 20]:
        drift.saw(Page[UserShort](items=(UserShort(id="1", username=name),)))
        drift.saw(Page[UserShort](items=()))

    assert drift.missed == ("username",)
