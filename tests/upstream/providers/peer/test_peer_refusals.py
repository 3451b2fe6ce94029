"""What a peer's refusals mean: the subject's are the caller's, the key's are the operator's."""

import pytest
from peer_makers import NIKE, peer_at, playing, refusal, success

from instagramapi.errors import (
    BadParameter,
    NotFound,
    Problem,
    Suppressed,
    UpstreamError,
    UpstreamTimeout,
)

pytestmark = pytest.mark.anyio

PAGE = "<!doctype html><title>Bad gateway</title>"

TABLE: list[tuple[int, object, type[Problem], str | None]] = [
    (404, refusal("not_found", "private"), NotFound, "private"),
    (404, refusal("not_found", "deleted"), NotFound, "deleted"),
    (404, refusal("not_found"), NotFound, None),
    (404, refusal("not_found", "Oh <b>no</b>"), NotFound, None),
    (404, refusal("unknown_endpoint"), UpstreamError, "not_supported"),
    (404, refusal("nothing_we_know"), UpstreamError, "shape"),
    (404, {"detail": "Not Found"}, UpstreamError, "shape"),
    (404, PAGE, UpstreamError, "shape"),
    (400, refusal("missing_parameter", "cursor"), BadParameter, "cursor"),
    (400, refusal("missing_parameter", "unknown"), UpstreamError, "shape"),
    (400, refusal("missing_parameter", "malformed"), UpstreamError, "shape"),
    (401, refusal("invalid_api_key"), UpstreamError, "auth"),
    (401, PAGE, UpstreamError, "shape"),
    (402, refusal("insufficient_credits"), UpstreamError, "auth"),
    (402, refusal("spend_cap_reached", "day"), UpstreamError, "auth"),
    (403, refusal("forbidden", "scope"), UpstreamError, "auth"),
    (403, PAGE, UpstreamError, "shape"),
    (405, refusal("method_not_allowed"), UpstreamError, "shape"),
    (414, refusal("uri_too_long"), UpstreamError, "shape"),
    (429, refusal("rate_limited"), UpstreamError, "rate_limited"),
    (451, refusal("suppressed"), Suppressed, None),
    (500, refusal("internal_error"), UpstreamError, "server"),
    (502, refusal("upstream_error", "blocked"), UpstreamError, "server"),
    (502, refusal("upstream_error", "loop"), UpstreamError, "loop"),
    (502, PAGE, UpstreamError, "server"),
    (503, refusal("overloaded"), UpstreamError, "server"),
    (503, refusal("unavailable", "no_provider"), UpstreamError, "not_supported"),
    (504, refusal("upstream_timeout"), UpstreamTimeout, None),
    (504, PAGE, UpstreamTimeout, None),
    (301, PAGE, UpstreamError, "shape"),
    (200, PAGE, UpstreamError, "shape"),
    (200, refusal("not_found"), UpstreamError, "shape"),
]


@pytest.mark.parametrize(("status", "body", "kind", "reason"), TABLE)
async def test_a_refusal_has_its_meaning(
    status: int, body: object, kind: type[Problem], reason: str | None
) -> None:
    async with playing(body, status) as stage:
        problem = await stage.problem()

    assert (type(problem), problem.reason) == (kind, reason)


@pytest.mark.parametrize(("written", "seconds"), [("7", 7), ("soon", None), ("", None)])
@pytest.mark.parametrize("status", [429, 503])
async def test_a_peer_says_how_long_to_leave_it_alone(
    status: int, written: str, seconds: int | None
) -> None:
    async with playing(refusal("x"), status, {"retry-after": written}) as stage:
        problem = await stage.problem()

    assert problem.retry_after_s == seconds


async def test_a_redirect_is_not_followed() -> None:
    async with playing("", 302, {"location": "/v1/elsewhere"}) as stage:
        problem = await stage.problem()

    assert problem.reason == "shape"
    assert len(stage.asked) == 1


async def test_a_message_is_passed_on_in_bounds() -> None:
    long = {"error": {"code": "not_found", "message": "x" * 9_000}, "meta": {}}
    async with playing(long, 404) as stage:
        assert len((await stage.problem()).message) == 300

    async with playing({"error": {"code": "not_found", "message": 5}}, 404) as stage:
        assert (await stage.problem()).message == "The peer says no more."


async def test_a_nothing_that_the_peer_took_credits_for_is_counted() -> None:
    async with playing(refusal("not_found", credits_charged=1), 404) as stage:
        await stage.problem()

    assert stage.provider.credits_spent == 1


async def test_invented_accounts_of_a_test_key_are_refused() -> None:
    told = success({"id": "1", "username": "nike"})
    async with playing(told, headers={"x-sandbox": "1"}) as stage:
        problem = await stage.problem()

    assert problem.reason == "auth"


@pytest.mark.parametrize(
    ("status", "told"),
    [(200, success({"id": "1", "username": "nike"})), (404, refusal("not_found", "deleted"))],
)
async def test_an_old_copy_is_not_taken_for_an_answer(status: int, told: object) -> None:
    async with playing(told, status, {"x-cache": "stale"}) as stage:
        problem = await stage.problem()

    assert isinstance(problem, UpstreamError)
    assert problem.reason == "stale"


async def test_a_peer_that_is_not_there_is_a_failure_of_the_network() -> None:
    provider = peer_at("http://127.0.0.1:1", key="ig_live_secret")
    with pytest.raises(UpstreamError) as failed:
        await provider.answer(NIKE)
    await provider.close()

    assert failed.value.reason == "network"
    assert "secret" not in failed.value.message
