"""A mail server on loopback, and a browser on pages that send their mail to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from browser_makers import Browser, open_browser


class Inbox:
    """Keeps every mail that the server takes."""

    def __init__(self) -> None:
        self._mails: asyncio.Queue[EmailMessage] = asyncio.Queue()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take one mail, as aiosmtpd asks its handler."""
        content = cast(bytes, envelope.content)
        mail = message_from_bytes(content, policy=policy.default)
        self._mails.put_nowait(mail)
        return "250 OK"

    async def next(self) -> EmailMessage:
        """Wait for the next mail."""
        return await asyncio.wait_for(self._mails.get(), 10)

    @property
    def is_empty(self) -> bool:
        """Whether every mail was read."""
        return self._mails.empty()


@asynccontextmanager
async def open_inbox() -> AsyncIterator[tuple[Inbox, int]]:
    """Run a mail server on a free port."""
    inbox = Inbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, hostname="localhost"), "127.0.0.1", 0)
    try:
        yield inbox, server.sockets[0].getsockname()[1]
    finally:
        server.close()


@asynccontextmanager
async def open_mailed_browser(
    data_dir: Path, **settings: Any
) -> AsyncIterator[tuple[Browser, Inbox]]:
    async with open_inbox() as (inbox, port):
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
        async with open_browser(data_dir, **smtp, **settings) as browser:
            yield browser, inbox
