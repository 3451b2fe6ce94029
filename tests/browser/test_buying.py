"""Buying credits by card in a browser: to the page where it is paid, and back."""

import pytest
from playwright.async_api import Route, expect
from stage import Stage

pytestmark = pytest.mark.anyio

CARD_PAGE = "https://pay.invalid/"


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_who_pays_by_card_comes_back_to_the_credits(stage: Stage, has_scripts: bool) -> None:
    async def pay(route: Route) -> None:
        session = route.request.url.rpartition("/")[2]
        stage.stripe.complete(session)
        back = stage.stripe.success_urls[session]
        await route.fulfill(content_type="text/html", body=f'<a href="{back}">Paid</a>')

    async with stage.visit(java_script_enabled=has_scripts) as tab:
        tab.elsewhere = CARD_PAGE
        await tab.page.route(f"{CARD_PAGE}**", pay)
        await stage.enter(tab)
        await tab.goto("/app/billing")
        await tab.page.locator("button.pack").first.click()
        # The policy for forms would stop a redirect here, so that a page leads on.
        await tab.page.wait_for_url(f"{CARD_PAGE}**")
        await tab.page.get_by_role("link", name="Paid").click()

        await expect(tab.page.get_by_role("status")).to_contain_text("credits were added")
        await expect(tab.page.locator("#receipts")).to_contain_text("paid")
        await expect(tab.page.locator(".figure-value").first).to_have_text(
            "6\N{NARROW NO-BREAK SPACE}000"
        )
