from pathlib import Path
from typing import Any

import pytest

from instagramapi.accounts.server_secret import ServerSecretError
from instagramapi.catalog.profile import GetProfile
from instagramapi.kit.clock import Clock
from instagramapi.settings import Settings, WrongSetting
from instagramapi.store.lock import DataDirectoryBusy
from instagramapi.upstream.provider import Provider
from instagramapi.wiring import build
from makers import Outside, Partial, Scripted, Second, build_service, settings_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("name", "hint"), [("demos", "Did you mean demo?"), ("xyzzy", "There are: archive, demo")]
)
async def test_an_unknown_provider_is_named_with_the_nearest(
    name: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongSetting, match="INSTAGRAMAPI_PROVIDERS") as refused:
        await build(settings_of(tmp_path / "data", providers=("demo", name)))

    assert repr(name) in str(refused.value)
    assert hint in str(refused.value)
    assert not (tmp_path / "data").exists()


async def test_providers_stand_in_the_order_of_the_settings(tmp_path: Path) -> None:
    given = (Scripted(), Second(), Partial())
    service = await build_service(
        settings_of(tmp_path, given, providers=("partial", "scripted")), given
    )

    assert [desk.name for desk in service.turns.desks] == ["partial", "scripted"]
    await service.close()


async def test_a_server_has_one_id_for_ever_and_another_than_others(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "one", "other"):
        service = await build(settings_of(tmp_path / name))
        ids.append(service.node_id)
        await service.close()

    assert len(ids[0]) == 16
    assert ids[0] == ids[1] != ids[2]


async def test_closing_closes_the_providers(tmp_path: Path) -> None:
    service = await build_service(settings_of(tmp_path, given := (Scripted(),)), given)

    await service.close()

    assert given[0].is_closed


async def test_a_data_directory_has_one_process(tmp_path: Path) -> None:
    service = await build(settings_of(tmp_path))

    with pytest.raises(DataDirectoryBusy):
        await build(settings_of(tmp_path))

    await service.close()


async def test_a_start_that_fails_lets_go_of_the_data_directory(tmp_path: Path) -> None:
    def broken(settings: Settings, clock: Clock) -> Provider:
        raise WrongSetting("This provider cannot be made.")

    with pytest.raises(WrongSetting):
        await build(settings_of(tmp_path, providers=("x",)), providers={"x": broken})

    await (await build(settings_of(tmp_path))).close()


async def test_data_of_another_secret_is_refused(tmp_path: Path) -> None:
    await (await build(settings_of(tmp_path, secret="a" * 32))).close()

    with pytest.raises(ServerSecretError):
        await build(settings_of(tmp_path, secret="b" * 32))


async def test_routes_order_the_providers_of_an_endpoint(tmp_path: Path) -> None:
    providers = (Scripted(), Outside())
    settings = settings_of(tmp_path, providers, routes="profile=outside,scripted")
    service = await build_service(settings, providers)

    assert [desk.name for desk in service.turns.able(GetProfile)] == ["outside", "scripted"]

    await service.close()


async def test_manners_of_a_provider_can_be_set(tmp_path: Path) -> None:
    providers = (Scripted(), Outside())
    manners = {"outside": {"per_day": 7}, "scripted": {"per_day": 1}}
    service = await build_service(settings_of(tmp_path, providers, manners=manners), providers)

    outside = service.turns.named("outside")
    inside = service.turns.named("scripted")

    assert outside is not None
    assert outside.manners is not None
    assert (outside.manners.per_day, outside.manners.attempts) == (7, 3)
    assert inside is not None
    assert inside.manners is None
    await service.close()


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"routes": "profil=outside"}, "INSTAGRAMAPI_ROUTES .*Did you mean profile"),
        ({"manners": {"outside": {"per_dya": 7}}}, "INSTAGRAMAPI_MANNERS .*there are: timeout_s"),
        (
            {"credit_packs": ("many=1.00 EUR",)},
            "INSTAGRAMAPI_CREDIT_PACKS .*one is like 1000=10.00",
        ),
        ({"sign_up": "open"}, "INSTAGRAMAPI_SIGN_UP .*INSTAGRAMAPI_SMTP_HOST"),
        ({"manners": {"web": {"per_day": 7}}}, "INSTAGRAMAPI_MANNERS .*web.*not configured"),
    ],
)
async def test_a_wrong_one_stops_the_start_with_one_line(
    tmp_path: Path, setting: dict[str, Any], says: str
) -> None:
    providers = (Outside(),)

    with pytest.raises(WrongSetting, match=says):
        await build_service(settings_of(tmp_path, providers, **setting), providers)


async def test_credits_are_sold_where_stripe_and_packs_are_configured(tmp_path: Path) -> None:
    stripe = {"stripe_key": "sk_test_1", "credit_packs": "1000=10.00 EUR,5000=40.00 EUR"}
    service = await build(settings_of(tmp_path, **stripe))

    assert service.topups.sells and not service.topups.hears
    assert [pack.credits for pack in service.topups.packs] == [1000, 5000]
    await service.close()


async def test_credits_are_not_sold_by_a_fresh_server(tmp_path: Path) -> None:
    service = await build(settings_of(tmp_path, stripe_webhook_secret="whsec_1"))

    assert not service.topups.sells and service.topups.hears
    await service.close()
