"""A request that already came through this server is refused before anything is held."""

from pathlib import Path

import pytest

from makers import Scripted, open_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"


async def test_a_circle_is_refused_for_free_and_asks_nobody(tmp_path: Path) -> None:
    provider = Scripted()
    async with open_api(tmp_path, provider) as api:
        way = f"b2,{api.service.node_id}"
        answer = await api.get(PROFILE, x_instagramapi_via=way)

        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["reason"]) == (
            502,
            "upstream_error",
            "loop",
        )
        assert answer.headers["x-credits-charged"] == "0"
        assert answer.headers["x-credits-remaining"] == "100"
        assert provider.asked == []
        assert await api.journal(answer.headers["x-request-id"]) == []


@pytest.mark.parametrize(
    ("way", "status"), [("a,b,c,d,e", 200), ("a,b,c,d,e,f", 502), ("a b", 400), ("", 200)]
)
async def test_a_way_is_short_and_in_form(way: str, status: int, tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get(PROFILE, x_instagramapi_via=way)

        assert answer.status_code == status
