"""An operation is done by the running server, or here, or it is said why not."""

import asyncio
from pathlib import Path

import pytest
from admin_makers import EMAIL, open_service

from instagramapi.admin.failure import Failure
from instagramapi.admin.perform import perform
from instagramapi.admin.socket import AdminServer
from instagramapi.settings import Settings
from instagramapi.store.database import Database


def test_it_is_done_here_where_no_server_runs(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")

    made = perform(settings, "accounts.create", {"email": EMAIL})
    listed = perform(settings, "accounts.list", {})

    assert [account["account_id"] for account in listed["accounts"]] == [made["account_id"]]


@pytest.mark.anyio
async def test_it_is_done_by_the_server_where_one_runs(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        server = AdminServer(service)
        await server.start()
        made = await asyncio.to_thread(
            perform, service.settings, "keys.create", {"account": EMAIL, "name": "x"}
        )
        is_known = service.keys.find(made["key"], service.clock.epoch_s()).id == made["key_id"]
        await server.close()

    assert is_known


def test_a_folder_without_data_is_no_ledger_that_is_right(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        perform(Settings(data_dir=tmp_path / "typo"), "ledger.verify", {})

    assert caught.value.code == "no_data"
    assert not (tmp_path / "typo").exists()


@pytest.mark.anyio
async def test_a_folder_that_stays_busy_is_said_to_be(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    with pytest.raises(Failure) as caught:
        await asyncio.to_thread(
            perform, Settings(data_dir=tmp_path), "accounts.list", {}, patience_s=0
        )
    await database.close()

    assert caught.value.code == "data_directory_busy"
    assert "try again" in caught.value.message


@pytest.mark.anyio
async def test_it_waits_for_a_server_that_is_just_starting(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        asking = asyncio.create_task(
            asyncio.to_thread(perform, service.settings, "accounts.list", {}, patience_s=30)
        )
        server = AdminServer(service)
        await server.start()
        done = await asking
        await server.close()

    assert done["accounts"]


def test_a_damaged_store_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "instagramapi.db").write_bytes(b"nonsense" * 1000)

    with pytest.raises(Failure) as caught:
        perform(Settings(data_dir=tmp_path), "accounts.list", {})

    assert caught.value.code == "store_failed"
