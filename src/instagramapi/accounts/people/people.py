"""All that the pages need of identity in one place: `People`, and the visitor that it finds."""

from collections.abc import Iterable
from dataclasses import dataclass

from instagramapi.accounts.accounts import Account, Accounts
from instagramapi.accounts.people.audit import Actor, Audit
from instagramapi.accounts.people.identities import Identities
from instagramapi.accounts.people.members import Members
from instagramapi.accounts.people.passkeys import Passkeys
from instagramapi.accounts.people.passwords import Passwords
from instagramapi.accounts.people.recovery import RecoveryCodes
from instagramapi.accounts.people.rights import RIGHTS_OF, Right, Role
from instagramapi.accounts.people.sessions import Session, Sessions
from instagramapi.accounts.people.site import Site
from instagramapi.accounts.people.throttle import Throttle
from instagramapi.accounts.people.tickets import Purpose, Tickets
from instagramapi.accounts.people.totp import Totp
from instagramapi.accounts.people.users import User, Users
from instagramapi.accounts.server_secret import derive
from instagramapi.kit.clock import Clock
from instagramapi.kit.ids import Ids
from instagramapi.store.database import Database


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever sent a request with a session that holds, and the account that they look at."""

    user: User
    session: Session
    account_id: str
    """The account in view; empty for a user who belongs to none."""
    role: Role | None
    is_stepped_up: bool
    """Whether they proved a moment ago that it is still them, or have nothing to prove it with."""

    @property
    def name(self) -> str:
        """What to call them."""
        return self.user.name or self.user.email

    @property
    def is_operator(self) -> bool:
        """Whether they run this server."""
        return self.user.is_operator

    @property
    def actor(self) -> Actor:
        """How the audit log names them."""
        return Actor("user", self.user.id, self.session.address)

    def may(self, right: str) -> bool:
        """Tell whether their role in the account in view allows this."""
        return self.role is not None and Right(right) in RIGHTS_OF[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The parts of identity, put together by `people_of`."""

    accounts: Accounts
    users: Users
    members: Members
    sessions: Sessions
    tickets: Tickets
    passwords: Passwords
    totp: Totp
    recovery: RecoveryCodes
    passkeys: Passkeys
    identities: Identities
    throttle: Throttle
    audit: Audit
    clock: Clock
    has_mail: bool
    """Whether this server can send mail."""
    issuers: frozenset[str]
    """The OpenID providers at which its users may sign in."""

    def visitor(self, token: str) -> SignedIn | None:
        """Find out whose session this is; None for a stranger."""
        session = self.sessions.find(token)
        user = self.users.by_id(session.user_id) if session else None
        if session is None or user is None:
            return None
        account_id, role = self._in_view(session)
        is_proved = session.is_stepped_up(self.clock.epoch_s()) or not self.ways_to_prove(user)
        return SignedIn(user, session, account_id, role, is_proved)

    def ways_to_prove(self, user: User) -> tuple[str, ...]:
        """List how they can show that it is still them: passkey, password, mail, provider."""
        ways = {
            "passkey": user.passkeys > 0,
            "password": user.has_password,
            "mail": self.has_mail and user.email_verified_at is not None,
            "provider": not self.issuers.isdisjoint(self.identities.issuers(user.id)),
        }
        return tuple(way for way, is_there in ways.items() if is_there)

    async def settle(self, user: User) -> Account:
        """Give a user an account of their own: one of their address that nobody owns, or a new.

        One that somebody owns is theirs, and gives up the address, which they do not have.
        """
        account = self.accounts.by_email(user.email)
        if account and await self.members.adopt(account.id, user.id):
            return account
        if account:
            await self.accounts.give_up_address(account.id)
        account = await self.accounts.create(user.email, user.name)
        await self.members.adopt(account.id, user.id)
        return account

    async def sign_in_link(self, user: User, purpose: Purpose = Purpose.LINK) -> str:
        """Issue the ticket of a link by which a user signs in once."""
        return await self.tickets.issue(purpose, user_id=user.id)

    def _in_view(self, session: Session) -> tuple[str, Role | None]:
        mine = {each.account.id: each.role for each in self.members.of_user(session.user_id)}
        chosen = session.account_id if session.account_id in mine else next(iter(mine), None)
        return (chosen, mine[chosen]) if chosen else ("", None)


def people_of(
    database: Database,
    secret: bytes,
    accounts: Accounts,
    *,
    site: Site,
    clock: Clock,
    ids: Ids,
    passwords: Passwords | None = None,
    has_mail: bool = False,
    issuers: Iterable[str] = (),
) -> People:
    """Put the parts together over one store and one server's secret."""
    tickets = Tickets(database, derive(secret, "tickets"), clock=clock, ids=ids)
    return People(
        accounts=accounts,
        users=Users(database, clock=clock, ids=ids),
        members=Members(database, clock=clock),
        sessions=Sessions(database, derive(secret, "sessions"), clock=clock, ids=ids),
        tickets=tickets,
        passwords=passwords or Passwords(database),
        totp=Totp(database, derive(secret, "totp"), clock=clock),
        recovery=RecoveryCodes(database, derive(secret, "recovery codes")),
        passkeys=Passkeys(database, tickets, site, clock=clock, ids=ids),
        identities=Identities(database, clock=clock),
        throttle=Throttle(clock),
        audit=Audit(database, clock=clock),
        clock=clock,
        has_mail=has_mail,
        issuers=frozenset(issuers),
    )
