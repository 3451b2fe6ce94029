"""A small HikerAPI on loopback that plays what a test gives it, in the recorded shapes."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.subjects import AccountRef, shortcode_of
from instagramapi.upstream.http import Http
from instagramapi.upstream.providers.hiker import HikerProvider
from makers import StoppedClock

KEY = "operators-secret-key"
# Stands in an answer for the address at which it is played.
HERE = "http://here.example/"
BAKER = AccountRef(handle="tilda.bakes")
BAKER_ID = AccountRef(id="7001")
BY_NAME, BY_ID = "/v1/user/by/username", "/v1/user/by/id"


@dataclass(frozen=True)
class Raw:
    """An answer that is more than JSON with status 200."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None
    file: str | None = None

    def response(self) -> web.Response:
        if self.html is not None:
            return web.Response(
                status=self.status, text=self.html, content_type="text/html", headers=self.headers
            )
        if self.file is not None:
            return web.Response(status=self.status, text=self.file)
        return web.json_response(self.body, status=self.status, headers=self.headers)


@dataclass
class Stage:
    """The provider, its clock, and what it asked: path, query and headers in order."""

    provider: HikerProvider
    clock: StoppedClock
    asked: list[tuple[str, dict[str, str]]]
    headers: list[dict[str, str]]

    async def answer(self, call: Call) -> Any:
        return await self.provider.answer(call)


@asynccontextmanager
async def playing(script: Mapping[str, Any]) -> AsyncIterator[Stage]:
    """Serve a script: by path what is answered, a `Raw`, or a list of both for one after another.

    A path that is not in it is a 404 of the framework, as at the real one.
    """
    stage = Stage(provider=None, clock=StoppedClock(), asked=[], headers=[])  # type: ignore[arg-type]
    left = {path: list(told) if isinstance(told, Turns) else told for path, told in script.items()}

    async def serve(request: web.Request) -> web.Response:
        stage.asked.append((request.path, dict(request.query)))
        stage.headers.append({name.lower(): value for name, value in request.headers.items()})
        told = left.get(request.path, Raw(404, {"detail": "Not Found"}))
        if request.path in left and isinstance(script[request.path], Turns):
            told = left[request.path].pop(0)
        if isinstance(told, Raw):
            return told.response()
        return web.json_response(text=json.dumps(told).replace(HERE, base_url))

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    base_url = f"http://127.0.0.1:{port}/"
    stage.provider = HikerProvider(http=Http(), base_url=base_url, key=KEY, clock=stage.clock)
    try:
        yield stage
    finally:
        await stage.provider.close()
        await runner.cleanup()


class Turns(tuple[Any, ...]):
    """Answers to one path, one after another."""

    def __new__(cls, *answers: Any) -> "Turns":
        return super().__new__(cls, answers)


def flat_account(**changes: Any) -> dict[str, Any]:
    """An account as `/v1` tells it."""
    return {
        "pk": 7001,
        "username": "tilda.bakes",
        "full_name": "Tilda",
        "is_private": False,
        "profile_pic_url": "https://cdn.example/t.jpg",
        "profile_pic_url_hd": None,
        "is_verified": False,
        "media_count": 40,
        "follower_count": 900,
        "following_count": 12,
        "biography": "",
        "external_url": None,
        "account_type": 2,
        **changes,
    }


def flat_user(number: int, **changes: Any) -> dict[str, Any]:
    """An account in short as `/v1` tells it."""
    name = f"fan{number}"
    return {"pk": str(number), "id": str(number), "username": name, "full_name": "", **changes}


def flat_post(number: int, **changes: Any) -> dict[str, Any]:
    """A post as `/v1` tells it; a higher number is a newer one."""
    post_id = str(3_740_000_000_000_001_000 + number)
    return {
        "pk": post_id,
        "id": f"{post_id}_7001",
        "code": shortcode_of(post_id),
        "taken_at": "2026-04-07T13:00:04Z",
        "taken_at_ts": 1_700_000_000 + number,
        "media_type": 1,
        "product_type": "feed",
        "thumbnail_url": f"https://cdn.example/{number}.jpg",
        "location": None,
        "user": flat_user(7001, username="tilda.bakes", is_private=False, is_verified=None),
        "comment_count": 3,
        "like_count": 5,
        "play_count": 0,
        "view_count": 0,
        "video_duration": 0.0,
        "caption_text": f"Loaf {number} #bread",
        "usertags": [],
        "sponsor_tags": [],
        "resources": [],
        "image_versions": [],
        "video_versions": [],
        **changes,
    } | {"taken_at": _iso(changes.get("taken_at_ts", 1_700_000_000 + number))}


def app_post(number: int, **changes: Any) -> dict[str, Any]:
    """A post as `/v2` passes it on."""
    post_id = 3_740_000_000_000_001_000 + number
    return {
        "pk": post_id,
        "id": f"{post_id}_7001",
        "code": shortcode_of(str(post_id)),
        "taken_at": 1_700_000_000 + number,
        "media_type": 2,
        "product_type": "clips",
        "caption": {"text": f"Loaf {number} #bread"},
        "user": {"pk": 7001, "username": "tilda.bakes", "full_name": "Tilda", "is_private": False},
        "like_count": 5,
        "comment_count": 3,
        "play_count": 70,
        "reshare_count": 2,
        "video_duration": 9.5,
        "video_versions": [{"url": f"https://cdn.example/{number}.mp4"}],
        "image_versions2": {"candidates": [{"url": f"https://cdn.example/{number}.jpg"}]},
        "usertags": {"in": [{"user": {"pk": 7}, "position": [0.25, 0.75]}]},
        "coauthor_producers": [{"pk": 8, "username": "mill"}],
        "sponsor_tags": [{"sponsor": {"pk": 9, "username": "flour"}}],
        "is_paid_partnership": True,
        "timeline_pinned_user_ids": [7001],
        "clips_metadata": {
            "original_sound_info": {"audio_asset_id": 640, "original_audio_title": "Oven"}
        },
        **changes,
    }


def _iso(epoch_s: Any) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
