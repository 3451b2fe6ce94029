import json
from importlib.metadata import version
from typing import Any

import pytest
from openapi_spec_validator import validate

from instagramapi.api.batch import PATH, read_batch
from instagramapi.api.openapi import MEDIA_PATH, openapi
from instagramapi.catalog.endpoint import Call, parameters_of
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.reading import read_call, wishes_of
from instagramapi.errors import PROBLEMS, MethodNotAllowed, UnknownEndpoint

DOCUMENT = openapi(CATALOGUE, "http://127.0.0.1:8000", version("instagramapi"))
# What a request can end with: see the billing table in tests/gateway.
OF_EVERY_ROUTE = {"200", "400", "401", "403", "413", "414", "429", "500", "503"}
WHERE_SOMEBODY_IS_ASKED = {"402", "404", "451", "502", "504"}


def operation(endpoint: type[Call]) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][endpoint.path]["get"]
    return found


def test_it_is_a_valid_openapi_document() -> None:
    validate(DOCUMENT)


def test_it_has_every_endpoint_and_no_other() -> None:
    assert DOCUMENT["paths"].keys() == {*CATALOGUE.by_path, PATH, MEDIA_PATH}


def test_a_batch_is_a_post_whose_body_is_described() -> None:
    batch = DOCUMENT["paths"][PATH]["post"]
    body = batch["requestBody"]["content"]["application/json"]

    read = read_batch(json.dumps(body["example"]).encode(), CATALOGUE)
    assert [asked.refused for asked in read] == [None, None]
    assert set(batch["responses"]) == {"200", "400", "401", "413", "414", "500", "503"}


def test_media_needs_no_key_and_tells_what_it_can_give() -> None:
    media = DOCUMENT["paths"][MEDIA_PATH]["get"]

    assert (media["security"], media["x-credits"]) == ([], 0)
    assert set(media["responses"]) == {
        *("200", "206", "400", "403", "404", "413", "414", "416", "451", "500", "502", "503"),
        "504",
    }


@pytest.mark.parametrize("endpoint", list(CATALOGUE), ids=lambda endpoint: str(endpoint.name))
class TestEveryPath:
    def test_tells_its_price(self, endpoint: type[Call]) -> None:
        assert operation(endpoint)["x-credits"] == endpoint.credits

    def test_has_an_example_that_can_be_asked(self, endpoint: type[Call]) -> None:
        examples = {
            parameter["name"]: str(parameter["example"])
            for parameter in operation(endpoint)["parameters"]
            if "example" in parameter
        }

        assert examples == dict(endpoint.example)
        read_call(endpoint, list(examples.items()))

    def test_has_every_parameter(self, endpoint: type[Call]) -> None:
        names = [parameter["name"] for parameter in operation(endpoint)["parameters"]]

        assert names == [
            p.name for p in (*parameters_of(endpoint), *parameters_of(wishes_of(endpoint)))
        ]

    def test_has_every_status_that_it_can_give(self, endpoint: type[Call]) -> None:
        expected = OF_EVERY_ROUTE | (WHERE_SOMEBODY_IS_ASKED if endpoint.credits else set())
        expected |= {str(problem.status) for problem in endpoint.raises}

        assert set(operation(endpoint)["responses"]) == expected

    def test_shows_each_error_and_whether_it_is_billed(self, endpoint: type[Call]) -> None:
        for status, response in operation(endpoint)["responses"].items():
            if status != "200":
                examples = response["content"]["application/json"]["examples"]
                for code, example in examples.items():
                    assert example["value"]["error"]["code"] == code
                    is_billed = code == "not_found" and endpoint.credits
                    billed = "billed" if is_billed else "free"
                    assert example["value"]["meta"]["credits_charged"] == bool(is_billed)
                    assert f"`{code}` ({billed})" in response["description"]

    def test_requires_what_has_no_other_name(self, endpoint: type[Call]) -> None:
        required = {p["name"] for p in operation(endpoint)["parameters"] if p.get("required")}

        alone = {
            slot.one_of.parameters[0].name
            for slot in endpoint.slots
            if slot.is_required and len(slot.one_of.parameters) == 1
        }
        assert required == alone


def test_every_error_of_a_route_is_explained_somewhere() -> None:
    shown = {
        code
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
        for response in operation["responses"].values()
        for code in response.get("content", {}).get("application/json", {}).get("examples", ())
    }

    # These two belong to no operation: there is none at such a path, or with such a method.
    of_no_route = {UnknownEndpoint.code, MethodNotAllowed.code}
    assert shown | of_no_route == {problem.code for problem in PROBLEMS}


def test_aliases_are_mentioned() -> None:
    endpoint = CATALOGUE.by_name["hashtag/top"]
    (tag,) = [p for p in operation(endpoint)["parameters"] if p["name"] == "tag"]

    assert parameters_of(endpoint)[0].aliases == ("hashtag", "name")
    assert "`hashtag`" in tag["description"]
