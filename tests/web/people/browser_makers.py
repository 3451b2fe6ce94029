"""A browser without a screen, on the real pages: it keeps cookies and sends forms."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
from argon2 import PasswordHasher

from instagramapi.accounts.people.people import SignedIn
from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.people.users import User
from instagramapi.asgi import App
from instagramapi.wiring import Service
from makers import StoppedClock, build_service, settings_of

HERE = "http://localhost:8000"
PASSWORD = "correct horse battery"
# The real algorithm with the least work: a password set with it is hashed anew when it comes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
AT_HOME = Device("127.0.0.1", "Firefox")
ELSEWHERE = Device("198.51.100.1", "Safari")


@dataclass
class Browser:
    """One browser, with the service behind the pages that it visits."""

    service: Service
    client: httpx2.AsyncClient
    clock: StoppedClock

    async def get(self, path: str) -> httpx2.Response:
        """Look at a page, without following where it leads."""
        return await self.client.get(path, headers={"accept": "text/html"})

    async def send(self, path: str, **fields: str) -> httpx2.Response:
        """Send a form, as a page of ours does."""
        return await self.client.post(
            path, data=fields, headers={"sec-fetch-site": "same-origin", "accept": "text/html"}
        )

    async def a_user(
        self, email: str = "ada@example.com", *, password: str = "", **terms: Any
    ) -> User:
        """Add a user with an account, and a password where one is given."""
        people = self.service.people
        user = await people.users.create(email, **terms)
        await people.settle(user)
        if password:
            hashed = QUICK.hash(password)
            await self.service.database.write(
                lambda connection: connection.execute(
                    "UPDATE users SET password_hash = ? WHERE id = ?", (hashed, user.id)
                )
            )
        return people.users.find(user.id)

    async def enter(self, user: User, device: Device = AT_HOME) -> SignedIn:
        """Put a session of this user into the browser."""
        token = await self.service.people.sessions.open(user.id, device, method="link")
        self.put(token)
        visitor = self.visitor
        assert visitor is not None
        return visitor

    def put(self, token: str) -> None:
        """Let the browser keep a session, where its server's cookies are kept too."""
        self.client.cookies.set("session", token, domain="localhost.local", path="/")

    @property
    def visitor(self) -> SignedIn | None:
        """Whoever is signed in here."""
        token = self.client.cookies.get("session")
        return self.service.people.visitor(token) if token else None

    def actions(self) -> list[str]:
        """What the audit log says was done, oldest first."""
        return [note.action for note in reversed(self.service.people.audit.latest())]


@asynccontextmanager
async def open_browser(data_dir: Path, **settings: Any) -> AsyncIterator[Browser]:
    """Open a browser on the pages of a service of its own."""
    clock = StoppedClock()
    service = await build_service(settings_of(data_dir, **settings), clock=clock)
    transport = httpx2.ASGITransport(app=App(service), client=("127.0.0.1", 50_000))
    try:
        async with httpx2.AsyncClient(transport=transport, base_url=HERE) as client:
            yield Browser(service, client, clock)
    finally:
        await service.close()


def hidden(page: httpx2.Response, name: str) -> str:
    """Read the value of a hidden field of a page."""
    # The first of that name may be of the form that chooses light or dark.
    return unescape(re.findall(rf'name="{name}" value="([^"]*)"', page.text)[-1])


def flash_of(answer: httpx2.Response) -> str:
    """Read the message that the next page shows."""
    (cookie,) = [v for v in answer.headers.get_list("set-cookie") if v.startswith("flash=")]
    return str(httpx2.URL(f"http://x/?{cookie.partition(';')[0]}").params["flash"])


def path_in(text: str) -> str:
    """Find the one link of a mail, as a path."""
    (url,) = re.findall(r"http://\S+", text.replace("instagramapi at http://127.0.0.1:8000", ""))
    return str(url).partition(":8000")[2]
