"""Contract §3 as one table over real calls: what each outcome costs, and what the books say."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.errors import (
    InsufficientCredits,
    NotFound,
    RateLimited,
    UpstreamError,
    UpstreamTimeout,
)
from instagramapi.gateway.billing import CACHED
from instagramapi.gateway.explaining import explanation, rule_behind
from instagramapi.upstream.provider import Provider
from makers import Api, Outcome, Partial, Scripted, Second, Unable, a_page, a_profile, open_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"
FOLLOWERS = "/v1/profile/followers?handle=nike"
FULL = {"billing_cached": "full"}

Step = Callable[[Api], Awaitable[object]]


@dataclass(frozen=True)
class Row:
    """One outcome: how it comes about, and what it must cost."""

    name: str
    status: int
    charged: int
    code: str | None = None
    reason: str | None = None
    url: str = PROFILE
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    providers: tuple[type[Scripted], ...] = (Scripted,)
    settings: Mapping[str, Any] = field(default_factory=dict)
    granted: int = 100
    before: tuple[Step, ...] = ()
    terms: Mapping[str, Any] | None = None
    """Terms of the key to use; the usual live one where there are none."""
    has_key: bool = True
    asked: int = 0
    """How many calls the providers see."""
    cache: str | None = None
    is_logged: bool = True


async def ask(api: Api) -> None:
    """Ask once with the usual key, so that the answer is kept."""
    assert (await api.get(PROFILE)).status_code in (200, 404)


async def an_hour(api: Api) -> None:
    api.clock.advance(3600)


async def suppress(api: Api) -> None:
    await api.service.suppression.suppress("handle", "nike")


async def never(call: Call) -> Model:
    await asyncio.sleep(60)
    raise AssertionError


GONE = NotFound("Gone.", reason="deleted")
DOWN = UpstreamError("Down.")

ROWS = [
    Row("data", 200, 1, asked=1, cache="miss"),
    Row("data by HEAD", 200, 1, method="HEAD", asked=1, cache="miss"),
    Row("data of a resolved subject", 200, 2, url=FOLLOWERS, asked=1, cache="miss"),
    Row("an empty list", 200, 2, url=FOLLOWERS, outcomes=(a_page(),), asked=1, cache="miss"),
    *(
        Row(
            f"not found, {reason}",
            404,
            1,
            "not_found",
            reason,
            outcomes=(NotFound("No.", reason=reason),),
            asked=1,
            cache="miss",
        )
        for reason in ("private", "deleted", "nonexistent", "age_gated", "no_data", None)
    ),
    Row("data from the cache", 200, 0, before=(ask,), cache="hit"),
    Row(
        "not found from the cache",
        404,
        0,
        "not_found",
        "deleted",
        outcomes=(GONE,),
        before=(ask,),
        cache="hit",
    ),
    Row("data from a cache that costs", 200, 1, settings=FULL, before=(ask,), cache="hit"),
    Row(
        "not found from a cache that costs",
        404,
        1,
        "not_found",
        "deleted",
        outcomes=(GONE,),
        settings=FULL,
        before=(ask,),
        cache="hit",
    ),
    Row(
        "data although it is cached", 200, 1, url=PROFILE + "&max_age=0", before=(ask,), asked=1,
        cache="miss",
    ),
    Row(
        "an old copy because the provider failed",
        200,
        0,
        outcomes=(a_profile(), DOWN),
        before=(ask, an_hour),
        asked=1,
        cache="stale",
    ),
    Row(
        "an old copy where the cache costs",
        200,
        0,
        outcomes=(a_profile(), DOWN),
        settings=FULL,
        before=(ask, an_hour),
        asked=1,
        cache="stale",
    ),
    Row(
        "an old not found because the provider failed",
        404,
        0,
        "not_found",
        "deleted",
        outcomes=(GONE, DOWN),
        before=(ask, an_hour),
        asked=1,
        cache="stale",
    ),
    Row("the cache alone, which has it", 200, 0, url=PROFILE + "&only_cached=1", before=(ask,),
        cache="hit"),
    Row("the cache alone, which has nothing", 404, 0, "not_found", "not_cached",
        url=PROFILE + "&only_cached=true"),
    Row("no parameter", 400, 0, "missing_parameter", "missing", url="/v1/profile"),
    Row("a malformed one", 400, 0, "missing_parameter", "malformed", url="/v1/profile?handle=n!"),
    Row("an unknown one", 400, 0, "missing_parameter", "unknown", url="/v1/profile?hanlde=nike"),
    Row("two of one", 400, 0, "missing_parameter", "conflict", url=PROFILE + "&id=1"),
    Row("a bad cursor", 400, 0, "missing_parameter", "cursor", url=FOLLOWERS + "&cursor=abc"),
    Row("a key in the URL", 400, 0, "missing_parameter", "unknown", url=PROFILE + "&key=1"),
    Row("a URL of no text", 400, 0, "missing_parameter", "malformed", url="/v1/profile?handle=%ff"),
    Row("no key", 401, 0, "invalid_api_key", has_key=False, is_logged=False),
    Row("no credits", 402, 0, "insufficient_credits", granted=0),
    Row("too few credits", 402, 0, "insufficient_credits", url=FOLLOWERS, granted=1),
    Row("too few credits for a cached answer", 402, 0, "insufficient_credits", granted=1,
        before=(ask,)),
    Row("a key's day", 402, 0, "spend_cap_reached", "day", terms={"cap_day": 0}),
    Row("a key's month", 402, 0, "spend_cap_reached", "month", terms={"cap_month": 0}),
    Row("a key's scope", 403, 0, "forbidden", "scope", terms={"scopes": ["post"]}),
    Row("a key's addresses", 403, 0, "forbidden", "address", terms={"addresses": ["10.0.0.0/8"]}),
    Row("a wrong method", 405, 0, "method_not_allowed", method="POST", is_logged=False),
    Row("a large body", 413, 0, "payload_too_large", headers={"content_length": "65537"},
        is_logged=False),
    Row("a long URL", 414, 0, "uri_too_long", url=PROFILE + "x" * 8192, is_logged=False),
    Row("a key's limit", 429, 0, "rate_limited", settings={"rate_limit": "1/day"}, before=(ask,)),
    Row("a provider's limit", 429, 0, "rate_limited",
        outcomes=(RateLimited("Slow down.", retry_after_s=7),), asked=1),
    Row("a provider's empty balance", 402, 0, "insufficient_credits",
        outcomes=(InsufficientCredits("Empty."),), asked=1),
    Row("somebody who asked for it", 451, 0, "suppressed", before=(suppress,)),
    Row("no such endpoint", 404, 0, "unknown_endpoint", url="/v1/profil", is_logged=False),
    Row("our own mistake", 500, 0, "internal_error", outcomes=(RuntimeError("Oops."),), asked=1),
    Row("a failure", 502, 0, "upstream_error", outcomes=(DOWN,), asked=1),
    Row("a failure of all", 502, 0, "upstream_error", outcomes=(DOWN,), asked=2,
        providers=(Scripted, Second)),
    Row("a failure of one", 200, 1, outcomes=(DOWN, a_profile()), asked=2, cache="miss",
        providers=(Scripted, Second)),
    Row("nobody who holds it", 404, 1, "not_found", "deleted", outcomes=(GONE,), asked=1,
        providers=(Partial,), cache="miss"),
    Row("nobody who could", 503, 0, "unavailable", "no_provider", providers=(Unable,)),
    Row("a time-out of the provider's", 504, 0, "upstream_timeout",
        outcomes=(UpstreamTimeout("Late."),), asked=1),
    Row("a time-out of ours", 504, 0, "upstream_timeout", outcomes=(never,), asked=1,
        settings={"deadline_s": 0.01}),
    Row("our own books", 200, 0, url="/v1/credits"),
    Row("the syntax of a text", 200, 0, url="/v1/resolve?input=%40nike", granted=0),
    Row("no meaning", 400, 0, "missing_parameter", "malformed", url="/v1/resolve?input=%23"),
    Row("our own books, with nothing left", 200, 0, url="/v1/credits", granted=0),
    Row("the sandbox", 200, 0, terms={"mode": "test"}, cache="miss"),
    Row("the sandbox, with nothing left", 200, 0, terms={"mode": "test"}, granted=0, cache="miss"),
    Row("the sandbox's not found", 404, 0, "not_found", "private", terms={"mode": "test"},
        url="/v1/profile?handle=sandbox.private", cache="miss"),
]  # fmt: skip


def providers_of(row: Row) -> tuple[Scripted, ...]:
    """Share the outcomes out: one to each where there are several providers."""
    if len(row.providers) == 1:
        return (row.providers[0](*row.outcomes),)
    outcomes = row.outcomes * len(row.providers)
    return tuple(each(outcome) for each, outcome in zip(row.providers, outcomes, strict=False))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_an_outcome_costs_what_the_contract_says(row: Row, tmp_path: Path) -> None:
    providers = providers_of(row)
    async with open_api(tmp_path, *providers, granted=row.granted, **row.settings) as api:
        secret = await api.new_key(**row.terms) if row.terms else api.live
        for step in row.before:
            await step(api)
        balance = await api.balance()
        asked = _asked(providers)

        answer = await api.send(row.method, row.url, secret if row.has_key else "", **row.headers)

        left = balance - row.charged
        request_id = answer.headers["x-request-id"]
        assert answer.status_code == row.status
        assert answer.headers["x-credits-charged"] == str(row.charged)
        assert answer.headers["x-credits-remaining"] == (str(left) if row.has_key else "null")
        assert answer.headers.get("x-cache") == row.cache
        if row.method != "HEAD":
            _told_the_same(answer.json(), row, left if row.has_key else None)
        assert await api.balance() == left
        assert await api.journal(request_id) == ([("charge", -row.charged)] if row.charged else [])
        await _logged(api, row, request_id, left)
        assert _asked(providers) - asked == row.asked
        # Nothing stays on hold: the whole balance can still be spent.
        assert (await api.service.ledger.verify()).ok
        await _can_spend(api, left)


def _asked(providers: tuple[Provider, ...]) -> int:
    return sum(len(each.asked) for each in providers if isinstance(each, Scripted))


def _told_the_same(body: dict[str, Any], row: Row, left: int | None) -> None:
    assert body["meta"]["credits_charged"] == row.charged
    assert body["meta"]["credits_remaining"] == left
    error = body.get("error", {})
    assert (error.get("code"), error.get("reason")) == (row.code, row.reason)


async def _logged(api: Api, row: Row, request_id: str, left: int) -> None:
    usage = await api.usage(request_id)
    if not row.is_logged:
        assert usage is None
        return
    assert usage is not None
    assert (usage["status"], usage["code"], usage["reason"]) == (row.status, row.code, row.reason)
    assert (usage["credits_charged"], usage["credits_remaining"]) == (row.charged, left)
    assert usage["cache"] == row.cache
    is_sandbox = bool(row.terms) and row.terms is not None and row.terms.get("mode") == "test"
    assert usage["mode"] == ("test" if is_sandbox else "live")
    assert bool(usage["queried"]) == (row.asked > 0 or is_sandbox)
    await _explained(api, row, request_id)


async def _explained(api: Api, row: Row, request_id: str) -> None:
    """The log says by which rule, and its rule is billed exactly where the request was."""
    logged = await api.service.usage_log.request(request_id, api.account_id)
    assert logged
    rule = rule_behind(logged)
    is_cached_in_full = row.settings == FULL and rule is CACHED
    assert (rule.is_billed or is_cached_in_full) == (row.charged > 0)
    assert explanation(logged).startswith(f"{row.charged} credit")


async def _can_spend(api: Api, left: int) -> None:
    if left:
        hold = await api.service.ledger.hold(
            request_id="all", account_id=api.account_id, key_id=api.key_id, credits=left
        )
        assert hold.credits == left


MAGIC = [
    ("private", 404, 1),
    ("deleted", 404, 1),
    ("empty", 200, 1),
    ("renamed", 200, 1),
    ("hidden_likes", 200, 1),
    ("huge", 200, 1),
    ("upstream_error", 502, 0),
    ("upstream_timeout", 504, 0),
    ("rate_limited", 429, 0),
    ("no_credits", 402, 0),
]


@pytest.mark.parametrize(("name", "status", "price"), MAGIC)
async def test_a_magic_handle_costs_a_live_key_its_outcome_and_a_test_key_nothing(
    name: str, status: int, price: int, tmp_path: Path
) -> None:
    async with open_api(tmp_path) as api:
        url = f"/v1/profile?handle=sandbox.{name}"

        live, test = await api.get(url), await api.get(url, api.test)

        assert (live.status_code, live.headers["x-credits-charged"]) == (status, str(price))
        assert (test.status_code, test.headers["x-credits-charged"]) == (status, "0")
        assert "x-sandbox" not in live.headers
        assert test.headers["x-sandbox"] == "1"
        assert await api.balance() == 100 - price
