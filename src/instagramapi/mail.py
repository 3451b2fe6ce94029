"""Mail: letters are queued, sent one after the other, tried again, and given up in the log."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from ssl import SSLContext
from typing import Literal, Protocol

import structlog
from aiosmtplib import SMTP, SMTPException

from instagramapi.kit.clock import Clock, utc

Tls = Literal["starttls", "tls", "none"]

_TIMEOUT_S = 20.0
_MOST_WAITING = 500
_PAUSES_S = (2.0, 30.0)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, as plain text."""

    to: str
    subject: str
    text: str


class MailFailed(OSError):  # noqa: N818 - it names a state, like the Problems
    """The mail server did not take a letter."""


class Post(Protocol):
    """Whoever takes letters."""

    def send(self, letter: Letter) -> None:
        """Take a letter; it leaves soon, whether or not the caller waits."""

    async def deliver(self, to: str, subject: str, text: str) -> None:
        """Hand one letter in and wait until it is; raises MailFailed."""

    async def close(self) -> None:
        """Send what waits, within a few seconds, and take no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str | None = None
    password: str | None = None
    context: SSLContext | None = None
    """Whose certificates are believed; by default those that the machine believes."""


class NoMail:
    """A server without mail: nothing is ever handed to it, because no page offers mail."""

    def send(self, letter: Letter) -> None:
        log.error("mail_not_configured", subject=letter.subject)

    async def deliver(self, to: str, subject: str, text: str) -> None:
        raise MailFailed("This server has no mail: set INSTAGRAMAPI_SMTP_HOST.")

    async def close(self) -> None:
        return


class SmtpMail:
    """Hands letters to a mail server in the background, so that nobody's page waits for it."""

    def __init__(
        self,
        server: MailServer,
        clock: Clock,
        *,
        pauses_s: Sequence[float] = _PAUSES_S,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._server = server
        self._clock = clock
        self._pauses_s = pauses_s
        self._wait = wait
        self._waiting: asyncio.Queue[Letter] = asyncio.Queue(_MOST_WAITING)
        self._worker: asyncio.Task[None] | None = None

    def send(self, letter: Letter) -> None:
        try:
            self._waiting.put_nowait(letter)
        except asyncio.QueueFull:
            log.warning("mail_dropped", subject=letter.subject, waiting=_MOST_WAITING)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())

    async def deliver(self, to: str, subject: str, text: str) -> None:
        try:
            await self._hand_in(self._message(Letter(to, subject, text)))
        except (SMTPException, OSError, ValueError) as error:
            raise MailFailed(str(error)) from error

    async def close(self, within_s: float = 5.0) -> None:
        if self._worker is None:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._waiting.join(), within_s)
        self._worker.cancel()
        await asyncio.wait([self._worker])

    async def _work(self) -> None:
        while True:
            letter = await self._waiting.get()
            try:
                await self._insist(letter)
            finally:
                self._waiting.task_done()

    async def _insist(self, letter: Letter) -> None:
        for pause_s in (*self._pauses_s, None):
            try:
                await self.deliver(letter.to, letter.subject, letter.text)
            except MailFailed as error:
                # Neither address nor text: the log is read by others than the addressee.
                log.warning("mail_failed", subject=letter.subject, error=str(error))
                if pause_s is not None:
                    await self._wait(pause_s)
            else:
                return

    async def _hand_in(self, message: EmailMessage) -> None:
        server = self._server
        async with SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            username=server.user,
            password=server.password,
            tls_context=server.context,
            timeout=_TIMEOUT_S,
        ) as connection:
            await connection.send_message(message)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(utc(self._clock.epoch_s()))
        domain = parseaddr(self._server.sender)[1].rpartition("@")[2]
        message["Message-ID"] = make_msgid(domain=domain or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message
