"""Whose an object is, and which of its fields are media: held against the models themselves."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from instagramapi.catalog import models
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.fields import fields_of
from instagramapi.catalog.media import MEDIA_FIELDS, has_media
from instagramapi.catalog.models import (
    Model,
    Page,
    Profile,
    ProfileAbout,
    ProfileInsights,
    UserShort,
)
from instagramapi.catalog.owners import OWNER_FIELDS, Owner, owner_of

MODELS = [getattr(models, name) for name in models.__all__]
NIKE = {"id": "1", "username": "nike"}


def fields() -> Iterator[tuple[type[Model], str, Any]]:
    for model in MODELS:
        for name, field in model.model_fields.items():
            yield model, name, field


def test_only_accounts_have_a_username() -> None:
    accounts = {model for model, name, _ in fields() if name == "username"}

    assert accounts == {Profile, ProfileAbout, ProfileInsights, UserShort}


def test_every_field_that_holds_one_account_names_an_owner() -> None:
    holding = {
        name
        for _, name, field in fields()
        if UserShort in (field.annotation, *get_args(field.annotation))
    }

    assert holding == set(OWNER_FIELDS)


def test_every_link_that_expires_is_media_and_no_other() -> None:
    expiring = {name for _, name, field in fields() if "link expires" in (field.description or "")}

    assert expiring == MEDIA_FIELDS


@pytest.mark.parametrize(
    ("thing", "owner"),
    [
        (NIKE, Owner("nike", "1")),
        ({"id": "9", "owner": NIKE}, Owner("nike", "1")),
        ({"text": "hi", "user": {"id": "1", "username": None}}, Owner(None, "1")),
        ({"artist_user": NIKE}, Owner("nike", "1")),
        ({"id": "9", "owner": None}, None),
        ({"owner": {"id": "1"}}, None),
        ({"items": [NIKE]}, None),
        ({"author_name": "nike", "html": "<p>"}, Owner("nike", None)),
    ],
)
def test_an_object_says_whose_it_is(thing: dict[str, Any], owner: Owner | None) -> None:
    assert owner_of(thing) == owner


def test_answers_with_media_are_known() -> None:
    without = {endpoint.name for endpoint in CATALOGUE if not has_media(endpoint.answer)}

    places = {"search/locations", "location", "location/nearby"}
    assert without == {
        *("profile/about", "profile/insights", "resolve", "credits"),
        *("usage", "usage/requests", "usage/request"),
        *places,
    }
    assert has_media(Page[UserShort])
    assert "items" in fields_of(Page[UserShort])
