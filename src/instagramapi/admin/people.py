"""The operations on users, and the notes that the audit log keeps of every operation."""

from collections.abc import Mapping
from typing import Any

from instagramapi.accounts.people.audit import Actor
from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.people.tickets import LIVES_S, Purpose
from instagramapi.accounts.people.users import User
from instagramapi.accounts.terms import malformed
from instagramapi.errors import BadParameter
from instagramapi.kit.clock import iso
from instagramapi.wiring import Service

Result = dict[str, Any]

# What each operation changed: the member of its result that names it.
_TARGETS: Mapping[str, str] = {
    "accounts.create": "account_id",
    "keys.create": "key_id",
    "keys.revoke": "key_id",
    "keys.rotate": "key_id",
    "credits.grant": "account_id",
    "credits.cap": "account_id",
    "users.create": "user_id",
    "users.change": "user_id",
    "users.link": "user_id",
    "privacy.suppress": "",
    "privacy.lift": "",
    "privacy.erase": "",
    "backup": "target",
}
# Of these, the log says more than that they were done. Never a secret, never a suppressed name.
_TOLD = ("amount", "reason", "reference", "name", "mode", "role", "is_operator", "day", "month")


async def note_operation(
    service: Service, name: str, arguments: Mapping[str, Any], done: Result, by: Actor
) -> None:
    """Note that an operation changed something; one that only reads is not noted."""
    if name not in _TARGETS:
        return
    told = {key: arguments[key] for key in _TOLD if arguments.get(key) is not None}
    await service.people.audit.note(
        by,
        name,
        done.get(_TARGETS[name]),
        account_id=await _account_of(service, done),
        **told,
    )


async def create_user(
    service: Service,
    *,
    email: str,
    name: str | None = None,
    account: str | None = None,
    role: str = "owner",
    is_operator: bool = False,
) -> Result:
    """Add a user, in the account that is named, else in one of their own."""
    people, wanted = service.people, _role(role)
    joined = service.accounts.find(account) if account else None
    user = await people.users.create(email, name, is_operator=is_operator, is_verified=True)
    if joined is None:
        joined, wanted = await people.settle(user), Role.OWNER
    else:
        await people.members.add(joined.id, user.id, wanted)
    return {
        "user_id": user.id,
        "email": user.email,
        "account_id": joined.id,
        "role": wanted.value,
        "is_operator": is_operator,
    }


async def change_user(service: Service, *, email: str, is_operator: bool) -> Result:
    """Give somebody the right to run this server from its pages, or take it."""
    user = service.people.users.find(email)
    await service.people.users.make_operator(user.id, is_operator=is_operator)
    return {"user_id": user.id, "email": user.email, "is_operator": is_operator}


async def list_users(service: Service) -> Result:
    """List every user with their accounts and roles."""
    return {"users": [_shown(service, user) for user in service.people.users.list()]}


async def link_user(service: Service, *, email: str | None = None) -> Result:
    """Make a link that signs a user in once; without an address, the first operator."""
    people = service.people
    user = await _found(service, email)
    ticket = await people.sign_in_link(user)
    expires_at = service.clock.epoch_s() + LIVES_S[Purpose.LINK]
    return {
        "user_id": user.id,
        "email": user.email,
        "url": f"{service.settings.url}/link?ticket={ticket}",
        "expires_at": iso(expires_at),
    }


async def _found(service: Service, email: str | None) -> User:
    users = service.people.users
    if email is not None:
        user = users.by_email(email)
        return user or await _owner_of(service, email)
    operator = next((user for user in users.list() if user.is_operator), None)
    if operator is None:
        raise malformed("email", "There is no operator yet: name the user with --email.")
    return operator


async def _owner_of(service: Service, email: str) -> User:
    """Make a user for an account that was opened before there were users."""
    account = service.accounts.by_email(email.strip().lower())
    if account is None or service.people.members.of_account(account.id):
        raise malformed("email", "No user has this address; add one with: users create --email E")
    user = await service.people.users.create(account.email, account.name, is_verified=True)
    await service.people.members.adopt(account.id, user.id)
    return user


def _shown(service: Service, user: User) -> Result:
    return {
        "user_id": user.id,
        "email": user.email,
        "name": user.name,
        "is_operator": user.is_operator,
        "has_password": user.has_password,
        "has_totp": user.has_totp,
        "passkeys": user.passkeys,
        "created_at": iso(user.created_at),
        "accounts": [
            {"account_id": each.account.id, "email": each.account.email, "role": each.role.value}
            for each in service.people.members.of_user(user.id)
        ],
    }


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        known = ", ".join(Role)
        raise BadParameter(
            f"A role is one of {known}.", param="role", reason="malformed"
        ) from error


async def _account_of(service: Service, done: Result) -> str | None:
    if "account_id" in done:
        return str(done["account_id"])
    if "key_id" in done:
        return (await service.keys.get(done["key_id"])).account_id
    return None
