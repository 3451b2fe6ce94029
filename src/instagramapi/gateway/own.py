"""Endpoints that this server answers by itself, without asking a provider."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from instagramapi.accounts.key import Key
from instagramapi.catalog.account import (
    GetCredits,
    GetLoggedRequest,
    ListLoggedRequests,
    ListUsage,
)
from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.catalog.models import Credits, Page, Resolved
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.resolve import Resolve, resolve
from instagramapi.gateway.own_usage import OwnUsage
from instagramapi.ledger.ledger import Ledger
from instagramapi.upstream.cursor import Cursors, Position

Item = TypeVar("Item", bound=Model)

OwnAnswers = Mapping[type[Call], Callable[[Any, Key], Awaitable[Model]]]

# Sealed into the cursors of own lists, where others name their provider.
_OWN = "own"


def own_answers(
    ledger: Ledger, catalogue: Catalogue, usage: OwnUsage, cursors: Cursors
) -> OwnAnswers:
    """Bind each own endpoint to the function that answers it."""

    async def credits_left(call: GetCredits, key: Key) -> Credits:
        return Credits(credits_remaining=await ledger.balance(key.account_id))

    async def resolved(call: Resolve, key: Key) -> Resolved:
        return resolve(call.input, catalogue)

    return {
        GetCredits: credits_left,
        Resolve: resolved,
        ListUsage: paged(cursors, usage.sums),
        ListLoggedRequests: paged(cursors, usage.requests),
        GetLoggedRequest: usage.request,
    }


def paged(
    cursors: Cursors, answer: Callable[[Any, Key], Awaitable[Page[Item]]]
) -> Callable[[Call, Key], Awaitable[Page[Item]]]:
    """Let a function that answers with a list see its own positions only, callers only seals."""

    async def page_of(call: Call, key: Key) -> Page[Item]:
        position = cursors.open(call)
        page = await answer(replace(call, cursor=position.text) if position else call, key)  # type: ignore[call-arg]
        if page.next_cursor is None:
            return page
        sealed = cursors.seal(call, Position(_OWN, page.next_cursor))
        return page.model_copy(update={"next_cursor": sealed})

    return page_of
