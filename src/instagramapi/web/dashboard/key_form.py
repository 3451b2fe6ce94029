"""The form of a new key: what a person chose, read into the terms of the key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from starlette.datastructures import FormData

from instagramapi.accounts.secret import Mode
from instagramapi.accounts.terms import Terms, malformed
from instagramapi.catalog.endpoint import Call

DAY_S = 86_400
EXPIRIES: Mapping[str, str] = {
    "never": "Never",
    "30": "In 30 days",
    "90": "In 90 days",
    "365": "In a year",
    "date": "On a day of my choice",
}
WINDOWS = ("second", "minute", "hour", "day")
FIELDS = (
    "name",
    "mode",
    "cap_day",
    "cap_month",
    "expires",
    "expires_on",
    "rate_requests",
    "rate_window",
    "addresses",
)
"""The fields that hold one text each; `scopes` holds many."""


@dataclass(frozen=True, slots=True)
class ScopeGroup:
    """The endpoints that begin with the same word."""

    name: str
    endpoints: tuple[type[Call], ...]


def scope_groups(catalogue: Iterable[type[Call]]) -> tuple[ScopeGroup, ...]:
    """Sort the endpoints under the first words of their names, in the catalogue's order."""
    groups: dict[str, list[type[Call]]] = {}
    for endpoint in catalogue:
        groups.setdefault(endpoint.name.partition("/")[0], []).append(endpoint)
    return tuple(ScopeGroup(name, tuple(members)) for name, members in groups.items())


def terms_of(form: FormData, now_s: float) -> Terms:
    """Read the form, or raise BadParameter for the first field that cannot be meant."""
    return Terms(
        name=_text(form, "name"),
        mode=cast(Mode, _text(form, "mode") or "live"),
        expires_at=_expiry(form, now_s),
        scopes=[str(scope) for scope in form.getlist("scopes")],
        addresses=_text(form, "addresses").replace(",", " ").split(),
        cap_day=_credits(form, "cap_day"),
        cap_month=_credits(form, "cap_month"),
        rate_limit=_rate_limit(form),
    )


def _text(form: FormData, field: str) -> str:
    return str(form.get(field, "")).strip()


def _expiry(form: FormData, now_s: float) -> float | None:
    chosen = _text(form, "expires") or "never"
    if chosen not in EXPIRIES:
        raise malformed("expires_at", "Choose when the key ends, or that it never does.")
    if chosen == "never":
        return None
    return _end_of(_text(form, "expires_on")) if chosen == "date" else now_s + int(chosen) * DAY_S


def _end_of(day: str) -> float:
    """Find the last second of a day in UTC: whoever writes a day means to use it."""
    try:
        midnight = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise malformed("expires_at", "A day is written like 2030-01-31.") from error
    return midnight.timestamp() + DAY_S - 1


def _credits(form: FormData, field: str) -> int | None:
    written = "".join(_text(form, field).split())
    if not written:
        return None
    # Longer numbers are no caps, and Python refuses to read the very long ones at all.
    if not (written.isascii() and written.isdecimal() and len(written) < 20):
        raise malformed(field, "A cap is a whole number of credits, for example 500.")
    return int(written)


def _rate_limit(form: FormData) -> str:
    requests = _text(form, "rate_requests")
    return f"{requests}/{_text(form, 'rate_window') or 'minute'}" if requests else "none"
