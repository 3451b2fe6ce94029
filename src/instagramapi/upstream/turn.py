"""Whose turn it is: the order in which providers are asked for an endpoint."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

from instagramapi.catalog.endpoint import Call
from instagramapi.kit.clock import Clock
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.provider import Provider

ANY = "*"


@dataclass(frozen=True, slots=True)
class Choice:
    """One provider of a route; those with a weight share the first place by it."""

    provider: str
    weight: int = 0


Routes = Mapping[str, tuple[Choice, ...]]
"""For the name of an endpoint, or `*` for all others, the providers in order."""


def parse_routes(text: str, endpoints: Sequence[str], providers: Sequence[str]) -> Routes:
    """Read `profile=graph:3,web:1;*=hiker,web`; a ValueError says what is wrong.

    Providers are asked in the order in which they are written. Those with a weight draw lots for
    the first place: `graph:3,web:1` asks graph first in three of four calls.
    """
    routes = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        endpoint, equals, names = part.partition("=")
        endpoint = endpoint.strip()
        if not equals:
            raise ValueError(f"{part!r} is no route; write `profile=graph,web`.")
        if endpoint != ANY:
            _require("endpoint", endpoint, endpoints)
        routes[endpoint] = tuple(_choice(name.strip(), providers) for name in names.split(","))
    return routes


class Turns:
    """Orders the desks for each call."""

    def __init__(self, desks: Sequence[Desk], routes: Routes, random: Callable[[], float]) -> None:
        """`random` draws a number from 0 up to 1."""
        self._desks = {desk.name: desk for desk in desks}
        self._routes = routes
        self._default = tuple(Choice(desk.name) for desk in desks)
        self._random = random
        # Where no lots are drawn, the order is the same for every call.
        self._always: dict[type[Call], tuple[Desk, ...]] = {}

    @classmethod
    def in_order(cls, providers: Sequence[Provider], clock: Clock) -> Self:
        """Ask these providers for everything, always in this order."""
        return cls([Desk(provider, clock) for provider in providers], {}, float)

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Every desk, in the order of the settings."""
        return tuple(self._desks.values())

    def able(self, endpoint: type[Call]) -> tuple[Desk, ...]:
        """List the desks that can answer an endpoint at all, in the order of this call."""
        always = self._always.get(endpoint)
        if always is not None:
            return always
        choices = self._routes.get(endpoint.name) or self._routes.get(ANY) or self._default
        desks = (self._desks[choice.provider] for choice in self._drawn(choices))
        able = tuple(desk for desk in desks if desk.provider.can_answer(endpoint))
        if not any(choice.weight for choice in choices):
            self._always[endpoint] = able
        return able

    def named(self, name: str) -> Desk | None:
        """Find a desk by its provider's name: a list goes on where it began."""
        return self._desks.get(name)

    def _drawn(self, choices: tuple[Choice, ...]) -> list[Choice]:
        total = sum(choice.weight for choice in choices)
        if not total:
            return list(choices)
        lot = self._random() * total
        for choice in choices:
            lot -= choice.weight
            if lot < 0:
                break
        return [choice, *(other for other in choices if other is not choice)]


def _choice(text: str, providers: Sequence[str]) -> Choice:
    name, colon, weight = text.partition(":")
    _require("provider", name, providers)
    if colon and not (weight.isascii() and weight.isdecimal() and 0 < int(weight) <= 1000):
        raise ValueError(f"{text!r}: a weight is a whole number from 1 to 1000.")
    return Choice(name, int(weight) if colon else 0)


def _require(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(known)}."
        raise ValueError(f"{name!r} is no {kind}.{hint}")
