"""Every way in and out of the pages, over real requests."""

from pathlib import Path

import pyotp
import pytest
from browser_makers import ELSEWHERE, HERE, PASSWORD, Browser, flash_of, hidden, open_browser

from instagramapi.accounts.people.throttle import Count
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.accounts.people.users import User
from instagramapi.web.people.agents import device_name

pytestmark = pytest.mark.anyio


async def an_app(browser: Browser, user: User) -> pyotp.TOTP:
    """Turn one-time codes on."""
    totp, now = browser.service.people.totp, int(browser.clock.now_s)
    salt = totp.new_salt()
    app = pyotp.TOTP(totp.secret(user, salt))
    assert await totp.enable(user, salt, app.at(now - 30))
    return app


async def test_a_password_signs_in_and_goes_on_to_where_one_wanted(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        door = await browser.get("/app/settings")
        page = await browser.get(door.headers["location"])
        wrong = await browser.send("/signin", email=ada.email, password="guess", next="/docs")
        nobody = await browser.send("/signin", email="x@example.com", password="guess")
        right = await browser.send(
            "/signin", email=ada.email, password=PASSWORD, next=hidden(page, "next")
        )
        again = await browser.get("/signin?next=//evil.example/app")

    assert door.headers["location"] == "/signin?next=%2Fapp%2Fsettings"
    assert (wrong.status_code, nobody.status_code) == (401, 401)
    assert right.headers["location"] == "/app/settings"
    cookie = next(v for v in right.headers.get_list("set-cookie") if v.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert again.headers["location"] == "/app"


async def test_over_a_network_the_cookie_belongs_to_this_host_and_to_https(tmp_path: Path) -> None:
    async with open_browser(tmp_path, public_url="https://api.example.com") as browser:
        ada = await browser.a_user(password=PASSWORD)
        answer = await browser.client.post(
            "https://api.example.com/signin",
            data={"email": ada.email, "password": PASSWORD},
            headers={"sec-fetch-site": "same-origin"},
        )
        page = await browser.client.get("https://api.example.com/app/settings")
        plain = await browser.client.get("http://api.example.com/signin")

    cookie = next(v for v in answer.headers.get_list("set-cookie") if "session=" in v)
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert page.status_code == 200
    assert "needs https" in plain.text


async def test_guessing_is_slowed_down_and_says_for_how_long(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        for _ in range(5):
            browser.service.people.throttle.attempt(Count(f"password {ada.email} 127.0.0.1", 5))
        answer = await browser.send("/signin", email=ada.email, password=PASSWORD)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "Too many attempts" in answer.text


async def test_with_an_app_a_code_is_asked_for(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        app = await an_app(browser, ada)
        halfway = await browser.send("/signin", email=ada.email, password=PASSWORD, next="/docs")
        nobody_yet = browser.visitor
        ticket = hidden(halfway, "ticket")
        wrong = await browser.send("/signin/code", ticket=ticket, code="000000", next="/docs")
        code = app.at(int(browser.clock.now_s))
        right = await browser.send("/signin/code", ticket=ticket, code=code, next="/docs")
        halfway = await browser.send("/signin", email=ada.email, password=PASSWORD)
        ticket = hidden(halfway, "ticket")
        # A browser that was let in before has more guesses than a stranger's.
        for _ in range(11):
            slowed = await browser.send("/signin/code", ticket=ticket, code="0")

        assert nobody_yet is None
        assert wrong.status_code == 401
        assert right.headers["location"] == "/docs"
        assert browser.visitor is not None
        assert slowed.status_code == 429


async def test_a_link_is_not_used_up_by_looking(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user()
        ticket = await browser.service.people.sign_in_link(ada, Purpose.FIRST_RUN)
        pages = [await browser.get(f"/link?ticket={ticket}") for _ in "123"]
        before = await browser.enter(await browser.a_user("bob@example.com"))
        used = await browser.send("/link", ticket=ticket)
        again = await browser.send("/link", ticket=ticket)
        over = await browser.get(f"/link?ticket={ticket}")

        assert [page.status_code for page in pages] == [200] * 3
        assert ada.email in pages[0].text
        assert used.headers["location"] == "/app"
        assert browser.visitor is not None
        assert browser.visitor.user == ada
        assert browser.service.people.sessions.of_user(before.user.id) == ()
        assert {again.headers["location"], over.headers["location"]} == {"/signin"}
        assert "used already" in flash_of(over)


async def test_signing_out_ends_the_session_and_not_only_the_cookie(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.enter(await browser.a_user())
        token = browser.client.cookies["session"]
        out = await browser.send("/signout")
        browser.put(token)
        page = await browser.get("/app/settings")

    assert out.headers["location"] == "/"
    assert page.headers["location"].startswith("/signin")


async def test_a_change_of_rights_brings_a_new_id_with_the_next_page(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user()
        await browser.enter(ada)
        before = browser.client.cookies["session"]
        await browser.service.people.users.make_operator(ada.id, is_operator=True)
        await browser.get("/app/settings")
        after = browser.client.cookies["session"]
        await browser.get("/app/settings")

        assert after != before
        assert browser.client.cookies["session"] == after
        assert browser.service.people.visitor(before) is None


async def test_api_and_pages_do_not_take_each_others_credentials(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.enter(await browser.a_user())
        from_cookie = await browser.client.get("/v1/credits")
        browser.client.cookies.clear()
        key = await browser.service.keys.for_docs(ada.account_id)
        by_key = await browser.client.get(
            "/app/settings", headers={"authorization": f"Bearer {key}", "accept": "text/html"}
        )

    assert from_cookie.status_code == 401
    assert by_key.status_code == 303


async def test_what_matters_asks_for_proof(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        await browser.enter(ada)
        fresh = await browser.get("/step-up?next=/docs")
        browser.clock.advance(601)
        asked = await browser.send("/app/settings/totp")
        page = await browser.get("/step-up?next=/app/settings")
        wrong = await browser.send("/step-up", password="guess", next="/app/settings")
        before = browser.client.cookies["session"]
        right = await browser.send("/step-up", password=PASSWORD, next=hidden(page, "next"))

        assert fresh.headers["location"] == "/docs"
        assert asked.headers["location"].startswith("/step-up?next=")
        assert wrong.status_code == 401
        assert right.headers["location"] == "/app/settings"
        assert browser.client.cookies["session"] != before
        assert (await browser.send("/app/settings/totp")).status_code == 200
        browser.clock.advance(601)
        session_id = browser.service.people.sessions.of_user(ada.id)[0].id
        for _ in range(5):
            browser.service.people.throttle.attempt(Count(f"step-up {session_id}", 5))
        slowed = await browser.send("/step-up", password=PASSWORD)
        assert slowed.status_code == 429


async def test_without_mail_nothing_is_mailed(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user(password=PASSWORD)
        asked = await browser.send("/signin/mail", email=ada.email)
        await browser.enter(ada)
        step_up = await browser.send("/step-up/mail")
        gone = await browser.get("/step-up/link?ticket=invented")
        gone_too = await browser.send("/step-up/link", ticket="invented")

        assert "no mail" in flash_of(asked)
        assert step_up.status_code == 200
        assert {gone.headers["location"], gone_too.headers["location"]} == {"/step-up"}
        assert browser.service.people.tickets.of_user(ada.id, Purpose.STEP_UP) == ()


async def test_a_passkey_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        asked = await browser.send("/signin/passkey/ask")
        refused = await browser.send("/signin/passkey", credential="{}")
        for _ in range(60):
            slowed = await browser.send("/signin/passkey/ask")
        await browser.enter(await browser.a_user())
        step_up = await browser.send("/step-up/passkey", credential="{}")

    assert asked.json()["userVerification"] == "required"
    assert (refused.status_code, step_up.status_code, slowed.status_code) == (400, 400, 429)
    assert "not accepted" in refused.json()["error"]


async def test_a_form_from_elsewhere_does_nothing(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.enter(await browser.a_user())
        answer = await browser.client.post(
            f"{HERE}/signout", headers={"sec-fetch-site": "cross-site", "accept": "text/html"}
        )

        assert answer.status_code == 403
        assert browser.visitor is not None


async def test_another_device_is_seen_and_ended(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user()
        elsewhere = await browser.enter(ada, ELSEWHERE)
        await browser.enter(ada)
        page = await browser.get("/app/settings")
        ended = await browser.send("/app/settings/devices/end", device=elsewhere.session.id)
        again = await browser.send("/app/settings/devices/end", device=elsewhere.session.id)
        others = await browser.send("/app/settings/devices/end", device="others")

        assert "198.51.100.1" in page.text
        assert [flash_of(a).partition(":")[0] for a in (ended, again, others)] == [
            *("done", "failed", "done")
        ]
        assert len(browser.service.people.sessions.of_user(ada.id)) == 1


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0 "
            "Safari/537.36 Edg/150.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Firefox/1", "Firefox"),
        ("curl/8", "curl/8"),
        ("", "Unknown"),
    ],
)
def test_a_device_is_named_by_what_it_says(said: str, name: str) -> None:
    assert device_name(said) == name


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/\\evil", "http://["])
async def test_no_link_leads_away_from_here(tmp_path: Path, to: str) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.enter(await browser.a_user())
        answer = await browser.client.get("/signin", params={"next": to})

        assert answer.status_code == 303
        assert answer.headers["location"] in ("/app", "/")
