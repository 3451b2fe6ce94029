import asyncio
from pathlib import Path

import pytest
from people_makers import DEVICE, a_user, again, open_people, signed_in

from instagramapi.accounts.keys import Keys
from instagramapi.accounts.people.joining import Identity, Joining, SignUp, one_spelling
from instagramapi.accounts.people.people import People, SignedIn
from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.terms import Terms
from instagramapi.errors import BadParameter
from instagramapi.kit.ids import Ids

pytestmark = pytest.mark.anyio

KEY = b"a key of thirty-two bytes, as is"


def joining_of(room: People, sign_up: SignUp = "open") -> tuple[Joining, Keys]:
    keys = Keys(
        room.users._database, KEY, clock=room.clock, ids=Ids(room.clock), endpoints=frozenset()
    )
    return Joining(room, keys, sign_up, KEY), keys


async def an_owner(room: People, email: str = "ada@example.com") -> SignedIn:
    _, visitor = await signed_in(room, await a_user(room, email))
    return visitor


async def test_signing_up_opens_an_account_once(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        first, second = [await joining.ask("Ada@example.com") for _ in "12"]
        user = await joining.sign_up_by(first, "Ada", DEVICE)

        assert user is not None
        assert user.email_verified_at is not None
        assert room.members.of_user(user.id)[0].role is Role.OWNER
        assert await joining.sign_up_by(first, "Ada", DEVICE) is None
        # A second one would sign in for a day, past a one-time code.
        assert await joining.sign_up_by(second, "Ada", DEVICE) is None


@pytest.mark.parametrize("sign_up", ["invitation", "closed"])
async def test_where_sign_up_is_not_open_nobody_signs_up(tmp_path: Path, sign_up: SignUp) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room, sign_up)
        with pytest.raises(BadParameter, match="invitation"):
            await joining.ask("ada@example.com")
        with pytest.raises(BadParameter, match="invitation"):
            await joining.by_identity(Identity("i", "1", "ada@example.com", True), DEVICE)


