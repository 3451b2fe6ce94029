"""Endpoints that this server answers from its own books, without asking a provider."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.accounts.key import Key
from instagramapi.catalog.account import GetCredits
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Credits
from instagramapi.catalog.models.base import Model
from instagramapi.ledger.ledger import Ledger

OwnAnswers = Mapping[type[Call], Callable[[Any, Key], Awaitable[Model]]]


def own_answers(ledger: Ledger) -> OwnAnswers:
    """Bind each own endpoint to the function that answers it."""

    async def credits_left(call: GetCredits, key: Key) -> Credits:
        return Credits(credits_remaining=await ledger.balance(key.account_id))

    return {GetCredits: credits_left}
