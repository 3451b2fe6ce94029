"""What somebody does who just started the server, from the printed link on."""

import asyncio
import json
import shlex
from typing import Any

import pytest
from playwright.async_api import Page, expect
from stage import Stage

pytestmark = pytest.mark.anyio


async def run(shown: str) -> dict[str, Any]:
    """Run a command as the page shows it, and read what it prints."""
    words = shlex.split(shown.replace("\\\n", " "))
    process = await asyncio.create_subprocess_exec(
        words[0], "-s", *words[1:], stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    read: dict[str, Any] = json.loads(printed)
    return read


async def sign_in(page: Page, origin: str, ticket: str) -> None:
    """Follow the link that was printed."""
    await page.goto(f"{origin}/link?ticket={ticket}")
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url("**/app")


async def make_key(page: Page, name: str) -> str:
    """Make a key, and return the curl line that the page shows."""
    await page.get_by_role("link", name="Keys", exact=True).click()
    await page.locator("#new-key").click()
    await page.get_by_label("Name").fill(name)
    await page.locator("#create-key").click()
    await expect(page.get_by_text("Copy it now.")).to_be_visible()
    return await page.locator("#curl code").inner_text()


async def test_from_the_first_link_to_a_key_that_is_refused(stage: Stage) -> None:
    async with stage.visit() as tab:
        page = tab.page
        await sign_in(page, stage.origin, stage.welcome.ticket)
        await expect(page.get_by_text("First steps")).to_be_visible()

        curl = await make_key(page, "browser")
        # A reload must not make another key.
        await page.reload()
        await expect(page.get_by_role("heading", level=1)).to_have_text("browser")

        await tab.goto("/app/requests?live=1")
        answer = await run(curl)
        row = page.locator(f"#{answer['meta']['request_id']}")
        await expect(row).to_be_visible()
        await expect(row).to_contain_text("1 credit")

        await row.get_by_role("link", name="profile").click()
        await expect(page.locator("#cost")).to_have_text("1 credit")

        await tab.goto("/docs/profile")
        await page.locator("#try-key").select_option(label="browser (live): 1 credit")
        await expect(page.locator("#try-cost")).to_contain_text("uses 1 credit")
        await page.locator("#try-send").click()
        await expect(page.locator("#try-status")).to_contain_text("200")

        await page.goto(f"{stage.origin}/app/keys")
        await page.get_by_role("link", name="browser").click()
        await page.get_by_role("button", name="Revoke").click()
        await page.locator("#confirm-revoke").click()
        await expect(page.get_by_text("browser is revoked")).to_be_visible()

        refused = await run(curl)
        assert refused["error"]["code"] == "invalid_api_key"
