"""What an account can see of its own requests, and why each was charged what it was charged."""

from pathlib import Path
from typing import Any

import pytest

from instagramapi.accounts.terms import Terms
from instagramapi.errors import NotFound, UpstreamError
from makers import Api, Scripted, Second, a_profile, open_api

pytestmark = pytest.mark.anyio

GONE = NotFound("Gone.", reason="deleted")
DOWN = UpstreamError("Down.", reason="blocked")
LOG = "/v1/usage/requests"
DAY_S = 86_400


async def ask(api: Api, handle: str = "nike", secret: str | None = None) -> str:
    answer = await api.get(f"/v1/profile?handle={handle}", secret)
    return answer.headers["x-request-id"]


async def data(api: Api, url: str, secret: str | None = None) -> Any:
    answer = await api.get(url, secret)
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-credits-charged"] == "0"
    return answer.json()["data"]


async def explained(api: Api, request_id: str) -> Any:
    return await data(api, f"{LOG}/{request_id}")


async def listed(api: Api, query: str = "", secret: str | None = None) -> list[str]:
    found = await data(api, f"{LOG}?{query}", secret)
    return [item["request_id"] for item in found["items"]]


async def rival(api: Api) -> str:
    """A key of another account."""
    account = await api.service.accounts.create("bob@example.com")
    await api.service.ledger.grant(account.id, 100, reason="test")
    _, secret = await api.service.keys.create(account.id, Terms(name="bob", mode="live"))
    return secret


async def test_a_404_says_that_the_provider_was_asked_and_is_billed_for_that(
    tmp_path: Path,
) -> None:
    async with open_api(tmp_path, Scripted(GONE)) as api:
        request = await explained(api, await ask(api))

        assert (request["status"], request["code"], request["reason"]) == (
            *(404, "not_found"),
            "deleted",
        )
        assert (request["credits_charged"], request["credits_held"]) == (1, 1)
        assert (request["rule"], request["provider"]) == ("nothing_there", "scripted")
        assert request["explanation"] == (
            "1 credit. scripted was asked for this request and said that there is no public data. "
            "The query was made, and that is why it is billed; asked again while the answer is "
            "kept, it is free."
        )
        assert request["attempts"] == [{"provider": "scripted", "outcome": "nothing", "ms": 0}]


async def test_each_attempt_is_told_where_there_were_several(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(DOWN), Second(a_profile())) as api:
        request = await explained(api, await ask(api))

        assert (request["rule"], request["provider"]) == ("answered", "second")
        assert [(each["provider"], each["outcome"]) for each in request["attempts"]] == [
            ("scripted", "blocked"),
            ("second", "answered"),
        ]


@pytest.mark.parametrize(
    ("outcomes", "urls", "rule", "says", "attempts"),
    [
        ((), ["/v1/profile?handle=nike"], "answered", "1 credit. scripted was asked", 1),
        ((), ["/v1/profile?handle=nike"] * 2, "cached", "0 credits. It was answered from the", 0),
        (
            (a_profile(), DOWN),
            ["/v1/profile?handle=nike", "/v1/profile?handle=nike&max_age=0"],
            "stale",
            "0 credits. Every provider failed",
            1,
        ),
        ((DOWN,), ["/v1/profile?handle=nike"], "failed", "502 `upstream_error`", 1),
        ((), ["/v1/profile?hanlde=nike"], "refused", "400 `missing_parameter`", 0),
        ((), ["/v1/credits"], "nobody_asked", "0 credits. Nobody was asked", 0),
    ],
)
async def test_every_rule_is_told_in_words(
    outcomes: Any, urls: list[str], rule: str, says: str, attempts: int, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted(*outcomes)) as api:
        for url in urls:
            answer = await api.get(url)
        request = await explained(api, answer.headers["x-request-id"])

        assert request["rule"] == rule
        assert says in request["explanation"]
        assert len(request["attempts"]) == attempts


async def test_a_test_key_and_a_full_price_are_told(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(), billing_cached="full") as api:
        await ask(api)
        cached, sandbox = await ask(api), await ask(api, secret=api.test)

        assert "bills like any answer" in (await explained(api, cached))["explanation"]
        assert (await explained(api, sandbox))["rule"] == "sandbox"


