"""Signing in by a password with a one-time code, and by a passkey."""

import time

import pyotp
import pytest
from playwright.async_api import Page, expect
from stage import Stage, Tab

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery staple"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def sign_out(page: Page) -> None:
    await page.get_by_role("button", name="Sign out", exact=True).first.click()
    await page.wait_for_url(lambda url: "/app" not in url)


async def set_up_codes(page: Page) -> pyotp.TOTP:
    """Turn one-time codes on, as an app would that scans the picture."""
    await page.locator("#totp-start").click()
    secret = await page.locator(".totp pre code").inner_text()
    app = pyotp.TOTP(secret.strip())
    await page.locator("#field-code").fill(app.now())
    await page.get_by_role("button", name="Turn on").click()
    return app


async def test_a_password_needs_the_code_of_the_app_too(stage: Stage) -> None:
    async with stage.visit() as tab:
        page, email = tab.page, await stage.enter(tab)
        await tab.goto("/app/settings")
        await page.locator("#field-password").fill(PASSWORD)
        await page.get_by_role("button", name="Set password").click()
        app = await set_up_codes(page)
        await tab.goto("/app")
        await sign_out(page)

        await tab.goto("/signin?next=/app/keys")
        await page.locator("#field-email").fill(email)
        await page.locator("#field-password").fill(PASSWORD)
        await page.locator("#signin-submit").click()
        await expect(page.locator("#field-code")).to_be_visible()
        # The code of before was used; the next one is taken half a minute early.
        await page.locator("#field-code").fill(app.at(int(time.time()) + 30))
        await page.get_by_role("button", name="Go on").click()

        await page.wait_for_url("**/app/keys")


async def test_a_passkey_is_all_it_takes(stage: Stage) -> None:
    async with stage.visit() as tab:
        page = tab.page
        await stage.enter(tab)
        await use_authenticator(tab)
        await tab.goto("/app/settings")
        await page.locator("#field-passkey_name").fill("laptop")
        await page.locator("#add-passkey").click()
        await expect(page.get_by_role("cell", name="laptop", exact=True)).to_be_visible()
        await tab.goto("/app")
        await sign_out(page)

        await tab.goto("/signin")
        await page.locator("#signin-passkey").click()

        await page.wait_for_url("**/app")


async def use_authenticator(tab: Tab) -> None:
    """Give the browser an authenticator of its own, which says yes to everything."""
    devtools = await tab.context.new_cdp_session(tab.page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
