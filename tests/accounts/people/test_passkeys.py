from pathlib import Path

import pytest
from people_makers import SITE, a_user, again, open_people

from authenticator import PRESENT, Authenticator
from instagramapi.accounts.people.passkeys import MOST
from instagramapi.accounts.people.people import People
from instagramapi.accounts.people.site import Site
from instagramapi.accounts.people.users import User
from instagramapi.errors import BadParameter

pytestmark = pytest.mark.anyio


async def added(room: People, user: User, device: Authenticator, name: str = "phone") -> str:
    options = await room.passkeys.ask_new(user)
    return (await room.passkeys.add(user, name, device.create(options))).id


async def refuses(room: People, credential: str) -> None:
    with pytest.raises(BadParameter, match="not accepted"):
        await room.passkeys.accept(credential)


async def test_a_passkey_finds_its_user(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        hers, his = Authenticator(), Authenticator(counts=False)
        await added(room, ada, hers)
        await added(room, bob, his)

        found = [(await room.passkeys.accept(d.get(await room.passkeys.ask()))).user_id
                 for d in (hers, his, hers, his)]  # fmt: skip

        assert found == [ada.id, bob.id, ada.id, bob.id]
        assert again(room, ada).passkeys == 1
        assert room.passkeys.of_user(ada.id)[0].last_used_at == room.clock.epoch_s()


async def test_a_signed_challenge_works_once(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        device = Authenticator(counts=False)
        await added(room, await a_user(room), device)
        signed = device.get(await room.passkeys.ask())
        await room.passkeys.accept(signed)

        await refuses(room, signed)


async def test_a_copied_passkey_is_found_out_by_its_count(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        device = Authenticator()
        await added(room, await a_user(room), device)
        await room.passkeys.accept(device.get(await room.passkeys.ask()))
        device.count = 0

        await refuses(room, device.get(await room.passkeys.ask()))


async def test_another_site_and_an_absent_person_are_refused(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        device = Authenticator()
        await added(room, await a_user(room), device)
        device.origin = "https://phishing.example"
        await refuses(room, device.get(await room.passkeys.ask()))
        device.origin, device.flags = SITE.origin, PRESENT
        await refuses(room, device.get(await room.passkeys.ask()))


async def test_a_stranger_and_nonsense_are_refused(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        stranger = Authenticator()
        await refuses(room, stranger.get(await room.passkeys.ask()))
        for nonsense in ("", "{}", "[]", "[" * 60_000, "\ud800", '{"id": 1}'):
            await refuses(room, nonsense)


async def test_a_challenge_is_for_whom_it_was_made(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        made = Authenticator().create(await room.passkeys.ask_new(ada))

        with pytest.raises(BadParameter, match="not accepted"):
            await room.passkeys.add(bob, "phone", made)


async def test_removed_passkeys_are_refused_and_others_cannot_remove_them(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        device = Authenticator()
        passkey_id = await added(room, ada, device)

        assert not await room.passkeys.remove(passkey_id, bob.id)
        signed = device.get(await room.passkeys.ask())
        assert await room.passkeys.remove(passkey_id, ada.id)
        await refuses(room, signed)
        assert again(room, ada).passkeys == 0


async def test_a_user_has_so_many_passkeys_and_no_more(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        for _ in range(MOST):
            await added(room, ada, Authenticator())

        with pytest.raises(BadParameter, match="enough"):
            await added(room, ada, Authenticator())


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://127.0.0.1:8000", Site("localhost", "http://localhost:8000")),
        ("http://[::1]", Site("localhost", "http://localhost")),
        ("https://api.example.com", Site("api.example.com", "https://api.example.com")),
        ("https://example.com:8443/x", Site("example.com", "https://example.com:8443")),
    ],
)
def test_a_passkey_belongs_to_a_name(url: str, site: Site) -> None:
    assert Site.of(url) == site
