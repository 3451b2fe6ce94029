"""What goes by mail (a real server on loopback), and what a team does."""

import asyncio
from pathlib import Path

import pytest
from browser_makers import flash_of, hidden, open_browser, path_in
from mail_makers import Inbox, open_mailed_browser

from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.people.throttle import Count
from instagramapi.accounts.people.tickets import Purpose

pytestmark = pytest.mark.anyio


async def mailed_path(inbox: Inbox) -> str:
    mail = await inbox.next()
    return path_in(mail.get_content())


async def test_a_mailed_link_signs_in_and_a_stranger_gets_none(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        ada = await browser.a_user()
        unknown = await browser.send("/signin/mail", email="nobody@example.com")
        known = await browser.send("/signin/mail", email="ADA@example.com", next="/docs")
        mail = await inbox.next()
        page = await browser.get(path_in(mail.get_content()))
        entered = await browser.send(
            "/link", ticket=hidden(page, "ticket"), next=hidden(page, "next")
        )

        assert mail["To"] == ada.email
        assert mail["Auto-Submitted"] == "auto-generated"
        assert inbox.is_empty
        assert unknown.text.replace("nobody@example.com", "") == known.text.replace(
            "ADA@example.com", ""
        )
        assert entered.headers["location"] == "/docs"
        assert browser.service.people.users.find(ada.id).email_verified_at is not None


async def test_signing_up_by_mail_gives_trial_credits_once_for_an_inbox(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path, sign_up="open", trial_credits=50) as (browser, inbox):
        balances = []
        for email in ("ada.l@gmail.com", "adal+2@gmail.com"):
            browser.client.cookies.clear()
            await browser.send("/signup", email=email)
            page = await browser.get(await mailed_path(inbox))
            ticket = hidden(page, "ticket")
            opened_twice = await asyncio.gather(
                *(browser.send("/signup/new", ticket=ticket, name="Ada") for _ in "12")
            )
            visitor = browser.visitor
            assert visitor is not None
            balances.append(await browser.service.ledger.balance(visitor.account_id))
            assert sorted(a.headers["location"] for a in opened_twice) == ["/app", "/signin"]
        known = await browser.send("/signup", email="ada.l@gmail.com")
        mail = await inbox.next()

        assert balances == [50, 0]
        assert known.status_code == 200
        assert mail["Subject"] == "You have an account already"
        assert (await browser.get(path_in(mail.get_content()))).status_code == 200
        malformed = await browser.send("/signup", email="nothing")
        assert malformed.status_code == 400
        assert "ada@example.com" in malformed.text


async def test_where_sign_up_is_by_invitation_the_page_says_so(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        page = await browser.get("/signup")
        refused = await browser.send("/signup", email="ada@example.com")
        over = await browser.get("/signup/new?ticket=invented")
        over_too = await browser.send("/signup/new", ticket="invented")

    assert "invitation" in page.text
    assert refused.status_code == 400
    assert {over.headers["location"], over_too.headers["location"]} == {"/signin"}


async def test_an_invitation_by_mail_makes_a_member(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        ada = await browser.enter(await browser.a_user())
        await browser.send("/app/team/invite", email="bob@example.com", role="developer")
        path = await mailed_path(inbox)
        hers = await browser.get(path)
        browser.client.cookies.clear()
        page = await browser.get(path)
        joined = await browser.send("/join", ticket=hidden(page, "ticket"), name="Bob")
        again = await browser.get(path)

        assert "sign out first" in hers.text
        assert joined.headers["location"] == "/app"
        assert browser.visitor is not None
        assert (browser.visitor.account_id, browser.visitor.role) == (
            ada.account_id,
            Role.DEVELOPER,
        )
        assert again.headers["location"] == "/app" or "used already" in flash_of(again)
        assert (await browser.get("/app/team/audit")).status_code == 403
        assert (await browser.send("/app/team/invite", email="x@example.com")).status_code == 403


async def test_without_mail_the_link_is_handed_over_and_proves_no_address(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.enter(await browser.a_user())
        bob = await browser.a_user("bob@example.com")
        for email in ("carl@example.com", "bob@example.com"):
            page = await browser.send("/app/team/invite", email=email, role="billing")
            assert f"Hand this link to {email}" in page.text
        people = browser.service.people
        tickets = {
            each.content["email"]: each.id
            for each in people.tickets.of_account(ada.account_id, Purpose.INVITATION)
        }
        wrong = await browser.send("/app/team/invite", email="nothing", role="billing")
        no_role = await browser.send("/app/team/invite", email="d@example.com", role="king")
        gone = await browser.send("/app/team/withdraw", invitation=tickets["carl@example.com"])
        gone_twice = await browser.send(
            "/app/team/withdraw", invitation=tickets["carl@example.com"]
        )
        url = await browser.service.joining.invite(ada, "eve@example.com", Role.READ_ONLY)
        his = await browser.service.joining.invite(ada, "bob@example.com", Role.READ_ONLY)
        browser.client.cookies.clear()
        known = await browser.get(f"/join?ticket={his}")
        await browser.send("/join", ticket=url)
        eve = browser.visitor
        await browser.enter(bob)
        accepted = await browser.send("/join", ticket=his)
        over = await browser.send("/join", ticket=his)

        assert (wrong.status_code, no_role.status_code) == (400, 400)
        assert [flash_of(a)[:4] for a in (gone, gone_twice)] == ["done", "fail"]
        assert "Sign in to join" in known.text
        assert eve is not None
        assert eve.user.email_verified_at is None
        assert [flash_of(a)[:4] for a in (accepted, over)] == ["done", "fail"]
        assert browser.visitor is not None
        assert browser.visitor.account_id == ada.account_id


async def test_invitations_are_not_for_the_world(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.enter(await browser.a_user())
        for _ in range(20):
            browser.service.people.throttle.attempt(Count(f"invite {ada.user.id}", 20))
        refused = await browser.send("/app/team/invite", email="bob@example.com", role="billing")

    assert refused.status_code == 429
    assert "Too many" in refused.text


async def test_roles_are_changed_by_who_may(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.a_user()
        owner = await browser.enter(ada)
        people = browser.service.people
        bob, carl = [await browser.a_user(f"{name}@example.com") for name in ("bob", "carl")]
        for user, role in ((bob, Role.ADMIN), (carl, Role.DEVELOPER)):
            await people.members.add(owner.account_id, user.id, role)
        page = await browser.get("/app/team")
        last = await browser.send("/app/team/role", member=ada.id, role="admin")
        promoted = await browser.send("/app/team/role", member=carl.id, role="billing")
        his = await browser.enter(bob)
        await people.sessions.view(his.session.id, owner.account_id)
        refused = [
            await browser.send("/app/team/role", member=bob.id, role="owner"),
            await browser.send("/app/team/role", member=ada.id, role="read_only"),
            await browser.send("/app/team/remove", member=ada.id),
            await browser.send("/app/team/role", member=carl.id, role="king"),
        ]
        removed = await browser.send("/app/team/remove", member=carl.id)
        audit = await browser.get("/app/team/audit?before=999")

        assert "carl@example.com" in page.text
        assert "keeps one owner" in flash_of(last)
        assert flash_of(promoted).startswith("done")
        assert {flash_of(answer)[:6] for answer in refused} == {"failed"}
        assert flash_of(removed).startswith("done")
        assert "member.remove" in audit.text
        assert "bob@example.com" in audit.text


async def test_an_account_is_renamed_and_a_member_cannot_join_twice(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        ada = await browser.enter(await browser.a_user())
        bob = await browser.a_user("bob@example.com")
        named = await browser.send("/app/team/name", name="Engines")
        unnamed = await browser.send("/app/team/name", name=" ")
        ticket = await browser.service.joining.invite(ada, "bob@example.com", Role.BILLING)
        await browser.service.people.members.add(ada.account_id, bob.id, Role.BILLING)
        await browser.enter(bob)
        twice = await browser.send("/join", ticket=ticket)

        assert [flash_of(a)[:4] for a in (named, unnamed)] == ["done", "fail"]
        assert browser.service.accounts.find(ada.account_id).name == "Engines"
        assert "member of this account already" in flash_of(twice)


async def test_stepping_up_by_mail(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path) as (browser, inbox):
        ada = await browser.a_user(is_verified=True)
        await browser.enter(ada)
        browser.clock.advance(601)
        asked = await browser.send("/app/settings/recovery")
        await browser.send("/step-up/mail", next="/app/settings")
        page = await browser.get(await mailed_path(inbox))
        proved = await browser.send(
            "/step-up/link", ticket=hidden(page, "ticket"), next=hidden(page, "next")
        )

        assert asked.headers["location"].startswith("/step-up")
        assert proved.headers["location"] == "/app/settings"
        assert browser.visitor is not None
        assert browser.visitor.is_stepped_up


async def test_asking_for_many_mails_does_not_tell_who_is_here(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path, sign_up="open") as (browser, _):
        await browser.a_user()
        told = []
        for email in ("ada@example.com", "nobody@example.com"):
            for _ in range(5):
                await browser.send("/signin/mail", email=email)
            answer = await browser.send("/signup", email=email)
            told.append((answer.status_code, answer.text.replace(email, "")))

        assert told[0] == told[1]


async def test_a_newcomer_whose_name_is_none_may_try_again(tmp_path: Path) -> None:
    async with open_mailed_browser(tmp_path, sign_up="open") as (browser, inbox):
        await browser.send("/signup", email="bob@example.com")
        ticket = hidden(await browser.get(await mailed_path(inbox)), "ticket")
        refused = await browser.send("/signup/new", ticket=ticket, name="B" * 101)
        opened = await browser.send("/signup/new", ticket=ticket, name="Bob")

        assert "A name is 1 to 100 characters" in flash_of(refused)
        assert opened.headers["location"] == "/app"


async def test_an_audit_log_has_no_page_beyond_its_numbers(tmp_path: Path) -> None:
    async with open_browser(tmp_path) as browser:
        await browser.enter(await browser.a_user())

        assert (await browser.get(f"/app/team/audit?before={'9' * 30}")).status_code == 200
