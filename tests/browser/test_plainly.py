"""The dashboard without a script, and what an operator does with one."""

import pytest
from playwright.async_api import expect
from stage import Stage

pytestmark = pytest.mark.anyio


async def test_keys_are_made_used_and_revoked_without_a_script(stage: Stage) -> None:
    async with stage.visit(java_script_enabled=False) as tab:
        page = tab.page
        await stage.enter(tab)
        await tab.goto("/app/keys/new")
        await page.get_by_label("Name").fill("plain")
        await page.get_by_text("What it may call").click()
        await page.locator("input[name=scopes][value=profile]").check()
        await page.locator("#create-key").click()
        secret = await page.locator("#secret code").inner_text()

        answers = [
            await stage.client.get(path, headers={"x-api-key": secret})
            for path in ("/v1/profile?handle=somebody", "/v1/post/likers?shortcode=DRqAYKuAIUx")
        ]
        await tab.goto("/app/requests?cost=charged")
        await expect(page.locator(f"#{answers[0].headers['x-request-id']}")).to_be_visible()

        await page.get_by_role("link", name="plain", exact=True).first.click()
        await page.get_by_role("button", name="Revoke").click()
        await page.locator("#confirm-revoke").click()
        await expect(page.get_by_text("plain is revoked")).to_be_visible()

        assert [answer.status_code for answer in answers] == [200, 403]
        refused = await stage.client.get("/v1/credits", headers={"x-api-key": secret})
        assert refused.status_code == 401


async def test_an_operator_gives_credits_and_checks_the_books(stage: Stage) -> None:
    async with stage.visit() as tab:
        page, email = tab.page, await stage.enter(tab, is_operator=True)
        await tab.goto("/operator/accounts")
        await page.get_by_label("Find an account").fill(email)
        await page.get_by_role("button", name="Find").click()
        await page.get_by_role("link", name=email).click()
        await page.get_by_label("Credits").fill("1 000")
        await page.get_by_label("Reason").fill("invoice 7")
        await page.locator("#grant-credits").click()
        await expect(page.get_by_text("The balance is 6,000 credits.")).to_be_visible()

        await tab.goto("/app")
        await expect(page.locator("#figures")).to_contain_text("6\N{NARROW NO-BREAK SPACE}000")

        await tab.goto("/operator")
        await page.locator("#verify").click()
        await expect(page.locator("#verified")).to_contain_text("The books are right.")
