"""`instagramapi call`: every endpoint of the catalogue, against a server that runs."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_makers import Ran, Served, run, run_program, serving

from instagramapi.catalog.endpoint import Call, parameters_of
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.reading import wishes_of
from instagramapi.cli.call import example_of


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data")) as served:
        yield served


def ask(server: Served, *words: str) -> Ran:
    """Run `call` in this process against the server."""
    return run("call", *words, "--server", server.url, "--key", server.key)


# The example of what the path itself names is nobody's.
ANYBODYS = tuple(endpoint for endpoint in CATALOGUE if not endpoint.path_parameter)


@pytest.mark.parametrize("endpoint", ANYBODYS, ids=lambda endpoint: endpoint.name)
def test_the_example_of_every_endpoint_works(server: Served, endpoint: type[Call]) -> None:
    _, *words = example_of(endpoint)
    ran = ask(server, *words, "--json")

    assert ran.code == 0
    assert ran.json["meta"]["endpoint"] == endpoint.name
    assert ran.json["data"]


@pytest.mark.parametrize("endpoint", tuple(CATALOGUE), ids=lambda endpoint: endpoint.name)
def test_every_parameter_and_alias_is_an_option(endpoint: type[Call]) -> None:
    shown = run("call", endpoint.name, "--help").out

    for parameter in (*parameters_of(endpoint), *parameters_of(wishes_of(endpoint))):
        for name in (parameter.name, *parameter.aliases):
            assert "--" + name.replace("_", "-") in shown
    assert "Example: instagramapi call" in shown


def test_people_get_the_data_and_what_it_cost(server: Served) -> None:
    words = ("profile", "--handle", "puma", "--fields", "username", "--max-age", "0")
    ran = ask(server, *words)

    assert ran.out == '{\n  "username": "puma"\n}\n'
    assert "1 credits charged" in ran.err


def test_a_table_is_printed_as_it_came(server: Served) -> None:
    words = ("profile/posts", "--handle", "puma", "--limit", "2", "--fields", "items.id,items.type")
    ran = ask(server, *words, "--format", "csv")
    header, *rows = ran.out.splitlines()

    assert (ran.code, header, len(rows)) == (0, "id,type", 2)
    assert "credits charged" in ran.err
    assert "next page: --cursor" in ran.err
    assert ask(server, *words, "--format", "csv", "--json").json["error"]["param"] == "format"


def test_a_request_is_named_by_its_path(server: Served) -> None:
    asked = ask(server, "profile", "--handle", "puma", "--json").json["meta"]["request_id"]
    ran = ask(server, "usage/request", "--request-id", asked, "--json")

    assert (ran.code, ran.json["data"]["request_id"]) == (0, asked)
    assert ask(server, "usage/request").code == 1


def test_the_next_page_is_named(server: Served) -> None:
    first = ask(server, "profile/posts", "--handle", "puma", "--limit", "2", "--json").json
    note = ask(server, "profile/posts", "--handle", "puma", "--limit", "2").err
    cursor = first["meta"]["next_cursor"]
    second = ask(
        server, "profile/posts", "--handle", "puma", "--limit", "2", "--cursor", cursor, "--json"
    ).json

    assert f"--cursor {cursor}" in note
    ids = [item["id"] for page in (first, second) for item in page["data"]["items"]]
    assert len(set(ids)) == 4


def test_an_alias_and_a_flag_are_understood(server: Served) -> None:
    ran = ask(server, "search/users", "--q", "adidas", "--only-cached", "--json")

    assert ran.code == 1
    assert ran.json["error"]["reason"] == "not_cached"


def test_an_error_is_its_code_message_and_page(server: Served) -> None:
    ran = ask(server, "profile", "--handle", "sandbox.private", "--max-age", "soon")

    assert (ran.code, ran.out) == (1, "")
    code, message, doc_url = ran.err.splitlines()
    assert code == "Error: missing_parameter"
    assert "`max_age` must be whole seconds" in message
    assert doc_url == f"{server.url}/docs/errors#missing_parameter"


def test_key_and_server_come_from_the_environment(server: Served) -> None:
    ran = run_program(
        *("call", "credits", "--json"),
        INSTAGRAMAPI_URL=server.url + "/",
        INSTAGRAMAPI_KEY=server.key,
    )

    assert ran.code == 0
    assert ran.json["data"]["credits_remaining"] >= 0


def test_the_server_can_be_named_url_where_the_endpoint_has_none(server: Served) -> None:
    ran = run("call", "credits", "--url", server.url, "--key", server.key, "--json")

    assert ran.code == 0


def test_a_key_that_cannot_be_one_is_not_repeated(server: Served) -> None:
    ran = run("call", "credits", "--server", server.url, "--key", "ig_live_schlüssel", "--json")

    assert (ran.code, ran.json["error"]["param"]) == (2, "key")
    assert "schlüssel" not in ran.out


def test_no_server_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ran = run("call", "credits", "--server", f"http://127.0.0.1:{port}", "--json")

    assert (ran.code, ran.json["error"]["code"]) == (1, "no_answer")
    assert "instagramapi serve" in ran.json["error"]["message"]


@pytest.mark.parametrize("url", ["nonsense", "http://", "ftp://127.0.0.1"])
def test_an_address_that_is_none_is_one_sentence(url: str) -> None:
    ran = run("call", "credits", "--server", url)

    assert ran.code == 1
    assert ran.err.startswith("Error: ")
    assert "Traceback" not in ran.err


def test_a_server_of_another_kind_is_said_to_be(server: Served, tmp_path: Path) -> None:
    # Below /demo the same server is only pictures.
    ran = run("call", "credits", "--server", f"{server.url}/demo", "--json")

    assert (ran.code, ran.json["error"]["code"]) == (1, "no_answer")
    assert "another server" in ran.json["error"]["message"]


def test_an_option_that_does_not_exist_names_the_near_one() -> None:
    ran = run("call", "profile", "--hanlde", "nike")

    assert ran.code == 2
    assert "--handle" in ran.err


def test_an_endpoint_that_does_not_exist_is_wrong_usage() -> None:
    assert run("call", "profle").code == 2
