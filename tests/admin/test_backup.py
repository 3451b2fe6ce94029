"""A backup is one moment of the data, and a restored one is right to the credit."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from admin_makers import EMAIL, do, open_service

from instagramapi.admin.backup import restore
from instagramapi.admin.failure import Failure
from instagramapi.ledger.ledger import Receipt, Usage, UsageKind
from instagramapi.settings import Settings
from instagramapi.wiring import Service

pytestmark = pytest.mark.anyio


async def charge(service: Service, request_id: str, *, is_delivered: bool) -> Receipt:
    """Charge Ada 2 credits for a request."""
    account_id = service.accounts.find(EMAIL).id
    hold = await service.ledger.hold(
        request_id=request_id, account_id=account_id, key_id="key_1", credits=2
    )
    kind = UsageKind(
        account_id=account_id,
        key_id="key_1",
        mode="live",
        endpoint="profile/posts",
        status=200,
        code=None,
        reason=None,
        provider="demo",
        cache="miss",
        queried=True,
        credits_charged=2,
    )
    usage = Usage(request_id, kind, ms=1, at=service.clock.epoch_s(), subject=None)
    receipt = await service.ledger.settle(hold, usage)
    if is_delivered:
        service.ledger.delivered(receipt)
    return receipt


def names_in(folder: Path) -> list[str]:
    """List a folder."""
    return [path.name for path in folder.iterdir()]


def wait_for(folder: Path, pattern: str) -> None:
    """Return once there is such a file, which the last step of copying makes."""
    while not list(folder.glob(pattern)):
        pass


def restored(tmp_path: Path, source: Path) -> dict[str, Any]:
    """Restore into a new folder and return what the command says."""
    return restore(Settings(data_dir=tmp_path / "restored"), source)


async def balance_in(data_dir: Path) -> int:
    """Read Ada's balance after a start on this folder."""
    async with open_service(data_dir) as service:
        return await service.ledger.balance(service.accounts.find(EMAIL).id)


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
async def test_a_restored_copy_has_keys_credits_and_a_right_ledger(
    tmp_path: Path, name: str
) -> None:
    async with open_service(tmp_path / "data") as service:
        made = await do(service, "keys.create", account=EMAIL, name="x")
        await charge(service, "req_1", is_delivered=True)
        done = await do(service, "backup", target=str(tmp_path / name))
        await charge(service, "req_2", is_delivered=True)

    told = await asyncio.to_thread(restored, tmp_path, tmp_path / name)

    assert done == {"target": str(tmp_path / name), "undelivered": 0, "has_secret": True}
    assert (told["ok"], told["entries"]) == (True, 2)
    async with open_service(tmp_path / "restored") as service:
        assert service.keys.find(made["key"], service.clock.epoch_s()).id == made["key_id"]
        assert await service.ledger.balance(made["account_id"]) == 98


async def test_a_delivered_charge_is_not_refunded_by_the_copy(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        for number in range(20):
            await charge(service, f"req_{number}", is_delivered=True)
        await do(service, "backup", target=str(tmp_path / "copy"))

    await asyncio.to_thread(restored, tmp_path, tmp_path / "copy")

    assert await balance_in(tmp_path / "restored") == 60


async def test_a_backup_waits_for_the_answer_that_is_under_way(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        receipt = await charge(service, "req_1", is_delivered=False)
        backing_up = asyncio.create_task(do(service, "backup", target=str(tmp_path / "copy")))
        await asyncio.to_thread(wait_for, tmp_path, ".copy.*/secret.key")
        service.ledger.delivered(receipt)
        done = await backing_up

    await asyncio.to_thread(restored, tmp_path, tmp_path / "copy")

    assert done["undelivered"] == 0
    assert await balance_in(tmp_path / "restored") == 98


async def test_a_copy_is_private(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        await do(service, "backup", target=str(tmp_path / "copy"))
        await do(service, "backup", target=str(tmp_path / "copy.tar"))

    files = [tmp_path / "copy.tar", *(tmp_path / "copy").iterdir()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700


async def test_a_target_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")

    async with open_service(tmp_path / "data") as service:
        with pytest.raises(Failure, check=lambda failure: failure.code == "target_exists"):
            await do(service, "backup", target=str(tmp_path / "copy"))

    assert (tmp_path / "copy").read_text() == "mine"


async def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        with pytest.raises(Failure):
            await do(service, "backup", target=str(tmp_path / "no" / "copy"))

    assert names_in(tmp_path) == ["data"]


async def test_a_folder_with_data_is_not_restored_over(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        await do(service, "backup", target=str(tmp_path / "copy"))
        with pytest.raises(Failure, check=lambda failure: failure.code == "data_dir_not_empty"):
            restore(service.settings, tmp_path / "copy")


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_what_is_no_backup_leaves_the_folder_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.tar").write_bytes(content)

    with pytest.raises(Failure, check=lambda failure: failure.code == "no_backup"):
        restored(tmp_path, tmp_path / "copy.tar")

    assert names_in(tmp_path / "restored") == []


async def test_a_copy_without_its_secret_is_not_restored(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        await do(service, "backup", target=str(tmp_path / "copy"))
    (tmp_path / "copy" / "secret.key").unlink()

    with pytest.raises(Exception, match="belongs to another server secret"):
        await asyncio.to_thread(restored, tmp_path, tmp_path / "copy")

    assert names_in(tmp_path / "restored") == []


async def test_a_damaged_copy_is_not_restored(tmp_path: Path) -> None:
    async with open_service(tmp_path / "data") as service:
        await do(service, "backup", target=str(tmp_path / "copy"))
    file = tmp_path / "copy" / "instagramapi.db"
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'journal'"
        ).fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)

    with pytest.raises((Failure, sqlite3.DatabaseError)):
        await asyncio.to_thread(restored, tmp_path, tmp_path / "copy")

    assert names_in(tmp_path / "restored") == []
