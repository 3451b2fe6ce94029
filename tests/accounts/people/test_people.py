import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from people_makers import DEVICE, PASSWORD, a_user, again, open_people, signed_in

from instagramapi.accounts.people.audit import COMMAND, SERVER, Actor
from instagramapi.accounts.people.rights import RIGHTS_OF, Right, Role, may_make
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.errors import BadParameter
from instagramapi.store.database import FILE_NAME

pytestmark = pytest.mark.anyio


def bytes_in(data_dir: Path) -> bytes:
    """Read all that a thief of the data directory would have."""
    return b"".join(file.read_bytes() for file in data_dir.iterdir())


def test_the_table_of_rights() -> None:
    may = {role: {right.value for right in rights} for role, rights in RIGHTS_OF.items()}

    assert may[Role.OWNER] == {right.value for right in Right}
    assert may[Role.OWNER] - may[Role.ADMIN] == {"account.delete"}
    assert may[Role.DEVELOPER] == {
        *("account.read", "keys.read", "keys.write", "calls.try", "requests.read", "team.read")
    }
    assert may[Role.BILLING] == {
        *("account.read", "requests.read", "billing.read", "topup", "alerts.write", "team.read")
    }
    assert may[Role.READ_ONLY] == {
        *("account.read", "keys.read", "requests.read", "billing.read", "team.read")
    }


@pytest.mark.parametrize("actor", Role)
def test_only_owners_make_owners_and_only_owners_and_admins_make_others(actor: Role) -> None:
    made = {role for role in Role if may_make(actor, role)}

    everybody = set(Role)
    assert made == {Role.OWNER: everybody, Role.ADMIN: everybody - {Role.OWNER}}.get(actor, set())


