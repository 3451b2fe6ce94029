"""Health, metrics, documents and pictures: everything beside `/v1`."""

import asyncio
import threading
from pathlib import Path

import pytest

from makers import Scripted, open_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"


async def test_it_is_alive(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/healthz", "")

        assert (answer.status_code, answer.text) == (200, "ok\n")


async def test_it_is_ready_when_everything_that_a_call_needs_is_there(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/readyz", "")

        assert answer.status_code == 200
        assert answer.json() == {
            "store": True,
            "migrations": True,
            "ledger": True,
            "providers": True,
        }


async def test_it_is_not_ready_without_a_provider(tmp_path: Path) -> None:
    async with open_api(tmp_path, providers=()) as api:
        answer = await api.get("/readyz", "")

        assert answer.status_code == 503
        assert answer.json()["providers"] is False


async def test_it_is_not_ready_where_a_newer_program_changed_the_schema(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.service.database.write(lambda connection: connection.execute(
            "PRAGMA user_version = 9999"
        ).fetchall())  # fmt: skip

        answer = await api.get("/readyz", "")

        assert answer.status_code == 503
        assert answer.json()["migrations"] is False


async def test_it_is_not_ready_where_the_disk_takes_too_long(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        api.app.store_answers_within_s = 0.01
        disk = threading.Event()
        writing = asyncio.create_task(api.service.database.write(lambda connection: disk.wait()))
        await asyncio.sleep(0)

        answer = await api.get("/readyz", "")

        assert answer.status_code == 503
        assert answer.json()["store"] is False
        disk.set()
        await writing


async def test_metrics_are_off_without_a_token(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        answer = await api.get("/metrics", "", authorization="Bearer None")

        assert answer.status_code == 403
        assert "INSTAGRAMAPI_METRICS_TOKEN" in answer.text


@pytest.mark.parametrize("sent", ["", "Bearer other", "Bearer token-of-metric", "token-of-metrics"])
async def test_metrics_are_for_who_has_the_token(sent: str, tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(), metrics_token="token-of-metrics") as api:
        answer = await api.get("/metrics", "", **({"authorization": sent} if sent else {}))

        assert answer.status_code == 403
        assert "instagramapi_requests_total" not in answer.text


async def test_metrics_count_requests_credits_and_time(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(), metrics_token="token-of-metrics") as api:
        for url in (PROFILE, PROFILE, "/v1/nothing"):
            await api.get(url)

        text = (await api.get("/metrics", "token-of-metrics")).text

        counted = 'instagramapi_requests_total{cache="%s",code="%s",endpoint="%s",status="%s"} 1.0'
        assert counted % ("miss", "", "profile", "200") in text
        assert counted % ("hit", "", "profile", "200") in text
        assert counted % ("", "unknown_endpoint", "unknown", "404") in text
        assert 'instagramapi_credits_charged_total{endpoint="profile"} 1.0' in text
        assert 'instagramapi_request_seconds_count{endpoint="profile"} 2.0' in text
        assert "instagramapi_ledger_drift 0.0" in text


async def test_the_openapi_document_is_served(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(), public_url="https://api.example.com") as api:
        document = (await api.get("/openapi.json", "")).json()

        assert document["openapi"] == "3.1.0"
        assert document["servers"] == [{"url": "https://api.example.com"}]


async def test_the_pictures_of_the_demo_world_are_drawn_here(tmp_path: Path) -> None:
    async with open_api(tmp_path, public_url="http://test") as api:
        profile = (await api.get(PROFILE)).json()["data"]

        picture = await api.get(profile["profile_pic_url"], "")

        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
        assert picture.content.startswith(b"<svg")
        assert "max-age=86400" in picture.headers["cache-control"]


async def test_the_videos_of_the_demo_world_are_served_here(tmp_path: Path) -> None:
    async with open_api(tmp_path, public_url="http://test") as api:
        posts = (await api.get("/v1/profile/reels?handle=nike")).json()["data"]["items"]

        video = await api.get(posts[0]["video_url"], "")

        assert (video.status_code, video.headers["content-type"]) == (200, "video/mp4")


@pytest.mark.parametrize(
    "name", ["", "pictures", "pictures/", "pictures/x.svg", "videos/x.mp4", "other/x", "../secret"]
)
async def test_what_is_no_picture_is_not_found(name: str, tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        assert (await api.get(f"/demo/{name}", "")).status_code == 404
