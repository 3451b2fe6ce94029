"""Tickets, sessions, passwords, codes, and the throttle in front of them."""

import asyncio
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from people_makers import DEVICE, PASSWORD, QUICK, a_user, again, open_people, signed_in

from instagramapi.accounts.people.passwords import Passwords
from instagramapi.accounts.people.people import People
from instagramapi.accounts.people.sessions import ABSOLUTE_S, IDLE_S, Device
from instagramapi.accounts.people.throttle import Count, Throttle
from instagramapi.accounts.people.tickets import LIVES_S, Purpose
from instagramapi.accounts.people.users import User
from instagramapi.errors import BadParameter, Overloaded, RateLimited
from instagramapi.store.database import Database
from makers import StoppedClock

pytestmark = pytest.mark.anyio


async def test_a_ticket_is_looked_at_often_and_used_once(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        token = await room.tickets.issue(Purpose.MAIL, email="ada@example.com")
        seen = [room.tickets.look(token, Purpose.LINK, Purpose.MAIL) for _ in range(3)]
        for_another = await room.tickets.use(token, Purpose.LINK)
        used = await asyncio.gather(*(room.tickets.use(token, Purpose.MAIL) for _ in range(5)))

        assert [ticket.content for ticket in seen if ticket] == [{"email": "ada@example.com"}] * 3
        assert room.tickets.look(token, Purpose.LINK) is None
        assert for_another is None
        assert sum(ticket is not None for ticket in used) == 1
        assert room.tickets.look(token, Purpose.MAIL) is None


async def test_a_ticket_ends_and_is_swept_by_the_next(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        token = await room.tickets.issue(Purpose.MAIL)
        clock.advance(LIVES_S[Purpose.MAIL])

        assert room.tickets.look(token, Purpose.MAIL) is None
        assert await room.tickets.use(token, Purpose.MAIL) is None
        await room.tickets.issue(Purpose.MAIL)


async def test_tickets_are_withdrawn(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        account_id = room.members.of_user(ada.id)[0].account.id
        invitation = await room.tickets.issue(Purpose.INVITATION, account_id=account_id)
        mail = await room.tickets.issue(Purpose.MAIL, user_id=ada.id)
        (open_one,) = room.tickets.of_account(account_id, Purpose.INVITATION)

        assert not await room.tickets.withdraw(open_one.id, "acc_other")
        assert await room.tickets.withdraw(open_one.id, account_id)
        assert await room.tickets.withdraw_all(ada.id, Purpose.MAIL, Purpose.LINK)
        assert room.tickets.look(invitation, Purpose.INVITATION) is None
        assert room.tickets.look(mail, Purpose.MAIL) is None
        assert room.tickets.of_account(account_id, Purpose.INVITATION) == ()


@pytest.mark.parametrize("rest_s", [IDLE_S - 60, IDLE_S])
async def test_a_session_ends_when_it_rests_too_long(tmp_path: Path, rest_s: float) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        token, _ = await signed_in(room, await a_user(room))
        clock.advance(rest_s)

        assert (room.visitor(token) is not None) == (rest_s < IDLE_S)


async def test_a_session_ends_though_it_never_rests(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        ada = await a_user(room)
        token, visitor = await signed_in(room, ada)
        for _ in range(ABSOLUTE_S // 86_400):
            clock.advance(86_400)
            room.sessions.seen(visitor.session, DEVICE)
            await room.users.rename(ada.id, "x")

        assert room.visitor(token) is None
        await signed_in(room, ada)
        assert len(room.sessions.of_user(ada.id)) == 1


async def test_a_look_is_noted_once_a_minute_or_from_elsewhere(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        ada = await a_user(room)
        _, visitor = await signed_in(room, ada)
        clock.advance(30)
        room.sessions.seen(visitor.session, DEVICE)
        await room.users.rename(ada.id, "x")
        soon = room.sessions.of_user(ada.id)[0].last_seen_at
        room.sessions.seen(visitor.session, Device("198.51.100.1"))
        await room.users.rename(ada.id, "y")
        moved = room.sessions.of_user(ada.id)[0]

        assert soon == visitor.session.last_seen_at
        assert (moved.last_seen_at, moved.address) == (clock.now_s, "198.51.100.1")


async def test_sessions_are_ended_one_by_one_or_all_but_this(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        tokens = [(await signed_in(room, ada))[0] for _ in range(3)]
        sessions = [visitor.session for visitor in map(room.visitor, tokens) if visitor]

        assert not await room.sessions.end(sessions[0].id, bob.id)
        assert await room.sessions.end(sessions[0].id, ada.id)
        assert await room.sessions.end_all(ada.id, but=sessions[2].id) == 1
        assert [room.visitor(token) is not None for token in tokens] == [False, False, True]
        assert room.sessions.find("\ud800") is None


async def test_a_password_is_right_or_not(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        await room.passwords.set(ada, "ﬁne horses and batteries")

        assert await room.passwords.matches(ada, "fine horses and batteries")
        assert not await room.passwords.matches(ada, PASSWORD)
        assert not await room.passwords.matches(bob, PASSWORD)
        assert not await room.passwords.matches(None, PASSWORD)
        await room.passwords.remove(ada.id)
        assert not await room.passwords.matches(ada, "fine horses and batteries")
        assert not again(room, ada).has_password


@pytest.mark.parametrize("password", ["short", "x" * 201, "abababababab", "I am ada, hello"])
async def test_a_password_that_is_easy_to_guess_is_refused(tmp_path: Path, password: str) -> None:
    async with open_people(tmp_path) as room:
        with pytest.raises(BadParameter):
            await room.passwords.set(await a_user(room), password)


async def test_an_old_hash_is_made_anew_when_its_password_comes(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada = await a_user(room)
        await room.passwords.set(ada, PASSWORD)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    database = Database.open(tmp_path)
    try:
        passwords = Passwords(database, stronger)
        assert await passwords.matches(ada, PASSWORD)
        (stored,) = database.read().execute("SELECT password_hash FROM users").fetchone()
        assert "m=16,t=2" in stored
        assert await passwords.matches(ada, PASSWORD)
    finally:
        await database.close()


async def test_only_so_many_wait_for_a_hash(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        tries = (room.passwords.matches(None, PASSWORD) for _ in range(40))
        outcomes = await asyncio.gather(*tries, return_exceptions=True)

        assert sum(isinstance(outcome, Overloaded) for outcome in outcomes) == 8
        assert not await room.passwords.matches(None, PASSWORD)
    assert QUICK.memory_cost == 8


async def with_codes(room: People, clock: StoppedClock) -> tuple[User, pyotp.TOTP]:
    """Add a user whose authenticator app is confirmed."""
    ada, salt = await a_user(room), room.totp.new_salt()
    app = pyotp.parse_uri(room.totp.uri(ada, salt))
    assert isinstance(app, pyotp.TOTP)
    assert await room.totp.enable(ada, salt, app.at(int(clock.now_s)))
    return ada, app


async def test_a_code_works_once_and_older_ones_not_at_all(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        ada, app = await with_codes(room, clock)
        now = int(clock.now_s)
        used_to_confirm = await room.totp.accept(ada, app.at(now))
        clock.advance(30)
        code = app.at(now + 30)
        taken = await asyncio.gather(
            *(room.totp.accept(ada, f" {code[:3]} {code[3:]}") for _ in "12")
        )

        assert not used_to_confirm
        assert sorted(taken) == [False, True]
        assert not await room.totp.accept(ada, app.at(now))
        clock.advance(60)
        assert await room.totp.accept(ada, app.at(now + 60))
        assert again(room, ada).has_totp


async def test_wrong_codes_and_users_without_codes_are_refused(tmp_path: Path) -> None:
    clock = StoppedClock()
    async with open_people(tmp_path, clock) as room:
        ada, app = await with_codes(room, clock)
        bob = await a_user(room, "bob@example.com")
        clock.advance(30)
        right = app.at(int(clock.now_s))

        for code in ("", "0", "\ud800", app.at(int(clock.now_s) + 3_000)):
            assert not await room.totp.accept(ada, code)
        assert not await room.totp.accept(bob, right)
        assert not await room.totp.enable(bob, room.totp.new_salt(), right)
        await room.totp.disable(ada.id)
        assert not await room.totp.accept(ada, right)
        assert not again(room, ada).has_totp


async def test_a_recovery_code_works_once_for_its_user(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        old = await room.recovery.make(ada.id)
        codes = await room.recovery.make(ada.id)

        assert not await room.recovery.accept(ada.id, old[0])
        assert not await room.recovery.accept(bob.id, codes[0])
        assert await room.recovery.accept(ada.id, codes[0].lower().replace("-", " "))
        assert not await room.recovery.accept(ada.id, codes[0])
        assert room.recovery.left(ada.id) == 9
        await room.recovery.remove(ada.id)
        assert room.recovery.left(ada.id) == 0


def guesses_in(throttle: Throttle, clock: StoppedClock, seconds: int, *counts: Count) -> int:
    """Guess as often as is taken, each time at the first second that takes one."""
    taken, ends_at = 0, clock.now_s + seconds
    while clock.now_s < ends_at:
        try:
            throttle.attempt(*counts)
            taken += 1
        except RateLimited as refused:
            clock.advance(refused.retry_after_s or 1)
    return taken


def test_guessing_costs_what_the_page_says() -> None:
    clock = StoppedClock()
    throttle, pair = Throttle(clock), Count("ada 203.0.113.7", 5)

    first_68_minutes = guesses_in(throttle, clock, 68 * 60 + 40, pair)
    next_day = guesses_in(throttle, clock, 86_400, pair)

    assert first_68_minutes == 5 + 12
    assert next_day == 24


def test_a_stranger_elsewhere_slows_nobody_down() -> None:
    clock = StoppedClock()
    throttle = Throttle(clock)
    for _ in range(5):
        throttle.attempt(Count("ada stranger", 5), Count("stranger", 20))
    with pytest.raises(RateLimited, match="Too many"):
        throttle.attempt(Count("ada stranger", 5), Count("stranger", 20))

    throttle.attempt(Count("ada home", 5), Count("home", 20))


def test_success_and_a_day_forget_and_memory_is_bounded() -> None:
    clock = StoppedClock()
    throttle = Throttle(clock, remembered=2)
    one = Count("one", 1)
    throttle.attempt(one)
    throttle.succeeded(one)
    throttle.attempt(one)
    with pytest.raises(RateLimited):
        throttle.attempt(one)
    clock.advance(86_400)
    throttle.attempt(one)
    for name in ("two", "three"):
        throttle.attempt(Count(name, 1))

    throttle.attempt(one)


def test_what_a_stranger_writes_is_not_kept() -> None:
    throttle = Throttle(StoppedClock())
    throttle.attempt(Count("password " + "x" * 200_000, 5))

    assert [len(name) for name in throttle._tried] == [16]


def test_a_long_wait_is_told_in_minutes() -> None:
    clock = StoppedClock()
    throttle = Throttle(clock)
    guesses_in(throttle, clock, 500, Count("one", 1))
    throttle.attempt(Count("one", 1))
    with pytest.raises(RateLimited, match="minutes"):
        throttle.attempt(Count("one", 1))
