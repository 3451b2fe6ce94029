"""A server, a browser, and people in it: what the proofs in a browser are played on.

    async with stage.visit() as tab:
        await tab.page.goto("/signin")

Every tab watches itself: a console error, a breach of the content policy, or a request to any
other host fails the test that caused it, also where the test looks at something else.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from playwright.async_api import Browser, BrowserContext, Page, Playwright, Response

from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.terms import Terms
from instagramapi.asgi import bind, run
from instagramapi.welcome import Welcome, first_start
from instagramapi.wiring import Service
from makers import build_service, settings_of
from stripe_simulator import KEY, StripeSimulator, serve_stripe

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
CALLS = (
    "/v1/profile?handle=natgeo",
    "/v1/profile/posts?handle=natgeo",
    "/v1/post?shortcode=DRqAYKuAIUx",
    "/v1/profile?handle=sandbox.deleted",
    "/v1/profile?handel=natgeo",
    "/v1/hashtag/top?tag=sun",
)
"""What a furnished account has asked: answers, a billed 404, a refusal."""
PACKS = "1000=10.00 EUR,10000=80.00 EUR"
WIDE, NARROW = (1280, 900), (360, 780)


@dataclass
class Tab:
    """One page of one visitor, and all that went wrong in it."""

    page: Page
    context: BrowserContext
    origin: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: str = "data:"
    """Where a page may lead to besides this server."""

    def watch(self) -> None:
        """Collect what no page may do."""
        self.page.on("console", lambda said: self._note(said.type == "error", said.text))
        self.page.on("pageerror", lambda error: self._note(True, f"{error}"))
        self.page.on("request", lambda asked: self._note(self._is_foreign(asked.url), asked.url))

    async def goto(self, path: str) -> Response:
        """Open a page of the server."""
        response = await self.page.goto(self.origin + path)
        assert response is not None, path
        return response

    def _is_foreign(self, url: str) -> bool:
        return not url.startswith((f"{self.origin}/", "data:", "about:", self.elsewhere))

    def _note(self, is_wrong: bool, text: str) -> None:
        if is_wrong:
            self.complaints.append(f"{urlsplit(self.page.url).path}: {text}")


@dataclass
class Stage:
    """A running server on its first run, and a browser."""

    service: Service
    origin: str
    welcome: Welcome
    browser: Browser
    client: httpx2.AsyncClient
    stripe: StripeSimulator

    guests: int = 0

    async def enter(self, tab: Tab, *, is_operator: bool = False) -> str:
        """Sign a new user in, the owner of an account with credits; return their address."""
        self.guests += 1
        email = f"guest{self.guests}@example.com"
        people = self.service.people
        user = await people.users.create(
            email, "Grace Hopper", is_operator=is_operator, is_verified=True
        )
        account = await people.settle(user)
        await self.service.ledger.grant(account.id, 5_000, reason="welcome")
        token = await people.sessions.open(user.id, Device("127.0.0.1"), method="link")
        await tab.context.add_cookies([{"name": "session", "value": token, "url": self.origin}])
        return email

    async def furnish(self, tab: Tab) -> dict[str, str]:
        """Sign an operator in whose account has keys and requests; return what addresses name."""
        email, service = await self.enter(tab, is_operator=True), self.service
        account = service.accounts.find(email)
        key, live = await service.keys.create(account.id, Terms(name="web shop", cap_day=500))
        _, test = await service.keys.create(account.id, Terms(name="nightly", mode="test"))
        answers = [
            await self.client.get(path, headers={"x-api-key": secret})
            for secret in (live, test, live)
            for path in CALLS
        ]
        return {
            "account_id": account.id,
            "key_id": key.id,
            "request_id": answers[0].headers["x-request-id"],
            "name": "profile/posts",
        }

    @asynccontextmanager
    async def visit(self, size: tuple[int, int] = WIDE, **options: Any) -> AsyncIterator[Tab]:
        """Let a stranger come in with a browser of their own; nothing may be wrong when they go."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            # A colour on its way to another one is none that axe should judge.
            reduced_motion="reduce",
            **options,
        )
        tab = Tab(await context.new_page(), context, self.origin)
        tab.watch()
        try:
            yield tab
        finally:
            await context.close()
        assert tab.complaints == [], "\n".join(tab.complaints)


@asynccontextmanager
async def open_stage(playwright: Playwright, data_dir: Path) -> AsyncIterator[Stage]:
    """Start a server for the first time, and a browser; stop both at the end."""
    stripe = StripeSimulator()
    async with (
        serve_stripe(stripe) as stripe_url,
        open_first(data_dir, stripe_key=KEY, stripe_url=stripe_url, credit_packs=PACKS) as (
            service,
            origin,
            welcome,
        ),
    ):
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        async with httpx2.AsyncClient(base_url=origin) as client:
            yield Stage(service, origin, welcome, browser, client, stripe)
        await browser.close()


@asynccontextmanager
async def open_first(
    data_dir: Path, **settings: Any
) -> AsyncIterator[tuple[Service, str, Welcome]]:
    """Serve on a free port of localhost, as `instagramapi serve` does on a new data directory."""
    listener = bind("127.0.0.1", 0)
    # A passkey belongs to a name, never to a number: browsers refuse it on 127.0.0.1.
    origin = f"http://localhost:{listener.getsockname()[1]}"
    service = await build_service(
        settings_of(data_dir, public_url=origin, log_subjects=True, **settings)
    )
    welcome = await first_start(service)
    assert welcome is not None
    ready = asyncio.Event()
    server = asyncio.create_task(run(service, listener, ready.set))
    server.add_done_callback(lambda _: ready.set())
    await ready.wait()
    try:
        yield service, origin, welcome
    finally:
        if not server.done():
            signal.raise_signal(signal.SIGTERM)
        await server
