import asyncio
from pathlib import Path

import pyotp
import pytest
from people_makers import DEVICE, PASSWORD, a_user, again, open_people, signed_in

from authenticator import Authenticator
from instagramapi.accounts.people.people import People
from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.people.signing import MOST_MAILS, Entered, Halfway, Signing
from instagramapi.accounts.people.throttle import neighbourhood
from instagramapi.accounts.people.users import User
from instagramapi.errors import BadParameter, RateLimited
from makers import StoppedClock

pytestmark = pytest.mark.anyio

HOME = Device("198.51.100.9", "Safari")
KEY = b"a key of thirty-two bytes, as is"


async def ada_with_password(room: People) -> tuple[User, Signing]:
    ada = await a_user(room, is_verified=True)
    await room.passwords.set(ada, PASSWORD)
    return again(room, ada), Signing(room, KEY)


async def an_app(room: People, user: User) -> pyotp.TOTP:
    """Turn one-time codes on, with an app whose next code is fresh."""
    salt = room.totp.new_salt()
    app = pyotp.parse_uri(room.totp.uri(user, salt))
    assert isinstance(app, pyotp.TOTP)
    assert await room.totp.enable(user, salt, app.at(int(room.clock.epoch_s()) - 30))
    return app


async def test_a_password_opens_a_session_and_everything_else_opens_none(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, signing = await ada_with_password(room)
        entered = await signing.by_password("ADA@example.com ", PASSWORD, DEVICE)
        refused = [
            await signing.by_password(email, password, DEVICE)
            for email, password in ((ada.email, "wrong"), ("nobody@example.com", PASSWORD))
        ]

        assert refused == [None, None]
        assert isinstance(entered, Entered)
        visitor = room.visitor(entered.token)
        assert visitor is not None
        assert (visitor.user, visitor.session.method) == (ada, "password")
        assert visitor.is_stepped_up
        assert room.audit.latest()[0].action == "session.open"


async def test_with_an_app_the_password_is_half_the_way(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, signing = await ada_with_password(room)
        app = await an_app(room, ada)
        halfway = await signing.by_password(ada.email, PASSWORD, DEVICE)
        assert isinstance(halfway, Halfway)
        code = app.at(int(room.clock.epoch_s()))

        assert await signing.by_code("invented", code, DEVICE) is None
        assert await signing.by_code(halfway.ticket, "000000", DEVICE) is None
        entered = await signing.by_code(halfway.ticket, code, DEVICE)
        assert entered is not None
        assert room.visitor(entered.token) is not None
        assert await signing.by_code(halfway.ticket, code, DEVICE) is None


async def test_a_recovery_code_stands_in_and_is_noted(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, signing = await ada_with_password(room)
        await an_app(room, ada)
        code, *_ = await room.recovery.make(ada.id)
        halfway = await signing.by_password(ada.email, PASSWORD, DEVICE)
        assert isinstance(halfway, Halfway)

        assert await signing.by_code(halfway.ticket, code, DEVICE)
        assert "recovery_code.use" in [note.action for note in room.audit.latest()]


async def test_a_ticket_opens_one_session_whatever_runs_in_parallel(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, signing = await ada_with_password(room)
        await an_app(room, ada)
        codes = await room.recovery.make(ada.id)
        halfway = await signing.by_password(ada.email, PASSWORD, DEVICE)
        assert isinstance(halfway, Halfway)
        link = await room.sign_in_link(ada)

        by_code = await asyncio.gather(
            *(signing.by_code(halfway.ticket, code, DEVICE) for code in codes[:2])
        )
        by_link = await asyncio.gather(*(signing.by_link(link, DEVICE) for _ in range(2)))
        assert [entered is None for entered in by_code].count(False) == 1
        assert [entered is None for entered in by_link].count(False) == 1


async def test_a_stranger_locks_nobody_out(tmp_path: Path) -> None:
    async with open_people(tmp_path, StoppedClock()) as room:
        ada, signing = await ada_with_password(room)
        known = signing.known_device(ada)
        for _ in range(5):
            await signing.by_password(ada.email, "guess", DEVICE)
        with pytest.raises(RateLimited):
            await signing.by_password(ada.email, PASSWORD, DEVICE)

        assert await signing.by_password(ada.email, PASSWORD, HOME)
        # Behind one address with the guesser, the browser that was there before still gets in.
        assert await signing.by_password(ada.email, PASSWORD, DEVICE, known)
        for forged in ("", "x", signing.known_device(await a_user(room, "bob@example.com"))):
            with pytest.raises(RateLimited):
                await signing.by_password(ada.email, PASSWORD, DEVICE, forged)


async def test_codes_are_not_guessed_from_many_addresses(tmp_path: Path) -> None:
    async with open_people(tmp_path, StoppedClock()) as room:
        ada, signing = await ada_with_password(room)
        app, known = await an_app(room, ada), signing.known_device(ada)
        halfway = await signing.by_password(ada.email, PASSWORD, DEVICE)
        assert isinstance(halfway, Halfway)
        for number in range(50):
            await signing.by_code(halfway.ticket, "no code", Device(f"2001:db8:0:{number:x}::1"))
        code = app.at(int(room.clock.epoch_s()))
        with pytest.raises(RateLimited):
            await signing.by_code(halfway.ticket, code, HOME)

        # The browser that was there before still gets in.
        assert await signing.by_code(halfway.ticket, code, DEVICE, known)


async def test_a_house_full_of_people_is_no_guesser(tmp_path: Path) -> None:
    async with open_people(tmp_path, StoppedClock(), has_mail=True) as room:
        ada, signing = await ada_with_password(room)
        for _ in range(32):
            assert await signing.by_password(ada.email, PASSWORD, DEVICE)
            mailed = await signing.mail_ticket(ada.email, DEVICE)
            assert mailed is not None
            assert await signing.by_link(mailed[1], DEVICE)


async def test_links_sign_in_once_and_a_mailed_one_proves_the_address(tmp_path: Path) -> None:
    async with open_people(tmp_path, has_mail=True) as room:
        ada, signing = await a_user(room), Signing(room, KEY)
        mailed = await signing.mail_ticket("Ada@example.com", DEVICE)
        assert mailed is not None
        entered = await signing.by_link(mailed[1], DEVICE)

        assert isinstance(entered, Entered)
        assert await signing.by_link(mailed[1], DEVICE) is None
        assert again(room, ada).email_verified_at is not None
        await an_app(room, ada)
        mailed = await signing.mail_ticket("ada@example.com", DEVICE)
        assert mailed is not None
        assert isinstance(await signing.by_link(mailed[1], DEVICE), Halfway)
        assert isinstance(await signing.by_link(await room.sign_in_link(ada), DEVICE), Entered)


async def test_mail_goes_to_users_and_not_without_end(tmp_path: Path) -> None:
    async with open_people(tmp_path, has_mail=True) as room:
        ada, signing = await a_user(room), Signing(room, KEY)
        sent = [
            await signing.mail_ticket(ada.email, Device(f"203.0.113.{n}"))
            for n in range(MOST_MAILS + 2)
        ]

        assert [mail is not None for mail in sent] == [True] * MOST_MAILS + [False] * 2
        assert await signing.mail_ticket("nobody@example.com", DEVICE) is None


async def test_a_passkey_signs_in_and_steps_up(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, bob = await a_user(room), await a_user(room, "bob@example.com")
        signing, device = Signing(room, KEY), Authenticator()
        made = device.create(await room.passkeys.ask_new(ada))
        await room.passkeys.add(ada, "phone", made)
        await an_app(room, ada)
        _, his = await signed_in(room, bob)

        entered = await signing.by_passkey(device.get(await signing.ask_passkey(DEVICE)), DEVICE)
        hers = room.visitor(entered.token)
        assert hers is not None
        token = await signing.prove_by_passkey(hers, device.get(await signing.ask_passkey(DEVICE)))
        assert room.visitor(entered.token) is None
        assert room.visitor(token) is not None
        with pytest.raises(BadParameter, match="another user"):
            await signing.prove_by_passkey(his, device.get(await signing.ask_passkey(DEVICE)))


async def test_stepping_up_by_password_and_by_mail(tmp_path: Path) -> None:
    async with open_people(tmp_path, StoppedClock(), has_mail=True) as room:
        ada, signing = await ada_with_password(room)
        _, visitor = await signed_in(room, ada)
        _, other = await signed_in(room, await a_user(room, "bob@example.com"))

        assert await signing.prove_by_password(visitor, "wrong") is None
        by_password = await signing.prove_by_password(visitor, PASSWORD)
        tickets = [await signing.step_up_ticket(visitor) for _ in range(MOST_MAILS + 1)]
        assert by_password is not None
        assert tickets[-1] is None
        assert await signing.prove_by_link(other, tickets[0] or "") is None
        assert await signing.prove_by_link(visitor, "invented") is None
        assert await signing.prove_by_link(visitor, tickets[0] or "")
        going = (signing.prove_by_link(visitor, tickets[1] or "") for _ in range(2))
        assert [token is None for token in await asyncio.gather(*going)].count(False) == 1


async def test_stepping_up_by_a_provider_is_for_its_own_user(tmp_path: Path) -> None:
    async with open_people(tmp_path) as room:
        ada, signing = await a_user(room), Signing(room, KEY)
        _, visitor = await signed_in(room, ada)
        await room.identities.bind(ada.id, "https://id.example", "1")

        assert await signing.prove_by_identity(visitor, "https://id.example", "2") is None
        assert await signing.prove_by_identity(visitor, "https://id.example", "1")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_guesser_with_many_addresses_counts_as_one(address: str, place: str) -> None:
    assert neighbourhood(address) == place
