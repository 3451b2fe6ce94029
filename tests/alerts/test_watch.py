"""The watch notices what crosses a line of an account, tells it once, and mails it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from operator import methodcaller
from pathlib import Path

import pytest

from instagramapi.accounts.terms import Terms
from instagramapi.alerts.alert import Kind, Measure
from instagramapi.alerts.alerts import MOST_ALERTS
from instagramapi.errors import BadParameter, NotFound, UpstreamError
from instagramapi.ledger.ledger import Caps
from instagramapi.wiring import watch_of
from makers import Api, Scripted, open_api, reopen_api

pytestmark = pytest.mark.anyio

GONE = NotFound("Gone.")


class Postbox:
    """Takes mails, or refuses them."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []
        self.is_down = False

    async def send(self, to: str, subject: str, text: str) -> None:
        if self.is_down:
            raise ConnectionRefusedError("no")
        self.mails.append((to, subject, text))


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with open_api(tmp_path, Scripted(GONE), granted=20) as opened:
        yield opened


async def turn() -> None:
    """Let what can run on the loop run."""
    await asyncio.sleep(0)


async def pay(api: Api, calls: int, secret: str | None = None) -> None:
    """Make so many calls of one credit each, all of other accounts."""
    for number in range(calls):
        answer = await api.get(f"/v1/profile?handle=a{number}&max_age=0", secret)
        assert answer.status_code == 404


async def look(api: Api, postbox: Postbox | None = None) -> list[tuple[Kind, Measure]]:
    """Let the watch look, and return all that was told so far, the first first."""
    await watch_of(api.service, postbox.send if postbox else None).check()
    told = api.service.alerts.latest(api.account_id)
    return [(event.kind, event.measure) for event in reversed(told)]


async def test_a_low_balance_is_told_once_per_crossing(api: Api) -> None:
    await api.service.alerts.create(api.account_id, "balance", 15)
    assert await look(api) == []
    await pay(api, 6)
    for _ in range(2):
        assert await look(api) == [(Kind.BALANCE, Measure(14))]
    ((alert, _),) = api.service.alerts.standing(api.account_id)
    assert (alert.kind, alert.threshold) == (Kind.BALANCE, 15)

    await api.service.ledger.grant(api.account_id, 2, reason="a little")
    assert len(await look(api)) == 1
    assert api.service.alerts.standing(api.account_id) == ()
    await pay(api, 3)
    assert await look(api) == [(Kind.BALANCE, Measure(14)), (Kind.BALANCE, Measure(13))]


async def test_what_was_told_is_not_told_again_after_a_restart(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted(GONE), granted=20) as api:
        await api.service.alerts.create(api.account_id, "balance", 50)
        assert len(await look(api)) == 1
    async with reopen_api(tmp_path, api, Scripted(GONE)) as again:
        assert len(await look(again)) == 1


async def test_a_day_of_spending_is_told_each_day(api: Api) -> None:
    await api.service.alerts.create(api.account_id, "spend", 3)
    await pay(api, 4)
    assert await look(api) == [(Kind.SPEND, Measure(4))]
    api.clock.advance(86_400)
    await look(api)
    await pay(api, 5)
    assert await look(api) == [(Kind.SPEND, Measure(4)), (Kind.SPEND, Measure(5))]


async def test_failures_count_only_among_enough_calls(tmp_path: Path) -> None:
    failing = UpstreamError("No.")
    async with open_api(tmp_path, Scripted(*[failing] * 12, GONE)) as api:
        await api.service.alerts.create(api.account_id, "errors", 50)
        for number in range(12):
            await api.get(f"/v1/profile?handle=f{number}")
        assert await look(api) == []
        await pay(api, 8)
        assert await look(api) == [(Kind.ERRORS, Measure(60))]
        api.clock.advance(3601)
        await look(api)
        assert api.service.alerts.standing(api.account_id) == ()


async def test_a_cap_that_is_nearly_spent_is_told_with_its_name(api: Api) -> None:
    key, secret = await api.service.keys.create(
        api.account_id, Terms(name="crawl", cap_day=4, cap_month=100)
    )
    await api.service.keys.create(api.account_id, Terms(name="idle", cap_day=0))
    await api.service.ledger.set_caps(api.account_id, Caps(month=10))
    await api.service.alerts.create(api.account_id, "cap", 75)
    await pay(api, 3, secret)
    assert await look(api) == [(Kind.CAP, Measure(75, f"Key crawl ({key.hint}), today,"))]
    await pay(api, 5)
    assert (await look(api))[1:] == [(Kind.CAP, Measure(80, "The account, this month,"))]

    # What is measured no more stands no more.
    await api.service.keys.revoke(key.id)
    await look(api)
    standing = api.service.alerts.standing(api.account_id)
    assert [measure.subject for _, measure in standing] == ["The account, this month,"]


async def test_what_is_told_is_mailed_once(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    postbox = Postbox()
    await api.service.alerts.create(api.account_id, "balance", 50)
    postbox.is_down = True
    with caplog.at_level(logging.WARNING):
        await look(api, postbox)
    assert "was not mailed" in caplog.text
    postbox.is_down = False
    for _ in range(2):
        await look(api, postbox)
    ((to, subject, text),) = postbox.mails
    assert (to, subject) == (
        "ada@example.com",
        "The balance fell below 50 credits: 20 are left.",
    )
    assert text.endswith("/app/alerts\n")


async def test_a_look_that_fails_is_logged_and_not_the_last(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    await api.service.database.write(methodcaller("execute", "ALTER TABLE alerts RENAME TO a"))
    watching = asyncio.ensure_future(watch_of(api.service).run())
    while "could not be looked at" not in caplog.text:
        await turn()
    await turn()
    assert not watching.done()
    watching.cancel()


async def test_old_news_is_not_mailed(api: Api) -> None:
    postbox = Postbox()
    await api.service.alerts.create(api.account_id, "balance", 50)
    await look(api)
    api.clock.advance(86_401)
    await look(api, postbox)
    assert postbox.mails == []


async def test_two_that_look_at_once_tell_it_once(api: Api) -> None:
    alert = await api.service.alerts.create(api.account_id, "balance", 50)
    findings = api.service.alerts.findings(alert, [Measure(20)])
    for _ in range(2):
        await api.service.alerts.note(findings)
    assert len(api.service.alerts.latest(api.account_id)) == 1


@pytest.mark.parametrize(
    ("kind", "threshold", "param"),
    [("mood", 1, "kind"), ("balance", 0, "threshold"), ("errors", 101, "threshold")],
)
async def test_a_line_that_cannot_be_is_refused(
    api: Api, kind: str, threshold: int, param: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        await api.service.alerts.create(api.account_id, kind, threshold)
    assert refused.value.param == param


async def test_lines_are_few_and_each_is_one(api: Api) -> None:
    alerts = api.service.alerts
    for threshold in (7, 7, *range(1, MOST_ALERTS + 10)):
        await alerts.create(api.account_id, "balance", threshold)
    assert len(alerts.of(api.account_id)) == MOST_ALERTS


async def test_a_line_belongs_to_its_account(api: Api) -> None:
    alerts = api.service.alerts
    alert = await alerts.create(api.account_id, "balance", 50)
    await look(api)
    assert not await alerts.delete("acc_of_another", alert.id)
    assert await alerts.delete(api.account_id, alert.id)
    assert alerts.of(api.account_id) == ()
    assert alerts.standing(api.account_id) == ()
    assert len(alerts.latest(api.account_id)) == 1
    await alerts.forget(api.account_id)
    assert alerts.latest(api.account_id) == ()
