"""What the tests of the dashboard are built with: an account, its members, and who is signed in.

async with open_dashboard(tmp_path) as desk:
    page = await desk.get("/app/keys")
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from site_makers import HERE

from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.people.sessions import Device
from instagramapi.upstream.provider import Provider
from makers import Api, open_api

_SESSION = re.compile(r"__Host-session=[^;]+")


@dataclass
class Desk:
    """The pages as one signed-in user sees them, and the API of the same server."""

    api: Api
    user_id: str
    sent: dict[str, str]
    """Headers of every request: the session, and that it comes from one of our pages."""

    @property
    def account_id(self) -> str:
        """The account in view."""
        return self.api.account_id

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._kept(await self.api.client.get(path, headers={**self.sent, **sent}))

    async def post(self, path: str, **fields: str | list[str]) -> httpx2.Response:
        """Send a form from one of the server's own pages."""
        return self._kept(await self.api.client.post(path, data=fields, headers=self.sent))

    def _kept(self, answer: httpx2.Response) -> httpx2.Response:
        """Keep a renewed session, as a browser does over https."""
        renewed = _SESSION.search(answer.headers.get("set-cookie", ""))
        if renewed:
            self.sent["cookie"] = renewed.group()
        return answer

    async def notes(self) -> list[tuple[str, str | None]]:
        """Read what the audit log has: action and target, oldest first."""
        notes = self.api.service.people.audit.latest()
        return [(note.action, note.target) for note in reversed(notes)]


@asynccontextmanager
async def open_dashboard(
    data_dir: Path,
    *providers: Provider,
    role: Role = Role.OWNER,
    is_operator: bool = False,
    **settings: Any,
) -> AsyncIterator[Desk]:
    """Open a server with an account, a live and a test key, and one member signed in."""
    async with open_api(data_dir, *providers, **settings) as api:
        people = api.service.people
        user = await people.users.create("ada@example.com", "Ada", is_operator=is_operator)
        await people.members.add(api.account_id, user.id, role)
        token = await people.sessions.open(user.id, Device("127.0.0.1"), method="link")
        yield Desk(api, user.id, {**HERE, "cookie": f"__Host-session={token}"})
