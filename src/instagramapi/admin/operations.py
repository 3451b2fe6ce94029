"""Every administrative operation, once: a service and plain arguments in, one JSON object out."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import DEFAULT_OVERLAP_S
from instagramapi.accounts.people.audit import COMMAND, Actor
from instagramapi.accounts.secret import Mode
from instagramapi.accounts.suppression import Kind, plain
from instagramapi.accounts.terms import MAX_CAP, Terms, malformed
from instagramapi.admin.backup import back_up
from instagramapi.admin.expected import failures
from instagramapi.admin.failure import Failure
from instagramapi.admin.money import cap_account, list_payments
from instagramapi.admin.people import (
    change_user,
    create_user,
    link_user,
    list_users,
    note_operation,
)
from instagramapi.catalog.parameters import UNTIL
from instagramapi.kit.clock import iso
from instagramapi.upstream.providers.archive import ArchiveStore
from instagramapi.upstream.report import report
from instagramapi.wiring import Service

Result = dict[str, Any]
Operation = Callable[..., Awaitable[Result]]

MAX_REASON_LENGTH = 500


async def create_account(
    service: Service,
    *,
    email: str,
    name: str | None = None,
    credits: int = 0,  # noqa: A002 - the word of the domain
) -> Result:
    """Open an account, with credits where some are given."""
    if credits:
        _check_amount("credits", credits)
    account = await service.accounts.create(email, name)
    balance = 0
    if credits:
        balance = await service.ledger.grant(
            account.id, credits, reason="opening", reference=f"opening-{account.id}"
        )
    return {"account_id": account.id, "email": account.email, "credits": balance}


async def list_accounts(service: Service) -> Result:
    """List every account with what it has."""
    return {
        "accounts": [
            {
                "account_id": account.id,
                "email": account.email,
                "name": account.name,
                "created_at": iso(account.created_at),
                "credits": await service.ledger.balance(account.id),
            }
            for account in service.accounts.list()
        ]
    }


async def create_key(  # noqa: PLR0913 - one for each of a key's terms
    service: Service,
    *,
    account: str,
    name: str,
    mode: Mode = "live",
    expires_at: str | None = None,
    scopes: Sequence[str] = (),
    addresses: Sequence[str] = (),
    cap_day: int | None = None,
    cap_month: int | None = None,
    rate_limit: str = "none",
) -> Result:
    """Make a key; the answer is the only place where its secret ever stands."""
    terms = Terms(
        name=name,
        mode=mode,
        expires_at=_moment(expires_at),
        scopes=scopes,
        addresses=addresses,
        cap_day=cap_day,
        cap_month=cap_month,
        rate_limit=rate_limit,
    )
    key, secret = await service.keys.create(service.accounts.find(account).id, terms)
    return {"key": secret, "key_id": key.id, "mode": key.mode, "account_id": key.account_id}


async def list_keys(service: Service, *, account: str | None = None) -> Result:
    """List the keys of one account or of all, without their secrets."""
    account_id = None if account is None else service.accounts.find(account).id
    now_s = service.clock.epoch_s()
    return {"keys": [_shown(key, now_s) for key in await service.keys.list(account_id)]}


async def revoke_key(service: Service, *, key: str) -> Result:
    """Refuse a key from now on."""
    revoked = await service.keys.revoke(key)
    return {"key_id": revoked.id, "revoked_at": _time(revoked.revoked_at)}


async def rotate_key(service: Service, *, key: str, overlap_s: float = DEFAULT_OVERLAP_S) -> Result:
    """Make a key with the same terms in place of another, which works for a while longer."""
    new, secret = await service.keys.rotate(key, overlap_s)
    old = await service.keys.get(key)
    return {
        "key": secret,
        "key_id": new.id,
        "mode": new.mode,
        "account_id": new.account_id,
        "replaces": old.id,
        "replaced_expires_at": _time(old.expires_at),
    }


async def grant_credits(
    service: Service, *, account: str, amount: int, reason: str, reference: str | None = None
) -> Result:
    """Add credits to an account."""
    _check_amount("amount", amount)
    for param, text in (("reason", reason), ("reference", reference)):
        _check_text(param, text)
    account_id = service.accounts.find(account).id
    balance = await service.ledger.grant(account_id, amount, reason=reason, reference=reference)
    return {"account_id": account_id, "balance": balance}


async def verify_ledger(service: Service) -> Result:
    """Check every invariant of the ledger over its whole journal."""
    found = await service.ledger.verify()
    return {
        "ok": found.ok,
        "entries": found.entries,
        "accounts": found.accounts,
        "violations": list(found.violations),
    }


async def list_providers(service: Service) -> Result:
    """Tell, for each endpoint, which configured providers can answer it, and how each fares."""
    return report(service.turns, service.catalogue)


async def show_schema(service: Service) -> Result:
    """Tell the version of the schema, which opening the store brought up to date."""
    (version,) = service.database.read().execute("PRAGMA user_version").fetchone()
    return {"schema": version}


async def suppress(service: Service, *, kind: Kind, value: str) -> Result:
    """Stop serving an Instagram account."""
    await service.suppression.suppress(kind, value)
    return {"suppressed": True, "entries": len(service.suppression)}


async def lift(service: Service, *, kind: Kind, value: str) -> Result:
    """Serve an Instagram account again."""
    await service.suppression.lift(kind, value)
    return {"suppressed": False, "entries": len(service.suppression)}


async def erase(service: Service, *, kind: Kind, value: str) -> Result:
    """Stop serving an Instagram account, and remove every copy of it, cached or in the archive."""
    done = await suppress(service, kind=kind, value=value)
    store, name = ArchiveStore(service.settings.data_dir), plain(kind, value)
    # Files often tell the id alone: without this, the next import would bring the posts back.
    for account_id in store.ids_of(name) if kind == "handle" else ():
        done = await suppress(service, kind="id", value=account_id)
    removed = await asyncio.to_thread(store.erase, kind, name)
    dropped = await service.cache.forget(name)
    return done | {"erased": True, "kept": [], "removed": removed, "dropped": dropped}


async def count_suppressed(service: Service) -> Result:
    """Count the suppressed accounts; the list holds hashes and cannot be read as names."""
    return {"entries": len(service.suppression)}


OPERATIONS: Mapping[str, Operation] = {
    "accounts.create": create_account,
    "accounts.list": list_accounts,
    "users.create": create_user,
    "users.list": list_users,
    "users.change": change_user,
    "users.link": link_user,
    "keys.create": create_key,
    "keys.list": list_keys,
    "keys.revoke": revoke_key,
    "keys.rotate": rotate_key,
    "credits.grant": grant_credits,
    "credits.payments": list_payments,
    "credits.cap": cap_account,
    "ledger.verify": verify_ledger,
    "providers": list_providers,
    "migrate": show_schema,
    "backup": back_up,
    "privacy.suppress": suppress,
    "privacy.lift": lift,
    "privacy.erase": erase,
    "privacy.list": count_suppressed,
}


async def carry_out(
    service: Service, name: str, arguments: Mapping[str, Any], *, by: Actor = COMMAND
) -> Result:
    """Do one operation by its name; whatever is expected to go wrong raises Failure.

    The audit log says who did it: `by`, a command or an operator at the dashboard.
    """
    operation = OPERATIONS.get(name)
    try:
        if operation is None:
            raise TypeError("no such operation")
        inspect.signature(operation).bind(service, **arguments)
    except TypeError as error:
        raise Failure(
            "unknown_operation",
            f"The running server cannot do {name!r} ({error}): it is of another version than "
            "this command. Restart it, and try again.",
        ) from error
    with failures():
        done = await operation(service, **arguments)
        await note_operation(service, name, arguments, done, by)
        return done


def _shown(key: Key, now_s: float) -> Result:
    return {
        "key_id": key.id,
        "account_id": key.account_id,
        "name": key.name,
        "mode": key.mode,
        "hint": key.hint,
        "works": key.works_at(now_s),
        "created_at": _time(key.created_at),
        "expires_at": _time(key.expires_at),
        "revoked_at": _time(key.revoked_at),
        "replaced_by": key.replaced_by,
        "last_used_at": _time(key.last_used_at),
        "scopes": sorted(key.scopes),
        "addresses": [str(network) for network in key.addresses],
        "cap_day": key.cap_day,
        "cap_month": key.cap_month,
        "rate_limit": None if key.rate_limit is None else str(key.rate_limit),
    }


def _time(epoch_s: float | None) -> str | None:
    return None if epoch_s is None else iso(epoch_s)


def _moment(text: str | None) -> int | None:
    try:
        return None if text is None else int(UNTIL.read(text))
    except (ValueError, OverflowError) as error:
        raise malformed("expires_at", f"A key expires at a time: {UNTIL.accepts}.") from error


def _check_amount(param: str, amount: int) -> None:
    if not 1 <= amount <= MAX_CAP:
        raise malformed(param, f"This is a whole number of credits from 1 to {MAX_CAP}.")


def _check_text(param: str, text: str | None) -> None:
    if text is not None and not (0 < len(text) <= MAX_REASON_LENGTH and text.isprintable()):
        raise malformed(param, f"This is 1 to {MAX_REASON_LENGTH} characters on one line.")
