import asyncio
import pickle
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from account_makers import NOON_S, Room, bytes_in, open_room, told

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import DEFAULT_OVERLAP_S, MAX_OVERLAP_S
from instagramapi.accounts.secret import Mode, new_secret
from instagramapi.accounts.terms import Terms
from instagramapi.errors import BadParameter, InvalidApiKey
from instagramapi.kit.rate import RateLimit

pytestmark = pytest.mark.anyio

EVERY_LIMIT = Terms(
    name="night",
    mode="test",
    expires_at=NOON_S + 1_000_000,
    scopes={"profile", "post"},
    addresses=["203.0.113.7", "2001:db8::/32"],
    cap_day=10,
    cap_month=200,
    rate_limit="60/minute",
)


async def new_key(room: Room, terms: Terms | None = None) -> tuple[Key, str]:
    return await room.keys.create((await room.ada()).id, terms or Terms(name="ci"))


async def test_a_key_is_found_by_its_secret_with_all_its_terms(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room, EVERY_LIMIT)

        assert room.keys.find(secret, room.clock.now_s) == key
        assert key == Key(
            id=key.id,
            account_id=room.accounts.find("ada@example.com").id,
            name="night",
            mode="test",
            hint=f"{secret[:12]}…{secret[-4:]}",
            created_at=NOON_S,
            expires_at=NOON_S + 1_000_000,
            revoked_at=None,
            replaced_by=None,
            last_used_at=None,
            cap_day=10,
            cap_month=200,
            rate_limit=RateLimit(60, 60),
            scopes=frozenset({"profile", "post"}),
            addresses=(ip_network("2001:db8::/32"), ip_network("203.0.113.7/32")),
        )


@pytest.mark.parametrize("mode", ["live", "test"])
async def test_a_secret_is_of_the_mode_of_its_key(tmp_path: Path, mode: Mode) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room, Terms(name="ci", mode=mode))
        successor, new = await room.keys.rotate(key.id)

        assert key.mode == successor.mode == mode
        assert secret.startswith(f"ig_{mode}_")
        assert new.startswith(f"ig_{mode}_")


