"""Answers that are computed from other answers: who gives those, gives these without more code."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.insights import insights_of
from instagramapi.catalog.models import Page, Post, Profile, ProfileInsights
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile, GetProfileInsights, ListProfilePosts


class Source(Protocol):
    """Whoever answers calls."""

    async def answer(self, call: Call) -> Model:
        """Answer one call."""


@dataclass(frozen=True, slots=True)
class Derived:
    """How an endpoint is answered from the answers to others."""

    needs: frozenset[type[Call]]
    method: Callable[[Any, Any], Awaitable[Model]]


def derived_from(methods: Mapping[type[Call], object]) -> Iterator[tuple[type[Call], Any]]:
    """List what can be answered beside these endpoints, each with the method that does it."""
    for endpoint, derived in _DERIVED.items():
        if derived.needs <= methods.keys():
            yield endpoint, derived.method


async def _insights(source: Source, call: GetProfileInsights) -> ProfileInsights:
    profile = await source.answer(GetProfile(account=call.account))
    posts = await source.answer(ListProfilePosts(account=call.account, limit=call.sample))
    return insights_of(cast(Profile, profile), cast(Page[Post], posts).items)


_DERIVED: Mapping[type[Call], Derived] = {
    GetProfileInsights: Derived(frozenset({GetProfile, ListProfilePosts}), _insights),
}
