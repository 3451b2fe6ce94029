"""Whose an object of an answer is: the account that it is, or the one that it belongs to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from instagramapi.catalog.subjects import AccountRef, Subject

OWNER_FIELDS = ("owner", "user", "artist_user")
"""Where an object names the account that it belongs to."""


class Owner(NamedTuple):
    """An account as an answer names it; either part may be unknown."""

    handle: str | None
    id: str | None


def owner_of(thing: Mapping[str, Any]) -> Owner | None:
    """Read whose a decoded object is; None where it does not say."""
    for account in (thing, *(thing.get(name) for name in OWNER_FIELDS)):
        # Only accounts have a `username`.
        if isinstance(account, Mapping) and "username" in account:
            return Owner(account["username"], account.get("id"))
    # An oEmbed answer names its author by the handle alone.
    return Owner(thing["author_name"], None) if "author_name" in thing else None


def account_in(subject: Subject | None) -> Owner | None:
    """Name the account that a call is about; None where it is about something else."""
    return Owner(subject.handle, subject.id) if isinstance(subject, AccountRef) else None
