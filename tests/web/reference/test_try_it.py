"""Try it: a real call with a chosen key, charged and logged like any other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from site_makers import HERE, Signed, always

from instagramapi.accounts.docs_key import docs_secret
from instagramapi.accounts.terms import Terms
from instagramapi.asgi import App
from instagramapi.upstream.provider import Provider
from instagramapi.wiring import Service
from makers import Scripted, a_profile, build_service, in_process, settings_of

pytestmark = pytest.mark.anyio

MAY_TRY = frozenset({"calls.try"})
AS_JSON = {**HERE, "accept": "application/json"}


@dataclass
class Desk:
    """A signed-in visitor with two keys, and somebody else's key."""

    service: Service
    client: httpx2.AsyncClient
    account_id: str
    live: str
    test: str
    foreign: str

    async def send(self, key: str, endpoint: str = "profile", **sent: str) -> httpx2.Response:
        form = {"endpoint": endpoint, "key": key, **{f"p.{k}": v for k, v in sent.items()}}
        return await self.client.post("/app/try", data=form, headers=AS_JSON)


@asynccontextmanager
async def open_desk(
    data_dir: Path, rights: frozenset[str] = MAY_TRY, provider: Provider | None = None
) -> AsyncIterator[Desk]:
    providers = (provider,) if provider else ()
    service = await build_service(settings_of(data_dir, providers), providers)
    mine = await service.accounts.create("mine@example.com")
    other = await service.accounts.create("other@example.com")
    await service.ledger.grant(mine.id, 10, reason="test")
    live, _ = await service.keys.create(mine.id, Terms(name="shop", mode="live"))
    test, _ = await service.keys.create(mine.id, Terms(name="ci", mode="test"))
    foreign, _ = await service.keys.create(other.id, Terms(name="theirs", mode="test"))
    visitor = Signed(account_id=mine.id, rights=rights)
    try:
        async with in_process(App(service, identify=always(visitor))) as client:
            yield Desk(service, client, mine.id, live.id, test.id, foreign.id)
    finally:
        await service.close()


async def test_a_live_try_is_charged_logged_and_delivered(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        answer = (await desk.send(desk.live, "profile/posts", handle="nike", limit="2")).json()

        assert answer["status"] == 200
        assert answer["headers"]["x-credits-charged"] == "2"
        assert '"credits_remaining": 8' in answer["body"]
        request_id = answer["headers"]["x-request-id"]
        row = desk.service.database.read().execute(
            "SELECT key_id, credits_charged FROM usage WHERE request_id = ?", (request_id,)
        ).fetchone()  # fmt: skip
        assert tuple(row) == (desk.live, 2)

    again = await build_service(settings_of(tmp_path))
    assert await again.ledger.balance(desk.account_id) == 8
    await again.close()


async def test_a_sandbox_try_is_free(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        answer = (await desk.send(desk.test, handle="nike")).json()

        assert answer["headers"]["x-sandbox"] == "1"
        assert await desk.service.ledger.balance(desk.account_id) == 10


async def test_what_is_wrong_is_said_as_to_any_caller(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        answer = (await desk.send(desk.test, handle="no such!")).json()

    assert answer["status"] == 400
    assert "missing_parameter" in answer["body"]


async def test_keys_of_others_and_dead_ones_are_unknown(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.service.keys.revoke(desk.test)
        for key in (desk.foreign, desk.test, "key_none", ""):
            assert (await desk.send(key, handle="nike")).status_code == 404
        assert (await desk.send(desk.live, "no/such")).status_code == 404


async def test_it_needs_a_right_and_a_page_of_ours(tmp_path: Path) -> None:
    async with open_desk(tmp_path, rights=frozenset()) as desk:
        assert (await desk.send(desk.test, handle="nike")).status_code == 403
    async with open_desk(tmp_path / "b") as desk:
        form = {"endpoint": "profile", "key": desk.test, "p.handle": "nike"}
        assert (await desk.client.post("/app/try", data=form)).status_code == 403


async def test_it_works_without_a_script(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        form = {"endpoint": "profile", "key": desk.test, "p.handle": "nike"}
        page = await desk.client.post("/app/try", data=form, headers=HERE)

    assert page.headers["cache-control"] == "no-store"
    assert 'id="tried"' in page.text
    assert "x-credits-charged: 0" in page.text


async def test_the_page_says_beforehand_what_it_costs_and_shows_no_key(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        page = (await desk.client.get("/docs/profile/posts")).text

        assert "shop (live): 2 credits" in page
        assert "ci (test)</option>" in page
        assert "Sandbox · free" in page
        for key in await desk.service.keys.list():
            assert key.hint not in page


async def test_samples_carry_the_readers_own_test_key(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        page = (await desk.client.get("/docs/profile")).text
        secret = page.split("Bearer ")[1][:40]
        asked = {"authorization": f"Bearer {secret}"}
        answer = await desk.client.get("/v1/profile?handle=nike", headers=asked)
        start = (await desk.client.get("/docs")).text

    assert answer.status_code == 200
    assert answer.headers["x-sandbox"] == "1"
    assert secret in start
    assert docs_secret(b"another server's", desk.account_id, 0) != secret


async def test_a_hostile_biography_is_text(tmp_path: Path) -> None:
    evil = a_profile("nike", biography="<img src=x onerror=alert(1)>", full_name='"><script>')
    async with open_desk(tmp_path, provider=Scripted(evil)) as desk:
        form = {"endpoint": "profile", "key": desk.live, "p.handle": "nike"}
        page = await desk.client.post("/app/try", data=form, headers=HERE)

    assert "&lt;img src=x onerror" in page.text
    assert "<img src=x" not in page.text
    assert "<script>" not in page.text


async def test_hostile_answers_are_text(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        query = "<script>alert(1)</script>"
        form = {"endpoint": "search/users", "key": desk.test, "p.query": query, "p.fields": "<b>"}
        page = await desk.client.post("/app/try", data=form, headers=HERE)

    assert "<script>alert" not in page.text
    assert "&lt;b&gt;" in page.text


@pytest.mark.parametrize("written", ["csv", "ndjson"])
async def test_lines_are_shown_as_they_are(tmp_path: Path, written: str) -> None:
    async with open_desk(tmp_path) as desk:
        sent = {"handle": "nike", "limit": "2", "format": written}
        answer = await desk.send(desk.live, "profile/posts", **sent)

        assert answer.status_code == 200
        assert answer.json()["headers"]["x-credits-charged"] == "2"
        assert len(answer.json()["body"].splitlines()) >= 2
