"""What happened in a request, a provider's standing, a key's state: told from what is known."""

from dataclasses import replace

import pytest

from instagramapi.accounts.key import Key
from instagramapi.ledger.usage import LoggedRequest
from instagramapi.web.dashboard.keys import state_of
from instagramapi.web.dashboard.one_request import steps_of
from instagramapi.web.operator.providers import Fare
from makers import NOON_S

ROW = LoggedRequest(
    sequence=1,
    request_id="req_1",
    account_id="acc_1",
    key_id="key_1",
    mode="live",
    endpoint="profile",
    status=200,
    code=None,
    reason=None,
    provider="demo",
    cache="miss",
    queried=True,
    credits_charged=1,
    credits_remaining=99,
    ms=12,
    at=NOON_S,
    subject=None,
    held=1,
    attempts=None,
)
KEY = Key(
    *("key_1", "acc_1", "nightly", "live", "ig_live_abcd…wxyz", NOON_S),
    *(None, None, None, None, None, None, None),
    scopes=frozenset(),
    addresses=(),
)
WELL = {
    "state": "closed",
    "calls": 4,
    "success": 1.0,
    "latency_ms": 10,
    "failures": {},
    "spent_micros": 500_000,
    "missed_fields": [],
}


def told(row: LoggedRequest) -> list[str]:
    return [step.what for step in steps_of(row)]


def test_an_answer_is_covered_asked_for_given_and_charged() -> None:
    assert told(ROW) == ["1 credit set aside", "Asked demo", "Answered 200", "1 credit charged"]


def test_each_provider_that_was_asked_is_a_step_with_its_time() -> None:
    row = replace(ROW, attempts='[["web", "blocked", 30], ["hiker", "answered", 200]]')

    asked = [(step.what, step.detail, step.ms) for step in steps_of(row)][1:3]

    assert asked == [
        ("Asked web", "It failed: blocked.", 30),
        ("Asked hiker", "It answered.", 200),
    ]


@pytest.mark.parametrize(
    ("cache", "words"),
    [("hit", "Answered from the cache"), ("stale", "Answered with an old copy")],
)
def test_a_copy_gives_the_credits_back(cache: str, words: str) -> None:
    row = replace(ROW, cache=cache, queried=False, credits_charged=0)

    assert told(row) == [
        *("1 credit set aside", words, "Answered 200"),
        "The credits were given back",
    ]


def test_a_refusal_is_one_step_and_a_lost_answer_is_refunded() -> None:
    refused = replace(ROW, status=429, code="rate_limited", cache=None, credits_charged=0)
    refused = replace(refused, provider=None, queried=False, held=0)

    assert told(refused) == ["Answered 429 rate_limited"]
    assert told(replace(ROW, refunded=1))[-1] == "1 credit refunded"


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (KEY, "works"),
        (replace(KEY, replaced_by="key_2", expires_at=NOON_S + 1), "replaced"),
        (replace(KEY, replaced_by="key_2", expires_at=NOON_S), "expired"),
        (replace(KEY, revoked_at=NOON_S, expires_at=NOON_S), "revoked"),
    ],
)
def test_a_key_stands_in_one_word(key: Key, state: str) -> None:
    assert state_of(key, NOON_S) == state


@pytest.mark.parametrize(
    ("endpoint", "state"),
    [
        (WELL, "well"),
        ({**WELL, "calls": 0, "success": None, "latency_ms": None}, "idle"),
        ({**WELL, "missed_fields": ["biography"]}, "drifting"),
        ({**WELL, "state": "open", "missed_fields": ["biography"]}, "resting"),
        ({**WELL, "state": "ceiling"}, "ceiling"),
    ],
)
def test_a_provider_stands_as_its_worst_endpoint(endpoint: dict[str, object], state: str) -> None:
    fare = Fare("web", {"profile": WELL, "post": endpoint}, None, {}, None)

    assert fare.state == (state if state != "idle" else "well")
    assert Fare("web", {"post": endpoint}, None, {}, None).state == state


def test_figures_of_a_provider_weigh_its_calls() -> None:
    rare = {**WELL, "calls": 1, "success": 0.0, "latency_ms": 110, "failures": {"blocked": 1}}
    fare = Fare("web", {"profile": WELL, "post": rare}, None, {}, None)

    assert (fare.calls, fare.success, fare.latency_ms, fare.spent) == (5, 0.8, 30, 1.0)
    assert fare.failures == [("blocked", 1)]