async def test_every_refusal_reads_the_same(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        revoked, revoked_secret = await new_key(room)
        await room.keys.revoke(revoked.id)
        _, expired_secret = await new_key(room, Terms(name="ci", expires_at=NOON_S + 1))
        room.clock.now_s += 1
        _, working = await new_key(room)
        mistyped = working[:-1] + ("a" if working[-1] != "a" else "b")
        refusals = set()

        for secret in ("", "ключ", mistyped, new_secret("live"), revoked_secret, expired_secret):
            with pytest.raises(InvalidApiKey) as refused:
                room.keys.find(secret, room.clock.now_s)
            refusals.add((refused.value.message, *told(refused.value)))

        assert len(refusals) == 1
        assert room.accepts(working)


async def test_a_key_works_until_the_instant_it_expires(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        _, secret = await new_key(room, Terms(name="ci", expires_at=NOON_S + 60))

        room.clock.now_s = NOON_S + 59.999
        assert room.accepts(secret)
        room.clock.now_s = NOON_S + 60
        assert not room.accepts(secret)


async def test_a_key_is_for_an_account_that_exists(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        with pytest.raises(BadParameter) as refused:
            await room.keys.create("acc_nobody", Terms(name="ci"))
        assert told(refused.value) == ("account", "malformed")
        assert await room.keys.list() == ()


async def test_a_wrong_term_makes_no_key(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        with pytest.raises(BadParameter, match="Did you mean"):
            await new_key(room, Terms(name="ci", scopes=["profiles"]))
        assert await room.keys.list() == ()


async def test_a_revoked_key_is_refused_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room)
        room.clock.now_s += 5
        revoked = await room.keys.revoke(key.id)
        assert not room.accepts(secret)
        room.clock.now_s += 5
        again = await room.keys.revoke(key.id)

    async with open_room(tmp_path) as room:
        assert not room.accepts(secret)
        assert await room.keys.get(key.id) == revoked == again
    assert revoked == replace(key, revoked_at=NOON_S + 5)


async def test_a_revocation_holds_though_its_caller_goes_away(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room)
        other, _ = await new_key(room)

        leaving = asyncio.create_task(room.keys.revoke(key.id))
        await asyncio.sleep(0)
        leaving.cancel()
        await room.keys.revoke(other.id)

        assert leaving.cancelled()
        assert not room.accepts(secret)


async def test_a_rotated_key_works_through_the_overlap_and_its_successor_on(
    tmp_path: Path,
) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room, replace(EVERY_LIMIT, expires_at=None))
        room.clock.now_s += 10
        successor, new = await room.keys.rotate(key.id)
        rotated = await room.keys.get(key.id)

    async with open_room(tmp_path, room.clock) as room:
        assert await room.keys.list() == (rotated, successor)
        assert room.accepts(secret) and room.accepts(new)
        room.clock.now_s += DEFAULT_OVERLAP_S
        assert room.accepts(new) and not room.accepts(secret)
    assert rotated == replace(
        key, replaced_by=successor.id, expires_at=NOON_S + 10 + DEFAULT_OVERLAP_S
    )
    assert successor == replace(
        key, id=successor.id, hint=f"{new[:12]}…{new[-4:]}", created_at=NOON_S + 10
    )


async def test_without_an_overlap_the_old_key_stops_at_once(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room)
        _, new = await room.keys.rotate(key.id, overlap_s=0)

        assert room.accepts(new) and not room.accepts(secret)


async def test_rotation_prolongs_neither_key(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, _ = await new_key(room, Terms(name="ci", expires_at=NOON_S + 60))
        successor, _ = await room.keys.rotate(key.id, overlap_s=3_600)

        assert successor.expires_at == (await room.keys.get(key.id)).expires_at == NOON_S + 60


async def test_of_two_rotations_at_once_one_is_refused(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, _ = await new_key(room)

        done = await asyncio.gather(
            room.keys.rotate(key.id), room.keys.rotate(key.id), return_exceptions=True
        )

        refused = [told(each) for each in done if isinstance(each, BadParameter)]
        assert refused == [("key", "conflict")]
        assert len(await room.keys.list()) == 2


@pytest.mark.parametrize("ending", ["revoked", "expired"])
async def test_a_key_that_does_not_work_cannot_be_rotated(tmp_path: Path, ending: str) -> None:
    async with open_room(tmp_path) as room:
        key, _ = await new_key(room, Terms(name="ci", expires_at=NOON_S + 60))
        if ending == "revoked":
            await room.keys.revoke(key.id)
        room.clock.now_s += 60

        with pytest.raises(BadParameter, match="create a new one") as refused:
            await room.keys.rotate(key.id)
        assert told(refused.value) == ("key", "conflict")
        assert len(await room.keys.list()) == 1


@pytest.mark.parametrize("overlap_s", [-1, MAX_OVERLAP_S + 1, float("nan")])
async def test_an_overlap_is_bounded(tmp_path: Path, overlap_s: float) -> None:
    async with open_room(tmp_path) as room:
        key, _ = await new_key(room)

        with pytest.raises(BadParameter, match="for example 86400") as refused:
            await room.keys.rotate(key.id, overlap_s)
        assert told(refused.value) == ("overlap", "malformed")


async def test_an_unknown_id_is_refused_and_not_repeated(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        _, secret = await new_key(room)

        for ask in (room.keys.get, room.keys.revoke, room.keys.rotate):
            # A person in a hurry pastes the secret where the id is due.
            with pytest.raises(BadParameter) as refused:
                await ask(secret)
            assert told(refused.value) == ("key", "malformed")
            assert secret not in repr(refused.value)
        assert room.accepts(secret)


async def test_keys_are_listed_oldest_first_by_account(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        bob = await room.accounts.create("bob@example.com")
        first, _ = await new_key(room)
        second, _ = await room.keys.create(bob.id, Terms(name="bob's"))
        third, _ = await new_key(room)
        await room.keys.revoke(third.id)

        assert [key.id for key in await room.keys.list()] == [first.id, second.id, third.id]
        assert await room.keys.list(bob.id) == (second,)
        assert await room.keys.list("acc_nobody") == ()


async def test_nothing_holds_the_secret_but_its_owner(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        key, secret = await new_key(room, EVERY_LIMIT)
        successor, new = await room.keys.rotate(key.id)
        found = room.keys.find(secret, room.clock.now_s)
        shown = "".join(
            f"{thing!r}{thing!s}" for thing in (found, successor, vars(room.keys), room.keys)
        )
        kept = pickle.dumps([found, successor, await room.keys.list()]) + shown.encode()

    kept += bytes_in(tmp_path)
    for canary in (secret, new):
        assert canary.encode() not in kept
        assert canary[12:-4].encode() not in kept


async def test_a_thousand_keys_are_all_found_after_a_restart(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        account = await room.ada()
        made = await asyncio.gather(
            *(room.keys.create(account.id, Terms(name=f"key {n}")) for n in range(1_000))
        )

    async with open_room(tmp_path) as room:
        for key, secret in made:
            assert room.keys.find(secret, NOON_S) == key
        assert await room.keys.list() == tuple(key for key, _ in made)


async def test_keys_beyond_those_in_memory_are_read_again(tmp_path: Path) -> None:
    async with open_room(tmp_path, keys_kept=1) as room:
        now_s = room.clock.now_s
        (first, one), (second, two) = await new_key(room), await new_key(room)
        await room.keys.revoke(second.id)

        found = [room.keys.known(secret, now_s) for secret in (one, two, new_secret("live"), one)]

        assert found == [first, None, None, first]


async def test_a_secret_that_was_refused_before_it_had_a_key_is_found_after(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        account = await room.ada()
        secret = await room.keys.for_docs(account.id)
        (key,) = await room.keys.list(account.id)

        assert room.keys.find(secret, room.clock.now_s).id == key.id


async def test_what_cannot_be_a_key_by_its_length_is_not_remembered(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room:
        assert not room.accepts("ig_live_" + "0" * 30_000)

        assert room.keys._hashed.cache_info().currsize == 0
