"""The key that the docs show: the same until it is revoked, a test key, stored nowhere."""

import asyncio
from pathlib import Path

import pytest
from account_makers import bytes_in, open_room

pytestmark = pytest.mark.anyio


async def test_it_is_the_same_each_time_and_after_a_restart(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.ada()
        first = await room.keys.for_docs(ada.id)
        again = await room.keys.for_docs(ada.id)
        (key,) = await room.keys.list(ada.id)

        assert first == again
        assert room.accepts(first)
        assert (key.mode, key.name) == ("test", "Docs")
    async with open_room(tmp_path) as room:
        assert await room.keys.for_docs(ada.id) == first
        assert len(await room.keys.list(ada.id)) == 1


async def test_each_account_has_its_own(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada, bob = await room.ada(), await room.accounts.create("bob@example.com")

        assert await room.keys.for_docs(ada.id) != await room.keys.for_docs(bob.id)


async def test_who_revokes_it_gets_another(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.ada()
        first = await room.keys.for_docs(ada.id)
        (key,) = await room.keys.list(ada.id)
        await room.keys.revoke(key.id)

        second = await room.keys.for_docs(ada.id)

        assert second != first
        assert not room.accepts(first)
        assert room.accepts(second)


async def test_two_pages_at_once_make_one_key(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.ada()

        secrets = await asyncio.gather(*(room.keys.for_docs(ada.id) for _ in range(5)))

        assert len(set(secrets)) == 1
        assert len(await room.keys.list(ada.id)) == 1


async def test_the_disk_does_not_know_it(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        secret = await room.keys.for_docs((await room.ada()).id)
    assert secret.encode() not in bytes_in(tmp_path)
