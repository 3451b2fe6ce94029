"""What each role may do in an account: one table, and nothing else decides."""

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """One thing that a member of an account may or may not do."""

    ACCOUNT_READ = "account.read"
    """See the account's overview and what it has."""
    KEYS_READ = "keys.read"
    KEYS_WRITE = "keys.write"
    """Create, rotate and revoke keys."""
    CALLS_TRY = "calls.try"
    """Send calls from the dashboard with one of the account's keys."""
    REQUESTS_READ = "requests.read"
    """See the request log and usage."""
    BILLING_READ = "billing.read"
    """See the ledger and receipts."""
    TOPUP = "topup"
    """Buy credits."""
    ALERTS_WRITE = "alerts.write"
    """Change alerts and the account's cap."""
    TEAM_READ = "team.read"
    TEAM_WRITE = "team.write"
    """Invite, change the role of, and remove members."""
    AUDIT_READ = "audit.read"
    ACCOUNT_WRITE = "account.write"
    """Rename the account."""
    ACCOUNT_EXPORT = "account.export"
    ACCOUNT_DELETE = "account.delete"


class Role(StrEnum):
    """What a member is in an account."""

    OWNER = "owner"
    ADMIN = "admin"
    DEVELOPER = "developer"
    BILLING = "billing"
    READ_ONLY = "read_only"


_SEES = frozenset(
    {Right.ACCOUNT_READ, Right.KEYS_READ, Right.REQUESTS_READ, Right.BILLING_READ, Right.TEAM_READ}
)

RIGHTS_OF: Mapping[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.ADMIN: frozenset(Right) - {Right.ACCOUNT_DELETE},
    Role.DEVELOPER: _SEES - {Right.BILLING_READ} | {Right.KEYS_WRITE, Right.CALLS_TRY},
    Role.BILLING: _SEES - {Right.KEYS_READ} | {Right.TOPUP, Right.ALERTS_WRITE},
    Role.READ_ONLY: _SEES,
}

WHAT_ROLES_ARE: Mapping[Role, str] = {
    Role.OWNER: "Everything, also deleting the account",
    Role.ADMIN: "Everything but owners and deleting the account",
    Role.DEVELOPER: "Keys, requests, usage; no billing",
    Role.BILLING: "Billing, top-ups, alerts, usage; no keys",
    Role.READ_ONLY: "Sees everything but the audit log, changes nothing",
}


def may_make(actor: Role, role: Role) -> bool:
    """Tell whether a member may give or take this role: only owners make owners."""
    return Right.TEAM_WRITE in RIGHTS_OF[actor] and (actor is Role.OWNER or role is not Role.OWNER)
