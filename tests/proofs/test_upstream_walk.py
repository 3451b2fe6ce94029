"""Every endpoint through every provider that can serve it, on simulated upstreams."""

import asyncio
from pathlib import Path
from urllib.parse import urlencode

import pytest
from simulated import PROVIDERS, Upstreams, ask, product

from instagramapi.catalog.endpoints import CATALOGUE

AT_LEAST = {"graph": 8, "web": 10, "hiker": 35}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_endpoint_that_a_provider_can_serve_is_answered_by_it(
    provider: str, upstreams: Upstreams, tmp_path: Path
) -> None:
    with product(tmp_path / "data", upstreams.url, routes=f"*={provider}") as server:
        routed = server.tell("providers")["endpoints"]
        served = [name for name, names in routed.items() if names == [provider]]
        wanted = [CATALOGUE.by_name[name] for name in served]
        targets = [f"{each.path}?{urlencode(each.example)}" for each in wanted]
        answers = asyncio.run(ask(server, targets))
        fares = server.fares(provider)

    told = [(each.target, each.status, each.provider) for each in answers]
    assert told == [(target, 200, provider) for target in targets]
    assert len(served) >= AT_LEAST[provider]
    assert {name: fares[name]["success"] for name in served} == dict.fromkeys(served, 1.0)
