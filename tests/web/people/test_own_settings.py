"""A user's own settings, over real requests."""

import json
import re
from pathlib import Path

import pyotp
import pytest
from browser_makers import (
    ELSEWHERE,
    PASSWORD,
    Browser,
    flash_of,
    hidden,
    open_browser,
    path_in,
)
from mail_makers import open_mailed_browser

from authenticator import Authenticator
from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.people.tickets import Purpose

pytestmark = pytest.mark.anyio


async def test_the_profile_is_changed_and_a_new_address_asks_for_proof(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        await browser.a_user("bob@example.com")
        await browser.enter(ada)
        named = await browser.send("/app/settings/profile", name="Ada", email=ada.email)
        taken = await browser.send("/app/settings/profile", name="Ada", email="bob@example.com")
        control = await browser.send("/app/settings/profile", name="A\x00", email=ada.email)
        moved = await browser.send("/app/settings/profile", name="Ada", email="new@example.com")
        browser.clock.advance(601)
        late = await browser.send("/app/settings/profile", name="Ada", email="late@example.com")
        now = browser.service.people.users.find(ada.id)

    assert flash_of(named).startswith("done")
    assert (taken.status_code, control.status_code) == (400, 400)
    assert flash_of(moved).startswith("done")
    assert late.headers["location"].startswith("/step-up")
    assert (now.name, now.email) == ("Ada", "new@example.com")


async def test_a_new_address_is_used_when_its_link_was(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        people = browser.service.people
        ada = await browser.a_user(is_verified=True)
        bob = await browser.a_user("bob@example.com")
        await browser.enter(ada)
        asked = await browser.send("/app/settings/profile", name="", email="new@example.com")
        unchanged = people.users.find(ada.id).email
        assert (await inbox.next())["To"] == "new@example.com"
        tickets = [
            await people.tickets.issue(Purpose.ADDRESS, user_id=user.id, email=email)
            for user, email in ((ada, "new@example.com"), (bob, "x@example.com"), (ada, bob.email))
        ]
        page = await browser.get(f"/app/settings/address?ticket={tickets[0]}")
        answers = [await browser.send("/app/settings/address", ticket=t) for t in tickets]
        over = await browser.get(f"/app/settings/address?ticket={tickets[0]}")

    assert "Open the link" in flash_of(asked)
    assert unchanged == "ada@example.com"
    assert "new@example.com" in page.text
    assert [flash_of(answer)[:4] for answer in (*answers, over)] == ["done", "fail", "fail", "fail"]


async def test_a_password_signs_other_devices_out(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        ada = await browser.a_user(is_verified=True)
        await browser.enter(ada, ELSEWHERE)
        await browser.enter(ada)
        before = browser.client.cookies["session"]
        weak = await browser.send("/app/settings/password", password="short")
        set_ = await browser.send("/app/settings/password", password=PASSWORD)

        assert weak.status_code == 400
        assert "10 to 200" in weak.text
        assert flash_of(set_).startswith("done")
        assert len(browser.service.people.sessions.of_user(ada.id)) == 1
        assert browser.client.cookies["session"] != before
        assert (await inbox.next())["Subject"] == "Your password was changed"
        assert "password.set" in browser.actions()
        assert PASSWORD not in str(browser.service.people.audit.latest())


async def with_app(browser: Browser) -> pyotp.TOTP:
    """Set an app up through the pages, and check what they show."""
    page = await browser.send("/app/settings/totp")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page.text)
    assert secret
    assert 'class="qr"' in page.text
    app, ticket = pyotp.TOTP(secret[1]), hidden(page, "ticket")
    wrong = await browser.send("/app/settings/totp/confirm", ticket=ticket, code="000000")
    assert wrong.status_code == 401
    assert secret[1] in wrong.text
    code = app.at(int(browser.clock.now_s))
    right = await browser.send("/app/settings/totp/confirm", ticket=ticket, code=code)
    assert len(re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", right.text)) >= 10
    over = await browser.send("/app/settings/totp/confirm", ticket=ticket, code=code)
    assert "too long" in flash_of(over)
    return app


async def test_an_app_is_set_up_renewed_and_turned_off(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        await browser.enter(ada)
        await with_app(browser)
        on = await browser.get("/app/settings")
        renewed = await browser.send("/app/settings/recovery")
        off = await browser.send("/app/settings/totp/off")

        assert "10 recovery codes are" in " ".join(on.text.split())
        assert "Recovery codes" in renewed.text
        assert flash_of(off).startswith("done")
        people = browser.service.people
        assert not people.users.find(ada.id).has_totp
        assert people.recovery.left(ada.id) == 0


async def test_a_passkey_is_added_used_and_removed(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user()
        await browser.enter(ada)
        device = Authenticator()
        asked = await browser.send("/app/settings/passkeys/ask")
        made = device.create(asked.text)
        added = await browser.send("/app/settings/passkeys", name="phone", credential=made)
        refused = await browser.send("/app/settings/passkeys", name="phone", credential=made)
        page = await browser.get("/app/settings")
        await browser.send("/signout")
        challenge = (await browser.send("/signin/passkey/ask")).text
        entered = await browser.send(
            "/signin/passkey", credential=device.get(challenge), next="/docs"
        )
        browser.clock.advance(601)
        challenge = (await browser.send("/signin/passkey/ask")).text
        proved = await browser.send("/step-up/passkey", credential=device.get(challenge))
        (passkey,) = browser.service.people.passkeys.of_user(ada.id)
        removed = await browser.send("/app/settings/passkeys/remove", passkey=passkey.id)
        again = await browser.send("/app/settings/passkeys/remove", passkey=passkey.id)

    assert added.json() == {"next": "/app/settings#passkeys"}
    assert refused.status_code == 400
    assert "phone" in page.text
    assert (entered.json(), proved.json()) == ({"next": "/docs"}, {"next": "/app"})
    assert [flash_of(a)[:4] for a in (removed, again)] == ["done", "fail"]


async def test_passkeys_are_added_where_they_belong(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        visitor = await browser.enter(await browser.a_user())
        token = browser.client.cookies["session"]
        browser.client.cookies.set("session", token, domain="127.0.0.1", path="/")
        page = await browser.client.get("http://127.0.0.1:8000/app/settings")

    assert "http://localhost:8000/app/settings#passkeys" in page.text
    assert visitor.user.email in page.text


async def test_another_account_is_looked_at(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada, bob = await browser.a_user(), await browser.a_user("bob@example.com")
        people = browser.service.people
        his = people.members.of_user(bob.id)[0].account.id
        await people.members.add(his, ada.id, Role.BILLING)
        await browser.enter(ada)
        page = await browser.get("/app/settings")
        await browser.send("/app/settings/account", account=his)
        other = await browser.send("/app/settings/account", account="acc_invented")

        assert "Look at this one" in page.text
        assert browser.visitor is not None
        assert browser.visitor.account_id == his
        assert flash_of(other).startswith("failed")


async def test_all_that_is_kept_is_handed_out_without_secrets(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        visitor = await browser.enter(ada)
        key = await browser.service.keys.for_docs(visitor.account_id)
        await browser.service.ledger.grant(visitor.account_id, 5, reason="gift")
        answer = await browser.send("/app/settings/export")
        told = json.loads(answer.text)

    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert told["user"]["email"] == ada.email
    (account,) = told["accounts"]
    assert account["credits"] == 5
    assert [row["amount"] for row in account["journal"]] == [5]
    assert account["keys"][0]["mode"] == "test"
    assert key not in answer.text
    assert "argon2" not in answer.text


async def test_leaving_is_confirmed_and_is_for_good(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada, bob = await browser.a_user(), await browser.a_user("bob@example.com")
        visitor = await browser.enter(ada)
        people = browser.service.people
        await people.members.add(visitor.account_id, bob.id, Role.ADMIN)
        wrong = await browser.send("/app/settings/delete", confirm="yes")
        others = await browser.send("/app/settings/delete", confirm=ada.email)
        await people.members.remove(visitor.account_id, bob.id)
        gone = await browser.send("/app/settings/delete", confirm=ada.email)

        assert [flash_of(a)[:6] for a in (wrong, others)] == ["failed", "failed"]
        assert gone.headers["location"] == "/"
        assert browser.visitor is None
        assert people.users.by_id(ada.id) is None
        assert ada.email not in str(people.audit.latest())


async def test_a_new_address_is_told_to_the_old_one(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        await browser.enter(await browser.a_user(is_verified=True))
        malformed = await browser.send("/app/settings/profile", name="Ada", email="x")
        await browser.send("/app/settings/profile", name="Ada", email="ada@example.org")
        page = await browser.get(path_in((await inbox.next()).get_content()))
        await browser.send("/app/settings/address", ticket=hidden(page, "ticket"))
        told = await inbox.next()
        for number in range(5):
            last = await browser.send(
                "/app/settings/profile", name="Ada", email=f"u{number}@example.org"
            )

        assert malformed.status_code == 400
        assert (told["To"], told["Subject"]) == (
            *("ada@example.com", "Your e-mail address was changed"),
        )
        assert last.status_code == 429
