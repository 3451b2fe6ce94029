"""The terms of a new key: its name and its limits, as a person writes them, and as a row."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from typing import get_args

from instagramapi.accounts.secret import Mode
from instagramapi.errors import BadParameter
from instagramapi.kit.rate import RateLimit

MAX_NAME_LENGTH = 100
# More credits than any account holds, and far inside SQLite's 64 bits.
MAX_CAP = 10**12
# The last second of the year 9999, after which a date can no longer be written.
MAX_EPOCH_S = 253_402_300_799

Columns = dict[str, str | int | float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a new key is called and may do; an empty or absent limit is no limit.

    `expires_at` is in epoch seconds, the caps are credits, `addresses` are IP addresses or
    networks, `scopes` are names of endpoints, `rate_limit` reads like `60/minute`.
    """

    name: str
    mode: Mode = "live"
    expires_at: float | None = None
    scopes: Collection[str] = ()
    addresses: Collection[str] = ()
    cap_day: int | None = None
    cap_month: int | None = None
    rate_limit: str = "none"


def columns(terms: Terms, endpoints: Collection[str], now_s: float) -> Columns:
    """Turn terms into the columns of a key, or raise BadParameter for the first wrong one."""
    return {
        "name": clean_name(terms.name),
        "mode": _mode(terms.mode),
        "expires_at": _expiry(terms.expires_at, now_s),
        "scopes": " ".join(_scopes(terms.scopes, endpoints)),
        "addresses": " ".join(_addresses(terms.addresses)),
        "cap_day": _cap("cap_day", terms.cap_day),
        "cap_month": _cap("cap_month", terms.cap_month),
        "rate_limit": _rate_limit(terms.rate_limit),
    }


def malformed(param: str, message: str) -> BadParameter:
    """Make the problem of a value that is not what `message` says is accepted."""
    return BadParameter(message, param=param, reason="malformed")


def clean_name(name: str) -> str:
    """Trim a name for people; control characters could forge a line of a log or a table."""
    trimmed = name.strip()
    if not (0 < len(trimmed) <= MAX_NAME_LENGTH and trimmed.isprintable()):
        raise malformed(
            "name", "A name is 1 to 100 characters on one line, for example `nightly import`."
        )
    return trimmed


def _mode(mode: Mode) -> Mode:
    if mode not in get_args(Mode):
        raise malformed(
            "mode", "A key's mode is `live` or `test`; a test key is free and answers from a demo."
        )
    return mode


def _expiry(expires_at: float | None, now_s: float) -> float | None:
    # Asked this way round, "not a number" fails too: SQLite would store it as "never expires".
    if expires_at is not None and not now_s < expires_at <= MAX_EPOCH_S:
        raise malformed(
            "expires_at", "A key expires at a time in the future, for example 2030-01-31T00:00:00Z."
        )
    return expires_at


def _cap(param: str, amount: int | None) -> int | None:
    if amount is not None and not 0 <= amount <= MAX_CAP:
        raise malformed(
            param, f"A cap is a whole number of credits from 0 to {MAX_CAP}, for example 500."
        )
    return amount


def _rate_limit(text: str) -> str:
    try:
        return str(RateLimit.parse(text) or "none")
    except ValueError as error:
        raise malformed("rate_limit", str(error)) from error


def _scopes(scopes: Iterable[str], endpoints: Collection[str]) -> list[str]:
    for scope in scopes:
        if scope not in endpoints:
            near = get_close_matches(scope, endpoints, n=1)
            suggestion = f" Did you mean `{near[0]}`?" if near else ""
            raise malformed(
                "scopes", f"A scope is the name of an endpoint, like `profile/posts`.{suggestion}"
            )
    return sorted(set(scopes))


def _addresses(addresses: Iterable[str]) -> list[str]:
    try:
        return sorted({_network(address.strip()) for address in addresses})
    except ValueError as error:
        raise malformed(
            "addresses",
            f"{error}. An address is an IP address or a network without host bits, "
            "for example 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.",
        ) from error


def _network(text: str) -> str:
    # `fe80::1%eth0` means something on one machine only, and what follows the % may be anything.
    if "%" in text:
        raise ValueError("An address with a zone means nothing to other machines")
    return str(ip_network(text))
