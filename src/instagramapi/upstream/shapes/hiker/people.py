"""Accounts as HikerAPI tells them: in short, in full, and what "About this account" says."""

from datetime import UTC, datetime
from typing import Any

from instagramapi.catalog.models import Profile, ProfileAbout, UserShort
from instagramapi.upstream.shapes import api_v1
from instagramapi.upstream.shapes.reading import (
    MISSING,
    ShapeError,
    at,
    build,
    first,
    flag,
    handle,
    text,
)

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def user(raw: Any) -> UserShort:
    """Shape an account in short; raises ShapeError where it has no id."""
    if not isinstance(raw, dict):
        raise ShapeError("an account that is no object")
    said = {**raw, "full_name": text(raw, "full_name")}
    if not isinstance(raw.get("username"), str):
        # Of whom it knows only the id it says all the same that he is not private (recorded).
        said["is_private"] = None
    return api_v1.user(said)


def profile(raw: Any) -> Profile:
    """Shape an account in full, flat or as `user`; ShapeError where it has no id or no handle."""
    inner = first(at(raw, "user"), raw)
    found = api_v1.profile(inner)
    large = text(inner, "profile_pic_url_hd")
    if found.profile_pic_url_hd is None and isinstance(large, str):
        return found.model_copy(update={"profile_pic_url_hd": large})
    return found


def about(raw: Any, account_id: str) -> ProfileAbout:
    """Shape "About this account"; it does not say the account's id."""
    return build(
        ProfileAbout,
        id=account_id,
        username=handle(raw, "username"),
        country=text(raw, "country"),
        joined_at=_month(text(raw, "date")),
        former_usernames_count=_number(at(raw, "former_usernames")),
        is_verified=flag(raw, "is_verified"),
    )


def _month(written: Any) -> Any:
    """Read `November 2010` as the first of that month."""
    name, _, year = written.partition(" ") if isinstance(written, str) else ("", "", "")
    if name not in _MONTHS or not (year.isascii() and year.isdecimal() and len(year) == 4):
        return MISSING
    return datetime(int(year), _MONTHS.index(name) + 1, 1, tzinfo=UTC) if int(year) else MISSING


def _number(written: Any) -> Any:
    # It is a text; an empty one is there for accounts that may well have had other names.
    is_number = isinstance(written, str) and written.isascii() and written.isdecimal()
    return int(written) if is_number and len(written) < 10 else MISSING
