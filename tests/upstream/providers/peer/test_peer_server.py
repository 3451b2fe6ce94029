"""A server that asks another server of this API, both real, over loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from peer_makers import Named, peer_at

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models.base import Model
from instagramapi.errors import UpstreamError
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.peer import PeerProvider
from makers import Api, Outside, Scripted, a_profile, open_server

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"
SOLD = [endpoint for endpoint in CATALOGUE if endpoint.credits]
# Far more than a refusal takes, far less than the 12 s of an attempt that nobody answers.
PROMPTLY_S = 10.0


@dataclass
class Pair:
    """A server, and the one that it asks."""

    near: Api
    far: Api


@asynccontextmanager
async def a_pair(folder: Path, *far: Provider, **settings: Any) -> AsyncIterator[Pair]:
    """Serve two; the near one asks the far one, set up as an operator would."""
    async with open_server(folder / "far", *far, granted=1_000) as answering:
        peer = {
            "providers": ("peer",),
            "peer_url": f"http://127.0.0.1:{answering.port}",
            "peer_key": answering.live,
        }
        async with open_server(folder / "near", granted=1_000, **peer, **settings) as asking:
            yield Pair(asking, answering)


@asynccontextmanager
async def a_circle(
    folder: Path,
    left: tuple[Provider, ...] = (),
    right: tuple[Provider, ...] = (),
    *,
    behind: tuple[Provider, ...] = (),
    **settings: Any,
) -> AsyncIterator[Pair]:
    """Serve two that ask each other, each after providers of its own, or before."""
    to_right, to_left = Named(), Named()
    async with (
        open_server(folder / "left", *left, to_right, *behind[:1], **settings) as one,
        open_server(folder / "right", *right, to_left, *behind[1:], **settings) as other,
    ):
        to_right.peer, to_left.peer = between(one, other), between(other, one)
        yield Pair(one, other)


def between(asking: Api, answering: Api) -> PeerProvider:
    return peer_at(f"http://127.0.0.1:{answering.port}", answering.live, asking.service.node_id)


def url_of(endpoint: type[Call], **more: str) -> str:
    pairs = {**endpoint.example, **more}
    return f"{endpoint.path}?" + "&".join(f"{name}={value}" for name, value in pairs.items())


async def test_every_endpoint_answers_as_the_peer_does(tmp_path: Path) -> None:
    async with a_pair(tmp_path) as pair:
        for endpoint in SOLD:
            near = await pair.near.get(url_of(endpoint))
            far = await pair.far.get(url_of(endpoint))

            assert near.status_code == far.status_code == 200, near.text
            assert without_cursor(near.json()["data"]) == without_cursor(far.json()["data"])
            told, there = near.json()["meta"], far.json()["meta"]
            assert (told["provider"], there["provider"]) == ("peer", "demo")
            assert [told[name] for name in ("total", "empty_reason", "warnings")] == [
                there[name] for name in ("total", "empty_reason", "warnings")
            ]


def without_cursor(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "next_cursor"}


async def test_what_the_peer_takes_is_what_it_charged(tmp_path: Path) -> None:
    async with a_pair(tmp_path) as pair:
        for endpoint in SOLD:
            await pair.near.get(url_of(endpoint))
        await pair.near.get("/v1/profile?handle=sandbox.deleted")
        (desk,) = pair.near.service.turns.desks
        spent = 1_000 - await pair.far.balance()

        assert isinstance(desk.provider, PeerProvider)
        assert desk.provider.credits_spent == spent > len(SOLD)
        assert desk.provider.requests_billed["profile"] == 2


@pytest.mark.parametrize("name", ["profile/posts", "search/users", "post/comments"])
async def test_pages_through_a_peer_reach_the_same_end(name: str, tmp_path: Path) -> None:
    first = url_of(CATALOGUE.by_name[name], limit="11")
    async with a_pair(tmp_path) as pair:
        near, far = await everything(pair.near, first), await everything(pair.far, first)

    assert near == far
    assert len(near) > 20


async def everything(api: Api, first: str) -> list[Any]:
    found, cursor = [], ""
    for _ in range(100):
        answer = (await api.get(first + cursor)).json()
        found += [item["id"] for item in answer["data"]["items"]]
        if answer["meta"]["next_cursor"] is None:
            return found
        cursor = f"&cursor={answer['meta']['next_cursor']}"
    raise AssertionError("this list has no end")


async def test_a_cursor_that_the_peer_does_not_know_any_more_is_refused_for_free(
    tmp_path: Path,
) -> None:
    provider = Named()
    async with (
        open_server(tmp_path / "before") as before,
        # As after the loss of its secret: nothing that was sealed before can be opened.
        open_server(tmp_path / "after") as after,
        open_server(tmp_path / "near", provider) as near,
    ):
        provider.peer = between(near, before)
        posts = await near.get("/v1/profile/posts?handle=nike")
        await provider.close()
        provider.peer = between(near, after)
        cursor = posts.json()["meta"]["next_cursor"]
        refused = await near.get(f"/v1/profile/posts?handle=nike&cursor={cursor}")

    error = refused.json()["error"]
    assert (refused.status_code, error["param"], error["reason"]) == (400, "cursor", "cursor")
    assert refused.headers["x-credits-charged"] == "0"


@pytest.mark.parametrize(
    ("handle", "status", "reason"),
    [("private", 404, "private"), ("deleted", 404, "deleted"), ("upstream_error", 502, "server")],
)
async def test_an_outcome_there_is_the_outcome_here(
    handle: str, status: int, reason: str, tmp_path: Path
) -> None:
    async with a_pair(tmp_path, manners={"peer": {"attempts": 1}}) as pair:
        answer = await pair.near.get(f"/v1/profile?handle=sandbox.{handle}")

        assert (answer.status_code, answer.json()["error"]["reason"]) == (status, reason)
        assert answer.headers["x-credits-charged"] == ("1" if status == 404 else "0")
        assert 1_000 - await pair.near.balance() == 1_000 - await pair.far.balance()


async def test_the_operators_empty_account_is_not_the_callers(tmp_path: Path) -> None:
    provider = Named()
    async with (
        open_server(tmp_path / "far", granted=0) as far,
        open_server(tmp_path / "near", provider) as near,
    ):
        provider.peer = between(near, far)
        answer = await near.get(PROFILE)

        assert (answer.status_code, answer.json()["error"]["reason"]) == (502, "auth")
        assert await near.balance() == 100


async def test_servers_that_ask_each_other_refuse_promptly_and_for_free(tmp_path: Path) -> None:
    async with a_circle(tmp_path) as pair, asyncio.timeout(PROMPTLY_S):
        for api in (pair.near, pair.far):
            answer = await api.get(PROFILE)

            assert (answer.status_code, answer.json()["error"]["reason"]) == (502, "loop")
        assert await pair.near.balance() == await pair.far.balance() == 100


async def test_two_calls_that_meet_in_a_circle_do_not_wait_for_each_other(tmp_path: Path) -> None:
    barrier = asyncio.Barrier(2)

    async def meet(call: Call) -> Model:
        await barrier.wait()
        raise UpstreamError("Down.")

    # The same call is under way at both before either asks the other.
    left, right = Scripted(meet, UpstreamError("Down.")), Scripted(meet, UpstreamError("Down."))
    async with a_circle(tmp_path, (left,), (right,)) as pair, asyncio.timeout(PROMPTLY_S):
        answers = await asyncio.gather(pair.near.get(PROFILE), pair.far.get(PROFILE))

    assert [answer.json()["error"]["reason"] for answer in answers] == ["loop", "loop"]


async def test_a_crowd_in_a_circle_does_not_wait_for_its_own_places(tmp_path: Path) -> None:
    one_by_one = {"peer": {"concurrency": 1}}
    async with a_circle(tmp_path, manners=one_by_one) as pair, asyncio.timeout(PROMPTLY_S):
        answers = await asyncio.gather(
            *[
                api.get(f"/v1/profile?handle=a{n}")
                for n in range(10)
                for api in (pair.near, pair.far)
            ]
        )

    assert {answer.status_code for answer in answers} == {502}
    assert are_free(answers)


def are_free(answers: list[Any]) -> bool:
    return all(answer.headers["x-credits-charged"] == "0" for answer in answers)


async def test_servers_may_stand_in_for_each_other(tmp_path: Path) -> None:
    """Each asks the other first and has the answer itself: no circle makes the other rest."""
    behind = (Outside(a_profile()), Outside(a_profile()))
    async with a_circle(tmp_path, behind=behind) as pair, asyncio.timeout(PROMPTLY_S):
        for number in range(20):
            answer = await pair.near.get(f"/v1/profile?handle=a{number}")
            assert answer.json()["meta"]["provider"] == "peer", answer.text
        for api in (pair.near, pair.far):
            desk = api.service.turns.named("peer")
            assert desk is not None
            assert desk.state(CATALOGUE.by_name["profile"]) == "closed"


async def test_three_servers_in_a_row_answer(tmp_path: Path) -> None:
    first, second = Named(), Named()
    async with (
        open_server(tmp_path / "a", first) as a,
        open_server(tmp_path / "b", second) as b,
        open_server(tmp_path / "c") as c,
    ):
        first.peer, second.peer = between(a, b), between(b, c)

        assert (await a.get(PROFILE)).json()["data"] == (await c.get(PROFILE)).json()["data"]
