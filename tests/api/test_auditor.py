"""The auditor: broken books are seen, told once, and counted as long as they are broken."""

import sqlite3
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from makers import Api, Scripted, open_api

pytestmark = pytest.mark.anyio

PROFILE = "/v1/profile?handle=nike"


async def falsify(api: Api, sql: str) -> None:
    """Change the books behind the ledger's back, as a bug or a hand would."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute(sql)

    await api.service.database.write(change)


def drift(api: Api) -> float:
    (metric,) = api.app.observer.ledger_drift.collect()
    return float(metric.samples[0].value)


async def test_sound_books_have_no_drift(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await api.get(PROFILE)

        await api.app.auditor.check()

        assert drift(api) == 0
        assert api.app.auditor.can_read


async def test_a_broken_invariant_is_told_once_and_counted_while_it_lasts(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await falsify(api, "UPDATE balances SET balance = balance + 1")
        with capture_logs() as logs:
            await api.app.auditor.check()
            await api.app.auditor.check()
        counted = drift(api)
        await falsify(api, "UPDATE balances SET balance = balance - 1")
        await api.app.auditor.check()

        assert [line["event"] for line in logs] == ["ledger_drift"]
        assert api.account_id in logs[0]["violation"]
        assert counted == 1
        assert drift(api) == 0


async def test_a_second_audit_reads_only_what_is_new(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        first = await api.service.ledger.audit()
        await api.get(PROFILE)

        second = await api.service.ledger.audit()

        assert (first.entries, second.entries) == (1, 2)
        assert second.ok


async def test_books_that_cannot_be_read_make_the_server_unready(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        await falsify(api, "ALTER TABLE spend RENAME TO lost")
        with capture_logs() as logs:
            await api.app.auditor.check()
        unready = await api.get("/readyz", "")
        await falsify(api, "ALTER TABLE lost RENAME TO spend")
        await api.app.auditor.check()

        assert [line["event"] for line in logs] == ["audit_failed"]
        assert (unready.status_code, unready.json()["ledger"]) == (503, False)
        assert (await api.get("/readyz", "")).status_code == 200
