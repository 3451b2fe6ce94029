"""A key as the server knows it: whose it is and what it may do, never its secret."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from instagramapi.accounts.secret import Mode
from instagramapi.kit.rate import RateLimit

Network = IPv4Network | IPv6Network

# The columns in the order of Key's fields, so that a row becomes a Key without naming each twice.
SELECT_KEYS = """
    SELECT hash, id, account_id, name, mode, hint, created_at, expires_at, revoked_at, replaced_by,
           last_used_at, cap_day, cap_month, rate_limit, scopes, addresses
    FROM keys
"""


@dataclass(frozen=True, slots=True)
class Key:
    """One key; times are epoch seconds, caps are credits, and None is "no such limit"."""

    id: str
    account_id: str
    name: str
    mode: Mode
    hint: str
    created_at: float
    expires_at: float | None
    revoked_at: float | None
    replaced_by: str | None
    """The id of the key that this one was rotated into."""
    last_used_at: float | None
    cap_day: int | None
    cap_month: int | None
    rate_limit: RateLimit | None
    scopes: frozenset[str]
    """Names of endpoints, like `profile/posts`; empty means all."""
    addresses: tuple[Network, ...]
    """Networks that calls may come from; empty means everywhere."""

    def works_at(self, now_s: float) -> bool:
        """Tell whether calls are accepted: not revoked, not expired."""
        return self.revoked_at is None and (self.expires_at is None or now_s < self.expires_at)


def key_of(row: tuple[Any, ...]) -> tuple[bytes, Key]:
    """Read one row of SELECT_KEYS: the hash that finds the key, and the key."""
    token_hash, *plain, rate_limit, scopes, addresses = row
    parsed: tuple[Any, ...] = (
        RateLimit.parse(rate_limit),
        frozenset(scopes.split()),
        tuple(ip_network(address) for address in addresses.split()),
    )
    return token_hash, Key(*plain, *parsed)
