from pathlib import Path

import pytest
from account_makers import open_room, told

from instagramapi.errors import BadParameter

pytestmark = pytest.mark.anyio


async def test_an_account_is_found_by_id_and_by_address_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.accounts.create(" Ada@Example.COM ", " Ada Lovelace ")
        bob = await room.accounts.create("bob@example.com")

    async with open_room(tmp_path) as room:
        assert room.accounts.find(ada.id) == ada
        assert room.accounts.find("ADA@example.com ") == ada
        assert room.accounts.list() == (ada, bob)
    assert (ada.email, ada.name, bob.name) == ("ada@example.com", "Ada Lovelace", None)


async def test_one_address_has_one_account(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.ada()

        with pytest.raises(BadParameter, match="exists already") as refused:
            await room.accounts.create("ADA@EXAMPLE.COM")
        assert told(refused.value) == ("email", "conflict")
        assert room.accounts.list() == (ada,)


@pytest.mark.parametrize(
    "email",
    [
        *("", "ada", "@", "ada@", "@example.com", "a b@example.com", "a@b@c", "ada@example.com\nx"),
        *("ada@exa\x00mple.com", "a" * 65 + "@example.com", "a@" + "b" * 256),
        # To a mail's header, each of these is another address: ada@example.com.
        *("x,ada@example.com", "x<ada@example.com>", "ada(1)@example.com", '"ada"@example.com'),
        *("ada@example.com;x", "=?utf-8?q?ada?=@example.com", "ada\\@example.com"),
        *("ada@\uff45xample.com", "\uff41da@example.com"),
    ],
)
async def test_what_is_no_address_is_refused_with_an_example(tmp_path: Path, email: str) -> None:
    async with open_room(tmp_path) as room:
        with pytest.raises(BadParameter, match=r"like ada@example\.com") as refused:
            await room.accounts.create(email)
    assert told(refused.value) == ("email", "malformed")


async def test_an_unknown_account_is_a_bad_parameter(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        with pytest.raises(BadParameter) as refused:
            room.accounts.find("nobody@example.com")
    assert told(refused.value) == ("account", "malformed")


async def test_accounts_are_searched_by_a_part_of_what_is_known_of_them(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        ada = await room.accounts.create("ada@example.com", "100 % Ada_")
        bob = await room.accounts.create("bob@example.com")

        found = {
            text: room.accounts.search(text) for text in ("", "EXAMPLE", bob.id, "0 %", "a_", "%%")
        }

        assert found == {
            **{"": (ada, bob), "EXAMPLE": (ada, bob), bob.id: (bob,), "0 %": (ada,)},
            **{"a_": (ada,), "%%": ()},
        }
        assert room.accounts.search("", limit=1) == (ada,)
        assert room.accounts.count() == 2
        assert room.accounts.search("", after=ada.id) == (bob,)