async def test_an_invitation_makes_a_member(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada = await an_owner(room)
        ticket = await joining.invite(ada, "Bob@example.com", Role.DEVELOPER)
        unused = await joining.invite(ada, "carl@example.com", Role.OWNER)
        bob = await joining.accept(ticket, "Bob", DEVICE, was_mailed=True)

        assert bob is not None
        assert bob.email_verified_at is not None
        assert room.members.role_of(ada.account_id, bob.id) is Role.DEVELOPER
        assert await joining.accept(ticket, "Bob", DEVICE, was_mailed=True) is None
        carl = await joining.accept(unused, "", DEVICE, was_mailed=False)
        assert carl is not None
        assert carl.email_verified_at is None
        with pytest.raises(BadParameter, match="already"):
            await joining.invite(ada, "bob@example.com", Role.OWNER)


async def test_an_invitation_signs_nobody_in_who_has_a_user(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada, bob = await an_owner(room), await an_owner(room, "bob@example.com")
        ticket = await joining.invite(ada, "bob@example.com", Role.BILLING)

        assert await joining.accept(ticket, "", DEVICE, was_mailed=False) is None
        assert await joining.accept_as(ticket, ada) is None
        assert await joining.accept_as("invented", bob) is None
        assert await joining.accept_as(ticket, bob)
        assert await joining.accept_as(ticket, bob) is None
        assert room.members.role_of(ada.account_id, bob.user.id) is Role.BILLING


async def test_an_invitation_is_taken_once_whatever_runs_in_parallel(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada, bob = await an_owner(room), await an_owner(room, "bob@example.com")
        hers = await joining.invite(ada, "carl@example.com", Role.BILLING)
        his = await joining.invite(ada, "bob@example.com", Role.BILLING)
        new = (joining.accept(hers, "", DEVICE, was_mailed=True) for _ in range(2))
        known = (joining.accept_as(his, bob) for _ in range(2))
        joined = (*await asyncio.gather(*new), *await asyncio.gather(*known))

        assert [each is None for each in joined] == [False, True, False, True]


async def test_only_who_may_invites(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada = await an_owner(room)
        bob = await a_user(room, "bob@example.com")
        await room.members.add(ada.account_id, bob.id, Role.ADMIN)
        token, visitor = await signed_in(room, bob)
        await room.sessions.view(visitor.session.id, ada.account_id)
        admin = room.visitor(token)
        assert admin is not None
        nobody = await room.users.create("nobody@example.com")
        _, alone = await signed_in(room, nobody)

        await joining.invite(admin, "carl@example.com", Role.ADMIN)
        for visitor in (admin, alone):
            with pytest.raises(BadParameter, match="Only an owner"):
                await joining.invite(visitor, "carl@example.com", Role.OWNER)


async def test_who_is_vouched_for_comes_in_and_is_known_from_then_on(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        said = Identity("https://id.example", "1", "ada@example.com", True, "Ada")
        ada, is_new = await joining.by_identity(said, DEVICE)
        assert is_new
        moved = Identity("https://id.example", "1", "other@example.com", False)
        bob = await a_user(room, "bob@example.com", is_verified=True)

        assert (ada.name, ada.email_verified_at is None) == ("Ada", False)
        assert await joining.by_identity(moved, DEVICE) == (ada, False)
        his = Identity("https://id.example", "2", "bob@example.com", True)
        assert await joining.by_identity(his, DEVICE) == (again(room, bob), False)


async def test_an_address_that_is_not_proved_takes_nobody_over(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        await a_user(room)
        await a_user(room, "bob@example.com", is_verified=True)
        for email, is_verified in (("ada@example.com", True), ("bob@example.com", False)):
            with pytest.raises(BadParameter, match="not proved"):
                await joining.by_identity(Identity("i", email, email, is_verified), DEVICE)


async def test_leaving_ends_what_is_only_theirs(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, keys = joining_of(room)
        ada, bob = await an_owner(room), await an_owner(room, "bob@example.com")
        await room.members.add(bob.account_id, ada.user.id, Role.BILLING)
        key, _ = await keys.create(ada.account_id, Terms(name="k"))

        assert joining.alone_in(ada.user) == (ada.account_id,)
        await joining.leave(ada)
        assert (await keys.get(key.id)).revoked_at is not None
        assert room.users.by_id(ada.user.id) is None
        assert room.accounts.by_email("ada@example.com") is None
        assert [m.user.id for m in room.members.of_account(bob.account_id)] == [bob.user.id]


async def test_nobody_leaves_others_without_an_owner(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada, bob = await an_owner(room), await an_owner(room, "bob@example.com")
        await room.members.add(ada.account_id, bob.user.id, Role.ADMIN)
        with pytest.raises(BadParameter, match="its owner first"):
            await joining.leave(ada)
        assert room.users.by_id(ada.user.id) is not None
        await room.members.change_role(ada.account_id, bob.user.id, Role.OWNER)
        await joining.leave(ada)

        assert room.members.role_of(ada.account_id, bob.user.id) is Role.OWNER


@pytest.mark.parametrize(
    ("email", "spelling"),
    [
        ("Ada@Example.com", "ada@example.com"),
        ("a.d.a+trial@googlemail.com", "ada@gmail.com"),
        ("a.da+x@example.com.", "a.da@example.com"),
    ],
)
def test_the_spellings_of_one_inbox(email: str, spelling: str) -> None:
    assert one_spelling(email) == spelling


async def test_a_trial_has_one_name_for_all_spellings(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        names = {joining.trial_reference(e) for e in ("ada@gmail.com", "A.da+2@googlemail.com")}

        assert len(names) == 1
        assert "ada" not in names.pop()


async def test_a_name_that_is_none_uses_no_ticket_up(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ticket = await joining.ask("bob@example.com")
        invitation = await joining.invite(await an_owner(room), "carl@example.com", Role.BILLING)
        with pytest.raises(BadParameter, match="name"):
            await joining.sign_up_by(ticket, "B" * 101, DEVICE)
        with pytest.raises(BadParameter, match="name"):
            await joining.accept(invitation, "C\x07C", DEVICE, was_mailed=True)

        bob = await joining.sign_up_by(ticket, " ", DEVICE)
        carl = await joining.accept(invitation, "Carl", DEVICE, was_mailed=True)
        dora, _ = await joining.by_identity(
            Identity("i", "1", "dora@example.com", True, "D" * 101), DEVICE
        )
        assert bob and carl
        assert (bob.name, carl.name, dora.name) == (None, "Carl", None)


async def test_an_address_that_others_left_behind_opens_an_account_of_its_own(
    tmp_path: Path,
) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada = await an_owner(room)
        ticket = await joining.invite(ada, "bob@example.com", Role.OWNER)
        bob = await joining.accept(ticket, "Bob", DEVICE, was_mailed=True)
        await joining.leave(ada)
        newcomer = await joining.sign_up_by(await joining.ask("ada@example.com"), "", DEVICE)

        assert bob and newcomer
        (new,) = room.members.of_user(newcomer.id)
        (old,) = room.members.of_user(bob.id)
        assert (new.role, new.account.email) == (Role.OWNER, "ada@example.com")
        assert old.account.id == ada.account_id != new.account.id
        assert room.accounts.contact(ada.account_id) == "bob@example.com"


async def test_nobody_joins_an_account_that_ended(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        joining, _ = joining_of(room)
        ada = await an_owner(room)
        ticket = await joining.invite(ada, "bob@example.com", Role.ADMIN)
        await joining.leave(ada)

        assert await joining.accept(ticket, "Bob", DEVICE, was_mailed=True) is None
        assert room.members.of_account(ada.account_id) == ()
