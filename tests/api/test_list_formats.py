"""Lists as CSV and NDJSON: what is read back is what was sent, and the meta is in the headers."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from instagramapi.api.tables import write_table
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.fields import fields_of
from instagramapi.catalog.models import Post, UserShort
from instagramapi.catalog.reading import Table
from makers import Api, Scripted, a_page, open_api

FOLLOWERS = "/v1/profile/followers?handle=nike"
USER_COLUMNS = list(fields_of(UserShort))

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.text("=+-@\t\r\n\"',; a", max_size=6)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)
ITEMS = st.lists(st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": TEXTS}), max_size=5)


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))


def without_quote(text: str) -> str:
    """Take away what was put before a formula."""
    return text[1:] if re.match(r"'+[=+\-@\t\r]", text) else text


def as_sent(cell: str, sent: Any) -> Any:
    """Read a cell, knowing only of which kind it was: nothing and "" look the same in CSV."""
    if sent is None:
        return None if cell == "" else cell
    return without_quote(cell) if isinstance(sent, str) else json.loads(cell)


@given(items=ITEMS)
@example(items=[{"a": "=1+1", "b": "'=1", "c": "-33"}, {"a": -33.5, "b": [], "c": "\r\n"}])
def test_csv_read_back_is_what_was_sent(items: list[dict[str, Any]]) -> None:
    header, *rows = read_csv(write_table(Table("csv", ("a", "b", "c")), items))

    assert header == ["a", "b", "c"]
    assert [
        {name: as_sent(cell, sent[name]) for name, cell in zip(header, row, strict=True)}
        for row, sent in zip(rows, items, strict=True)
    ] == items


@given(items=ITEMS)
def test_no_text_of_a_cell_begins_as_a_formula(items: list[dict[str, Any]]) -> None:
    texts = [{name: str(value) for name, value in item.items()} for item in items]
    _, *rows = read_csv(write_table(Table("csv", ("a", "b", "c")), texts))

    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)


@given(items=ITEMS)
def test_ndjson_read_back_is_what_was_sent(items: list[dict[str, Any]]) -> None:
    body = write_table(Table("ndjson", ("a", "b", "c")), items).decode()

    assert [json.loads(line) for line in body.split("\n")[:-1]] == items
    assert not items or body.endswith("\n")


def test_lines_end_as_rfc_4180_says() -> None:
    body = write_table(Table("csv", ("a", "b")), [{"a": 1, "b": "x,y"}, {"a": True, "b": None}])

    assert body == b'a,b\r\n1,"x,y"\r\ntrue,\r\n'


async def ask(api: Api, url: str) -> tuple[Any, list[list[str]]]:
    answer = await api.get(url)
    assert answer.status_code == 200, answer.text
    return answer, read_csv(answer.content)


@pytest.mark.anyio
async def test_a_list_as_csv_has_its_meta_in_the_headers(tmp_path: Path) -> None:
    page = a_page("ada", "bob", next_cursor="2", total=7, empty_reason="x", warnings=("ä", "b"))
    async with open_api(tmp_path, Scripted(page)) as api:
        answer, (header, *rows) = await ask(api, f"{FOLLOWERS}&format=csv")
        as_json = (await api.get(FOLLOWERS)).json()

        assert header == USER_COLUMNS
        assert [row[header.index("username")] for row in rows] == ["ada", "bob"]
        headers = answer.headers
        assert headers["content-type"] == "text/csv; charset=utf-8; header=present"
        assert headers["x-next-cursor"] == as_json["meta"]["next_cursor"]
        assert (headers["x-total"], headers["x-provider"]) == ("7", "scripted")
        assert (headers["x-cache"], headers["x-empty-reason"]) == ("miss", "x")
        assert headers["x-fetched-at"] == as_json["meta"]["fetched_at"]
        assert json.loads(headers["x-warnings"]) == ["ä", "b"]
        assert (headers["x-credits-charged"], headers["x-credits-remaining"]) == ("2", "98")
        exposed = headers["access-control-expose-headers"].split(", ")
        assert {"x-next-cursor", "x-total", "x-warnings", "x-provider"} <= set(exposed)


@pytest.mark.anyio
async def test_an_empty_list_still_has_its_columns(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_page())) as api:
        answer, rows = await ask(api, f"{FOLLOWERS}&format=csv")

        assert rows == [USER_COLUMNS]
        assert "x-next-cursor" not in answer.headers


@pytest.mark.anyio
async def test_fields_choose_the_columns(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_page("ada"))) as api:
        url = f"{FOLLOWERS}&format=csv&fields="
        _, chosen = await ask(api, url + "items.username,items.id")
        _, whole = await ask(api, url + "items,next_cursor")
        _, none = await ask(api, url + "next_cursor")

        assert chosen == [["username", "id"], ["ada", "1"]]
        assert whole[0] == USER_COLUMNS
        assert none == []


@pytest.mark.anyio
async def test_ndjson_is_an_item_a_line(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_page("ada", "bob"))) as api:
        answer = await api.get(f"{FOLLOWERS}&format=ndjson&fields=items.username")

        assert answer.headers["content-type"] == "application/x-ndjson"
        assert answer.text == '{"username":"ada"}\n{"username":"bob"}\n'


@pytest.mark.anyio
async def test_every_list_of_the_demo_world_is_the_same_in_each_format(tmp_path: Path) -> None:
    async with open_api(tmp_path, granted=1000) as api:
        # What was asked is logged and counted: our own lists are others the next time.
        for endpoint in [each for each in CATALOGUE if each.is_list() and each.credits]:
            query = "&".join(f"{name}={text}" for name, text in endpoint.example.items())
            url = f"{endpoint.path}?{query}"
            items = (await api.get(url)).json()["data"]["items"]
            lines = (await api.get(f"{url}&format=ndjson")).text.split("\n")[:-1]
            _, (header, *rows) = await ask(api, f"{url}&format=csv")

            assert [json.loads(line) for line in lines] == items
            assert [
                {name: as_sent(cell, sent[name]) for name, cell in zip(header, row, strict=True)}
                for row, sent in zip(rows, items, strict=True)
            ] == items


@pytest.mark.anyio
async def test_links_of_a_table_lead_through_this_server_where_wished(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        url = "/v1/profile/posts?handle=nike&format=csv&media=proxy&limit=2"
        _, (header, *rows) = await ask(api, url)

        assert header == list(fields_of(Post))
        assert all("/v1/media/" in row[header.index("image_url")] for row in rows)


@pytest.mark.anyio
async def test_errors_stay_json(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        for query in ("format=csv&cursor=x", "format=xml", "format=csv&limit=0"):
            answer = await api.get(f"{FOLLOWERS}&{query}")
            assert answer.status_code == 400
            assert answer.headers["content-type"] == "application/json"
            assert answer.json()["error"]["param"] in ("cursor", "format", "limit")


@pytest.mark.anyio
async def test_own_lists_are_tables_too(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        await api.get("/v1/profile?handle=nike")
        answer, (header, *rows) = await ask(api, "/v1/usage?by=day,endpoint&limit=1&format=csv")

        assert header[:2] == ["day", "endpoint"]
        assert len(rows) == 1
        assert "x-provider" not in answer.headers


@pytest.mark.anyio
async def test_a_table_in_a_batch_is_refused(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        body = {"requests": [{"path": FOLLOWERS + "&format=csv"}, {"path": FOLLOWERS}]}
        headers = {"authorization": f"Bearer {api.live}"}
        answer = await api.client.post("/v1/batch", json=body, headers=headers)

        refused, served = answer.json()["data"]["results"]
        assert (refused["status"], refused["error"]["param"]) == (400, "format")
        assert served["status"] == 200
