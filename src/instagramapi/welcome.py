"""The first start: an account with credits and two keys, so that the first call works."""

from contextlib import suppress
from dataclasses import dataclass

from instagramapi.accounts.accounts import Account
from instagramapi.accounts.people.tickets import Purpose
from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import Terms
from instagramapi.ledger.ledger import ReferenceTaken
from instagramapi.wiring import Service

OWNER_EMAIL = "owner@localhost"


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the first start made; the only time that the two secrets and the ticket are known."""

    credits: int
    live_secret: str
    test_secret: str
    ticket: str
    """Signs the owner in, once."""


async def first_start(service: Service) -> Welcome | None:
    """Make the owner, their account, credits and keys; None where that was done before.

    Each step can be repeated, so that a start that was cut off half-way is finished by the next.
    The live key is the last step: once it is there, the first start is over.
    """
    owner = await _owner(service)
    if owner is None or any(key.mode == "live" for key in await service.keys.list()):
        return None
    user = await _owner_user(service, owner)
    await _grant(service, owner)
    # A test key without a live one is of a start that was cut off: nobody was shown its secret.
    for lost in await service.keys.list(owner.id):
        await service.keys.revoke(lost.id)
    _, test = await service.keys.create(owner.id, Terms(name="first test key", mode="test"))
    _, live = await service.keys.create(owner.id, Terms(name="first live key", mode="live"))
    ticket = await service.people.sign_in_link(user, Purpose.FIRST_RUN)
    return Welcome(await service.ledger.balance(owner.id), live, test, ticket)


async def _owner_user(service: Service, owner: Account) -> User:
    """Make the owner of the account, who runs this server, if there is nobody yet."""
    users = service.people.users
    user = users.by_email(owner.email) or await users.create(owner.email, is_operator=True)
    await service.people.members.adopt(owner.id, user.id)
    return user


async def _grant(service: Service, owner: Account) -> None:
    granted = service.settings.welcome_credits
    if not granted:
        return
    # A start that was cut off may have granted another amount: then that one stands.
    with suppress(ReferenceTaken):
        await service.ledger.grant(
            owner.id, granted, reason="first start", reference=f"welcome-{owner.id}"
        )


async def _owner(service: Service) -> Account | None:
    accounts = service.accounts.list()
    if not accounts:
        return await service.accounts.create(OWNER_EMAIL)
    return next((account for account in accounts if account.email == OWNER_EMAIL), None)
