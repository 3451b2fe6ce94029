"""Signing in: each way ends in a session, or half-way, where a one-time code is due.

| way | is refused | then asks for a code, where the user has an app |
|---|---|---|
| password | in one sentence for a wrong one, an unknown user, a user without one | yes |
| link in a mail | when it was used, or is older than 15 minutes | yes |
| link of the first start, of `users link`, of an invitation | likewise | no: the operator vouches |
| passkey | by the signature, its count, its site | no: it is two factors in one |
| OpenID provider | by its token | no: that is the provider's to ask |
"""

from dataclasses import dataclass
from secrets import token_hex

from instagramapi.accounts.people.audit import Actor
from instagramapi.accounts.people.people import People, SignedIn
from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.people.throttle import Count, neighbourhood
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.accounts.people.users import User
from instagramapi.errors import BadParameter
from instagramapi.kit.sealing import BrokenSeal, seal, unseal

LINKS = (Purpose.FIRST_RUN, Purpose.LINK, Purpose.MAIL)
# More links than these wait in nobody's inbox; a stranger who asks for them only fills it.
MOST_MAILS = 5
_PAIR_FREE, _ADDRESS_FREE, _KNOWN_FREE, _CHALLENGES_FREE = 5, 30, 10, 60
_CODES_FREE = 50
_KNOWN = b"known device"


@dataclass(frozen=True, slots=True)
class Entered:
    """A session is open; its token is for the browser alone."""

    user: User
    token: str


@dataclass(frozen=True, slots=True)
class Halfway:
    """The first factor was right; this ticket and a one-time code open the session."""

    ticket: str


