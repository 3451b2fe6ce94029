"""What an answer looks like on the wire: keys in their order, and the headers of every answer."""

import re
from pathlib import Path

import pytest

from instagramapi.errors import NotFound, UpstreamError
from makers import Api, Scripted, a_page, a_profile, open_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"
FOLLOWERS = "/v1/profile/followers?handle=nike"
KEPT = ["endpoint", "request_id", "credits_charged", "credits_remaining", "next_cursor", "ms"]
ADDED = ["cached", "fetched_at", "provider", "total", "empty_reason", "warnings"]
REQUEST_ID = re.compile(r"req_[0-9A-HJKMNP-TV-Z]{26}")


async def test_a_success_has_the_kept_keys_in_order_and_then_the_added_ones(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        body = (await api.get(PROFILE)).json()

        assert list(body) == ["data", "meta"]
        assert list(body["meta"]) == KEPT + ADDED
        assert body["meta"] | {"request_id": ""} == {
            "endpoint": "profile",
            "request_id": "",
            "credits_charged": 1,
            "credits_remaining": 99,
            "next_cursor": None,
            "ms": 0,
            "cached": False,
            "fetched_at": "2027-01-15T08:00:00Z",
            "provider": "scripted",
            "total": None,
            "empty_reason": None,
            "warnings": [],
        }


async def test_an_answer_of_our_own_has_the_same_keys(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/v1/credits")

        assert list(answer.json()["meta"]) == KEPT + ADDED
        assert "x-cache" not in answer.headers
        assert "age" not in answer.headers


async def test_an_error_has_its_keys_in_order(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        body = (await api.get("/v1/profile?hanlde=nike")).json()

        assert list(body) == ["error", "meta"]
        assert list(body["error"]) == ["code", "message", "param", "reason", "retryable", "doc_url"]
        assert list(body["meta"]) == [
            "endpoint",
            "request_id",
            "credits_charged",
            "credits_remaining",
            "ms",
        ]
        assert body["error"]["param"] == "hanlde"
        assert "`handle`" in body["error"]["message"]
        assert body["error"]["doc_url"].endswith("/docs/errors#missing_parameter")


async def test_a_page_tells_its_cursor_twice_and_its_facts_under_meta(tmp_path: Path) -> None:
    page = a_page("ada", next_cursor="1", total=7, empty_reason="none", warnings=("a", 'b"'))
    async with open_api(tmp_path, Scripted(page)) as api:
        body = (await api.get(FOLLOWERS)).json()

        assert list(body["data"]) == ["items", "next_cursor", "has_more"]
        assert body["data"]["next_cursor"] == body["meta"]["next_cursor"] is not None
        meta = body["meta"]
        assert (meta["total"], meta["empty_reason"], meta["warnings"]) == (7, "none", ["a", 'b"'])


async def test_the_last_page_has_no_cursor(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        body = (await api.get(FOLLOWERS)).json()

        assert body["data"] == {"items": [], "next_cursor": None, "has_more": False}
        assert body["meta"]["next_cursor"] is None


@pytest.mark.parametrize(
    "url",
    [
        PROFILE,
        FOLLOWERS,
        "/v1/credits",
        "/v1/profile",
        "/v1/nothing",
        "/v1",
        "/v1/",
        "/nothing",
        PROFILE + "x" * 9000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("has_key", [True, False])
async def test_every_answer_has_the_headers_that_account_for_it(
    url: str, method: str, has_key: bool, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.send(method, url, None if has_key else "")

        headers = answer.headers
        assert REQUEST_ID.fullmatch(headers["x-request-id"])
        assert headers["x-credits-charged"].isdigit()
        expected = str(await api.balance()) if has_key else "null"
        assert headers["x-credits-remaining"] == expected
        assert headers["access-control-allow-origin"] == "*"
        assert headers["content-type"] == "application/json"
        if method != "HEAD":
            meta = answer.json()["meta"]
            assert headers["x-request-id"] == meta["request_id"]
            assert headers["x-credits-charged"] == str(meta["credits_charged"])
            assert headers["content-length"] == str(len(answer.content))


async def test_the_cache_and_the_age_of_a_copy_are_told(tmp_path: Path) -> None:
    provider = Scripted(a_profile(), UpstreamError("Down."))
    async with open_api(tmp_path, provider) as api:
        told = []
        for wait_s in (0, 90, 3600):
            api.clock.advance(wait_s)
            answer = await api.get(PROFILE)
            told.append((answer.headers["x-cache"], answer.headers["age"], cached(answer.json())))

        assert told == [("miss", "0", False), ("hit", "90", True), ("stale", "3690", True)]


def cached(body: dict[str, dict[str, object]]) -> object:
    return body["meta"]["cached"]


async def test_the_age_is_never_negative(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.get(PROFILE)
        api.clock.advance(-100)

        assert (await api.get(PROFILE)).headers["age"] == "0"


async def test_a_request_id_of_the_caller_is_not_used(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answers = [await api.get(PROFILE, x_request_id="req_mine") for _ in range(20)]

        ids = [answer.headers["x-request-id"] for answer in answers]
        assert len(set(ids)) == 20
        assert ids == sorted(ids)
        assert all(REQUEST_ID.fullmatch(each) for each in ids)


async def test_a_free_repeat_tells_the_balance_of_now(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(NotFound("No.", reason="private"))) as api:
        await api.get(PROFILE)
        await api.service.ledger.grant(api.account_id, 5, reason="more")

        body = (await api.get(PROFILE)).json()

        assert (body["meta"]["credits_charged"], body["meta"]["credits_remaining"]) == (0, 104)


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ("items.username", {"items": [{"username": "ada"}]}),
        ("has_more", {"has_more": False}),
        ("items.id,has_more", {"items": [{"id": "1"}], "has_more": False}),
        ("next_cursor", {"next_cursor": None}),
    ],
)
async def test_fields_keep_a_part_of_the_data_and_change_nothing_else(
    fields: str, data: object, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted(a_page("ada", total=1))) as api:
        answer = await api.get(f"{FOLLOWERS}&fields={fields}")

        assert answer.json()["data"] == data
        assert list(answer.json()["meta"]) == KEPT + ADDED
        assert answer.headers["x-credits-charged"] == "2"
        assert answer.headers["content-length"] == str(len(answer.content))
        whole = await api.get(FOLLOWERS)
        assert len(whole.json()["data"]["items"][0]) == 8
        assert whole.headers["x-credits-charged"] == "0"


async def test_text_of_every_script_stays_readable(tmp_path: Path) -> None:
    profile = a_profile(biography='🏔 "שלום"\n\\ ﷽')
    async with open_api(tmp_path, Scripted(profile)) as api:
        whole = await api.get(PROFILE)
        part = await api.get(PROFILE + "&fields=biography")

        assert whole.json()["data"]["biography"] == profile.biography
        assert part.json()["data"] == {"biography": profile.biography}
        assert "🏔".encode() in part.content


async def told_at(api: Api, url: str) -> str | None:
    return (await api.get(url)).headers.get("retry-after")


async def test_retry_after_comes_with_429_and_503_alone(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        limited = await told_at(api, "/v1/profile?handle=sandbox.rate_limited")
        failed = await told_at(api, "/v1/profile?handle=sandbox.upstream_error")

        assert (limited, failed) == ("30", None)
