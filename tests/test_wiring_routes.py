"""Routes and manners come from the settings; a wrong one stops the start with one line."""

from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.profile import GetProfile
from instagramapi.settings import WrongSetting
from makers import Outside, Scripted, build_service, settings_of

pytestmark = pytest.mark.anyio


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
        ({"manners": {"web": {"per_day": 7}}}, "INSTAGRAMAPI_MANNERS .*web.*not configured"),
    ],
)
async def test_a_wrong_one_stops_the_start_with_one_line(
    tmp_path: Path, setting: dict[str, Any], says: str
) -> None:
    providers = (Outside(),)

    with pytest.raises(WrongSetting, match=says):
        await build_service(settings_of(tmp_path, providers, **setting), providers)
