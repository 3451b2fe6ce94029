"""What every part of the provider does: ask for an endpoint, and find out who an account is."""

from typing import Any, Protocol

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Profile, UserShort
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound, UpstreamError
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.hiker.accounts import Accounts
from instagramapi.upstream.providers.hiker.service import Service
from instagramapi.upstream.shapes import hiker
from instagramapi.upstream.shapes.reading import ShapeError


class AccountCall(Protocol):
    """A call about an account."""

    @property
    def name(self) -> str:
        """The endpoint's name."""

    @property
    def account(self) -> AccountRef:
        """The account."""


class Asking(Provider):
    """The base of the provider's parts."""

    _service: Service
    _accounts: Accounts

    async def answer(self, call: Call) -> Model:
        """Ask for one call; what cannot be read is UpstreamError with `reason` `shape`."""
        try:
            return await super().answer(call)
        except ShapeError as odd:
            raise UpstreamError(f"HikerAPI's answer is odd: {odd}.", reason="shape") from odd

    async def _account(self, call: AccountCall) -> Profile:
        """Find out who the account of a list is: HikerAPI's lists take ids alone.

        Also of an id, because only here it says that an account is private, and how long its
        lists are. Raises NotFound with `reason` `private`.
        """
        profile = self._accounts.recall(call.account)
        if profile is None:
            profile = hiker.profile(await self._ask_for_account(call, "/v1/user/by"))
            self._accounts.remember(profile)
        return public(profile)

    async def _ask_for_account(self, call: AccountCall, path: str) -> Any:
        handle = call.account.handle
        if handle:
            return await self._service.ask(call.name, f"{path}/username", username=handle)
        return await self._service.ask(call.name, f"{path}/id", id=call.account.id)


def require_public(owner: UserShort | None) -> None:
    """Raise NotFound with `reason` `private` where it is said that the owner is private."""
    if owner and owner.is_private:
        raise NotFound("This is of a private account.", reason="private")


def public(profile: Profile) -> Profile:
    """Return a public account; raises NotFound with `reason` `private` for any other."""
    if profile.is_private:
        raise NotFound("The account is private.", reason="private")
    return profile
