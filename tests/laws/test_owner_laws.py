"""Whatever belongs to an account names it, or nobody could keep it back."""

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Hashtag, Location, SearchResults
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.owners import OWNER_FIELDS
from instagramapi.sources import able

NOBODYS: set[type[Model]] = {Hashtag, Location, SearchResults}
"""What belongs to no account; the finds of a search are each somebody's."""
NAMES = {"username", "author_name", *OWNER_FIELDS}

ASKED = [endpoint for endpoint in CATALOGUE if able(endpoint)]


@pytest.mark.parametrize("endpoint", ASKED, ids=lambda endpoint: endpoint.name)
def test_what_is_somebodys_says_whose(endpoint: type[Call]) -> None:
    told = endpoint.answer.__pydantic_generic_metadata__["args"] or (endpoint.answer,)

    assert all(model in NOBODYS or NAMES & set(model.model_fields) for model in told)
