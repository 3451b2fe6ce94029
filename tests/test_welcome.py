"""The first start: once, whole, and finished by the next where it was cut off."""

from pathlib import Path

import pytest

from instagramapi.accounts.terms import Terms
from instagramapi.asgi import App
from instagramapi.welcome import OWNER_EMAIL, Welcome, first_start
from instagramapi.wiring import Service, build
from makers import in_process, settings_of

pytestmark = pytest.mark.anyio


async def started(data_dir: Path, **settings: object) -> Service:
    return await build(settings_of(data_dir, **settings))


async def works(service: Service, welcome: Welcome) -> bool:
    """Tell whether both keys answer and the credits are what was said."""
    async with in_process(App(service)) as client:
        url = "/v1/profile?handle=nike"
        live = await client.get(url, headers={"x-api-key": welcome.live_secret})
        test = await client.get(url, headers={"x-api-key": welcome.test_secret})
    left = live.headers["x-credits-remaining"]
    return (live.status_code, test.status_code, left) == (200, 200, str(welcome.credits - 1))


async def test_the_first_start_makes_what_a_first_call_needs(tmp_path: Path) -> None:
    service = await started(tmp_path)
    welcome = await first_start(service)

    assert welcome is not None
    assert welcome.credits == 1000
    assert await works(service, welcome)
    assert [account.email for account in service.accounts.list()] == [OWNER_EMAIL]
    await service.close()


async def test_a_second_start_makes_and_shows_nothing(tmp_path: Path) -> None:
    service = await started(tmp_path)
    await first_start(service)
    assert await first_start(service) is None
    await service.close()

    service = await started(tmp_path)
    assert await first_start(service) is None
    assert len(await service.keys.list()) == 2
    assert await service.ledger.balance(service.accounts.find(OWNER_EMAIL).id) == 1000
    await service.close()


async def test_a_start_cut_off_after_the_account_is_finished_by_the_next(tmp_path: Path) -> None:
    service = await started(tmp_path)
    await service.accounts.create(OWNER_EMAIL)

    welcome = await first_start(service)

    assert welcome is not None
    assert await works(service, welcome)
    await service.close()


@pytest.mark.parametrize("credits_then", [1000, 5])
async def test_a_start_cut_off_after_the_grant_grants_no_more(
    credits_then: int, tmp_path: Path
) -> None:
    service = await started(tmp_path)
    owner = await service.accounts.create(OWNER_EMAIL)
    await service.ledger.grant(owner.id, credits_then, reason="x", reference=f"welcome-{owner.id}")

    welcome = await first_start(service)

    assert welcome is not None
    assert welcome.credits == credits_then
    assert await works(service, welcome)
    await service.close()


async def test_a_key_that_nobody_was_shown_is_replaced(tmp_path: Path) -> None:
    service = await started(tmp_path)
    owner = await service.accounts.create(OWNER_EMAIL)
    lost, _ = await service.keys.create(owner.id, Terms(name="first test key", mode="test"))

    welcome = await first_start(service)

    assert welcome is not None
    assert await works(service, welcome)
    assert (await service.keys.get(lost.id)).revoked_at is not None
    await service.close()


async def test_an_operator_who_made_an_account_first_gets_no_other(tmp_path: Path) -> None:
    service = await started(tmp_path)
    await service.accounts.create("ada@example.com")

    assert await first_start(service) is None
    assert await service.keys.list() == ()
    await service.close()


async def test_the_first_start_may_grant_nothing(tmp_path: Path) -> None:
    service = await started(tmp_path, welcome_credits=0)
    welcome = await first_start(service)

    assert welcome is not None
    assert welcome.credits == 0
    assert (await service.ledger.verify()).entries == 0
    await service.close()
