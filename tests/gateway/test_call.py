"""Who may call, what happens when the hold or the disk is gone, and who pays for one flight."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from full_disk import full_disk
from instagramapi.accounts.secret import new_secret
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import UpstreamError
from instagramapi.ledger.sqlite import SqliteLedger
from instagramapi.store.writer import StoreFailed
from makers import Api, Scripted, StoppedClock, a_profile, open_api, reopen_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"


class Gate:
    """A provider's outcome that waits until the test lets it through."""

    def __init__(self, outcome: Model | Exception) -> None:
        self._outcome = outcome
        self.is_open = asyncio.Event()
        self.came = asyncio.Event()

    async def __call__(self, call: Call) -> Model:
        self.came.set()
        await self.is_open.wait()
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


async def revoked(api: Api) -> str:
    await api.service.keys.revoke(api.key_id)
    return api.live


async def expired(api: Api) -> str:
    secret = await api.new_key(expires_at=api.clock.now_s + 60)
    api.clock.advance(60)
    return secret


async def mistyped(api: Api) -> str:
    return api.live[:-1] + ("a" if api.live[-1] != "a" else "b")


async def invented(api: Api) -> str:
    return new_secret("live")


async def of_another_kind(api: Api) -> str:
    return "sk_live_1234"


async def absent(api: Api) -> str:
    return ""


