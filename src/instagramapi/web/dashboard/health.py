"""How the endpoints fare, told without the provider's own affairs: which do not answer well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from instagramapi.catalog.endpoint import Call
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.turn import Turns

# Below this share of answers, a caller notices.
_WELL = 0.95


@dataclass(frozen=True, slots=True)
class Fare:
    """One endpoint over all providers that can answer it, since the start of the server."""

    name: str
    state: str
    kind: str
    """How the state is coloured: `ok`, `warn` or `bad`."""
    success: float | None
    latency_ms: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """All endpoints at a glance."""

    all: int
    troubled: tuple[Fare, ...]

    @property
    def well(self) -> int:
        """How many answer well."""
        return self.all - len(self.troubled)


def health_of(turns: Turns, endpoints: Iterable[type[Call]]) -> Health:
    """Look at every endpoint that asks a provider."""
    fares = [_fare(turns.able(each), each) for each in endpoints if each.credits]
    return Health(len(fares), tuple(fare for fare in fares if fare.kind != "ok"))


def _fare(desks: Sequence[Desk], endpoint: type[Call]) -> Fare:
    records = [desk.records[endpoint.name] for desk in desks]
    calls = sum(record.calls for record in records)
    answered = sum(record.answers + record.nothings for record in records)
    success = answered / calls if calls else None
    latency_ms = int(sum(record.seconds for record in records) / calls * 1000) if calls else None
    state, kind = _state(desks, endpoint, success)
    return Fare(endpoint.name, state, kind, success, latency_ms)


def _state(desks: Sequence[Desk], endpoint: type[Call], success: float | None) -> tuple[str, str]:
    if not desks:
        return "no provider", "warn"
    if not any(desk.is_ready(endpoint) for desk in desks):
        return "resting", "bad"
    if success is not None and success < _WELL:
        return "failing at times", "warn"
    return "well", "ok"
