"""The report: who answers what in which order, how well, and what it cost."""

import pytest

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import UpstreamError
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.report import report
from instagramapi.upstream.turn import Turns, parse_routes
from makers import Outside, Scripted, StoppedClock, a_profile

pytestmark = pytest.mark.anyio
NIKE = GetProfile(account=AccountRef(handle="nike"))


async def test_a_provider_tells_calls_failures_and_what_it_took() -> None:
    blocked = UpstreamError("Blocked.", reason="blocked")
    desk = Desk(Outside(a_profile(), blocked), StoppedClock(), manners=Manners(price_micros=600))
    await desk.ask(NIKE)
    with pytest.raises(UpstreamError):
        await desk.ask(NIKE)

    told = report(Turns([desk], {}, float), CATALOGUE)

    (provider,) = told["providers"]
    assert (provider["name"], provider["used_today"]) == ("outside", 2)
    assert provider["budgets"] == {}
    assert provider["manners"]["price_micros"] == 600
    profile = provider["endpoints"]["profile"]
    assert profile["state"] == "open"
    assert (profile["calls"], profile["success"], profile["spent_micros"]) == (2, 0.5, 1200)
    assert profile["failures"] == {"blocked": 1}
    assert provider["endpoints"]["post"]["success"] is None


def test_each_endpoint_names_who_is_asked_in_order() -> None:
    routes = parse_routes("profile=outside,scripted", ["profile"], ["outside", "scripted"])
    desks = [Desk(Scripted(), StoppedClock()), Desk(Outside(), StoppedClock())]

    told = report(Turns(desks, routes, float), CATALOGUE)

    assert told["endpoints"]["profile"] == ["outside", "scripted"]
    assert told["endpoints"]["post"] == ["scripted", "outside"]
    assert "credits" not in told["endpoints"]
    assert told["providers"][0]["used_today"] is None
