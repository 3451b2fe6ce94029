from pathlib import Path

import pytest
from account_makers import NOON_S, Room, open_room

from instagramapi.accounts.terms import Terms

pytestmark = pytest.mark.anyio


async def new_key_id(room: Room) -> str:
    key, _ = await room.keys.create((await room.ada()).id, Terms(name="ci"))
    return key.id


async def last_use_on_disk(room: Room, key_id: str) -> float | None:
    # What was handed to the writer before this is committed with it.
    await room.database.write(lambda _: None)
    query = "SELECT last_used_at FROM keys WHERE id = ?"
    (used_at,) = room.database.read().execute(query, (key_id,)).fetchone()
    return float(used_at) if used_at is not None else None


async def test_a_use_is_told_at_once_and_kept_over_a_restart(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        used, unused = await new_key_id(room), await new_key_id(room)
        room.keys.touch(used, NOON_S + 1)
        room.keys.touch(used, NOON_S + 2)

        assert (await room.keys.get(used)).last_used_at == NOON_S + 2
        await room.keys.close()

    async with open_room(tmp_path) as room:
        told = {key.id: key.last_used_at for key in await room.keys.list()}
    assert told == {used: NOON_S + 2, unused: None}


async def test_uses_are_written_once_a_minute(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key_id = await new_key_id(room)

        room.keys.touch(key_id, NOON_S)
        assert await last_use_on_disk(room, key_id) == NOON_S
        room.keys.touch(key_id, NOON_S + 59)
        assert await last_use_on_disk(room, key_id) == NOON_S
        room.keys.touch(key_id, NOON_S + 60)
        assert await last_use_on_disk(room, key_id) == NOON_S + 60


async def test_a_use_that_is_not_yet_on_the_disk_outlives_a_change_of_the_key(
    tmp_path: Path,
) -> None:
    async with open_room(tmp_path) as room:
        key_id = await new_key_id(room)
        room.keys.touch(key_id, NOON_S)
        room.keys.touch(key_id, NOON_S + 30)
        await room.keys.revoke(key_id)

        assert (await room.keys.get(key_id)).last_used_at == NOON_S + 30