async def test_one_address_is_one_user(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        assert not room.users.exist()
        ada = await room.users.create(" Ada@Example.com", " Ada ")
        bob = await room.users.create("bob@example.com", is_verified=True)

        with pytest.raises(BadParameter) as refused:
            await room.users.create("ADA@example.com")
        with pytest.raises(BadParameter) as refused_too:
            await room.users.change_email(bob.id, "ada@example.com", is_verified=True)
        with pytest.raises(BadParameter, match="No user"):
            room.users.find("carl@example.com")
        assert refused.value.param == refused_too.value.param == "email"
        assert room.users.list() == (ada, bob)
        assert room.users.find("ADA@example.com") == room.users.find(ada.id) == ada
        assert room.users.exist()
        assert (ada.name, ada.email_verified_at) == ("Ada", None)


async def test_a_user_changes_name_address_and_office(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        _, before = await signed_in(room, ada)
        assert (before.name, before.is_operator) == ("ada@example.com", False)
        await room.users.rename(ada.id, "Ada")
        await room.users.change_email(ada.id, "Countess@example.com", is_verified=True)
        await room.users.make_operator(ada.id, is_operator=True)
        now = again(room, ada)
        await room.users.rename(ada.id, "  ")

        assert (now.name, now.email, now.is_operator) == ("Ada", "countess@example.com", True)
        assert now.email_verified_at == room.clock.epoch_s()
        assert again(room, ada).name is None
        assert room.sessions.of_user(ada.id)[0].must_renew
        assert not before.session.must_renew


async def test_the_first_proof_of_an_address_ends_what_was_set_up_before_it(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        await room.passwords.set(ada, PASSWORD)
        await room.recovery.make(ada.id)
        await room.identities.bind(ada.id, "https://id.example", "1")
        token, _ = await signed_in(room, ada)

        assert await room.users.prove_email(ada.id)
        assert not again(room, ada).has_factor
        assert room.visitor(token) is None
        assert room.recovery.left(ada.id) == 0
        assert room.identities.user_id("https://id.example", "1") is None

        await room.passwords.set(ada, PASSWORD)
        assert not await room.users.prove_email(ada.id)
        assert again(room, ada).has_factor


async def test_a_deleted_user_leaves_nothing_behind(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        token, visitor = await signed_in(room, ada)
        ticket = await room.sign_in_link(ada)
        await room.users.delete(ada.id)

        assert room.visitor(token) is None
        assert room.tickets.look(ticket, Purpose.LINK) is None
        assert room.members.of_account(visitor.account_id) == ()


async def test_who_has_no_account_sees_none(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await room.users.create("ada@example.com")
        _, visitor = await signed_in(room, ada)

        assert (visitor.account_id, visitor.role) == ("", None)
        assert not visitor.may(Right.ACCOUNT_READ)


async def test_an_account_without_members_is_adopted_by_its_address(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        old = await room.accounts.create("ada@example.com")
        ada = await a_user(room)
        _, visitor = await signed_in(room, ada)

        assert visitor.account_id == old.id
        assert visitor.role is Role.OWNER
        assert visitor.may("account.delete")
        assert not await room.members.adopt(old.id, ada.id)


async def test_an_account_that_others_work_in_waits_for_its_owner(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        account = await room.accounts.create("ada@example.com")
        bob = await a_user(room, "bob@example.com")
        await room.members.add(account.id, bob.id, Role.DEVELOPER)
        ada = await a_user(room)

        assert room.members.role_of(account.id, ada.id) is Role.OWNER
        assert room.accounts.find("ada@example.com") == account


async def test_the_account_in_view_is_one_that_they_belong_to(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        token, visitor = await signed_in(room, ada)
        (his,) = room.members.of_user(bob.id)

        await room.sessions.view(visitor.session.id, his.account.id)
        stranger = room.visitor(token)
        await room.members.add(his.account.id, ada.id, Role.BILLING)
        member = room.visitor(token)

        assert stranger is not None
        assert stranger.account_id == visitor.account_id
        assert member is not None
        assert (member.account_id, member.role) == (his.account.id, Role.BILLING)


async def test_an_account_keeps_an_owner(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        account_id = room.members.of_user(ada.id)[0].account.id
        await room.members.add(account_id, bob.id, Role.ADMIN)

        for change in (
            room.members.remove(account_id, ada.id),
            room.members.change_role(account_id, ada.id, Role.ADMIN),
            room.members.add(account_id, bob.id, Role.OWNER),
            room.members.change_role(account_id, "usr_nobody", Role.ADMIN),
            room.members.remove(account_id, "usr_nobody"),
        ):
            with pytest.raises(BadParameter):
                await change
        await room.members.change_role(account_id, bob.id, Role.OWNER)
        await room.members.remove(account_id, ada.id)

        assert [(m.user.id, m.role) for m in room.members.of_account(account_id)] == [
            (bob.id, Role.OWNER)
        ]
        assert room.members.role_of(account_id, bob.id) is Role.OWNER
        assert room.members.role_of(account_id, ada.id) is None


async def test_a_change_of_role_renews_the_sessions_of_the_member(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        account_id = room.members.of_user(ada.id)[0].account.id
        await room.members.add(account_id, bob.id, Role.ADMIN)
        token, visitor = await signed_in(room, bob)

        await room.members.change_role(account_id, bob.id, Role.READ_ONLY)
        marked = room.visitor(token)
        assert marked is not None
        renewed = await room.sessions.renew(marked.session)

        assert marked.session.must_renew
        assert not visitor.session.must_renew
        assert room.visitor(token) is None
        after = room.visitor(renewed)
        assert after is not None
        assert not after.session.must_renew


async def test_of_requests_at_once_one_brings_the_new_session(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        old, visitor = await signed_in(room, ada)
        await room.users.make_operator(ada.id, is_operator=True)
        tokens = await asyncio.gather(
            *(room.sessions.renew_where_due(visitor.session) for _ in range(3))
        )

        (token,) = [each for each in tokens if each]
        assert room.visitor(token)
        assert room.visitor(old) is None


async def test_proof_is_asked_of_those_who_can_give_it(tmp_path: Path) -> None:
    async with open_people(tmp_path, has_mail=True) as room:
        ada = await a_user(room)
        token, _ = await signed_in(room, ada)
        room.clock.advance(700)  # type: ignore[attr-defined]
        without_factor = room.visitor(token)
        await room.passwords.set(ada, PASSWORD)
        with_password = room.visitor(token)
        await room.users.change_email(ada.id, "ada@example.com", is_verified=True)

        assert without_factor is not None
        assert without_factor.is_stepped_up
        assert with_password is not None
        assert not with_password.is_stepped_up
        assert room.ways_to_prove(again(room, ada)) == ("password", "mail")
        proved = room.visitor(await room.sessions.step_up(with_password.session))
        assert proved is not None
        assert proved.is_stepped_up


async def test_the_audit_log_tells_and_cannot_be_changed(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        _, visitor = await signed_in(room, ada)
        await room.audit.note(COMMAND, "keys.create", "key_1", account_id="acc_1", mode="live")
        await room.audit.note(visitor.actor, "team.invite", account_id="acc_2", reason=None)
        await room.audit.note(SERVER, "sweep")
        notes = room.audit.latest()

        assert [note.action for note in notes] == ["sweep", "team.invite", "keys.create"]
        assert notes[1].actor == Actor("user", ada.id, DEVICE.address)
        assert (notes[2].target, notes[2].detail) == ("key_1", {"mode": "live"})
        assert [n.action for n in room.audit.latest("acc_2")] == ["team.invite"]
        assert [n.action for n in room.audit.latest(actor_id=ada.id)] == ["team.invite"]
        assert room.audit.latest(before=notes[1].sequence, limit=1) == notes[2:]
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as thief:
        for sql in ("UPDATE audit SET action = 'x'", "DELETE FROM audit"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                thief.execute(sql)


async def test_an_identity_is_bound_once(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        await room.identities.bind(ada.id, "https://id.example", "1")
        await room.identities.bind(ada.id, "https://id.example", "1")

        with pytest.raises(BadParameter, match="Another user"):
            await room.identities.bind(bob.id, "https://id.example", "1")
        assert room.identities.user_id("https://id.example", "1") == ada.id
        assert room.identities.issuers(ada.id) == ("https://id.example",)


async def test_a_closed_account_forgets_whose_it_was(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        account = await room.accounts.create("ada@example.com", "Ada")
        await room.accounts.rename(account.id, "Analytical Engines")
        named = room.accounts.find(account.id)
        await room.accounts.close(account.id)

        assert named.name == "Analytical Engines"
        assert room.accounts.find(account.id).name is None
        assert room.accounts.by_email("ada@example.com") is None


async def test_the_files_let_nobody_in(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        await room.passwords.set(ada, PASSWORD)
        salt = room.totp.new_salt()
        token, _ = await signed_in(room, ada)
        secrets = [
            *(PASSWORD, token, await room.sign_in_link(ada), room.totp.secret(ada, salt)),
            *await room.recovery.make(ada.id),
        ]

    stored = bytes_in(tmp_path)
    assert [secret for secret in secrets if secret.encode() in stored] == []


async def test_an_account_comes_along_to_a_new_address_that_is_proved_and_free(
    tmp_path: Path,
) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        (mine,) = room.members.of_user(ada.id)
        (his,) = room.members.of_user(bob.id)
        await room.users.change_email(ada.id, "carl@example.com", is_verified=False)
        unproved = room.accounts.find(mine.account.id).email
        await room.users.change_email(ada.id, "ada@example.com", is_verified=True)
        await room.users.change_email(ada.id, "ada@example.org", is_verified=True)
        await room.users.delete(bob.id)
        await room.users.change_email(ada.id, "bob@example.com", is_verified=True)

        assert unproved == "ada@example.com"
        assert room.accounts.find(mine.account.id).email == "ada@example.org"
        assert room.accounts.find(his.account.id).email == "bob@example.com"
        assert room.accounts.contact(mine.account.id) == "bob@example.com"
        with pytest.raises(BadParameter):
            room.accounts.contact("acc_none")


async def test_links_in_an_old_inbox_open_nothing(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        mailed = [
            (await room.tickets.issue(purpose, user_id=ada.id), purpose)
            for purpose in (Purpose.MAIL, Purpose.STEP_UP)
        ]
        await room.users.change_email(ada.id, "ada@example.org", is_verified=True)

        assert [room.tickets.look(*each) for each in mailed] == [None, None]
