"""Becoming a user: by an invitation, by signing up, or by an OpenID provider; and leaving."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from instagramapi.accounts.accounts import clean_email
from instagramapi.accounts.keys import Keys
from instagramapi.accounts.people.audit import Actor
from instagramapi.accounts.people.people import People, SignedIn
from instagramapi.accounts.people.rights import Role, may_make
from instagramapi.accounts.people.sessions import Device
from instagramapi.accounts.people.tickets import Purpose, Ticket
from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import clean_name
from instagramapi.errors import BadParameter

SignUp = Literal["open", "invitation", "closed"]

# Mail to any of these spellings reaches one inbox.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What an OpenID provider said of somebody, once its token was checked."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    """Whether the provider says that the address is theirs."""
    name: str | None = None


class Joining:
    """Takes people in, and lets them go."""

    def __init__(self, people: People, keys: Keys, sign_up: SignUp, key: bytes) -> None:
        self.sign_up = sign_up
        self._people = people
        self._keys = keys
        self._key = key

    async def ask(self, email: str) -> str:
        """Issue the ticket that proves an address and opens an account."""
        if self.sign_up != "open":
            raise BadParameter("Ask whoever runs this server for an invitation.", param="email")
        return await self._people.tickets.issue(Purpose.SIGN_UP, email=clean_email(email))

    async def sign_up_by(self, ticket: str, name: str, device: Device) -> User | None:
        """Open an account for whoever got this ticket by mail; None where it is over.

        It signs nobody in who is here already: it is no second factor, and lives for a day.
        """
        called = _name(name)
        used = await self._people.tickets.use(ticket, Purpose.SIGN_UP)
        if used is None or self._people.users.by_email(used.content["email"]):
            return None
        return await self._newcomer(used.content["email"], called, device)

    async def invite(self, visitor: SignedIn, email: str, role: Role) -> str:
        """Issue the ticket by which somebody joins the account in view."""
        if visitor.role is None or not may_make(visitor.role, role):
            raise BadParameter("Only an owner makes owners.", param="role")
        address = clean_email(email)
        known = self._people.users.by_email(address)
        if known and self._people.members.role_of(visitor.account_id, known.id):
            raise BadParameter("They are a member already.", param="email", reason="conflict")
        ticket = await self._people.tickets.issue(
            Purpose.INVITATION,
            account_id=visitor.account_id,
            email=address,
            role=role,
            by=visitor.name,
        )
        await self._note(visitor.actor, "member.invite", None, visitor.account_id, role=role)
        return ticket

    async def accept(
        self, ticket: str, name: str, device: Device, *, was_mailed: bool
    ) -> User | None:
        """Join as a new user; None where the invitation is over, or its address has a user.

        Where it was not mailed, whoever invited knows the ticket too: it proves no address.
        """
        called = _name(name)
        found = self._people.tickets.look(ticket, Purpose.INVITATION)
        if found is None or self._people.users.by_email(found.content["email"]):
            return None
        used = await self._people.tickets.use(ticket, Purpose.INVITATION)
        if used is None:
            return None
        user = await self._people.users.create(
            used.content["email"], called, is_verified=was_mailed
        )
        await self._join(used, user, device)
        return user

    async def accept_as(self, ticket: str, visitor: SignedIn) -> Ticket | None:
        """Join as who is signed in; None where the invitation is over, or somebody else's."""
        found = self._people.tickets.look(ticket, Purpose.INVITATION)
        if found is None or found.content["email"] != visitor.user.email:
            return None
        used = await self._people.tickets.use(ticket, Purpose.INVITATION)
        if used:
            await self._join(used, visitor.user, Device(visitor.session.address))
        return used

    async def by_identity(self, identity: Identity, device: Device) -> tuple[User, bool]:
        """Find, or take in, whom an OpenID provider vouches for, and tell whether they are new.

        BadParameter where they may not come in.
        """
        people = self._people
        known = people.identities.user_id(identity.issuer, identity.subject)
        if known:
            return people.users.find(known), False
        user = people.users.by_email(identity.email)
        if not identity.is_verified or (user and user.email_verified_at is None):
            raise BadParameter(
                "This address is not proved to be yours. Sign in another way first.", param="email"
            )
        if user is None and self.sign_up != "open":
            raise BadParameter("Ask whoever runs this server for an invitation.", param="email")
        is_new = user is None
        if user is None:
            user = await self._newcomer(identity.email, _name_told(identity.name), device)
        await people.identities.bind(user.id, identity.issuer, identity.subject)
        actor = Actor("user", user.id, device.address)
        await people.audit.note(actor, "identity.bind", user.id, issuer=identity.issuer)
        return user, is_new

    def trial_reference(self, email: str) -> str:
        """Name the trial grant of an address: one for all its spellings, and no address in it."""
        said = one_spelling(email).encode()
        return "trial-" + blake2b(said, key=self._key, digest_size=16).hexdigest()

    def alone_in(self, user: User) -> tuple[str, ...]:
        """List the accounts that end with this user: nobody else is in them."""
        mine = (each.account.id for each in self._people.members.of_user(user.id))
        return tuple(each for each in mine if len(self._people.members.of_account(each)) == 1)

    async def leave(self, visitor: SignedIn) -> None:
        """Delete a user and the accounts that only they are in; the books keep ids and amounts.

        BadParameter where others are left in an account without an owner.
        """
        people, user = self._people, visitor.user
        ending = self.alone_in(user)
        self._require_heirs(user, ending)
        for each in people.members.of_user(user.id):
            if each.account.id not in ending:
                await people.members.remove(each.account.id, user.id)
        for account_id in ending:
            for key in await self._keys.list(account_id):
                await self._keys.revoke(key.id)
            for open_one in people.tickets.of_account(account_id, Purpose.INVITATION):
                await people.tickets.withdraw(open_one.id, account_id)
            await people.accounts.close(account_id)
            await self._note(visitor.actor, "account.delete", account_id, account_id)
        await people.users.delete(user.id)
        await self._note(visitor.actor, "user.delete", user.id, None)

    def _require_heirs(self, user: User, ending: tuple[str, ...]) -> None:
        for each in self._people.members.of_user(user.id):
            members = self._people.members.of_account(each.account.id)
            heirs = (m for m in members if m.role is Role.OWNER and m.user.id != user.id)
            if each.account.id not in ending and not any(heirs):
                raise BadParameter(
                    f"Others are in {each.account.name or each.account.email}: make one of them "
                    "its owner first.",
                    param="account",
                    reason="conflict",
                )

    async def _newcomer(self, email: str, name: str | None, device: Device) -> User:
        people = self._people
        user = await people.users.create(email, name, is_verified=True)
        await people.settle(user)
        actor = Actor("user", user.id, device.address)
        await people.audit.note(actor, "user.sign_up", user.id)
        return user

    async def _join(self, used: Ticket, user: User, device: Device) -> None:
        account_id, role = used.account_id or "", Role(used.content["role"])
        await self._people.members.add(account_id, user.id, role)
        actor = Actor("user", user.id, device.address)
        await self._note(actor, "member.join", user.id, account_id, role=role)

    async def _note(
        self, actor: Actor, action: str, target: str | None, account_id: str | None, **detail: str
    ) -> None:
        await self._people.audit.note(actor, action, target, account_id=account_id, **detail)


def _name(written: str) -> str | None:
    """Read a name before a ticket is used up for it; raises BadParameter for one that is none."""
    return clean_name(written) if written.strip() else None


def _name_told(told: str | None) -> str | None:
    # Nobody is kept out by what their provider calls them.
    try:
        return _name(told or "")
    except BadParameter:
        return None


def one_spelling(email: str) -> str:
    """Reduce the spellings of an address to one: no `+tag`, and no dots where they mean nothing."""
    local, _, domain = email.strip().lower().rpartition("@")
    local, domain = local.partition("+")[0], domain.rstrip(".")
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), _DOTLESS[domain]
    return f"{local}@{domain}"
