"""Many calls in one request: each as if it had come alone, all of them in order, to the credit."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound, UpstreamError
from makers import Api, Scripted, StoppedClock, open_api, reopen_api, usual_answer

pytestmark = pytest.mark.anyio

META = ["endpoint", "request_id", "credits_charged", "credits_remaining", "next_cursor", "ms"]


def call(endpoint: str = "profile", **params: Any) -> dict[str, Any]:
    return {"endpoint": endpoint, "params": params}


async def send(api: Api, body: Any, secret: str | None = None) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps({"requests": body}).encode()
    secret = api.live if secret is None else secret
    headers = {"authorization": f"Bearer {secret}"} if secret else {}
    return await api.client.post("/v1/batch", content=content, headers=headers)


async def results(api: Api, calls: list[Any], secret: str | None = None) -> list[dict[str, Any]]:
    answer = await send(api, calls, secret)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]["results"]
    return found


async def by_handle(call: Call) -> Model:
    """Answer as the handle says."""
    handle = getattr(getattr(call, "account", None), "handle", None) or ""
    if handle.startswith("gone"):
        raise NotFound("Gone.", reason="deleted")
    if handle.startswith("down"):
        raise UpstreamError("Down.")
    if handle.startswith("bug"):
        raise RuntimeError("Oops.")
    if handle.startswith("hang"):
        await asyncio.sleep(3600)
    return usual_answer(call)


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with open_api(tmp_path, Scripted(by_handle)) as api:
        yield api


MIXED = [
    (call(handle="nike#"), 200, 1),
    (call("profile/followers", handle="nike#", limit=5), 200, 2),
    (call(handle="gone#"), 404, 1),
    (call(handle="down#"), 502, 0),
    (call(handle="bug#"), 500, 0),
    (call(hanlde="nike#"), 400, 0),
    (call("profle", handle="nike#"), 404, 0),
    (call("credits"), 200, 0),
    ({"path": "/v1/profile/about?handle=nike#&fields=username"}, 200, 2),
    ({"path": "/v1/usage/requests?limit=1"}, 200, 0),
]


async def test_a_batch_of_50_mixed_calls_costs_what_its_results_say(api: Api) -> None:
    fifty = [
        (json.loads(json.dumps(asked).replace("#", str(number))), status, price)
        for number in range(5)
        for asked, status, price in MIXED
    ]
    answer = await send(api, [asked for asked, _, _ in fifty])

    body = answer.json()
    told = body["data"]["results"]
    assert [(each["status"], each["meta"]["credits_charged"]) for each in told] == [
        (status, price) for _, status, price in fifty
    ]
    assert list(body["meta"])[:6] == META
    assert (body["meta"]["endpoint"], body["meta"]["credits_charged"]) == ("batch", 30)
    assert answer.headers["x-credits-charged"] == "30"
    assert body["meta"]["credits_remaining"] == await api.balance() == 70
    assert {each["meta"]["endpoint"] for each in told[:2]} == {"profile", "profile/followers"}
    assert "/v1/profile" in told[6]["error"]["message"]
    assert told[8]["data"] == {"username": None}
    ids = [each["meta"]["request_id"] for each in told]
    assert len({*ids, body["meta"]["request_id"]}) == 51
    for each in told:
        charge = each["meta"]["credits_charged"]
        journal = await api.journal(each["meta"]["request_id"])
        assert journal == ([("charge", -charge)] if charge else [])
    assert (await api.service.ledger.verify()).ok


async def test_a_batch_of_one_equals_the_call_itself(api: Api) -> None:
    for query in ("handle=nike&max_age=0", "handle=gone&max_age=0", "handle=down", "hanlde=nike"):
        alone = await api.get(f"/v1/profile?{query}")
        (result,) = await results(api, [{"path": f"/v1/profile?{query}"}])

        body = alone.json()
        assert list(result) == ["status", *body]
        assert result.pop("status") == alone.status_code
        charged = body["meta"]["credits_charged"]
        assert body["meta"].pop("credits_remaining") - charged == result["meta"].pop(
            "credits_remaining"
        )
        assert body["meta"].pop("request_id") != result["meta"].pop("request_id")
        assert result == body


async def test_a_batch_never_overdraws(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(by_handle), granted=3) as api:
        told = await results(api, [call(handle=f"a{number}") for number in range(20)])

        statuses = [each["status"] for each in told]
        assert (statuses.count(200), statuses.count(402)) == (3, 17)
        assert await api.balance() == 0


async def test_the_balance_told_is_that_of_the_last_commit(api: Api) -> None:
    answer = await send(api, [call(handle=f"a{number}") for number in range(20)])

    told = [each["meta"]["credits_remaining"] for each in answer.json()["data"]["results"]]
    assert sorted(told, reverse=True) == list(range(99, 79, -1))
    assert answer.json()["meta"]["credits_remaining"] == 80


async def test_all_calls_share_one_deadline(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(by_handle), deadline_s=0.2) as api:
        # More than run at once: the last ones get no turn before the time is over.
        calls = [call(handle=f"hang{number}") for number in range(49)]
        async with asyncio.timeout(10):
            told = await results(api, [*calls, call("credits")])

        assert [each["status"] for each in told] == [504] * 49 + [200]
        assert await api.balance() == 100
        assert (await api.service.ledger.verify()).ok


async def test_what_was_not_delivered_is_refunded_as_a_whole(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(by_handle)) as api:
        sent: list[Any] = []

        async def fail(message: Any) -> None:
            sent.append(message)
            raise ConnectionError

        body = json.dumps({"requests": [call(handle="a"), call("profile/about", handle="b")]})
        messages = [{"type": "http.request", "body": body.encode(), "more_body": False}]

        async def receive() -> Any:
            return messages.pop()

        scope = {
            **{"type": "http", "method": "POST", "path": "/v1/batch", "raw_path": b"/v1/batch"},
            **{"query_string": b"", "client": ("127.0.0.1", 1)},
            "headers": [(b"authorization", f"Bearer {api.live}".encode())],
        }
        with pytest.raises(ConnectionError):
            await api.app(scope, receive, fail)
        assert await api.balance() == 97

    async with reopen_api(tmp_path, api) as again:
        assert await again.balance() == 100
        assert (await again.service.ledger.verify()).ok


async def test_what_was_delivered_stays_charged(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(by_handle)) as api:
        await results(api, [call(handle="a"), call("profile/about", handle="b")])

    async with reopen_api(tmp_path, api) as again:
        assert await again.balance() == 97


async def test_a_key_without_rights_is_refused_call_by_call(api: Api) -> None:
    secret = await api.new_key(scopes=["profile"])

    told = await results(api, [call(handle="a"), call("profile/about", handle="a")], secret)

    assert [each["status"] for each in told] == [200, 403]


async def test_each_call_counts_against_the_limit_of_its_key(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(by_handle), clock=StoppedClock()) as api:
        secret = await api.new_key(rate_limit="2/minute")

        told = await results(api, [call("credits")] * 3, secret)

        assert [each["status"] for each in told] == [200, 200, 429]


async def test_a_test_key_pays_nothing_for_a_batch(api: Api) -> None:
    answer = await send(api, [call(handle="nike")] * 2, api.test)

    assert answer.headers["x-sandbox"] == "1"
    assert (answer.headers["x-credits-charged"], await api.balance()) == ("0", 100)
    assert answer.json()["meta"]["credits_remaining"] == 100


async def test_nobody_gets_a_batch(api: Api) -> None:
    answer = await send(api, [call(handle="nike")], "")

    assert (answer.status_code, answer.json()["meta"]["endpoint"]) == (401, "batch")


async def test_a_call_whose_books_cannot_be_kept_does_not_spoil_the_others(api: Api) -> None:
    # The first of two equal ids cannot be: a trigger stands for a disk that refuses one row.
    await api.service.database.write(
        lambda connection: connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON usage_kinds WHEN new.endpoint = 'profile/about'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    )
    answer = await send(api, [call("profile/about", handle="a"), call(handle="b")])

    told = answer.json()["data"]["results"]
    assert [each["status"] for each in told] == [500, 200]
    assert [each["meta"]["credits_charged"] for each in told] == [0, 1]
    assert await api.balance() == 99


def body(*calls: Any) -> bytes:
    return json.dumps({"requests": calls}).encode()


@pytest.mark.parametrize(
    ("sent", "param", "says"),
    [
        (b"", None, "no JSON"),
        (b"[" * 60_000, None, "no JSON"),
        (b"\xff", None, "no JSON"),
        # Half a character can be written in JSON, and in no answer.
        (body(call("credits"), call(handle="nike", **{"\ud800": "x"})), None, "no JSON"),
        (body(call("credits"), {"path": "/v1/profile?handle=\ud800"}), None, "no JSON"),
        (b"[]", "requests", "must be a list of calls"),
        (b"{}", "requests", "must be a list of calls"),
        (body(), "requests", "must be a list of calls"),
        (b'{"requests":[{"path":"/v1/credits"}],"more":1}', None, "nothing else"),
        (body(*[call("credits")] * 51), "requests", "at most 50 calls, and this one has 51"),
        (body(call("credits"), 7), "requests[1]", "must be"),
        (body({"endpoint": "credits", "parms": {}}), "requests[0]", "must be"),
        (body({"endpoint": 7}), "requests[0].endpoint", "must be text"),
        (body({"path": None}), "requests[0].path", "must be text"),
        (body({"endpoint": "credits", "params": []}), "requests[0].params", "must be an object"),
        (body(call(handle=["a"])), "requests[0].params.handle", "must be text, a number"),
        (body(call("batch")), "requests[0].endpoint", "cannot be part of a batch"),
        (body({"path": "/v1/batch?x=1"}), "requests[0].path", "cannot be part of a batch"),
    ],
)
async def test_a_body_that_is_no_batch_is_refused_whole_and_says_where(
    sent: bytes, param: str | None, says: str, api: Api
) -> None:
    answer = await send(api, sent)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "missing_parameter")
    assert (error["param"], error["reason"]) == (param, "malformed")
    assert says in error["message"]
    assert answer.headers["x-credits-charged"] == "0"


async def test_parameters_may_be_numbers_and_truths(api: Api) -> None:
    told = await results(
        api,
        [
            call("profile/followers", handle="a", limit=5, cursor=None),
            call(handle="never", only_cached=True),
            call("search/locations", query="paris", lat=48.85, lng=2),
        ],
    )

    assert [each["status"] for each in told] == [200, 404, 200]
    assert told[1]["error"]["reason"] == "not_cached"


async def test_a_key_or_control_character_in_a_call_is_refused_as_in_a_url(api: Api) -> None:
    told = await results(
        api,
        [
            call(handle="a", api_key="x"),
            call(handle="a\n"),
            {"path": f"/v1/profile?handle={api.live}"},
            {"path": "/v1/usage/requests/%00"},
        ],
    )

    assert [each["status"] for each in told] == [400] * 4
    assert api.live not in json.dumps(told)


async def test_a_body_beyond_64_kib_is_refused(api: Api) -> None:
    assert (await send(api, b" " * 65_537)).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 4096

    headers = {"authorization": f"Bearer {api.live}"}
    answer = await api.client.post("/v1/batch", content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "payload_too_large")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_a_batch_is_posted(method: str, api: Api) -> None:
    answer = await api.send(method, "/v1/batch")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")


async def test_a_browser_may_post_a_batch(api: Api) -> None:
    answer = await api.send("OPTIONS", "/v1/batch", "")

    assert answer.headers["access-control-allow-methods"] == "POST, OPTIONS"
    assert "content-type" in answer.headers["access-control-allow-headers"]


async def test_a_near_path_leads_to_the_batch(api: Api) -> None:
    answer = await api.send("POST", "/v1/batches")

    assert "/v1/batch." in answer.json()["error"]["message"]
