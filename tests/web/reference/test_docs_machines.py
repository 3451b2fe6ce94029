"""What programs ask of the docs: lists, one file with everything, whom to write to."""

from datetime import UTC, datetime
from pathlib import Path

import anyio
import httpx2
import pytest
from site_makers import HTML, open_pages
from structlog.testing import capture_logs

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.web.reference.showroom import Showroom
from makers import build_service, settings_of

pytestmark = pytest.mark.anyio

PATHS = ("/llms.txt", "/llms-full.txt", "/robots.txt", "/.well-known/security.txt", "/favicon.ico")
URL = "https://api.example.com"


async def ask_all(data_dir: Path) -> dict[str, httpx2.Response]:
    async with open_pages(data_dir, public_url=URL) as client:
        return {path: await client.get(path) for path in PATHS}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, httpx2.Response]:
    return anyio.run(ask_all, tmp_path_factory.mktemp("machines"))


def test_the_list_names_the_twin_of_every_page(answers: dict[str, httpx2.Response]) -> None:
    text = answers["/llms.txt"].text

    assert text.startswith("# instagramapi\n\n> ")
    for endpoint in CATALOGUE:
        assert f"[GET {endpoint.path}]({URL}/docs/{endpoint.name}.md): " in text
    assert f"[Billing]({URL}/docs/guides/billing.md): " in text


def test_one_file_holds_all_of_it_with_the_answers(answers: dict[str, httpx2.Response]) -> None:
    text = answers["/llms-full.txt"].text

    assert text.count("\n# GET /v1/") == len(CATALOGUE) + 1  # and /v1/media
    assert text.count('"credits_charged"') > len(CATALOGUE)


def test_vulnerabilities_have_an_address_that_is_not_over(
    answers: dict[str, httpx2.Response],
) -> None:
    lines = dict(
        line.split(": ", 1) for line in answers["/.well-known/security.txt"].text.splitlines()
    )

    assert datetime.fromisoformat(lines["Expires"]) > datetime.now(UTC)
    assert lines["Contact"] == f"{URL}/docs/guides/privacy"
    assert lines["Canonical"] == f"{URL}/.well-known/security.txt"


async def test_the_operator_names_another_address(tmp_path: Path) -> None:
    async with open_pages(tmp_path, contact="mailto:safe@example.com") as client:
        text = (await client.get("/.well-known/security.txt")).text

    assert text.startswith("Contact: mailto:safe@example.com\n")


def test_robots_stay_out_of_what_belongs_to_somebody(answers: dict[str, httpx2.Response]) -> None:
    assert "Disallow: /app\n" in answers["/robots.txt"].text
    assert "Disallow: /v1/\n" in answers["/robots.txt"].text


def test_a_browser_that_asks_for_an_icon_finds_it(answers: dict[str, httpx2.Response]) -> None:
    assert answers["/favicon.ico"].status_code == 303
    assert answers["/favicon.ico"].headers["location"].endswith("/mark.svg")


async def test_pages_that_are_not_there_are_not_found(tmp_path: Path) -> None:
    async with open_pages(tmp_path) as client:
        for path in ("/docs/none", "/docs/none.md", "/docs/guides/none", "/docs/guides/none.md"):
            assert (await client.get(path, headers=HTML)).status_code == 404


async def test_without_a_folder_to_ask_in_there_are_no_examples(tmp_path: Path) -> None:
    service = await build_service(settings_of(tmp_path))
    showroom = Showroom(service, lambda reply: (200, [], b"{}"), tmp_path / "none")

    with capture_logs() as logged:
        assert await showroom.example("profile") is None
        await showroom.warm(after_s=0)

    assert [each["event"] for each in logged] == ["no_examples"]
    await service.close()
