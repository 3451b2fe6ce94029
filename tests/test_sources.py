"""Every provider that the settings can name can be made, and says what it lacks."""

from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.settings import WrongSetting
from instagramapi.sources import PROVIDERS, able
from instagramapi.wiring import build
from makers import settings_of

pytestmark = pytest.mark.anyio

GUIDE = (Path(__file__).parents[1] / "docs" / "guides" / "providers.md").read_text("utf-8")

NEEDED: dict[str, dict[str, Any]] = {
    "graph": {"graph_token": "t", "graph_user_id": "17841400000000000"},
    "hiker": {"hiker_key": "k"},
    "peer": {"peer_url": "http://127.0.0.1:1", "peer_key": "ig_live_k"},
}


async def test_every_provider_that_the_settings_can_name_can_be_made(tmp_path: Path) -> None:
    given = {name: value for needed in NEEDED.values() for name, value in needed.items()}
    service = await build(settings_of(tmp_path, providers=tuple(PROVIDERS), **given))

    assert [desk.name for desk in service.turns.desks] == list(PROVIDERS)
    await service.close()


async def test_who_is_able_is_what_the_providers_themselves_say(tmp_path: Path) -> None:
    given = {name: value for needed in NEEDED.values() for name, value in needed.items()}
    service = await build(settings_of(tmp_path, providers=tuple(PROVIDERS), **given))
    said = {
        endpoint.name: tuple(desk.name for desk in service.turns.able(endpoint))
        for endpoint in CATALOGUE
    }
    await service.close()

    assert {endpoint.name: able(endpoint) for endpoint in CATALOGUE} == said
    assert said["profile"] == ("demo", "archive", "graph", "web", "hiker", "peer")
    assert said["credits"] == ()


def test_the_guide_says_who_answers_what() -> None:
    heads = f"| endpoint | {' | '.join(PROVIDERS)} |"
    cells = {
        endpoint.path: " | ".join("yes" if name in able(endpoint) else "–" for name in PROVIDERS)
        for endpoint in CATALOGUE
        if able(endpoint)
    }
    table = [heads, *(f"| `{path}` | {said} |" for path, said in cells.items())]

    assert [line for line in GUIDE.splitlines() if line in table] == table
    assert [line for line in GUIDE.splitlines() if line.startswith("| `/v1/")] == table[1:]


@pytest.mark.parametrize(
    ("provider", "absent"), [(name, key) for name, keys in NEEDED.items() for key in keys]
)
async def test_a_provider_says_which_setting_it_lacks(
    provider: str, absent: str, tmp_path: Path
) -> None:
    given = {name: value for name, value in NEEDED[provider].items() if name != absent}

    with pytest.raises(WrongSetting, match=f"{provider} needs INSTAGRAMAPI_{absent.upper()}"):
        await build(settings_of(tmp_path, providers=(provider,), **given))


@pytest.mark.parametrize("ids", [{"postt": "1"}, {"post": "one"}])
async def test_numbers_of_the_web_that_cannot_be_are_refused(
    ids: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(WrongSetting, match="INSTAGRAMAPI_WEB_IDS"):
        await build(settings_of(tmp_path, providers=("web",), web_ids=ids))