async def test_a_refund_is_told(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        request_id = await ask(api)
        await api.service.database.write(
            lambda connection: connection.execute(
                "INSERT INTO journal (reference, kind, account_id, key_id, amount, balance_after,"
                " epoch, at, day, reason) SELECT reference, 'refund', account_id, key_id, 1, 100,"
                " epoch, at, day, 'not_delivered' FROM journal WHERE reference = ?",
                (request_id,),
            )
        )

        request = await explained(api, request_id)

        assert request["credits_refunded"] == 1
        assert request["explanation"].endswith("so 1 of it came back.")


async def test_a_request_of_another_account_is_as_unknown_as_none(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        secret = await rival(api)
        mine, theirs = await ask(api), await ask(api, "puma", secret)

        assert await listed(api) == [mine]
        assert theirs in await listed(api, "", secret)
        unknown = await api.get(f"{LOG}/req_{'0' * 26}")
        foreign = await api.get(f"{LOG}/{theirs}")
        for answer in (unknown, foreign):
            assert (answer.status_code, answer.headers["x-credits-charged"]) == (404, "0")
            assert answer.json()["error"]["code"] == "not_found"
        assert unknown.json()["error"] == foreign.json()["error"]
        sums = await data(api, "/v1/usage?by=endpoint", secret)
        assert ("profile", 1) in [(each["endpoint"], each["calls"]) for each in sums["items"]]


async def test_a_malformed_id_is_a_400(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        answer = await api.get(f"{LOG}/1234")

        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "request_id")


async def test_the_log_is_filtered(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_profile(), GONE)) as api:
        found = await ask(api)
        again = await ask(api)
        gone = await ask(api, "ghost")
        other = await ask(api, "ghost", await api.new_key())
        refused = (await api.get("/v1/post?shortcod=B")).headers["x-request-id"]

        for query, ids in {
            "status=404": [other, gone],
            "outcome=not_found": [other, gone],
            "code=missing_parameter": [refused],
            "charged=true": [gone, found],
            "charged=false&endpoint=profile": [other, again],
            "cache=hit": [other, again],
            "cache=none&endpoint=post": [refused],
            "provider=scripted&cache=miss": [gone, found],
            f"key_id={api.key_id}&status=404": [gone],
            "subject=@ghost": [other, gone],
            "endpoint=profile&limit=1": [other],
        }.items():
            assert await listed(api, query) == ids, query


async def test_pages_of_the_log_follow_each_other(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        ids = [await ask(api, f"a{number}") for number in range(5)]
        seen: list[str] = []
        url = f"{LOG}?endpoint=profile&limit=2"
        cursor: str | None = ""
        while cursor is not None:
            answer = await api.get(url + (f"&cursor={cursor}" if cursor else ""))
            body = answer.json()
            seen += [item["request_id"] for item in body["data"]["items"]]
            cursor = body["meta"]["next_cursor"]
            assert body["data"]["has_more"] == (cursor is not None)

        assert seen == ids[::-1]
        foreign = await api.get(f"{LOG}?endpoint=post&cursor={'A' * 40}")
        assert foreign.json()["error"]["reason"] == "cursor"


async def test_subjects_are_told_only_where_the_operator_logs_them(tmp_path: Path) -> None:
    for is_clear, subject in ((False, None), (True, "@nike")):
        folder = tmp_path / str(is_clear)
        async with open_api(folder, Scripted(), log_subjects=is_clear) as api:
            request_id = await ask(api)

            assert (await explained(api, request_id))["subject"] == subject
            assert (await data(api, LOG))["items"][-1]["subject"] == subject
            assert await listed(api, "subject=@nike") == [request_id]


async def test_sums_are_split_and_filtered(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(a_profile(), GONE)) as api:
        await ask(api)
        await ask(api)
        await ask(api, "ghost")
        api.clock.advance(DAY_S)
        await ask(api, "ghost2")

        days = (await data(api, "/v1/usage?endpoint=profile&by=day"))["items"]
        usual = (await data(api, "/v1/usage?endpoint=profile&until=2027-01-16"))["items"]
        cached = (await data(api, "/v1/usage?endpoint=profile&by=cache,provider"))["items"]

        assert [(each["day"], each["calls"], each["credits"]) for each in days] == [
            ("2027-01-16", 1, 1),
            ("2027-01-15", 3, 2),
        ]
        assert [(each["outcome"], each["charged"], each["free"]) for each in usual] == [
            ("not_found", 1, 0),
            ("ok", 1, 1),
        ]
        assert {each["key_id"] for each in usual} == {api.key_id}
        assert [(each["cache"], each["credits_saved"]) for each in cached] == [
            ("hit", 1),
            ("miss", 0),
        ]
        assert days[0]["endpoint"] is None
        assert days[0]["ms_median"] is not None


async def test_pages_of_sums_follow_each_other(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        for _ in range(3):
            await ask(api)
            api.clock.advance(DAY_S)
        url = "/v1/usage?endpoint=profile&by=day&limit=2"
        first = await data(api, url)
        # A day that comes in between does not move the page after.
        await ask(api)
        second = await data(api, f"{url}&cursor={first['next_cursor']}")

        assert [each["day"] for each in (*first["items"], *second["items"])] == [
            *("2027-01-17", "2027-01-16"),
            "2027-01-15",
        ]
        assert second["next_cursor"] is None


async def test_who_has_no_provider_or_cache_is_called_none(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.get("/v1/credits")

        (line,) = (await data(api, "/v1/usage?by=provider,cache&cache=none"))["items"]

        assert (line["provider"], line["cache"], line["calls"]) == ("none", "none", 1)


@pytest.mark.parametrize(
    ("url", "param"),
    [
        ("/v1/usage?by=week", "by"),
        ("/v1/usage?by=day,day", "by"),
        ("/v1/usage?since=2027-01-02&until=2027-01-01", "since"),
        (f"{LOG}?since=2027-01-02&until=2027-01-01", "since"),
        (f"{LOG}?cache=warm", "cache"),
        (f"{LOG}?key_id=ig_live", "key_id"),
        (f"{LOG}?code=oops", "outcome"),
    ],
)
async def test_what_is_sought_must_be_readable(url: str, param: str, tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        answer = await api.get(url)

        assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


async def test_a_test_key_sees_calls_of_the_sandbox_alone(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        live = await ask(api)
        mine = await ask(api, secret=api.test)

        assert await listed(api, secret=api.test) == [mine]
        hidden = await api.get(f"{LOG}/{live}", api.test)
        assert hidden.status_code == 404
        sums = await data(api, "/v1/usage?by=endpoint&endpoint=profile", api.test)
        assert [each["calls"] for each in sums["items"]] == [1]
        assert set(await listed(api, "endpoint=profile")) == {live, mine}