@pytest.mark.parametrize("key", [revoked, expired, mistyped, invented, of_another_kind, absent])
async def test_every_key_that_does_not_work_is_refused_in_the_same_words(
    key: Callable[[Api], Awaitable[str]], tmp_path: Path
) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        nobody = await api.get(PROFILE, "")

        answer = await api.get(PROFILE, await key(api))

        body, expected = answer.json(), nobody.json()
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert body["meta"].pop("request_id") != expected["meta"].pop("request_id")
        assert body == expected
        assert provider.asked == []


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_may_be_written_in_any_case(scheme: str, tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(PROFILE, "", authorization=f"{scheme}   {api.live} ")

        assert answer.status_code == 200


async def test_x_api_key_is_as_good_as_authorization(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        assert (await api.get(PROFILE, "", x_api_key=api.live)).status_code == 200


async def test_a_bearer_token_wins_over_x_api_key(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(PROFILE, api.test, x_api_key=api.live)

        assert answer.headers["x-sandbox"] == "1"


async def test_another_scheme_leaves_x_api_key_its_turn(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(PROFILE, "", authorization="Basic abc", x_api_key=api.live)

        assert answer.status_code == 200


async def test_a_scope_lets_its_endpoints_through(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        secret = await api.new_key(scopes=["profile"])

        assert (await api.get(PROFILE, secret)).status_code == 200
        refused = await api.get("/v1/profile/posts?handle=nike", secret)

        assert refused.status_code == 403
        assert "profile" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("network", "address", "status"),
    [
        ("203.0.113.0/24", "203.0.113.7", 200),
        ("203.0.113.0/24", "203.0.114.7", 403),
        ("203.0.113.0/24", "::ffff:203.0.113.7", 200),
        ("203.0.113.0/24", "::ffff:cb00:7107", 200),
        ("203.0.113.0/24", "::ffff:203.0.114.7", 403),
        ("2001:db8::/32", "2001:db8::7", 200),
        ("2001:db8::/32", "2001:db9::7", 403),
        ("2001:db8::/32", "203.0.113.7", 403),
        ("203.0.113.0/24", "", 403),
        ("203.0.113.0/24", "unknown", 403),
        ("203.0.113.0/24", "203.0.113.7:443", 403),
    ],
)
async def test_a_key_bound_to_addresses_works_from_these_only(
    network: str, address: str, status: int, tmp_path: Path
) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        api.live = await api.new_key(addresses=[network])

        async with api.from_address(address) as client:
            answer = await client.get(PROFILE)

        assert answer.status_code == status
        assert answer.json().get("error", {}).get("reason") == (
            "address" if status == 403 else None
        )


async def test_a_limit_is_told_with_every_answer_and_then_enforced(tmp_path: Path) -> None:
    clock = StoppedClock(now_s=60 * 30_000_000 + 15)
    async with open_api(tmp_path, Scripted(), clock=clock) as api:
        secret = await api.new_key(rate_limit="2/minute")

        answers = [await api.get(PROFILE, secret) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer.headers["ratelimit"] for answer in answers] == [
            '"key";r=1;t=45',
            '"key";r=0;t=45',
            '"key";r=0;t=45',
        ]
        assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"key";q=2;w=60'}
        assert answers[2].headers["retry-after"] == "45"
        clock.advance(45)
        assert (await api.get(PROFILE, secret)).status_code == 200


async def test_a_keys_own_limit_wins_over_the_servers(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(), rate_limit="1/day") as api:
        secret = await api.new_key(rate_limit="9/day")

        assert (await api.get(PROFILE)).headers["ratelimit-policy"] == '"key";q=1;w=86400'
        assert (await api.get(PROFILE, secret)).headers["ratelimit-policy"] == '"key";q=9;w=86400'


async def test_a_cap_stops_a_key_whose_account_has_credits(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        secret = await api.new_key(cap_day=1)

        first, second = [await api.get(PROFILE + "&max_age=0", secret) for _ in range(2)]

        assert (first.status_code, second.status_code) == (200, 402)
        assert second.json()["error"]["code"] == "spend_cap_reached"
        assert second.headers["x-credits-remaining"] == "99"


async def test_a_suppressed_account_is_refused_by_id_as_by_handle(tmp_path: Path) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        await api.service.suppression.suppress("id", "787132")
        await api.service.suppression.suppress("handle", "nike")

        answers = [await api.get(f"/v1/profile?{by}") for by in ("id=787132", "handle=NIKE")]
        other = await api.get("/v1/post?id=787132")

        assert [answer.status_code for answer in answers] == [451, 451]
        assert other.status_code == 200
        assert len(provider.asked) == 1


@pytest.mark.parametrize("mode", ["live", "test"])
async def test_what_never_became_a_call_still_tells_the_balance(mode: str, tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/v1/nothing", api.live if mode == "live" else api.test)

        assert answer.headers["x-credits-remaining"] == "100"
        assert answer.headers.get("x-sandbox") == ("1" if mode == "test" else None)


async def test_what_never_became_a_call_tells_no_balance_without_a_key(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/v1/nothing", "")

        assert (answer.status_code, answer.headers["x-credits-remaining"]) == (404, "null")


async def test_a_mistake_of_ours_shows_no_trace_of_it(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(RuntimeError("the inner secret"))) as api:
        answer = await api.get(PROFILE)

        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["x-request-id"] in answer.json()["error"]["message"]


async def test_an_answer_that_outlived_its_hold_is_free_and_safe_to_ask_again(
    tmp_path: Path,
) -> None:
    gate = Gate(a_profile())
    async with open_api(tmp_path, Scripted(gate)) as api:
        call = asyncio.create_task(api.get(PROFILE))
        await gate.came.wait()
        api.clock.advance(3600)
        ledger = api.service.ledger
        assert isinstance(ledger, SqliteLedger)
        ledger.sweep()
        gate.is_open.set()

        answer = await call

        error, request_id = answer.json()["error"], answer.headers["x-request-id"]
        assert (answer.status_code, error["retryable"]) == (504, True)
        assert "x-cache" not in answer.headers
        assert await api.balance() == 100
        assert await api.journal(request_id) == []
        usage = await api.usage(request_id)
        assert usage is not None
        assert (usage["status"], usage["credits_charged"], usage["queried"]) == (504, 0, 1)
        again = await api.get(PROFILE)
        assert (again.status_code, again.headers["x-credits-charged"]) == (200, "0")


async def test_a_failed_commit_answers_nobody_and_ends_the_process(tmp_path: Path) -> None:
    fatal: list[BaseException] = []
    sent: list[object] = []
    transport = Transport()
    readiness = {}

    async def send(message: object) -> None:
        sent.append(message)

    with pytest.raises(StoreFailed):
        async with open_api(tmp_path, Scripted()) as api:
            api.service.database.on_fatal = fatal.append
            scope = scope_of(PROFILE, api.live) | {"instagramapi.transport": transport}
            with full_disk(tmp_path / "instagramapi.db-wal"), pytest.raises(StoreFailed):
                await api.app(scope, nothing_to_receive, send)
            readiness = await api.app.readiness()
            await api.get(PROFILE)

    assert sent == []
    assert len(fatal) == 1
    assert transport.is_aborted
    assert readiness == {"store": False, "migrations": False, "ledger": False, "providers": True}
    async with reopen_api(tmp_path, api, Scripted()) as api:
        assert await api.balance() == 100


async def test_callers_who_ask_the_same_at_once_share_one_query_and_one_charge(
    tmp_path: Path,
) -> None:
    gate = Gate(a_profile())
    async with open_api(tmp_path, provider := Scripted(gate)) as api:
        calls = [asyncio.create_task(api.get(PROFILE)) for _ in range(20)]
        await gate.came.wait()
        gate.is_open.set()

        answers = await asyncio.gather(*calls)

        assert len(provider.asked) == 1
        charged = sorted(answer.headers["x-credits-charged"] for answer in answers)
        assert charged == ["0"] * 19 + ["1"]
        cached = [answer.json()["meta"]["cached"] for answer in answers]
        assert sorted(cached) == [False] + [True] * 19
        assert len({answer.text.split('"meta"')[0] for answer in answers}) == 1
        assert await api.balance() == 99


async def test_a_flight_that_fails_is_the_same_failure_for_all_and_free(tmp_path: Path) -> None:
    gate = Gate(UpstreamError("Down."))
    async with open_api(tmp_path, provider := Scripted(gate)) as api:
        calls = [asyncio.create_task(api.get(PROFILE)) for _ in range(5)]
        await gate.came.wait()
        gate.is_open.set()

        answers = await asyncio.gather(*calls)

        assert len(provider.asked) == 1
        assert {answer.status_code for answer in answers} == {502}
        assert await api.balance() == 100


async def test_an_old_copy_is_free_for_all_of_a_flight_even_where_the_cache_costs(
    tmp_path: Path,
) -> None:
    gate = Gate(UpstreamError("Down."))
    provider = Scripted(a_profile(), gate)
    async with open_api(tmp_path, provider, billing_cached="full") as api:
        await api.get(PROFILE)
        api.clock.advance(3600)
        calls = [asyncio.create_task(api.get(PROFILE)) for _ in range(3)]
        await gate.came.wait()
        gate.is_open.set()

        answers = await asyncio.gather(*calls)

        assert [answer.headers["x-cache"] for answer in answers] == ["stale"] * 3
        assert await api.balance() == 99


async def test_credits_tell_the_posted_balance(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.get(PROFILE)

        answer = await api.get("/v1/credits")

        assert answer.json()["data"] == {"credits_remaining": 99}
        assert answer.json()["meta"]["provider"] is None


class Transport(asyncio.Transport):
    """A transport that only notes whether it was torn down."""

    is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True


def scope_of(url: str, secret: str) -> dict[str, object]:
    path, _, query = url.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"authorization", f"Bearer {secret}".encode())],
        "client": ("127.0.0.1", 1),
    }


async def nothing_to_receive() -> dict[str, object]:
    raise AssertionError("the body of a GET is never read")


class FaultyClock(StoppedClock):
    """A clock that fails once, at the reading that it is told."""

    fails_at = 0

    def monotonic_s(self) -> float:
        self.fails_at -= 1
        if self.fails_at == 0:
            raise ZeroDivisionError("a clock that fails")
        return super().monotonic_s()


async def test_our_own_mistake_without_a_key_is_told_and_in_no_book(tmp_path: Path) -> None:
    clock = FaultyClock()
    async with open_api(tmp_path, Scripted(), clock=clock) as api:
        # The first reading is the door's.
        clock.fails_at = 2
        answer = await api.get(PROFILE, secret="")

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert answer.json()["meta"]["credits_remaining"] is None