class Signing:
    """Lets users in, and lets them prove that it is still them."""

    def __init__(self, people: People, key: bytes) -> None:
        self._people = people
        self._key = key

    def known_device(self, user: User) -> str:
        """Write what a browser keeps, so that strangers' guesses never slow its owner down."""
        return seal(self._key, f"{user.id}:{token_hex(8)}".encode(), _KNOWN)

    async def by_password(
        self, email: str, password: str, device: Device, known: str = ""
    ) -> Entered | Halfway | None:
        """Sign in by password; None in the same time and words for whatever is wrong."""
        user = self._people.users.by_email(email)
        pair, *others = self._counts(email, user, device, known)
        self._people.throttle.attempt(pair, *others)
        if not await self._people.passwords.matches(user, password) or user is None:
            return None
        self._people.throttle.succeeded(pair)
        self._people.throttle.give_back(*others)
        return await self._first_factor(user, device, "password")

    async def by_code(
        self, ticket: str, code: str, device: Device, known: str = ""
    ) -> Entered | None:
        """Go on with a one-time code, or with a recovery code."""
        people = self._people
        found = people.tickets.look(ticket, Purpose.SECOND_FACTOR)
        user = people.users.by_id(found.user_id or "") if found else None
        if found is None or user is None:
            return None
        counts = self._codes(user, device, known)
        people.throttle.attempt(*counts)
        if not await self._accepts(user, code, device):
            return None
        people.throttle.succeeded(*counts)
        if await people.tickets.use(ticket, Purpose.SECOND_FACTOR) is None:
            return None
        return await self.enter(user, device, found.content["method"])

    async def ask_passkey(self, device: Device) -> str:
        """Write the challenge that a passkey is to sign."""
        self._people.throttle.attempt(_challenges(device))
        return await self._people.passkeys.ask()

    async def by_passkey(self, credential: str, device: Device) -> Entered:
        """Sign in by passkey; BadParameter for whatever is wrong."""
        passkey = await self._people.passkeys.accept(credential)
        self._people.throttle.give_back(_challenges(device))
        return await self.enter(self._people.users.find(passkey.user_id), device, "passkey")

    async def by_link(self, ticket: str, device: Device) -> Entered | Halfway | None:
        """Sign in by a link, which is used up by it."""
        people = self._people
        found = people.tickets.look(ticket, *LINKS)
        user = people.users.by_id(found.user_id or "") if found else None
        if found is None or user is None:
            return None
        if await people.tickets.use(ticket, found.purpose) is None:
            return None
        if found.purpose is not Purpose.MAIL:
            return await self.enter(user, device, "link")
        people.throttle.give_back(*_mails(user.email, device))
        await people.users.prove_email(user.id)
        return await self._first_factor(people.users.find(user.id), device, "mail")

    async def mail_ticket(self, email: str, device: Device) -> tuple[User, str] | None:
        """Issue a link for a mail to a user; None where there is no such user, or enough mails."""
        people = self._people
        people.throttle.attempt(*_mails(email, device))
        user = people.users.by_email(email)
        user_id = user.id if user else None
        # For an unknown address it costs the same, and nobody ever gets to know the ticket.
        ticket = await people.tickets.issue(Purpose.MAIL, user_id=user_id)
        if user is None or len(people.tickets.of_user(user.id, Purpose.MAIL)) > MOST_MAILS:
            return None
        return user, ticket

    async def enter(
        self, user: User, device: Device, method: str, *, account_id: str | None = None
    ) -> Entered:
        """Open a session for a user who has proved who they are."""
        people = self._people
        token = await people.sessions.open(user.id, device, method=method, account_id=account_id)
        actor = Actor("user", user.id, device.address)
        await people.audit.note(actor, "session.open", user.id, method=method)
        return Entered(user, token)

    async def prove_by_password(self, visitor: SignedIn, password: str) -> str | None:
        """Step up by password: the session's new token, or None."""
        count = Count(f"step-up {visitor.session.id}", _PAIR_FREE)
        self._people.throttle.attempt(count)
        if not await self._people.passwords.matches(visitor.user, password):
            return None
        self._people.throttle.succeeded(count)
        return await self._people.sessions.step_up(visitor.session)

    async def prove_by_passkey(self, visitor: SignedIn, credential: str) -> str:
        """Step up by passkey: the session's new token; BadParameter for whatever is wrong."""
        passkey = await self._people.passkeys.accept(credential)
        if passkey.user_id != visitor.user.id:
            raise BadParameter("This is another user's passkey.", param="passkey")
        return await self._people.sessions.step_up(visitor.session)

    async def prove_by_link(self, visitor: SignedIn, ticket: str) -> str | None:
        """Step up by a link in a mail: the session's new token, or None."""
        found = self._people.tickets.look(ticket, Purpose.STEP_UP)
        if found is None or found.user_id != visitor.user.id:
            return None
        if await self._people.tickets.use(ticket, Purpose.STEP_UP) is None:
            return None
        return await self._people.sessions.step_up(visitor.session)

    async def prove_by_identity(self, visitor: SignedIn, issuer: str, subject: str) -> str | None:
        """Step up by an OpenID provider that asked anew: the session's new token, or None."""
        if self._people.identities.user_id(issuer, subject) != visitor.user.id:
            return None
        return await self._people.sessions.step_up(visitor.session)

    async def step_up_ticket(self, visitor: SignedIn) -> str | None:
        """Issue a link for a mail by which a user steps up; None where enough are under way."""
        tickets = self._people.tickets
        if len(tickets.of_user(visitor.user.id, Purpose.STEP_UP)) >= MOST_MAILS:
            return None
        return await tickets.issue(Purpose.STEP_UP, user_id=visitor.user.id)

    async def _first_factor(self, user: User, device: Device, method: str) -> Entered | Halfway:
        if not user.has_totp:
            return await self.enter(user, device, method)
        issue = self._people.tickets.issue
        return Halfway(await issue(Purpose.SECOND_FACTOR, user_id=user.id, method=method))

    async def _accepts(self, user: User, code: str, device: Device) -> bool:
        if await self._people.totp.accept(user, code):
            return True
        if not await self._people.recovery.accept(user.id, code):
            return False
        actor = Actor("user", user.id, device.address)
        left = self._people.recovery.left(user.id)
        await self._people.audit.note(actor, "recovery_code.use", user.id, left=left)
        return True

    def _counts(
        self, email: str, user: User | None, device: Device, known: str
    ) -> tuple[Count, ...]:
        if user and (mark := self._mark(known, user)):
            return (Count(f"known {mark}", _KNOWN_FREE),)
        here = neighbourhood(device.address)
        pair = Count(f"password {email.strip().lower()} {here}", _PAIR_FREE)
        return pair, Count(f"password {here}", _ADDRESS_FREE)

    def _codes(self, user: User, device: Device, known: str) -> tuple[Count, ...]:
        if mark := self._mark(known, user):
            return (Count(f"known code {mark}", _KNOWN_FREE),)
        pair = Count(f"code {user.id} {neighbourhood(device.address)}", _PAIR_FREE)
        # A million codes are few for who has many addresses, and such a one has the password.
        return pair, Count(f"code {user.id}", _CODES_FREE)

    def _mark(self, known: str, user: User) -> str | None:
        try:
            mark = unseal(self._key, known, _KNOWN).decode()
        except BrokenSeal:
            return None
        return mark if mark.partition(":")[0] == user.id else None


def _challenges(device: Device) -> Count:
    return Count(f"passkey {neighbourhood(device.address)}", _CHALLENGES_FREE)


def _mails(email: str, device: Device) -> tuple[Count, Count]:
    here = neighbourhood(device.address)
    pair = Count(f"mail {email.strip().lower()} {here}", _PAIR_FREE)
    return pair, Count(f"mail {here}", _ADDRESS_FREE)
