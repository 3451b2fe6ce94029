"""Signing in with an OpenID provider that runs on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from browser_makers import Browser, flash_of, open_browser
from joserfc.jwk import ECKey
from provider_makers import Provider, open_provider

from makers import NOON_S

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def opened(
    data_dir: Path, sign_up: str = "open", secret: str = "our secret"
) -> AsyncIterator[tuple[Browser, Provider]]:
    async with open_provider(NOON_S) as provider:
        oidc = {
            "Example": {
                "issuer": provider.url,
                "client_id": provider.client_id,
                "client_secret": secret,
            }
        }
        async with open_browser(data_dir, oidc=oidc, sign_up=sign_up) as browser:
            yield browser, provider


async def came_back(browser: Browser, provider: Provider, to: str = "/docs") -> Any:
    left = await browser.get(f"/signin/with/Example?next={to}")
    return await browser.get(provider.consent(left.headers["location"]))


async def test_a_newcomer_is_taken_in_with_trial_credits_and_known_later(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        page = await browser.get("/signin")
        first = await came_back(browser, provider)
        ada = browser.visitor
        assert ada is not None
        balance = await browser.service.ledger.balance(ada.account_id)
        provider.claims = {"email": "moved@example.com"}
        browser.client.cookies.clear()
        await came_back(browser, provider)

        assert "Sign in with Example" in page.text
        assert first.headers["location"] == "/docs"
        assert (ada.user.email, ada.user.name, ada.session.method) == (
            *("ada@example.com", "Ada", "Example"),
        )
        assert balance == browser.service.settings.trial_credits
        assert browser.visitor is not None
        assert browser.visitor.user.id == ada.user.id
        assert await browser.service.ledger.balance(ada.account_id) == balance


async def test_an_address_may_be_told_by_the_other_endpoint(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        provider.claims = {"email": None, "email_verified": None}
        provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        provider.userinfo = {"sub": "other", "email": "ada@example.com", "email_verified": True}
        of_another = await came_back(browser, provider)
        provider.userinfo |= {"sub": "subject-1"}
        right = await came_back(browser, provider)

    assert of_another.headers["location"] == "/signin"
    assert right.headers["location"] == "/docs"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": ["our client", "another"], "azp": "another"},
        {"nonce": "of another sign-in"},
        {"exp": int(NOON_S) - 3_600},
        {"exp": None},
        {"iat": int(NOON_S) + 3_600},
        {"sub": None},
        {"email": "nothing"},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_lets_nobody_in(
    tmp_path: Path, claims: dict[str, Any]
) -> None:
    async with opened(tmp_path) as (browser, provider):
        provider.claims = claims
        answer = await came_back(browser, provider)

        assert answer.headers["location"] == "/signin"
        assert "did not tell" in flash_of(answer)
        assert browser.service.people.users.list() == ()


async def test_a_token_signed_by_another_lets_nobody_in(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        provider.signing_key = ECKey.generate_key("P-256", {"kid": "1"})
        assert (await came_back(browser, provider)).headers["location"] == "/signin"


async def test_a_wrong_secret_and_a_wrong_place_let_nobody_in(tmp_path: Path) -> None:
    async with opened(tmp_path, secret="guessed") as (browser, provider):
        refused = await came_back(browser, provider)
        provider.document = {"authorization_endpoint": "http://evil.example/"}
        insecure = await browser.get("/signin/with/Example")
        provider.document = {"issuer": "https://evil.example"}
        another = await browser.get("/signin/with/Example")
        unknown = await browser.get("/signin/with/Nobody")

    places = {a.headers["location"] for a in (refused, insecure, another, unknown)}
    assert places == {"/signin"}


async def test_only_the_browser_that_left_comes_back_and_only_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        left = await browser.get("/signin/with/Example")
        back = provider.consent(left.headers["location"])
        kept = dict(browser.client.cookies)
        browser.client.cookies.clear()
        elsewhere = await browser.get(back)
        browser.client.cookies.set("oidc", kept["oidc"], domain="localhost.local", path="/")
        refused = await browser.get(back.partition("&code")[0] + "&error=access_denied")
        again = await browser.get(back)

    assert [flash_of(a).partition(":")[2][:8] for a in (elsewhere, refused, again)] == [
        *("That too", "That did", "That too")
    ]


async def test_where_sign_up_is_by_invitation_a_stranger_stays_outside(tmp_path: Path) -> None:
    async with opened(tmp_path, "invitation") as (browser, provider):
        answer = await came_back(browser, provider)

        assert "invitation" in flash_of(answer)
        assert browser.service.people.users.list() == ()


async def test_who_has_nothing_else_proves_it_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        await came_back(browser, provider)
        browser.clock.advance(601)
        provider.now_s = browser.clock.now_s
        asked = await browser.send("/app/settings/recovery")
        page = await browser.get("/step-up")
        left = await browser.get("/signin/with/Example?next=/docs")
        provider.claims = {"auth_time": int(browser.clock.now_s) - 900}
        not_anew = await browser.get(provider.consent(left.headers["location"]))
        provider.claims = {"auth_time": int(browser.clock.now_s), "sub": "somebody else"}
        another = await came_back(browser, provider)
        provider.claims |= {"sub": "subject-1"}
        proved = await came_back(browser, provider)

        assert asked.headers["location"].startswith("/step-up")
        assert "Confirm with Example" in page.text
        assert "prompt=login&max_age=0" in left.headers["location"]
        assert "did not tell" in flash_of(not_anew)
        assert another.headers["location"] == "/step-up"
        assert proved.headers["location"] == "/docs"
        assert browser.visitor is not None
        assert browser.visitor.is_stepped_up


async def test_an_answer_in_pieces_is_read_whole(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, provider):
        provider.in_pieces = True
        back = await came_back(browser, provider)

        assert back.headers["location"] == "/docs"


async def test_a_stranger_does_not_ask_the_provider_without_end(tmp_path: Path) -> None:
    async with opened(tmp_path) as (browser, _):
        left = [(await browser.get("/signin/with/Example")).status_code for _ in range(61)]

        assert left == [303] * 60 + [429]
