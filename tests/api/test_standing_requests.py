"""Whatever changes between two requests with the same bytes, both doors answer the next alike."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from doors import answer, asgi_way, by_name, request_of, short_way
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from instagramapi.accounts.terms import Terms
from instagramapi.errors import BadParameter
from instagramapi.ledger.ledger import NO_CAPS, Caps
from makers import Api, Scripted, StoppedClock, open_api

# What is left of a limit is less with every request.
_COUNTED = re.compile(rb"r=\d+")
PLENTY = 1_000_000
HOUR_S = 3600
TERMS = {
    "live": Terms(name="a"),
    "test": Terms(name="b", mode="test"),
    "scoped": Terms(name="c", scopes=["post", "credits"]),
    "capped": Terms(name="d", cap_day=0),
    "brief": Terms(name="e", expires_at=StoppedClock().now_s + HOUR_S),
    "limited": Terms(name="f", rate_limit="1000/minute"),
    "elsewhere": Terms(name="g", addresses=["203.0.113.7"]),
}
TARGETS = [
    *(f"/v1/profile?handle={name}" for name in ("nike", "nothing", "fails", "adidas")),
    *("/v1/profile?handle=nike&max_age=0", "/v1/profile?handle=nike&max_age=7200"),
    *("/v1/profile?handle=nike&fields=id", "/v1/profile?handle=nike&only_cached=true"),
    *("/v1/profile?handle=nike&media=proxy", "/v1/profile?handel=nike", "/v1/resolve?input=@nike"),
]


class World:
    """One account with many keys, whose requests were all sent to both doors before."""

    def __init__(self, api: Api, secrets: dict[str, str]) -> None:
        self.api = api
        self.secrets = secrets

    def requests(self) -> list[bytes]:
        keys = [*self.secrets.values(), "ig_live_" + "0" * 32, ""]
        return [
            request_of(target, f"x-api-key: {secret}", *lines)
            for target in TARGETS
            for secret in keys
            for lines in ((), ("x-instagramapi-via: another",))
        ]

    async def key_id(self, name: str) -> str:
        keys = await self.api.service.keys.list()
        return next(key.id for key in keys if key.name == TERMS[name].name)

    async def revoke(self, name: str) -> None:
        await self.api.service.keys.revoke(await self.key_id(name))

    async def replace(self, name: str) -> None:
        with suppress(BadParameter):
            await self.api.service.keys.rotate(await self.key_id(name), overlap_s=HOUR_S)

    async def suppress(self, handle: str) -> None:
        await self.api.service.suppression.suppress("handle", handle)

    async def lift(self, handle: str) -> None:
        await self.api.service.suppression.lift("handle", handle)

    async def spend(self, _: str) -> None:
        await self.api.service.ledger.expire(self.api.account_id, reason="test")

    async def grant(self, _: str) -> None:
        await self.api.service.ledger.grant(self.api.account_id, PLENTY, reason="test")

    async def cap(self, _: str) -> None:
        await self.api.service.ledger.set_caps(self.api.account_id, Caps(0, None))

    async def uncap(self, _: str) -> None:
        await self.api.service.ledger.set_caps(self.api.account_id, NO_CAPS)

    async def wait(self, _: str) -> None:
        self.api.clock.advance(HOUR_S)

    async def wait_long(self, _: str) -> None:
        self.api.clock.advance(24 * HOUR_S)


Change = Callable[[World, str], Awaitable[None]]
NAMES = st.sampled_from(sorted(TERMS))
HANDLES = st.sampled_from(["nike", "adidas"])
CHANGES = st.one_of(
    st.tuples(st.sampled_from([World.revoke, World.replace]), NAMES),
    st.tuples(st.sampled_from([World.suppress, World.lift]), HANDLES),
    st.tuples(
        st.sampled_from(
            [World.spend, World.grant, World.cap, World.uncap, World.wait, World.wait_long]
        ),
        st.just(""),
    ),
)


async def told(port: int, requests: list[bytes]) -> list[Any]:
    """Send one after the other, each once the one before it is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    told = []
    async with asyncio.timeout(30):
        for request in requests:
            writer.write(request)
            head, body = await answer(reader, request)
            told.append((_COUNTED.sub(b"", head), body))
    writer.close()
    return told


@settings(
    max_examples=8,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(changes=st.lists(CHANGES, min_size=1, max_size=5))
def test_what_is_kept_of_a_request_holds_only_as_long_as_it_is_true(
    changes: list[tuple[Change, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def run(data_dir: Path) -> None:
        async with (
            open_api(data_dir, Scripted(by_name), granted=PLENTY) as api,
            short_way(api) as (short, _),
            asgi_way(api) as asgi,
        ):
            keys = api.service.keys
            made = {name: await keys.create(api.account_id, TERMS[name]) for name in TERMS}
            world = World(api, {name: secret for name, (_, secret) in made.items()})
            requests = world.requests()
            await told(short, requests)
            for change, name in changes:
                await change(world, name)
                # The first of these fetches what is to be fetched anew.
                await told(asgi, requests)
                expected = await told(asgi, requests)
                for request, short_way_says, asgi_says in zip(
                    requests, await told(short, requests), expected, strict=True
                ):
                    assert short_way_says == asgi_says, (change.__name__, name, request)

    asyncio.run(run(tmp_path_factory.mktemp("doors")))
