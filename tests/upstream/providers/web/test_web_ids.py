"""The numbers of the web app, and how they are refreshed."""

import json

import pytest
from web_makers import POST

from instagramapi.upstream.providers.web import WebIds, ids_in_page

PRELOADER = {"queryID": "28", "variables": {"media_id": "1", "a": {"b": 2}}, "queryName": POST}
SCRIPT = (
    f'__d("{POST}_instagramRelayOperation",[],(function(t,n,r,o,a,i){{a.exports="29"}}),null);'
    '__d("PolarisOtherQuery_instagramRelayOperation",[],(function(){"use strict";e.exports="30"}));'
)


def test_the_queries_of_a_page_are_found() -> None:
    html = json.dumps({"preloaders": [PRELOADER]}, separators=(",", ":"))

    assert ids_in_page(f"<html>{html}</html>") == {POST: "28"}


def test_one_query_is_not_taken_for_another() -> None:
    html = (
        '"queryID":"1","variables":{},"other":1,"queryID":"2","variables":{},"queryName":"PolarisB"'
    )

    assert ids_in_page(html) == {"PolarisB": "2"}


def test_the_queries_of_a_script_are_found() -> None:
    assert ids_in_page(SCRIPT) == {POST: "29", "PolarisOtherQuery": "30"}


def test_a_page_without_queries_has_none() -> None:
    assert ids_in_page("<html>" + '"queryID":"1","variables":{' * 2000) == {}


def test_what_is_found_refreshes_what_is_known() -> None:
    ids = WebIds().refreshed({**ids_in_page(SCRIPT), "app_id": "5", "seen": "2026-12-01"})

    assert (ids.post, ids.app_id, ids.seen) == ("29", "5", "2026-12-01")
    assert ids.comments == WebIds().comments


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"coments": "1"}, "Did you mean comments?"),
        ({"zzz": "1"}, "There are: app_id"),
        ({"post": "28a"}, "post: '28a' is no number."),
        ({"post": ""}, "post: '' is no number."),
    ],
)
def test_what_cannot_be_is_refused(found: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        WebIds().refreshed(found)
