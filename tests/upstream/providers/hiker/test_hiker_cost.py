"""What an operator pays: every call is counted where it was made, as HikerAPI charges it."""

import pytest
from hiker_makers import BAKER, BAKER_ID, BY_ID, BY_NAME, KEY, Raw, Turns, flat_account, playing

from instagramapi.catalog.location import GetLocation
from instagramapi.catalog.profile import GetProfile, GetProfileAbout, ListProfileHighlights
from instagramapi.catalog.subjects import LocationRef
from instagramapi.errors import NotFound, Problem
from instagramapi.kit.clock import SystemClock
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.providers.hiker import HikerProvider
from instagramapi.upstream.report import spent_micros

pytestmark = pytest.mark.anyio

ABOUT = {"username": "tilda.bakes", "is_verified": True, "country": "Norway"}
PLACE = GetLocation(location=LocationRef(id="1"))


async def test_the_key_goes_into_its_header_and_nowhere_else() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/about": ABOUT}) as stage:
        await stage.answer(GetProfileAbout(account=BAKER))

        assert [sent["x-access-key"] for sent in stage.headers] == [KEY, KEY]
        assert KEY not in str(stage.asked)


async def test_a_handle_costs_a_call_more_until_it_is_known() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/about": ABOUT}) as stage:
        await stage.answer(GetProfileAbout(account=BAKER))
        first = dict(stage.provider.calls_made)
        await stage.answer(GetProfileAbout(account=BAKER))
        await stage.answer(GetProfileAbout(account=BAKER_ID))

        assert first == {"profile/about": 2}
        assert stage.provider.calls_made == {"profile/about": 4}


async def test_a_profile_makes_its_handle_known() -> None:
    raw = {"user": flat_account(), "status": "ok"}
    script = {"/v2/user/by/username": raw, "/v1/user/about": ABOUT}
    async with playing(script) as stage:
        await stage.answer(GetProfile(account=BAKER))
        await stage.answer(GetProfileAbout(account=BAKER))

        assert stage.provider.calls_made == {"profile": 1, "profile/about": 1}


async def test_what_is_known_of_a_handle_is_soon_forgotten() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/about": ABOUT}) as stage:
        await stage.answer(GetProfileAbout(account=BAKER))
        stage.clock.now_s += 601
        await stage.answer(GetProfileAbout(account=BAKER))

        assert [path for path, _ in stage.asked].count(BY_NAME) == 2


async def test_a_path_that_counts_twice_is_billed_twice() -> None:
    twice = Raw(200, [], {"x-hiker-info": '{"reqs": 2}'})
    async with playing({BY_ID: flat_account(), "/v1/user/highlights": twice}) as stage:
        await stage.answer(ListProfileHighlights(account=BAKER_ID))

        assert stage.provider.calls_made == {"profile/highlights": 2}
        assert stage.provider.requests_billed == {"profile/highlights": 3}


@pytest.mark.parametrize(
    ("status", "header", "billed"),
    [
        (404, None, 1),
        (403, None, 1),
        (400, None, 1),
        (429, None, 0),
        (500, None, 0),
        (410, '{"reqs": 0}', 0),
        (404, "{", 1),
        (404, '{"reqs": null}', 1),
        (404, "5", 1),
    ],
)
async def test_a_refusal_is_billed_as_documented(
    status: int, header: str | None, billed: int
) -> None:
    headers = {"x-hiker-info": header} if header else {}
    body = {"detail": "no", "exc_type": "No"}
    async with playing({"/v1/location/by/id": Raw(status, body, headers)}) as stage:
        with pytest.raises(Problem):
            await stage.answer(PLACE)

        assert stage.provider.requests_billed["location"] == billed


async def test_retries_are_counted_too() -> None:
    down = Raw(500, {"detail": "Internal server error"})
    place = {"pk": 1, "name": "Mill"}
    async with playing({"/v1/location/by/id": Turns(down, place)}) as stage:
        desk = Desk(stage.provider, SystemClock(), sleep=_no_sleep)
        await desk.ask(PLACE)

        assert desk.records["location"].attempts == 2
        assert stage.provider.calls_made == {"location": 2}
        assert stage.provider.requests_billed == {"location": 1}


async def test_the_report_says_what_was_really_spent() -> None:
    async with playing({BY_NAME: flat_account(), "/v1/user/about": ABOUT}) as stage:
        desk = Desk(stage.provider, SystemClock(), manners=Manners(price_micros=600))
        await desk.ask(GetProfileAbout(account=BAKER))

        # One attempt, two calls.
        assert desk.records["profile/about"].attempts == 1
        assert spent_micros(desk, GetProfileAbout) == 1_200
        assert spent_micros(desk, GetProfile) == 0


async def test_a_private_account_costs_no_second_call() -> None:
    async with playing({BY_NAME: flat_account(is_private=True)}) as stage:
        with pytest.raises(NotFound) as raised:
            await stage.answer(ListProfileHighlights(account=BAKER))

        assert raised.value.reason == "private"
        assert stage.provider.calls_made == {"profile/highlights": 1}


def test_its_manners_carry_a_price() -> None:
    manners = HikerProvider.manners

    assert isinstance(manners, Manners)
    assert manners.price_micros == 1_000


async def _no_sleep(seconds: float) -> None:
    """Retries need not really wait here."""
