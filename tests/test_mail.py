"""Letters reach a real server on loopback, are tried again, and are given up in the log."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from structlog.testing import capture_logs

from instagramapi.mail import Letter, MailFailed, MailServer, NoMail, SmtpMail, Tls
from makers import StoppedClock

pytestmark = pytest.mark.anyio

LETTER = Letter("ada@example.com", "Your link", "http://localhost/link?ticket=secret\n")


class Taker:
    """Takes mails after so many refusals."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 Try again later"
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"


class Pauses:
    """Counts the pauses instead of making them."""

    def __init__(self) -> None:
        self.made: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.made.append(seconds)


@asynccontextmanager
async def open_mail(
    taker: Taker, pauses: Pauses | None = None, tls: Tls = "none"
) -> AsyncIterator[SmtpMail]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(taker, hostname="localhost"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    place = MailServer(host="127.0.0.1", port=port, tls=tls, sender="us <us@example.com>")
    try:
        yield SmtpMail(place, StoppedClock(), wait=pauses or Pauses())
    finally:
        server.close()


async def test_a_letter_arrives_as_it_was_written() -> None:
    taker = Taker()
    async with open_mail(taker) as mail:
        mail.send(LETTER)
        await mail.close()

    (content,) = taker.taken
    for part in (
        b"To: ada@example.com",
        b"From: us <us@example.com>",
        LETTER.text.encode().strip(),
    ):
        assert part in content


async def test_a_letter_is_tried_three_times() -> None:
    taker, pauses = Taker(refusals=2), Pauses()
    async with open_mail(taker, pauses) as mail:
        mail.send(LETTER)
        await mail.close()

    assert (len(taker.taken), pauses.made) == (1, [2.0, 30.0])


async def test_what_cannot_be_sent_is_in_the_log_without_its_text() -> None:
    taker = Taker(refusals=3)
    with capture_logs() as logs:
        async with open_mail(taker) as mail:
            mail.send(LETTER)
            await mail.close()

    assert taker.taken == []
    assert [entry["event"] for entry in logs] == ["mail_failed"] * 3
    assert "secret" not in str(logs)
    assert "ada@example.com" not in str(logs)


async def test_no_letter_crosses_a_network_in_the_clear_unless_told_so() -> None:
    taker = Taker()
    async with open_mail(taker, tls="starttls") as mail:
        with pytest.raises(MailFailed):
            await mail.deliver("ada@example.com", "Hello", "Hello")

    assert taker.taken == []


async def test_an_address_that_is_two_lines_sends_nothing() -> None:
    taker = Taker()
    async with open_mail(taker) as mail:
        with pytest.raises(MailFailed):
            await mail.deliver("ada@example.com\nBcc: all@example.com", "Hello", "Hello")

    assert taker.taken == []


async def test_too_many_letters_are_dropped_and_closing_does_not_wait_for_ever() -> None:
    blocked = asyncio.Event()

    async def for_ever(seconds: float) -> None:
        await blocked.wait()

    place = MailServer(host="127.0.0.1", port=9, tls="none", sender="us@example.com")
    mail = SmtpMail(place, StoppedClock(), wait=for_ever)
    with capture_logs() as logs:
        for _ in range(501):
            mail.send(LETTER)
        await mail.close(0.05)

    assert [entry["event"] for entry in logs].count("mail_dropped") == 1


async def test_a_server_without_mail_says_so() -> None:
    mail = NoMail()
    with capture_logs() as logs:
        mail.send(LETTER)
    with pytest.raises(MailFailed, match="SMTP_HOST"):
        await mail.deliver("ada@example.com", "Hello", "Hello")
    await mail.close()

    assert logs[0]["event"] == "mail_not_configured"
