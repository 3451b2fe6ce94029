"""The providers' metrics: a line for each endpoint asked for, and its failures by reason."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from instagramapi.api.provider_metrics import ProviderCollector
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.turn import Turns
from makers import Outside, StoppedClock

pytestmark = pytest.mark.anyio


async def test_what_a_provider_did_is_there_for_prometheus() -> None:
    turns = Turns.in_order((Outside(UpstreamError("No.", reason="blocked")),), StoppedClock())
    registry = CollectorRegistry()
    registry.register(ProviderCollector(turns, CATALOGUE))
    with pytest.raises(UpstreamError):
        await turns.desks[0].ask(GetProfile(account=AccountRef(handle="nike")))

    text = generate_latest(registry).decode()

    labels = '{endpoint="profile",provider="outside"}'
    assert f"instagramapi_provider_calls_total{labels} 1.0" in text
    assert f"instagramapi_provider_state{labels} 2.0" in text
    failures = 'instagramapi_provider_failures_total{endpoint="profile",provider="outside"'
    assert f'{failures},reason="blocked"}} 1.0' in text
