"""Too much at once: refused before any hold, free, and over as soon as the load is."""

import asyncio
from pathlib import Path

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from makers import Scripted, a_profile, open_api, usual_answer

pytestmark = pytest.mark.anyio


class Slow:
    """An outcome that waits until the test lets go of it."""

    def __init__(self) -> None:
        self.came = asyncio.Event()
        self.go = asyncio.Event()

    async def __call__(self, call: Call) -> Model:
        self.came.set()
        await self.go.wait()
        return usual_answer(call)


async def test_one_call_too_many_is_refused_free_while_cached_answers_go_on(
    tmp_path: Path,
) -> None:
    slow = Slow()
    provider = Scripted(a_profile("kept"), slow)
    async with open_api(tmp_path, provider, max_in_flight=1) as api:
        await api.get("/v1/profile?handle=kept")
        waiting = asyncio.create_task(api.get("/v1/profile?handle=slow"))
        await slow.came.wait()

        refused = await api.get("/v1/profile?handle=more")
        cached = await api.get("/v1/profile?handle=kept")
        slow.go.set()
        answered = await waiting
        later = await api.get("/v1/profile?handle=more")

    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "overloaded"
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["meta"]["credits_charged"] == 0
    assert cached.status_code == 200
    assert (answered.status_code, later.status_code) == (200, 200)
    assert len(provider.asked) == 3
