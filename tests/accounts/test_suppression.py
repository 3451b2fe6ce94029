import asyncio
from pathlib import Path

import pytest
from account_makers import bytes_in, open_room, told

from instagramapi.accounts.suppression import Kind
from instagramapi.catalog.owners import Owner
from instagramapi.errors import BadParameter

pytestmark = pytest.mark.anyio


async def test_a_suppressed_subject_stays_so_until_it_is_lifted(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        await room.suppression.suppress("handle", " @Nike ")
        await room.suppression.suppress("id", "13460080")
        await room.suppression.suppress("id", "13460080")

    async with open_room(tmp_path) as room:
        assert room.suppression.is_suppressed("handle", "nike")
        assert room.suppression.is_suppressed("handle", "NIKE")
        assert room.suppression.is_suppressed("id", "13460080")
        assert len(room.suppression) == 2
        await room.suppression.lift("handle", "https://www.instagram.com/nike/")
        await room.suppression.lift("handle", "never.listed")

    async with open_room(tmp_path) as room:
        assert not room.suppression.is_suppressed("handle", "nike")
        assert len(room.suppression) == 1


async def test_a_handle_of_digits_is_not_the_id_of_the_same_digits(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        await room.suppression.suppress("handle", "13460080")

        assert not room.suppression.is_suppressed("id", "13460080")


async def test_the_file_does_not_tell_who_is_on_the_list(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        await room.suppression.suppress("handle", "left.alone")

    assert b"left.alone" not in bytes_in(tmp_path)


async def test_a_caller_who_goes_away_leaves_memory_equal_to_the_disk(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        leaving = asyncio.create_task(room.suppression.suppress("handle", "nike"))
        await asyncio.sleep(0)
        leaving.cancel()
        await room.suppression.suppress("id", "1")

        assert leaving.cancelled()
        assert room.suppression.is_suppressed("handle", "nike")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("handle", ""), ("handle", "two words"), ("handle", "x" * 31), ("id", "nike"), ("id", "")],
)
async def test_what_is_no_handle_or_id_is_refused(tmp_path: Path, kind: Kind, value: str) -> None:
    async with open_room(tmp_path) as room:
        with pytest.raises(BadParameter) as refused:
            await room.suppression.suppress(kind, value)
        assert told(refused.value) == (kind, "malformed")
        assert len(room.suppression) == 0


async def test_an_account_is_found_by_either_of_its_names(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        await room.suppression.suppress("handle", "nike")
        await room.suppression.suppress("id", "1")

        assert room.suppression.has(Owner("NIKE", None))
        assert room.suppression.has(Owner("renamed", "1"))
        assert not room.suppression.has(Owner("other", "2"))
        assert not room.suppression.has(Owner(None, None))


async def test_a_mark_names_an_account_without_telling_who_it_is(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        marks = room.suppression.mark(Owner("nike", "1"))
        assert [len(mark) for mark in marks] == [8, 8]
        assert room.suppression.mark(Owner("NIKE", None)) == marks[:1]
        assert not any(map(room.suppression.is_marked, marks))

        await room.suppression.suppress("handle", "nike")

    async with open_room(tmp_path) as room:
        assert [room.suppression.is_marked(mark) for mark in marks] == [True, False]
        await room.suppression.lift("handle", "nike")
        assert not any(map(room.suppression.is_marked, marks))
