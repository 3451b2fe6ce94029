"""Users, their links, and the audit log of what commands did."""

from pathlib import Path

import pytest
from admin_makers import EMAIL, do, open_service

from instagramapi.accounts.people.tickets import Purpose
from instagramapi.admin.failure import Failure
from instagramapi.settings import Settings

pytestmark = pytest.mark.anyio


async def test_a_user_of_their_own_account_and_one_of_anothers(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        bob = await do(service, "users.create", email="bob@example.com", is_operator=True)
        carl = await do(
            service, "users.create", email="carl@example.com", account=EMAIL, role="developer"
        )
        listed = (await do(service, "users.list"))["users"]

    assert (bob["role"], carl["role"]) == ("owner", "developer")
    assert [user["is_operator"] for user in listed] == [True, False]
    assert [user["accounts"][0]["email"] for user in listed] == ["bob@example.com", EMAIL]


async def test_the_right_to_run_the_server_is_given_and_taken(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        await do(service, "users.create", email="bob@example.com")
        seen = []
        for is_operator in (True, False):
            await do(service, "users.change", email="bob@example.com", is_operator=is_operator)
            seen.append(service.people.users.find("bob@example.com").is_operator)

    assert seen == [True, False]


async def test_a_role_that_there_is_not_is_refused(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        with pytest.raises(Failure, match="read_only") as refused:
            await do(service, "users.create", email="bob@example.com", role="king")
    assert refused.value.param == "role"


async def test_a_link_signs_a_user_in(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        bob = await do(service, "users.create", email="bob@example.com", is_operator=True)
        # The owner of an account that was opened before there were users.
        links = [await do(service, "users.link", email=email) for email in (EMAIL, EMAIL, None)]
        tickets = [link["url"].partition("ticket=")[2] for link in links]
        looks = [service.people.tickets.look(ticket, Purpose.LINK) for ticket in tickets]

    assert links[0]["url"].startswith(Settings().url + "/link?")
    assert [link["email"] for link in links] == [EMAIL, EMAIL, "bob@example.com"]
    assert [look.user_id for look in looks if look][2] == bob["user_id"]


@pytest.mark.parametrize("email", [None, "nobody@example.com"])
async def test_a_link_for_nobody_is_refused(tmp_path: Path, email: str | None) -> None:
    async with open_service(tmp_path) as service:
        with pytest.raises(Failure) as refused:
            await do(service, "users.link", email=email)
    assert refused.value.param == "email"


async def test_what_commands_change_is_noted_and_what_they_read_is_not(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        account_id = service.accounts.find(EMAIL).id
        made = await do(service, "keys.create", account=EMAIL, name="n")
        await do(service, "keys.revoke", key=made["key_id"])
        await do(service, "credits.grant", account=EMAIL, amount=5, reason="gift")
        await do(service, "privacy.suppress", kind="handle", value="nike")
        await do(service, "accounts.list")
        notes = service.people.audit.latest()

    assert [(note.action, note.target, note.account_id) for note in notes] == [
        ("privacy.suppress", None, None),
        ("credits.grant", account_id, account_id),
        ("keys.revoke", made["key_id"], account_id),
        ("keys.create", made["key_id"], account_id),
        ("accounts.create", account_id, account_id),
    ]
    assert notes[1].detail == {"amount": 5, "reason": "gift"}
    assert made["key"] not in str(notes)
    assert "nike" not in str(notes)
