"""One browser and one server for all proofs in a browser; each test has an account of its own."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import async_playwright
from stage import Stage, open_stage


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
async def stage(
    anyio_backend: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A running server and a running browser."""
    folder = tmp_path_factory.mktemp("stage")
    async with async_playwright() as playwright, open_stage(playwright, folder) as opened:
        yield opened
