"""The operator's limits at Meta: read from every answer, and kept."""

import json

import pytest
from graph_makers import Told, discovered, playing, refused

from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.providers.graph.usage import Usage
from makers import StoppedClock

pytestmark = pytest.mark.anyio

TILDA = GetProfile(account=AccountRef(handle="tilda.bakes"))


def app(calls: int) -> dict[str, str]:
    return {"x-app-usage": json.dumps({"call_count": calls, "total_cputime": 3, "total_time": 12})}


def business(calls: int, minutes: int) -> dict[str, str]:
    entry = {"type": "instagram", "call_count": calls, "total_cputime": 1, "total_time": 1}
    entry["estimated_time_to_regain_access"] = minutes
    return {"x-business-use-case-usage": json.dumps({"17841400000000001": [entry]})}


@pytest.mark.parametrize(
    ("headers", "percent", "rest_s"),
    [
        ({}, None, None),
        (app(28), 28, None),
        (app(5) | business(72, 0), 72, None),
        (app(100), 100, 300),
        (business(100, 20), 100, 1200),
        # Recorded: minutes are told before the limit is reached.
        (business(72, 20), 72, 1200),
        (app(100) | business(40, 1), 100, 60),
        ({"x-app-usage": "{"}, None, None),
        ({"x-app-usage": "[1]", "x-business-use-case-usage": '{"1": [2], "3": 4}'}, None, None),
    ],
)
def test_the_headers_tell_the_fullest_limit_and_the_longest_rest(
    headers: dict[str, str], percent: int | None, rest_s: int | None
) -> None:
    usage = Usage(StoppedClock())

    usage.read(headers)

    assert (usage.percent, usage.rest_s) == (percent, rest_s)


async def test_nobody_asks_until_the_rest_is_over() -> None:
    full = Told(discovered(), headers=business(100, 20))
    async with playing(full, Told(discovered(), headers=business(3, 0))) as meta:
        await meta.graph.profile(TILDA)
        meta.clock.now_s += 200
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.profile(TILDA)
        assert (raised.value.reason, raised.value.retry_after_s) == ("rate_limited", 1000)
        assert (len(meta.asked), meta.graph.usage_percent) == (1, 100)
        meta.clock.now_s += 1000
        await meta.graph.profile(TILDA)

    assert (len(meta.asked), meta.graph.usage_percent) == (2, 3)


async def test_a_refusal_for_the_limit_carries_the_rest_that_meta_asks() -> None:
    limit = refused(80002)
    told = Told(limit.body, 400, business(100, 7))
    async with playing(told) as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.profile(TILDA)

    assert (raised.value.reason, raised.value.retry_after_s) == ("rate_limited", 420)


async def test_other_refusals_carry_no_rest() -> None:
    async with playing(Told(refused(190).body, 400, app(100))) as meta:
        with pytest.raises(UpstreamError) as raised:
            await meta.graph.profile(TILDA)

    assert (raised.value.reason, raised.value.retry_after_s) == ("auth", None)
